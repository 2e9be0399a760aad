/** The echo of an answer: the calls that the next request repeats, and their results. */

import { answeredBefore, DROPPED, isBrokenOff } from '../../../checks/echo.ts';
import type { Context } from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import { sameJson } from '../../../text/json-text.ts';
import type { GeminiCall } from '../codec/assemble.ts';
import type { Group, RepeatedCall } from '../codec/contents.ts';
import type { GeminiReading } from '../codec/read.ts';

export interface Echo {
  readonly before: GeminiReading;
  /** The calls of the candidate that the client continued with. */
  readonly issued: readonly GeminiCall[];
  /** The group of contents that repeats them; undefined if none does. */
  readonly repeated: Group | undefined;
  /** The group after `repeated`. */
  readonly next: Group | undefined;
  /** True if `repeated` comes after the history that the answer was given to. */
  readonly goesOn: boolean;
  /** True if the answer was broken off and the client dropped it: no calls follow the history that it answered. */
  readonly dropped: boolean;
}

/** Returns null if the previous answer had no calls. */
export function echoOf(reading: GeminiReading, { earlier }: Context<GeminiReading>): Echo | null {
  const before = answeredBefore(reading, earlier);
  if (before === undefined || before.calls.length === 0 || reading.request.resumes) return null;
  const { groups } = reading.request;
  const then = before.request.history;
  const goesOn = then.every(({ json }, at) => sameJson(json, reading.request.history[at]?.json));
  const calling = groups.filter(({ side, calls }) => side === 'model' && calls.length > 0);
  const later = goesOn ? calling.find(({ entriesBefore }) => entriesBefore >= then.length) : calling.at(-1);
  const repeated = later ?? calling.at(-1);
  const choices = before.turn.choices
    .map(({ index }) => before.calls.filter(({ choice }) => choice === index))
    .filter((calls) => calls.length > 0);
  const named = choices.filter((calls) =>
    isRepeated(calls, repeated, ({ name }, back) => name?.value === back.name),
  );
  // Several candidates may call the same functions, so the arguments decide.
  const same = named.find((calls) =>
    isRepeated(calls, repeated, ({ json }, back) => sameJson(json, back.args ?? {})),
  );
  const at = repeated === undefined ? -1 : groups.indexOf(repeated);
  return {
    before,
    issued: same ?? named[0] ?? choices[0] ?? [],
    repeated,
    next: at === -1 ? undefined : groups[at + 1],
    goesOn: goesOn && later !== undefined,
    dropped: isBrokenOff(before) && later === undefined,
  };
}

/** Returns true if the repeated calls are as many as the issued ones, and match them one by one. */
function isRepeated(
  calls: readonly GeminiCall[],
  repeated: Group | undefined,
  isLike: (call: GeminiCall, back: RepeatedCall) => boolean,
): boolean {
  const backs = repeated?.calls ?? [];
  return (
    calls.length === backs.length &&
    calls.every((call, at) => {
      const back = backs[at];
      return back !== undefined && isLike(call, back);
    })
  );
}

/** Returns why the echo is not the client's fault: the issued calls themselves are faulty. Null if they are not. */
export function issuedFaulty({ issued, dropped }: Echo): string | null {
  if (dropped) return DROPPED;
  if (issued.some(({ name }) => !isFilledText(name?.value))) return 'a call was issued without a name';
  if (issued.some(({ sentId }) => isPresent(sentId) && !isFilledText(sentId))) {
    return 'a call was issued with an id that is no text, or an empty one';
  }
  const ids = issued.map(({ sentId }) => sentId).filter(isFilledText);
  if (new Set(ids).size < ids.length) return 'one id was issued to several calls';
  return null;
}
