/** ids: how a client returns the calls that it received. */
import { acceptanceOf, answeredBefore, judgeEcho } from '../../../checks/echo.ts';
import { REFUSED_IDS } from '../../../checks/ids.ts';
import {
  among,
  type Context,
  type Finding,
  findingAt,
  hasFindings,
  type Judgement,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import type { HistoryMessage } from '../../../reading/reading.ts';
import type { Json } from '../../../text/json.ts';
import type { ChatReading } from '../codec/read.ts';

/** The shared rule, plus: no other message may be between a call and its result. */
export function callEcho(reading: ChatReading, at: Context<ChatReading>): Judgement {
  const echoed = judgeEcho(reading, at);
  if (echoed === NOT_APPLICABLE || !('findings' in echoed) || hasFindings(echoed)) return echoed;
  const calls = answeredBefore(reading, at.earlier)?.turn.calls ?? [];
  return among(calls, interruptions(reading.request.history, new Set(calls.map(({ id }) => id?.value))));
}

/** Finds messages between a call and its result. Adjacent assistant messages count as one. */
function interruptions(history: readonly HistoryMessage[], issued: ReadonlySet<Json>): Finding[] {
  const open = new Set<Json>();
  return history.flatMap(({ role, calls, answers, path }) => {
    for (const { id } of calls) if (issued.has(id)) open.add(id);
    open.delete(answers);
    if (open.size === 0 || answers !== undefined || role === 'assistant') return [];
    const seen = { event: null, path: `request.${path}.role`, value: role };
    return [findingAt(seen, 'this message stands between a call and its result', '"tool"')];
  });
}

/**
 * Servers may require the results directly after each message with calls, and so refuse calls in several messages. A
 * refusal because of missing reasoning is no fault of either side: the reference has no field for reasoning, and so
 * does not promise that it is issued or accepted.
 */
export const acceptsIds = acceptanceOf<ChatReading>(
  judgeEcho,
  REFUSED_IDS,
  'ids',
  (_, { request }) => !holdsSplitCalls(request.history),
);

/** Returns true if a message with calls comes before the results of earlier calls. */
function holdsSplitCalls(history: readonly HistoryMessage[]): boolean {
  const open = new Set<Json>();
  return history.some(({ calls, answers }) => {
    open.delete(answers);
    if (calls.length > 0 && open.size > 0) return true;
    for (const { id } of calls) open.add(id);
    return false;
  });
}
