/** The calls and results of server tools in an answer, and how the client returns them with its own calls. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { thingsKept } from '../../../checks/results.ts';
import { serverPaired } from '../../../checks/streamed-blocks.ts';
import { inconclusive, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilled, isFilledText } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { CODE_EXECUTION, SERVED_CALL, seenBroken } from '../authorities.ts';
import type { Part } from '../codec/assemble.ts';
import { SERVED } from '../codec/contents.ts';
import { camelCase, field, snakeCase } from '../codec/proto-json.ts';
import type { GeminiReading } from '../codec/read.ts';
import { type Echo, echoOf } from './echo.ts';

type Kind = (typeof SERVED)[number];

interface Thing {
  readonly kind: Kind;
  readonly data: JsonObject;
  /** The kind with the id; without an id, with the position among things of that kind. */
  readonly key: string;
}

export interface Returned {
  readonly thing: Thing;
  readonly issued: Part;
  readonly back: { readonly thing: Thing; readonly part: JsonObject } | undefined;
}

export const served: RulesInDialect<GeminiReading> = {
  'blocks/server-paired': {
    title: 'Each toolCall and each executableCode is followed by its result in the same response',
    authority: [
      SERVED_CALL('The server returns the tool response with the id of its call.'),
      CODE_EXECUTION('The code is executed, and a corresponding codeExecutionResult is generated.'),
    ],
    run: (reading, at) => {
      const things = thingsIn(reading.parts, ({ json }) => json);
      const begun = things.filter(({ thing }) => RESULTS.has(thing.kind));
      const answered = answeredIn(things);
      const open = begun
        .filter((call) => !answered.has(call))
        .map(({ thing: { kind, data: value }, of: { event, path } }) => ({
          value,
          event,
          path: `${path}.${kind}`,
        }));
      return serverPaired(begun, open, reading, at);
    },
  },
  'results/served-kept': {
    authority: [
      SERVED_CALL('The client passes a ToolCall back in a later turn, along with its ToolResponse.'),
      ...seenBroken('served'),
    ],
    run: (reading, at) => {
      const echo = echoOf(reading, at);
      if (echo?.repeated === undefined || echo.dropped) return NOT_APPLICABLE;
      if (echo.before.torn) return inconclusive('a part of the answer before could not be read');
      const returned = returnedOf(echo);
      return thingsKept(
        returned.map(({ thing }) => keptOf(thing)),
        returned.flatMap(({ back }) => (back === undefined ? [] : [keptOf(back.thing)])),
        `request.${echo.repeated.path}`,
      );
    },
  },
};

/**
 * Returns the server tool calls and results of the candidate that the client continued with, each with its repetition.
 */
export function returnedOf({ before, issued, repeated }: Echo): Returned[] {
  const candidate = issued[0]?.choice;
  const own = before.parts.filter((part) => part.candidate === candidate);
  const returned = thingsIn(repeated?.served ?? [], (part) => part);
  const sent = new Map(returned.toReversed().map((each) => [each.thing.key, each]));
  return thingsIn(own, ({ json }) => json).map(({ thing, of }) => {
    const back = sent.get(thing.key);
    return { thing, issued: of, back: back && { thing: back.thing, part: back.of } };
  });
}

/** The kind of result for each kind of call. */
const RESULTS: ReadonlyMap<Kind, Kind> = new Map([
  ['toolCall', 'toolResponse'],
  ['executableCode', 'codeExecutionResult'],
]);

interface Placed<P> {
  readonly thing: Thing;
  readonly of: P;
}

/** The names of these members, in either spelling. */
const SPELLINGS: ReadonlySet<string> = new Set(SERVED.flatMap((kind) => [kind, snakeCase(kind)]));

function thingsIn<P>(parts: readonly P[], jsonOf: (part: P) => JsonObject): Placed<P>[] {
  const counts = new Map<Kind, number>();
  // Filter first: nearly all parts of a stream are texts.
  const holding = parts.filter((part) => Object.keys(jsonOf(part)).some((name) => SPELLINGS.has(name)));
  return holding.flatMap((of) =>
    SERVED.flatMap((kind): Placed<P>[] => {
      const data = field(jsonOf(of), kind);
      if (!isObject(data)) return [];
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      const name = isFilledText(data['id']) ? data['id'] : `${count}`;
      return [{ thing: { kind, data, key: `${kind} ${name}` }, of }];
    }),
  );
}

/** The results of one candidate that come after the current position; the list is read from its end. */
interface Behind {
  readonly ids: Set<Json>;
  /** The results before the next call: whether there are any, and whether one has no id. */
  next: { readonly any: boolean; readonly nameless: boolean };
}

/** Returns the calls that a result follows: matched by id, or by position if the call or the result has no id. */
function answeredIn(all: readonly Placed<Part>[]): ReadonlySet<Placed<Part>> {
  const answered = new Set<Placed<Part>>();
  const byKind = new Map<string, Behind>();
  for (const placed of all.toReversed()) {
    const { kind, data } = placed.thing;
    const key = `${placed.of.candidate} ${RESULTS.get(kind) ?? kind}`;
    const behind = byKind.get(key) ?? { ids: new Set(), next: NOTHING };
    byKind.set(key, behind);
    const isNamed = isFilledText(data['id']);
    if (RESULTS.has(kind)) {
      const isNext = isNamed ? behind.next.nameless : behind.next.any;
      if (isNext || (isNamed && behind.ids.has(data['id']))) answered.add(placed);
      behind.next = NOTHING;
    } else {
      behind.next = { any: true, nameless: behind.next.nameless || !isNamed };
      behind.ids.add(data['id']);
    }
  }
  return answered;
}

const NOTHING = { any: false, nameless: false };

/** Normalises names and drops empty members: clients use either spelling and omit empty values. */
function keptOf({ key, data }: Thing) {
  const members = Object.entries(data).filter(([, value]) => isFilled(value));
  return { key, kept: Object.fromEntries(members.map(([name, value]) => [camelCase(name), value])) };
}
