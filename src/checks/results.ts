/** results: the results that a client returns, and the calls that it repeats with them. */

import {
  among,
  type Context,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import { holdsMask, MASKED } from '../judge/masked.ts';
import { inputAsWritten } from '../reading/as-written.ts';
import { isPresent } from '../reading/presence.ts';
import type { HistoryCall, Reading, ToolCall } from '../reading/reading.ts';
import { exactAt, hasLongNumber, otherDigits, parseExact } from '../text/exact-json.ts';
import { groupBy } from '../text/group-by.ts';
import type { Json } from '../text/json.ts';
import { sameJson, show } from '../text/json-text.ts';
import { decodeText, parseJson } from '../text/wire-text.ts';
import type { FamilyRules } from './record.ts';

export const results = {
  'results/once': {
    // A client that answers each of its calls has no other id to do it with.
    followsEarlier: ['ids/unique-in-response'],
    title: 'No tool_use_id is answered twice in one turn',
    level: 'MUST',
    impact: 'critical',
    subject: 'client',
    answer: 'request',
  },
  'results/call-kept': {
    // What comes under a wrong index belongs to another call for each client.
    followsEarlier: ['deltas/index', 'deltas/index-from-zero', 'deltas/one-call-per-index', 'blocks/open'],
    // Calls of custom tools were not judged at first, then arguments that go back as an object, then digits that get lost.
    revision: 4,
    title: ({ arguments: name }) => `A repeated call has the name and the ${name} that were issued`,
    level: 'SHOULD',
    impact: 'major',
    subject: 'client',
    answer: 'request',
    run: callsKept(argumentsIn, {
      sent: ({ arguments: sent }) => (typeof sent === 'string' ? parseExact(sent) : undefined),
      issued: (own) => parseExact(own.arguments),
    }),
  },
  'results/served-kept': {
    title: "What the provider's own tools sent goes back with the calls that came with it",
    level: 'SHOULD',
    impact: 'major',
    subject: 'client',
    answer: 'request',
  },
  'results/first': {
    title: 'No other block of its message stands before a tool_result',
    level: 'SHOULD',
    impact: 'minor',
    subject: 'client',
    answer: 'request',
  },
} satisfies FamilyRules<'results'>;

/** A thing that the provider's own tools sent, or that a client sends back of it. */
export interface ServedThing {
  /** What tells it from the others of its answer. */
  readonly key: string;
  /** What may not change on its way back. */
  readonly kept: Json;
}

/**
 * Whether all that the provider did itself goes back, unchanged, where a call of the same answer does.
 *
 * @param issued what an answer holds of it
 * @param returned what a request holds of it
 */
export function servedKept<R extends Reading>(
  issued: (reading: R) => readonly ServedThing[],
  returned: (reading: R) => readonly ServedThing[],
) {
  return (reading: R, { earlier }: Context<R>): Judgement => {
    const before = earlier.findLast(({ standing }) => standing.kind === 'answered');
    if (before === undefined) return NOT_APPLICABLE;
    const calls = new Set(before.turn.calls.map(({ id }) => id?.value));
    const repeated = reading.request.history.flatMap((entry) => entry.calls).find(({ id }) => calls.has(id));
    if (repeated === undefined) return NOT_APPLICABLE;
    if (before.torn) return inconclusive('a part of the answer before could not be read');
    return thingsKept(issued(before), returned(reading), `request.${repeated.path}`);
  };
}

/** @param path of the call that they came with, where a request repeats it */
export function thingsKept(
  due: readonly ServedThing[],
  sent: readonly ServedThing[],
  path: string,
): Judgement {
  const at = { event: null, path };
  const first = new Map(sent.toReversed().map((each) => [each.key, each]));
  return among(
    due,
    due.flatMap(({ key, kept }) => {
      const own = first.get(key);
      if (own === undefined) return [findingAt({ ...at, value: undefined }, `${key} does not go back`, key)];
      if (sameJson(own.kept, kept)) return [];
      return [findingAt({ ...at, value: own.kept }, `${key} goes back changed`, show(kept))];
    }),
  );
}

/** The arguments of a call with the digits that stand on the wire. */
interface AsWritten {
  sent(call: HistoryCall, reading: Reading): Json;
  issued(own: ToolCall, before: Reading): Json;
}

/** Where arguments are the member `input` of a block, whole or in pieces. */
export const INPUT_AS_WRITTEN: AsWritten = {
  sent: ({ path }, { exchange }) => exactAt(decodeText(exchange.request.body), `${path}.input`),
  issued: ({ json: input, ...call }, before) => inputAsWritten({ ...call, input }, before),
};

/**
 * @param read the arguments of a repeated call as JSON
 * @param written absent in dialects whose numbers are doubles
 */
export function callsKept(read: (call: HistoryCall) => Json, written?: AsWritten) {
  return (reading: Reading, { earlier }: Context): Judgement => {
    const { request } = reading;
    const before = earlier.findLast(({ standing }) => standing.kind === 'answered');
    const issued = before === undefined ? new Map<Json, ToolCall>() : answeredCalls(before);
    const sent = request.history.flatMap(({ calls }) => calls);
    const repeated = alone(sent, ({ id }) => id).flatMap((call) => {
      const own = issued.get(call.id);
      return own === undefined ? [] : [{ call, own }];
    });
    const faults = repeated.flatMap(({ call, own }) => {
      const found = changes(call, own, read(call));
      if (found.length > 0 || before === undefined || !hasLongNumber(own.json)) return found;
      const digits = otherDigits(written?.sent(call, reading), written?.issued(own, before));
      if (digits === null) return [];
      const message = 'a number of the call goes back with other digits';
      return [{ event: null, path: `request.${call.path}`, message, found: digits[0], expected: digits[1] }];
    });
    const isMasked = repeated.some(({ call, own }) =>
      holdsMask([call.name, read(call), call.arguments, own.json]),
    );
    return faults.length > 0 && isMasked ? inconclusive(MASKED) : among(repeated, faults);
  };
}

/** By id, the calls that can be told again by it, and whose arguments could be read. */
function answeredCalls({ turn, cutOff, torn }: Reading): ReadonlyMap<Json, ToolCall> {
  const isWhole = !cutOff && !torn && turn.errors.length === 0;
  const readable = alone(turn.calls, ({ id }) => id?.value).filter(
    ({ id, name, isFunction, arguments: text, json, input }) =>
      id !== null &&
      name !== null &&
      (isFunction ? (text === '' ? isWhole : json !== undefined) : isWhole && input !== undefined),
  );
  return new Map(readable.map((call) => [call.id?.value, call]));
}

/** Those whose id no other has. */
function alone<T>(calls: readonly T[], idOf: (call: T) => Json): T[] {
  const sharing = groupBy(calls, idOf);
  return calls.filter((call) => sharing.get(idOf(call))?.length === 1);
}

/**
 * What a repeated call has that is not as it was issued.
 *
 * @param sent its arguments as JSON
 */
export function changes(
  call: Pick<HistoryCall, 'name' | 'arguments' | 'path'>,
  own: ToolCall,
  sent: Json,
): Finding[] {
  const at = (value: Json) => ({ event: null, path: `request.${call.path}`, value });
  const renamed =
    call.name === own.name?.value
      ? []
      : [findingAt(at(call.name), 'the call was issued under another name', show(own.name?.value))];
  if (own.input !== undefined) {
    return [
      ...renamed,
      ...(call.arguments === own.input
        ? []
        : [findingAt(at(call.arguments), 'the call was issued with another input', show(own.input))]),
    ];
  }
  const issued = own.json === undefined ? {} : own.json;
  return [
    ...renamed,
    ...(sameJson(sent, issued)
      ? []
      : [findingAt(at(call.arguments), 'the call was issued with other arguments', show(issued))]),
  ];
}

/**
 * They travel as text: no text is no arguments; what was made text twice is a text, and no object; and an object in the
 * place of the text is nothing that was issued.
 */
function argumentsIn({ arguments: sent }: HistoryCall): Json {
  if (!isPresent(sent)) return {};
  if (typeof sent !== 'string') return undefined;
  return sent.trim() === '' ? {} : parseJson(sent);
}
