/** ids: where calls may have none, and a name and a position stand for it. */

import { acceptanceOf } from '../../../checks/echo.ts';
import { noneTwice } from '../../../checks/ids.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
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
import type { Json } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { CONTENT, seenBroken } from '../authorities.ts';
import type { GeminiCall } from '../codec/assemble.ts';
import type { RepeatedCall } from '../codec/contents.ts';
import type { GeminiReading } from '../codec/read.ts';
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

/** A call that was sent again whole is the affair of deltas/no-resend. */
export function uniqueInResponse({ calls }: GeminiReading): Judgement {
  const resent = new Set(resentCalls(calls));
  return noneTwice(calls.flatMap((call) => (resent.has(call) ? [] : (call.id ?? []))));
}

export const ids: RulesInDialect<GeminiReading> = {
  'ids/all-or-none': {
    authority: seenBroken('pairing'),
    run: ({ calls }) => {
      const bare = calls.filter(({ sentId }) => !isPresent(sentId));
      const isMixed = bare.length > 0 && bare.length < calls.length;
      return among(
        calls.length < 2 ? 0 : calls,
        (isMixed ? bare : []).map(({ event, idPath }) =>
          findingAt(
            { value: undefined, event, path: idPath },
            'other calls of this response have an id',
            'an id',
          ),
        ),
      );
    },
  },
  'ids/non-empty': {
    authority: [CONTENT('id is the unique id of the function call, a string.'), ...seenBroken('pairing')],
    run: overCalls((calls) =>
      calls
        .filter(({ sentId }) => isPresent(sentId) && !isFilledText(sentId))
        .map(({ sentId, event, idPath }) =>
          findingAt(
            { value: sentId, event, path: idPath },
            'pairing by id would join every call',
            'a non-empty string',
          ),
        ),
    ),
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

interface Match {
  readonly issued: GeminiCall;
  readonly repeated: RepeatedCall | undefined;
}

/** Each issued call with its repetition: by id, else by name, in order. */
function matchesOf({ issued, repeated }: Echo): Match[] {
  const left = [...(repeated?.calls ?? [])];
  const taken = new Map<GeminiCall, RepeatedCall>();
  const take = (call: GeminiCall, holds: (other: RepeatedCall) => boolean) => {
    const at = left.findIndex(holds);
    const [found] = at === -1 ? [] : left.splice(at, 1);
    if (found !== undefined) taken.set(call, found);
  };
  for (const call of issued) {
    if (isFilledText(call.sentId))
      take(call, ({ id, name }) => id === call.sentId && name === call.name?.value);
  }
  for (const call of issued) {
    if (!taken.has(call)) take(call, ({ name }) => name === call.name?.value);
  }
  return issued.map((call) => ({ issued: call, repeated: taken.get(call) }));
}

/** Every call is repeated by its name, its id is not changed, and it gets one result of its name and id. */
export function judgeEcho(reading: GeminiReading, at: Context<GeminiReading>): Judgement {
  const echo = echoOf(reading, at);
  if (echo === null) return NOT_APPLICABLE;
  const faulty = issuedFaulty(echo);
  if (faulty !== null) return inconclusive(faulty);
  const { repeated, next } = echo;
  const results = next?.results ?? [];
  const faults = matchesOf(echo).flatMap((match) => repetitionFaults(match));
  if (faults.length > 0) return among(1, faults);
  if (repeated !== undefined && results.length !== repeated.calls.length) {
    return inconclusive('the number of results is not that of the calls: see roundtrip/response-count');
  }
  return among(
    repeated?.calls ?? [],
    (repeated?.calls ?? []).flatMap((call) => resultFaults(call, results)),
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

function resultFaults(call: RepeatedCall, results: readonly { name: Json; id: string | null }[]): Finding[] {
  const own = results.filter(
    ({ name, id }) => name === call.name && (call.id === null || id === null || id === call.id),
  );
  const byId = call.id === null ? own : own.filter(({ id }) => id === call.id);
  const count = call.id === null ? Math.min(own.length, 1) : byId.length;
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
);

/** Ids of the client's own are its right, and what is refused with them is not what was issued. */
export function echoAccepted(reading: GeminiReading, at: Context<GeminiReading>): Judgement {
  const judgement = accepted(reading, at);
  return hasFindings(judgement) && addsIds(echoOf(reading, at))
    ? inconclusive('the client gave the calls ids that were not issued')
    : judgement;
}

function addsIds(echo: Echo | null): boolean {
  const ids = [...(echo?.repeated?.calls ?? []), ...(echo?.next?.results ?? [])].map(({ id }) => id);
  return ids.some((id) => id !== null && echo?.issued.every(({ sentId }) => sentId !== id) === true);
}
