/** ids: calls may have no id, and are then matched by name and position. */

import { acceptanceOf, goesByAnotherId, SEVERAL_IDS } from '../../../checks/echo.ts';
import { noneTwice } from '../../../checks/ids.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { allOrNone, emptyIds } from '../../../checks/optional-ids.ts';
import {
  among,
  type Context,
  type Finding,
  findingAt,
  hasFindings,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import { groupBy } from '../../../text/group-by.ts';
import { isObject, type Json, wordOf } from '../../../text/json.ts';
import { canonicalText, jsonText, show } from '../../../text/json-text.ts';
import { CONTENT, seenBroken } from '../authorities.ts';
import type { GeminiCall } from '../codec/assemble.ts';
import type { RepeatedCall } from '../codec/contents.ts';
import { LeftToPair } from '../codec/left-to-pair.ts';
import { elementsOf } from '../codec/proto-json.ts';
import type { GeminiReading } from '../codec/read.ts';
import type { GeminiRequest } from '../codec/request.ts';
import { resentCalls } from './deltas.ts';
import { type Echo, echoOf, issuedFaulty } from './echo.ts';
import { overCalls } from './parts.ts';

export const idsPresent = overCalls((calls) =>
  calls
    .filter(({ sentId }) => !isPresent(sentId))
    .map(({ event, idPath, sentId }) =>
      findingAt(
        { value: sentId, event, path: idPath },
        'results pair with this call by its position',
        'nothing: it is legal',
      ),
    ),
);

/** A call that was sent again as a whole is reported by deltas/no-resend. */
export function uniqueInResponse({ calls }: GeminiReading): Judgement {
  const resent = new Set(resentCalls(calls));
  return noneTwice(calls.flatMap((call) => (resent.has(call) ? [] : (call.id ?? []))));
}

export const ids: RulesInDialect<GeminiReading> = {
  'ids/all-or-none': {
    authority: seenBroken('pairing'),
    run: ({ calls }) => allOrNone(calls),
  },
  'ids/non-empty': {
    authority: [CONTENT('id is the unique id of the function call, a string.'), ...seenBroken('pairing')],
    run: overCalls(emptyIds),
  },
  'ids/kept': {
    authority: [
      CONTENT('The result of a call has the id of the call, where it has one.'),
      ...seenBroken('ids/refused'),
    ],
    run: (reading, at) => {
      const echo = echoOf(reading, at);
      const matched = echo === null ? [] : matchesOf(echo);
      const withIds = matched.filter(
        ({ issued, repeated }) => isFilledText(issued.sentId) && repeated !== undefined,
      );
      return among(
        withIds,
        withIds
          .filter(({ repeated }) => repeated?.id === null)
          .map(({ issued, repeated }) => ({
            event: null,
            path: `request.${repeated?.idPath ?? 'contents'}`,
            message: 'the call goes back without its id',
            found: '(absent)',
            expected: show(issued.sentId),
          })),
      );
    },
  },
};

export interface Match {
  readonly issued: GeminiCall;
  readonly repeated: RepeatedCall | undefined;
}

/**
 * Pairs each issued call with its repetition: by id and name, otherwise by name and arguments, otherwise by name in
 * order.
 */
export function matchesOf({ issued, repeated }: Echo): Match[] {
  const left = new LeftToPair(repeated?.calls ?? []);
  const withIdAndName = left.by(identityOf);
  const byId = issued.map(({ sentId, name }) =>
    isFilledText(sentId) ? withIdAndName(identityOf({ id: sentId, name: name?.value })) : undefined,
  );
  const alike = left.by(({ name, args }) => canonicalText([name, args ?? {}]));
  const byArguments = issued.map(
    ({ name, json }, at) => byId[at] ?? alike(canonicalText([name?.value, json])),
  );
  const named = left.by(({ name }) => name);
  return issued.map((call, at) => ({ issued: call, repeated: byArguments[at] ?? named(call.name?.value) }));
}

function identityOf({ id, name }: { readonly id: string | null; readonly name: Json }): string {
  return jsonText([id, name]);
}

/** Every call must be repeated under its name with an unchanged id, and must have one result with that name and id. */
export function judgeEcho(reading: GeminiReading, at: Context<GeminiReading>): Judgement {
  const echo = echoOf(reading, at);
  if (echo === null) return NOT_APPLICABLE;
  const faulty = issuedFaulty(echo);
  if (faulty !== null) return inconclusive(faulty);
  const { repeated, next } = echo;
  const results = next?.results ?? [];
  const calls = repeated?.calls ?? [];
  const returned = [...calls, ...results].map(({ id }) => id);
  if (goesByAnotherId(echo.before, returned)) return inconclusive(SEVERAL_IDS);
  const faults = matchesOf(echo).flatMap((match) => repetitionFaults(match));
  if (faults.length > 0) return among(1, faults);
  if (repeated !== undefined && results.length !== repeated.calls.length) {
    return inconclusive('the number of results is not that of the calls: see roundtrip/response-count');
  }
  const byName = groupBy(results, ({ name }) => name);
  const byIdentity = groupBy(results, identityOf);
  return among(
    calls,
    calls.flatMap((call) => {
      const namesakes = byName.get(call.name) ?? [];
      const own = byIdentity.get(identityOf(call)) ?? [];
      return resultFaults(call, call.id === null ? Math.min(namesakes.length, 1) : own.length);
    }),
  );
}

function repetitionFaults({ issued, repeated }: Match): Finding[] {
  const name = show(issued.name?.value);
  if (repeated === undefined) {
    const message = 'no model content repeats this call';
    return [{ event: null, path: 'request.contents', message, found: '(absent)', expected: name }];
  }
  if (!isFilledText(issued.sentId) || repeated.id === null || repeated.id === issued.sentId) return [];
  return [
    {
      event: null,
      path: `request.${repeated.idPath}`,
      message: `the call of ${name} goes back with another id`,
      found: show(repeated.id),
      expected: show(issued.sentId),
    },
  ];
}

/** @param count the number of results with the name and the id of the call */
function resultFaults(call: RepeatedCall, count: number): Finding[] {
  if (count === 1) return [];
  const which = call.id === null ? show(call.name) : `${show(call.name)} with the id ${show(call.id)}`;
  const message =
    count === 0 ? 'no functionResponse answers this call' : 'several functionResponses answer this call';
  return [
    {
      event: null,
      path: `request.${call.path}`,
      message,
      found: `${which} ${count} times`,
      expected: 'once',
    },
  ];
}

const accepted = acceptanceOf<GeminiReading>(
  judgeEcho,
  {
    unjudged: 'the client did not return the calls as issued',
    message: 'the calls that this provider issued came back unchanged and were refused',
  },
  'ids',
  (_, reading, at) => hasKnownRoles(reading.request) && isReturnedAlone(echoOf(reading, at)),
);

/**
 * Returns true if the calls are in one content, and their results in one content with nothing else. Servers count the
 * parts of each content.
 */
function isReturnedAlone(echo: Echo | null): boolean {
  const calling = new Set(echo?.repeated?.calls.map(({ path }) => path.split('.', 1)[0]));
  const answering = new Set(echo?.next?.results.map(({ content }) => content));
  return calling.size <= 1 && answering.size <= 1 && echo?.next?.speaks !== true;
}

/** The roles that a server accepts for a content. */
const ROLES: ReadonlySet<string> = new Set(['', 'user', 'model', 'function']);

function hasKnownRoles({ json }: GeminiRequest): boolean {
  const contents = elementsOf(isObject(json) ? json['contents'] : undefined);
  return contents.every((content) => !isObject(content) || ROLES.has(wordOf(content['role']).toLowerCase()));
}

/** A client may add its own ids, but a refusal of those is not a refusal of what was issued. */
export function echoAccepted(reading: GeminiReading, at: Context<GeminiReading>): Judgement {
  const judgement = accepted(reading, at);
  return hasFindings(judgement) && addsIds(echoOf(reading, at))
    ? inconclusive('the client gave the calls ids that were not issued')
    : judgement;
}

function addsIds(echo: Echo | null): boolean {
  const ids = [...(echo?.repeated?.calls ?? []), ...(echo?.next?.results ?? [])].map(({ id }) => id);
  const issued = new Set<Json>(echo?.issued.map(({ sentId }) => sentId));
  return echo !== null && ids.some((id) => id !== null && !issued.has(id));
}
