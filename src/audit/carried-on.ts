/** Determines whether an exchange continues an earlier one, from its messages and the calls in them. */
import type { HistoryCall, HistoryMessage } from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { sameJson } from '../text/json-text.ts';
import { hasFailed, type ToldCall, type ToldExchange } from './told-apart.ts';

/** An exchange and its URL. */
interface Sent {
  readonly url: string;
  readonly told: ToldExchange;
}

/** Returns true when the exchange is an unchanged retry of the last one, which failed. */
export function isRepeatedBy({ url: before, told: last }: Sent, { url, told }: Sent): boolean {
  return hasFailed(last) && before === url && sameJson(last.request.json, told.request.json);
}

/**
 * Returns true when the exchange repeats the last one's calls without an id as they were issued. Only these calls are
 * compared by name and arguments, because calls with an id are already matched by id.
 */
export function isAnsweredAsIssuedBy({ told: last }: Sent, { told }: Sent): boolean {
  const repeated = told.request.history.flatMap(({ calls }) => calls);
  return last.turn.calls.every((call) => call.id !== null || repeated.some((sent) => isAsIssued(sent, call)));
}

/** Returns true when the exchange continues the last one, and repeats its calls with the issued ids and arguments. */
export function isRepeatedAsIssuedBy(last: Sent, next: Sent): boolean {
  const repeated = next.told.request.history.flatMap(({ calls }) => calls);
  return (
    last.told.turn.calls.every((call) =>
      repeated.some((sent) => sent.id === call.id?.value && isAsIssued(sent, call)),
    ) && isContinuedBy(last, next)
  );
}

/**
 * Returns true when the exchange sends the messages of the last one, and more. A client may change the ids of calls.
 */
export function isContinuedBy({ told: last }: Sent, { told: { request } }: Sent): boolean {
  const { request: before } = last;
  const added = request.history.slice(before.history.length);
  return (
    added.length > 0 &&
    before.history.every((entry, at) => isSameEntry(entry, request.history[at])) &&
    !isHandOver(before, request, added) &&
    !isAside(last, request, added)
  );
}

function isAsIssued({ name, arguments: sent }: HistoryCall, call: ToldCall): boolean {
  return name === call.name?.value && (sent === call.arguments || sameJson(sent ?? {}, call.json));
}

function isSameEntry(one: HistoryMessage, other: HistoryMessage | undefined): boolean {
  if (other === undefined) return false;
  return sameJson(one.json, other.json) || sameJson(withoutIds(one), withoutIds(other));
}

/** Returns a call or a result without its id; any other entry unchanged. */
function withoutIds({ role, text, calls, answers, json }: HistoryMessage): Json {
  if (calls.length === 0 && answers === undefined) return json;
  return [role, text, calls.map((call) => [call.name, call.arguments]), answers === undefined];
}

/** Returns true for a side request without tools while calls wait for results, such as a request for a title. */
function isAside(
  { turn, request: before }: ToldExchange,
  request: ToldExchange['request'],
  added: readonly HistoryMessage[],
): boolean {
  return (
    turn.calls.length > 0 &&
    before.tools.length > 0 &&
    request.tools.length === 0 &&
    added.every(({ role, answers }) => role === 'user' && answers === undefined)
  );
}

/** Returns true when another agent takes over: it has other instructions and tools, and gets the past as user text. */
function isHandOver(
  before: ToldExchange['request'],
  request: ToldExchange['request'],
  added: readonly HistoryMessage[],
): boolean {
  return (
    added.every(({ role, answers }) => role === 'user' && answers === undefined) &&
    !sameJson(before.instructions, request.instructions) &&
    !sameJson(before.tools, request.tools)
  );
}
