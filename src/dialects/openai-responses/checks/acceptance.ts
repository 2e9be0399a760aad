/**
 * Whether a provider accepts what it issued. A refusal is the provider's fault if it is about the history and the
 * client returned the history as issued: nothing missing, changed or duplicated.
 */

import { acceptanceOf } from '../../../checks/echo.ts';
import type { Context } from '../../../judge/check.ts';
import { isFilledText, isPresent, textOrNull } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { sameJson } from '../../../text/json-text.ts';
import { copiesOf, copyOf, type Item, typeOf } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { typeIn } from '../codec/request.ts';
import { callEcho, continuedBy, thoughtEcho } from './history.ts';
import { CLOSED } from './item.ts';

type At = Context<ResponsesReading>;

export const callsAccepted = acceptanceOf(
  callEcho,
  {
    unjudged: 'the client did not return the ids as issued',
    message: 'the ids that this provider issued came back unchanged and were refused',
  },
  'ids',
  isAsSent,
);

export const reasoningAccepted = acceptanceOf(
  thoughtEcho,
  {
    unjudged: 'the client did not return the reasoning items as issued',
    message: 'the reasoning items that this provider issued came back unchanged and were refused',
  },
  'reasoning',
  isAsSent,
);

/** Tool results and message contents are the client's own, not issued by the provider. */
const ABOUT_CONTENT = /(?:\]|_output)\.(?:output|content)(?:[^a-z_]|$)/iu;
/** The members of a request that contain or name its history. */
const HISTORY: ReadonlySet<string> = new Set(['input', 'previous_response_id', 'conversation']);

/** Returns true if the refusal can only be about items that the provider issued and the client returned unchanged. */
function isAsSent(said: string, reading: ResponsesReading, at: At): boolean {
  if (ABOUT_CONTENT.test(said)) return false;
  const param = textOrNull(reading.error?.json['param']) ?? '';
  const [member = ''] = param.split(/[.[]/u);
  const isAnother = !HISTORY.has(member) && Object.hasOwn(reading.request.body, member);
  return !isAnother && !ABOUT_CONTENT.test(param) && isAsIssued(said, reading, at);
}

function isAsIssued(said: string, reading: ResponsesReading, at: At): boolean {
  const issued = continuedBy(reading, at.earlier);
  return (
    !isAboutAnotherItem(said, issued) &&
    !isLeftOutOrDoubled(said, reading, issued) &&
    !isNotKept(reading, issued) &&
    issued.every(({ items }) => !isReordered(items, reading) && !isTornApart(items, reading))
  );
}

/**
 * Returns true if the refusal names an item other than the client's calls, messages and thoughts, such as a server tool
 * call or a missing approval.
 */
function isAboutAnotherItem(said: string, issued: readonly ResponsesReading[]): boolean {
  const others = issued.flatMap(({ items }) => items.filter((item) => !CLOSED.has(typeOf(item))));
  const ids = others.flatMap((item) => [...idsOf(item), textOrNull(copyOf(item)?.json['call_id']) ?? '']);
  return ids.some((id) => id !== '' && said.includes(id));
}

/**
 * Returns true if the client refers to items that the server was told not to store, or returns one of their thoughts
 * without encrypted_content.
 */
function isNotKept({ request }: ResponsesReading, issued: readonly ResponsesReading[]): boolean {
  const forgotten = issued.filter((other) => other.request.body['store'] === false);
  if (request.continues !== null) return forgotten.some(({ turn }) => turn.id === request.continues);
  const ids = new Set(forgotten.flatMap(({ items }) => items.flatMap(idsOf)));
  return request.history.some(({ json }) => {
    if (!isObject(json) || !ids.has(wordOf(json['id']))) return false;
    const type = typeIn(json);
    return type === 'item_reference' || (type === 'reasoning' && !isFilledText(json['encrypted_content']));
  });
}

/**
 * Returns true if the refusal names an item that the client left out, or if the client sends an item twice, or sends
 * one that the server has stored.
 */
function isLeftOutOrDoubled(
  said: string,
  { request }: ResponsesReading,
  issued: readonly ResponsesReading[],
): boolean {
  const ids = new Set(issued.flatMap(({ items }) => items.flatMap(idsOf)));
  const sent = idsIn(request);
  if (new Set(sent).size < sent.length) return true;
  if (request.continues !== null) return sent.some((id) => ids.has(id));
  return [...ids].some((id) => said.includes(id) && !sent.includes(id));
}

/** Returns true if an item of an answer is changed, or a thought is returned without the item that followed it. */
function isTornApart(items: readonly Item[], reading: ResponsesReading): boolean {
  return items.some((item, place) => isTornOff(item, items[place + 1], reading) || isChanged(item, reading));
}

/** Returns true if a thought is returned without the item that followed it. */
function isTornOff(item: Item, next: Item | undefined, { request }: ResponsesReading): boolean {
  if (typeOf(item) !== 'reasoning' || next === undefined) return false;
  const sent = idsIn(request);
  const isSent = (one: Item) => idsOf(one).some((id) => sent.includes(id));
  const callId = copyOf(next)?.json['call_id'];
  const isRepeated = request.history.some(({ calls }) => calls.some(({ id }) => id === callId));
  return isSent(item) && !isSent(next) && !isRepeated;
}

function idsIn({ history }: ResponsesReading['request']): string[] {
  return history.flatMap(({ json }) => (isObject(json) ? (textOrNull(json['id']) ?? []) : []));
}

function idsOf(item: Item): string[] {
  return copiesOf(item).flatMap(({ json }) => textOrNull(json['id']) ?? []);
}

/** Returns true if the items are returned in another order: each belongs to the one before it. */
function isReordered(items: readonly Item[], { request: { history } }: ResponsesReading): boolean {
  const places = items.flatMap((item) => {
    const callId = copyOf(item)?.json['call_id'];
    const place = history.findIndex(
      ({ json, calls }) =>
        (isObject(json) && idsOf(item).includes(wordOf(json['id']))) ||
        calls.some(({ id }) => isFilledText(id) && id === callId),
    );
    return place === -1 ? [] : [place];
  });
  return places.some((place, at) => place < (places[at - 1] ?? 0));
}

/**
 * Returns true if a call is returned changed, if its result lacks the caller, or if a thought is returned with changed
 * or moved text.
 */
function isChanged(item: Item, { request }: ResponsesReading): boolean {
  const issued: JsonObject = copyOf(item)?.json ?? {};
  if (typeOf(item) === 'reasoning') {
    return request.history.some(
      ({ json }) =>
        isObject(json) &&
        typeIn(json) === 'reasoning' &&
        idsOf(item).includes(wordOf(json['id'])) &&
        differs(json, issued, THOUGHT_MEMBERS),
    );
  }
  const callId = textOrNull(issued['call_id']);
  return request.history.some(({ json }) => {
    if (!isObject(json) || callId === null || json['call_id'] !== callId) return false;
    if (typeIn(json) === 'function_call_output') return differs(json, issued, ['caller']);
    if (typeIn(json) !== typeOf(item)) return false;
    const { id } = json;
    return differs(json, issued, CALL_MEMBERS) || (isFilledText(id) && !idsOf(item).includes(id));
  });
}

const THOUGHT_MEMBERS = ['summary', 'content'] as const;
const CALL_MEMBERS = ['name', 'namespace', 'arguments', 'caller'] as const;

function differs(sent: JsonObject, issued: JsonObject, members: readonly string[]): boolean {
  return members.some((name) => {
    const value: Json = issued[name];
    return isPresent(value) && !sameJson(sent[name], value);
  });
}
