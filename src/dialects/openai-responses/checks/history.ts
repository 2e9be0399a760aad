/**
 * How a client returns the items of an answer. A history may refer to items and responses instead of repeating them.
 */

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

/**
 * The shared rule, with references to items resolved, and relative to the response that the request continues. In
 * addition, calls and results must keep their kind.
 */
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
 * Finds calls and results of a changed kind: a function call must be returned as a function call and a custom tool call
 * as a custom tool call, each with an output of its kind.
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

/** Items missing from a compacted history may be part of the compaction, so the check is inconclusive. */
function unlessSummedUp(returned: Judgement, { request }: ResponsesReading): Judgement {
  return hasFindings(returned) && isSummedUp(request.history) ? inconclusive(COMPACTED) : returned;
}

/** Returns the exchanges up to the response that the request continues; all if it continues none of them. */
export function continuedBy(
  reading: ResponsesReading,
  earlier: readonly ResponsesReading[],
): readonly ResponsesReading[] {
  const { continues } = reading.request;
  const at = continues === null ? -1 : earlier.findLastIndex(({ turn }) => turn.id === continues);
  return at === -1 ? earlier : earlier.slice(0, at + 1);
}

/** Returns the reading with each reference to a call replaced by the call. */
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

/** If several items have the same id, the last one is used. */
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

/** Compares a full history with the reasoning items before the calls of the previous answer. */
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
  // Not applicable rather than absent if there is reasoning after the calls.
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

/** Finds repeated ids: a history may have only one item per id, and OpenAI refuses a second one. */
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
  // In output_item.added, the content may still be incomplete.
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

/** Returns a lookup of the history entry for an issued item, by its id or its encrypted content. */
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

/** The items of server tools must be kept. The client may refer to one by its id instead of repeating it. */
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

/** Items that other checks judge, or that a client does not have to return. */
const CLIENTS: ReadonlySet<string> = new Set(['', 'message', 'reasoning', ...Object.keys(GIVEN)]);
