/** Places in Responses streams, and edits that depend on its format. */

import { type Draft, isDraft, type ScriptedEvent } from '../../../answers/script.ts';
import { type Edit, type ExchangeEdit, responseOf, together, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { idEdits } from '../../../proof/edits/ids.ts';
import {
  both,
  CHUNKS,
  chunksWith,
  type Inserted,
  insertBefore,
  onStream,
  set,
  setEach,
  type Where,
} from '../../../proof/edits/stream.ts';
import { valueAt, write } from '../../../proof/json-path.ts';
import { isObject, type Json } from '../../../text/json.ts';

function ofType(...types: readonly string[]): Where {
  return chunksWith(({ type }) => types.includes(String(type)));
}

export const CREATED = ofType('response.created');
export const IN_PROGRESS = ofType('response.in_progress');
export const TERMINAL = ofType('response.completed', 'response.incomplete', 'response.failed');
/** Every event with a response object. */
export const RESPONSES = chunksWith(({ response }) => isDraft(response));
export const ADDED = ofType('response.output_item.added');
export const CLOSED = ofType('response.output_item.done');
export const PART_ADDED = ofType('response.content_part.added');
export const PART_DONE = ofType('response.content_part.done');
export const TEXT = ofType('response.output_text.delta');
export const TEXT_DONE = ofType('response.output_text.done');
export const ARGUMENTS = ofType('response.function_call_arguments.delta');
export const ARGUMENTS_DONE = ofType('response.function_call_arguments.done');
export const INPUT = ofType('response.custom_tool_call_input.delta');
export const INPUT_DONE = ofType('response.custom_tool_call_input.done');
/** The events that open, fill and close a part of a text. */
export const OF_PARTS = chunksWith((chunk) => chunk['content_index'] !== undefined);
export const SUMMARY = ofType('response.reasoning_summary_text.delta');
export const SUMMARY_ADDED = ofType('response.reasoning_summary_part.added');
export const SUMMARY_DONE = ofType('response.reasoning_summary_text.done');
export const ERROR = ofType('error');
export const INDEXED = chunksWith((chunk) => chunk['output_index'] !== undefined);

export function ofItem(index: number, where: Where = INDEXED): Where {
  return both(
    where,
    chunksWith((chunk) => chunk['output_index'] === index),
  );
}

/** Renumbers a stream after events were added or removed. */
export const renumber: ExchangeEdit = setEach(CHUNKS, 'sequence_number', (position) => position);

/** Runs edits that add or remove events, then renumbers the stream. */
export function renumbered(...edits: readonly ExchangeEdit[]): ExchangeEdit {
  return together(...edits, renumber);
}

/** An event with its name, for inserting. */
export function event(json: Draft): ScriptedEvent {
  return { lines: [`event: ${String(json['type'])}`], data: json };
}

/** Sets a member of an item in all its places in the stream. */
export function setItem(index: number, member: string, value: Json): ExchangeEdit {
  return together(
    set(
      ofItem(
        index,
        chunksWith(({ item }) => isDraft(item)),
      ),
      `item.${member}`,
      value,
    ),
    set(TERMINAL, `response.output[${index}].${member}`, value),
  );
}

/** Inserts a changed copy of the first match, with another type, before the first match of `before`. */
export function insertCopy(
  of: Where,
  type: string,
  before: Where,
  change: (copy: Draft) => void,
): ExchangeEdit {
  return (exchange) => {
    const copy = structuredClone(dataOf(exchange, of));
    copy['type'] = type;
    change(copy);
    insertBefore(before, event(copy))(exchange);
  };
}

/** Removes or replaces the names of the matching events. */
export function rename(where: Where, name: string | null): ExchangeEdit {
  return onStream((events) => {
    const found = where(events);
    return events.map((one, at) =>
      found.includes(at) ? { ...one, lines: name === null ? [] : [`event: ${name}`] } : one,
    );
  });
}

/** Appends an item of another type, with these events, to the stream and to the output. */
export function appendItem(item: Draft, ...inside: readonly Inserted[]): ExchangeEdit {
  return (exchange) => {
    const { body } = responseOf(exchange);
    if (body.kind === 'json') {
      write(body.json, 'output', [...listAt(body.json, 'output'), structuredClone(item)]);
      return;
    }
    const end = dataOf(exchange, TERMINAL);
    const output = listAt(end, 'response.output');
    const place = { output_index: output.length, item };
    write(end, 'response.output', [...output, structuredClone(item)]);
    renumbered(
      insertBefore(
        TERMINAL,
        event({ type: 'response.output_item.added', ...place }),
        ...inside,
        event({ type: 'response.output_item.done', ...place }),
      ),
    )(exchange);
  };
}

export const WEB_SEARCH: Draft = {
  id: 'ws_4Hq8Lw3Xv9',
  type: 'web_search_call',
  status: 'completed',
  action: { type: 'search', query: 'Oslo' },
};

export const REMARK: Draft = {
  id: 'msg_7Lx4Kd9Vb2',
  type: 'message',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'One moment, please.', annotations: [] }],
};

/** A thought that is not in the dialogues. */
export const THOUGHT: Draft = {
  id: 'rs_2Wd7Kq4Tz1',
  type: 'reasoning',
  summary: [{ type: 'summary_text', text: 'That was all.' }],
  encrypted_content: 'gAAAAABearlier',
};

/** Inserts items into the client's input, or removes some. */
export function splice(at: number, removed: number, ...items: readonly unknown[]): ExchangeEdit {
  return ({ request }) => {
    const { input } = request;
    if (!Array.isArray(input)) throw new Error('the request has no list of items');
    request['input'] = input.toSpliced(at, removed, ...structuredClone(items));
  };
}

const { reissue } = idEdits(['id', 'item_id']);

/** Gives an item of the first answer another id in all its places; the client repeats that id. */
export function reissueItem(index: number, to: Json): Edit {
  return (script) => {
    const [exchange] = script.exchanges;
    if (exchange === undefined) throw new Error('the conversation is empty');
    reissue(itemId(exchange, index), to)(script);
  };
}

/**
 * The client refers to an item of the first answer by its id instead of repeating it.
 * @param at the position in the input
 */
export function nameItem(at: number, index: number): Edit {
  return (script) => {
    const [exchange] = script.exchanges;
    if (exchange === undefined) throw new Error('the conversation is empty');
    turn(2, ask(`input[${at}]`, { type: 'item_reference', id: itemId(exchange, index) }))(script);
  };
}

export function itemId(exchange: Parameters<ExchangeEdit>[0], index: number): string {
  const { body } = responseOf(exchange);
  const whole =
    body.kind === 'json'
      ? valueAt(body.json, 'output')
      : valueAt(dataOf(exchange, TERMINAL), 'response.output');
  const item: Json = Array.isArray(whole) ? whole[index] : undefined;
  if (!isObject(item) || typeof item['id'] !== 'string')
    throw new Error(`the answer has no item ${index} with an id`);
  return item['id'];
}

function dataOf(exchange: Parameters<ExchangeEdit>[0], where: Where): Draft {
  const { body } = responseOf(exchange);
  const events = body.kind === 'stream' ? body.events : [];
  const data = events[where(events)[0] ?? -1]?.data;
  if (!isDraft(data)) throw new Error('the stream has no such event');
  return data;
}

function listAt(json: Draft, path: string): Json[] {
  const list = valueAt(json, path);
  if (!Array.isArray(list)) throw new Error(`there is no list ${path}`);
  return list;
}

/** Opens the second item before the first is closed. */
export const interleave: ExchangeEdit = renumbered(
  onStream((events) => {
    const first = ofItem(0, CLOSED)(events)[0] ?? -1;
    const opening = ofItem(1, ADDED)(events)[0] ?? -1;
    const [closing, opened] = [events[first], events[opening]];
    if (closing === undefined || opened === undefined) throw new Error('the stream has not two items');
    return events.with(first, opened).with(opening, closing);
  }),
);
