/**
 * The echo of an answer: the calls that the next request repeats, and their results. Calls are matched by id if both
 * sides have ids, otherwise by order.
 */

import { answeredBefore, DROPPED, isBrokenOff, judgeEcho } from '../../../checks/echo.ts';
import {
  among,
  type Context,
  type Finding,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import { show } from '../../../text/json-text.ts';
import type { OllamaCall } from '../codec/assemble.ts';
import type { SentCall, SentTurn } from '../codec/messages.ts';
import type { OllamaReading } from '../codec/read.ts';

type At = Context<OllamaReading>;

export interface Echo {
  readonly before: OllamaReading;
  readonly issued: readonly OllamaCall[];
  /** The calls that the request adds to the history of the previous request; undefined if it adds none. */
  readonly repeated: SentTurn | undefined;
}

/** Returns null if the previous answer had no calls. */
export function echoOf(reading: OllamaReading, { earlier }: At): Echo | null {
  const before = answeredBefore(reading, earlier);
  if (before === undefined || before.calls.length === 0) return null;
  const then = before.request.history.length;
  const repeated = reading.request.turns.find(({ start }) => start >= then);
  return { before, issued: before.calls, repeated };
}

/** Returns true if any call has no id, either as issued or as repeated. */
export function goesByOrder({ issued, repeated }: Echo): boolean {
  const bare = repeated?.calls.some(({ id }) => !isFilledText(id)) === true;
  return bare || issued.some(({ sentId }) => !isPresent(sentId));
}

/** Judges the echo by id, or by order if ids are missing. */
export function echoed(reading: OllamaReading, at: At): Judgement {
  const echo = echoOf(reading, at);
  if (echo === null) return NOT_APPLICABLE;
  return goesByOrder(echo) ? echoedInOrder(echo) : judgeEcho(reading, at);
}

function echoedInOrder({ before, issued, repeated }: Echo): Judgement {
  if (repeated === undefined && isBrokenOff(before)) return inconclusive(DROPPED);
  if (issued.some(({ sentId }) => isPresent(sentId) && !isFilledText(sentId)))
    return inconclusive('a call was issued with an id that is no text, or an empty one');
  if (issued.some(({ name }) => name === null)) return inconclusive('a call was issued without a name');
  const calls = repeated?.calls ?? [];
  return among(issued, [
    ...issued.flatMap((call, place) => repetitionFaults(call, calls[place])),
    ...calls
      .slice(issued.length)
      .map((call) => fault(call.path, 'no call was issued in this place', call.name, 'no call')),
    ...calls.filter(({ results }) => results !== 1).map(resultFault),
  ]);
}

function repetitionFaults({ name }: OllamaCall, call: SentCall | undefined): Finding[] {
  if (call !== undefined && call.name === name?.value) return [];
  const message = 'the calls that were issued do not go back in their order';
  return [fault(call?.path ?? 'messages', message, call?.name, show(name?.value))];
}

function resultFault({ path, name, results }: SentCall): Finding {
  const message =
    results === 0 ? 'no tool message answers this call' : 'several tool messages answer this call';
  return {
    event: null,
    path: `request.${path}`,
    message,
    found: `${show(name)} ${results} times`,
    expected: 'once',
  };
}

function fault(path: string, message: string, found: unknown, expected: string): Finding {
  return { event: null, path: `request.${path}`, message, found: show(found), expected };
}
