/** What a client returns of an answer, where a history may name items and responses instead of repeating them. */

import { answeredBefore, COMPACTED, judgeEcho } from '../../../checks/echo.ts';
import { servedKept } from '../../../checks/results.ts';
import {
  among,
  type Context,
  type Finding,
  findingAt,
  hasFindings,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
  NOTHING_THERE,
} from '../../../judge/check.ts';
import { isFilledText, textOrNull } from '../../../reading/presence.ts';
import type { HistoryMessage } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject, wordOf } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { copiesOf, copyOf, GIVEN, type Item, typeOf } from '../codec/items.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { isSummedUp, typeIn } from '../codec/request.ts';

type At = Context<ResponsesReading>;

/** As in every dialect, with an item that is named by its id for the item, and against the response that is continued. */
export function callEcho(reading: ResponsesReading, at: At): Judgement {
  const returned = judgeEcho(withNamedItems(reading, at.earlier), {
    ...at,
    earlier: continuedBy(reading, at.earlier),
  });
  if (returned === NOT_APPLICABLE || !('findings' in returned) || hasFindings(returned))
    return unlessSummedUp(returned, reading);
  const issued = answeredBefore(reading, continuedBy(reading, at.earlier))?.turn.calls ?? [];
  const kinds = new Map(issued.map(({ id, type }) => [id?.value, wordOf(type?.value)]));
  return among(
    issued,
    reading.request.history.flatMap((entry) => kindFaults(entry, kinds)),
  );
}

/**
 * A call of a function and one of a custom tool each go back as what they are, and have an output of their kind.
 *
 * @param kinds of the issued calls, by their ids
 */
function kindFaults(
  { json, calls, answers, path }: HistoryMessage,
  kinds: ReadonlyMap<Json, string>,
): Finding[] {
  const repeated = kinds.get(calls[0]?.id);
  const called = repeated ?? kinds.get(answers);
  const sent = typeIn(json);
  if (called === undefined) return [];
  const due = repeated === undefined ? `${called}_output` : called;
  if (sent === due) return [];
  const seen = { event: null, path: `request.${path}.type`, value: sent };
  return [findingAt(seen, `the call was issued as a ${called}`, show(due))];
}

/** What is missing from a history that was summed up may be in the sum. */
function unlessSummedUp(returned: Judgement, { request }: ResponsesReading): Judgement {
  return hasFindings(returned) && isSummedUp(request.history) ? inconclusive(COMPACTED) : returned;
}

/** The exchanges up to the response that the request names; all of them where it names none of these. */
export function continuedBy(
  reading: ResponsesReading,
  earlier: readonly ResponsesReading[],
): readonly ResponsesReading[] {
  const { continues } = reading.request;
  const at = continues === null ? -1 : earlier.findLastIndex(({ turn }) => turn.id === continues);
  return at === -1 ? earlier : earlier.slice(0, at + 1);
}

/** The request with each reference to an item replaced by the call that the item is. */
function withNamedItems(reading: ResponsesReading, earlier: readonly ResponsesReading[]): ResponsesReading {
  const { request } = reading;
  if (!request.history.some(({ json }) => typeIn(json) === 'item_reference')) return reading;
  const issued = itemsById(earlier);
  const history = request.history.map((entry): HistoryMessage => {
    const item = typeIn(entry.json) === 'item_reference' ? issued.get(idIn(entry.json)) : undefined;
    const json = item === undefined ? undefined : copyOf(item)?.json;
    const member = GIVEN[wordOf(json?.['type'])];
    if (json === undefined || member === undefined) return entry;
    const idPath = `${entry.path}.id`;
    const call = {
      id: json['call_id'],
      name: json['name'],
      arguments: json[member],
      path: entry.path,
      idPath,
    };
    return { ...entry, calls: [call] };
  });
  return { ...reading, request: { ...request, history } };
}

/** Of several with one id the last counts. */
function itemsById(readings: readonly ResponsesReading[]): ReadonlyMap<Json, Item> {
  const items = readings.flatMap((reading) => reading.items);
  return new Map(
    items.flatMap((item) =>
      copiesOf(item).flatMap(({ json: { id } }) => (isFilledText(id) ? [[id, item] as const] : [])),
    ),
  );
}

function idIn(entry: Json): Json {
  return isObject(entry) ? entry['id'] : undefined;
}

/** Compares a full history with the reasoning items that stand before the calls of the answer before it. */
export function thoughtEcho(reading: ResponsesReading, { earlier, scenario }: At): Judgement {
  const { request } = reading;
  if (request.continues !== null || scenario?.dropsSignatures === true) return NOT_APPLICABLE;
  const before = answeredBefore(reading, earlier);
  if (before === undefined) return NOT_APPLICABLE;
  const lastCall = before.items.findLastIndex((item) => typeOf(item) === 'function_call');
  const isThought = (item: Item) => typeOf(item) === 'reasoning';
  const thoughts = before.items.slice(0, Math.max(lastCall, 0)).filter(isThought);
  const { history } = withNamedItems(reading, earlier).request;
  const repeated = new Set(history.flatMap(({ calls }) => calls.map(({ id }) => id)));
  const repeats = before.turn.calls.some(({ id }) => id !== null && repeated.has(id.value));
  if (!repeats) return NOT_APPLICABLE;
  // One that stands behind the calls was issued too.
  if (thoughts.length === 0) return before.items.some(isThought) ? NOT_APPLICABLE : NOTHING_THERE;
  if (thoughts.some((item) => keysOf(copyOf(item)?.json).length === 0))
    return inconclusive('reasoning was issued without an id');
  const find = finderOf(history);
  return unlessSummedUp(
    among(
      thoughts,
      thoughts.flatMap((item) => [
        ...echoFaults(item, find, request.historyPath),
        ...againFaults(item, request.history),
      ]),
    ),
    reading,
  );
}

/** Of one id a history has one item: OpenAI refuses a second one. */
function againFaults(item: Item, history: readonly HistoryMessage[]): Finding[] {
  const id = copyOf(item)?.json['id'];
  return history
    .filter(({ json }) => isFilledText(id) && idIn(json) === id)
    .slice(1)
    .map(({ path }) =>
      findingAt(
        { event: null, path: `request.${path}.id`, value: id },
        'the reasoning came back twice',
        'once',
      ),
    );
}

function echoFaults(item: Item, find: ReturnType<typeof finderOf>, historyPath: string): Finding[] {
  const issued = copyOf(item)?.json ?? {};
  const entry = find(issued);
  if (entry === undefined) {
    const seen = { event: null, path: `request.${historyPath}`, value: undefined };
    return [findingAt(seen, 'the reasoning before a call is left out', `the item ${show(issued['id'])}`)];
  }
  if (typeIn(entry.json) === 'item_reference') return [];
  const sent: JsonObject = isObject(entry.json) ? entry.json : {};
  // What output_item.added has of it is not yet whole.
  const whole = copiesOf(item).filter(({ stage }) => stage !== 'added');
  const secrets = whole.flatMap(({ json }) => textOrNull(json['encrypted_content']) ?? []);
  const faults: Finding[] = [];
  if (isFilledText(issued['id']) && sent['id'] !== issued['id']) {
    const seen = { event: null, path: `request.${entry.path}.id`, value: sent['id'] };
    faults.push(findingAt(seen, 'the reasoning came back under another id', show(issued['id'])));
  }
  if (secrets.length > 0 && !secrets.includes(wordOf(sent['encrypted_content']))) {
    const seen = {
      event: null,
      path: `request.${entry.path}.encrypted_content`,
      value: sent['encrypted_content'],
    };
    faults.push(findingAt(seen, 'the encrypted reasoning came back changed', 'as it was issued'));
  }
  return faults;
}

/** Finds the entry of a history that is an item as it was issued: by its id, or by its encrypted content. */
function finderOf(history: readonly HistoryMessage[]) {
  const placed = new Map(history.flatMap(({ json }, at) => keysOf(json).map((key) => [key, at] as const)));
  return (issued: JsonObject): HistoryMessage | undefined => {
    const places = keysOf(issued).map((key) => placed.get(key) ?? history.length);
    return history[places.reduce((one, other) => Math.min(one, other), history.length)];
  };
}

function keysOf(item: Json): string[] {
  return ['id', 'encrypted_content'].flatMap((name) => {
    const value = isObject(item) ? item[name] : undefined;
    return isFilledText(value) ? [`${name} ${value}`] : [];
  });
}

/** Items of the provider's own tools; one may be named by its id instead of being repeated. */
export const servedItemsKept = servedKept<ResponsesReading>(
  ({ items }) =>
    items.flatMap((item) => {
      const id = copyOf(item)?.json['id'];
      return isFilledText(id) && !CLIENTS.has(typeOf(item))
        ? [{ key: `the item ${id}`, kept: undefined }]
        : [];
    }),
  ({ request: { history } }) =>
    history.flatMap(({ json }) => [{ key: `the item ${wordOf(idIn(json))}`, kept: undefined }]),
);

/** Items that other checks judge, or that a client need not send back. */
const CLIENTS: ReadonlySet<string> = new Set(['', 'message', 'reasoning', ...Object.keys(GIVEN)]);
