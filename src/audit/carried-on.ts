/** Whether an exchange carries on the one before it: by the messages that it sends, and the calls in them. */
import type { HistoryCall, HistoryMessage } from '../reading/reading.ts';
import type { Json } from '../text/json.ts';
import { sameJson } from '../text/json-text.ts';
import { hasFailed, type ToldCall, type ToldExchange } from './told-apart.ts';

/** An exchange, and where it was sent. */
interface Sent {
  readonly url: string;
  readonly told: ToldExchange;
}

/** The exchange sends the last one again unchanged, which failed. */
export function isRepeatedBy({ url: before, told: last }: Sent, { url, told }: Sent): boolean {
  return hasFailed(last) && before === url && sameJson(last.request.json, told.request.json);
}

/** Calls without an id are told apart by their arguments; others by their ids, which came first. */
export function isAnsweredAsIssuedBy({ told: last }: Sent, { told }: Sent): boolean {
  const repeated = told.request.history.flatMap(({ calls }) => calls);
  return last.turn.calls.every((call) => call.id !== null || repeated.some((sent) => isAsIssued(sent, call)));
}

/** The exchange goes on from the last one, and repeats its calls under their ids with the arguments that were issued. */
export function isRepeatedAsIssuedBy(last: Sent, next: Sent): boolean {
  const repeated = next.told.request.history.flatMap(({ calls }) => calls);
  return (
    last.told.turn.calls.every((call) =>
      repeated.some((sent) => sent.id === call.id?.value && isAsIssued(sent, call)),
    ) && isContinuedBy(last, next)
  );
}

/** The exchange sends the messages of the last one, and more; a client may give the calls in them other ids. */
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

/** What is left of a call or a result without its id; any other entry stays as it is. */
function withoutIds({ role, text, calls, answers, json }: HistoryMessage): Json {
  if (calls.length === 0 && answers === undefined) return json;
  return [role, text, calls.map((call) => [call.name, call.arguments]), answers === undefined];
}

/** Something is asked of the prompt without the tools, such as a title for it, while calls wait for their results. */
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

/** Another agent takes over: it has instructions and tools of its own, and is told in words what went before. */
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
