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
    // A client that answers each of its calls has no other id to use.
    followsEarlier: ['ids/unique-in-response'],
    title: 'No tool_use_id is answered twice in one turn',
    level: 'MUST',
    impact: 'critical',
    subject: 'client',
    answer: 'request',
  },
  'results/call-kept': {
    // Clients assign a piece with a wrong index to different calls.
    followsEarlier: ['deltas/index', 'deltas/index-from-zero', 'deltas/one-call-per-index', 'blocks/open'],
    // Revision 2: calls of custom tools. 3: arguments that go back as an object. 4: lost digits of long numbers.
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
    // Revision 2: a block of the provider that shares its id with a call is compared with itself.
    revision: 2,
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

/** A block of the provider's own tools, as issued or as returned by the client. */
export interface ServedThing {
  /** Identifies it in its answer. */
  readonly key: string;
  /** The part that must come back unchanged. */
  readonly kept: Json;
}

/**
 * Judges that the blocks of the provider's own tools go back unchanged if a call of the same answer goes back.
 *
 * @param issued returns those of an answer
 * @param returned returns those of a request
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

/** @param path the path of the repeated call in the request */
export function thingsKept(
  due: readonly ServedThing[],
  sent: readonly ServedThing[],
  path: string,
): Judgement {
  const at = { event: null, path };
  const byKey = groupBy(sent, ({ key }) => key);
  return among(
    due,
    due.flatMap(({ key, kept }) => {
      // There are several if the provider gave a call the id of its own block.
      const own = byKey.get(key) ?? [];
      if (own.some((each) => sameJson(each.kept, kept))) return [];
      const [first] = own;
      if (first === undefined)
        return [findingAt({ ...at, value: undefined }, `${key} does not go back`, key)];
      return [findingAt({ ...at, value: first.kept }, `${key} goes back changed`, show(kept))];
    }),
  );
}

/** Reads the arguments of a call with all digits of their numbers. */
interface AsWritten {
  sent(call: HistoryCall, reading: Reading): Json;
  issued(own: ToolCall, before: Reading): Json;
}

/** For dialects with arguments in the member `input` of a block, whole or in pieces. */
export const INPUT_AS_WRITTEN: AsWritten = {
  sent: ({ path }, { exchange }) => exactAt(decodeText(exchange.request.body), `${path}.input`),
  issued: ({ json: input, ...call }, before) => inputAsWritten({ ...call, input }, before),
};

/**
 * @param read returns the arguments of a repeated call as JSON
 * @param written absent for dialects whose numbers are doubles
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

/** The calls with a unique id and readable arguments, by id. */
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

/** The calls with an id that no other call has. */
function alone<T>(calls: readonly T[], idOf: (call: T) => Json): T[] {
  const sharing = groupBy(calls, idOf);
  return calls.filter((call) => sharing.get(idOf(call))?.length === 1);
}

/**
 * The findings for a repeated call that is not as it was issued.
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
 * The arguments, which are sent as text: an empty text means no arguments; a text that was encoded twice gives a string
 * instead of an object; and an object in place of the text was never issued.
 */
function argumentsIn({ arguments: sent }: HistoryCall): Json {
  if (!isPresent(sent)) return {};
  if (typeof sent !== 'string') return undefined;
  return sent.trim() === '' ? {} : parseJson(sent);
}
