/** Places in Gemini answers, and edits that depend on its format. */

import { type Draft, isDraft, type Script } from '../../../answers/script.ts';
import { type Edit, type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import { header } from '../../../proof/edits/exchange.ts';
import { chunksWith, insertAfter, isFilled, type Where } from '../../../proof/edits/stream.ts';
import { valueAt } from '../../../proof/json-path.ts';

export const CANDIDATE = 'candidates[0]';
export const FINISH_REASON = `${CANDIDATE}.finishReason`;
export const CONTENT = `${CANDIDATE}.content`;
export const PARTS = `${CONTENT}.parts`;
export const PART = `${PARTS}[0]`;
export const CALL = `${PART}.functionCall`;
export const SIGNATURE = `${PART}.thoughtSignature`;
export const TEXT_OF = `${PART}.text`;
export const USAGE = 'usageMetadata';

export const CALLS = chunksWith((chunk) => valueAt(chunk, CALL) !== undefined);
/** Chunks with non-empty text that is not a thought. */
export const TEXT = chunksWith(
  (chunk) => isFilled(valueAt(chunk, TEXT_OF)) && valueAt(chunk, `${PART}.thought`) !== true,
);
export const THOUGHTS = chunksWith((chunk) => valueAt(chunk, `${PART}.thought`) === true);
export const END = chunksWith((chunk) => valueAt(chunk, FINISH_REASON) !== undefined);
export const ERROR = chunksWith((chunk) => chunk['error'] !== undefined);

/**
 * Returns a copy of a chunk with other members; null removes one.
 *
 * @param place of the chunk to copy, from the end when negative
 */
export function chunkLike(exchange: Parameters<ExchangeEdit>[0], members: Draft, place = 0): Draft {
  const { body } = responseOf(exchange);
  const chunk =
    body.kind === 'stream'
      ? body.events
          .map(({ data }) => data)
          .filter(isDraft)
          .at(place)
      : undefined;
  if (chunk === undefined) throw new Error('the stream has no chunk to make another like it');
  const made = { ...structuredClone(chunk), ...structuredClone(members) };
  return Object.fromEntries(Object.entries(made).filter(([, value]) => value !== null));
}

/** Inserts a chunk whose only candidate has these parts after the last match. */
export function insertParts(where: Where, ...parts: readonly Draft[]): ExchangeEdit {
  return (exchange) => {
    const candidates = [{ content: { parts, role: 'model' }, index: 0 }];
    insertAfter(where, chunkLike(exchange, { candidates }))(exchange);
  };
}

/** Inserts such a chunk at the end, with the counts of the last one. */
export function insertLast(...parts: readonly Draft[]): ExchangeEdit {
  return (exchange) => {
    const candidates = [{ content: { parts, role: 'model' }, index: 0 }];
    insertAfter(END, chunkLike(exchange, { candidates }, -1))(exchange);
  };
}

/** Replaces the query of the request. */
export function withQuery(query: string): ExchangeEdit {
  return (exchange) => {
    exchange.url = exchange.url.replace(/\?.*$/u, query);
  };
}

/** Requests the stream as one JSON array, and frames it so. */
export function asArray(exchange: Parameters<ExchangeEdit>[0]): void {
  const response = responseOf(exchange);
  if (response.body.kind !== 'stream') throw new Error('the answer is no stream');
  withQuery('?prettyPrint=false')(exchange);
  response.body = { ...response.body, framing: 'json-array' };
  header('Content-Type', 'application/json')(exchange);
}

/** Uses Vertex AI's path, and adds a time to every chunk. */
export function asVertex(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  exchange.url = exchange.url.replace('/models/', '/projects/p/locations/l/publishers/google/models/');
  const chunks = body.kind === 'stream' ? body.events.map(({ data }) => data) : [];
  for (const chunk of chunks) if (isDraft(chunk)) chunk['createTime'] = '2026-05-04T10:20:30.405060Z';
}

/** Blocks the prompt: removes candidates and counts. */
export function asBlocked(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  const blocked = (chunk: Draft): Draft => {
    const { candidates, usageMetadata, ...rest } = chunk;
    return { promptFeedback: { blockReason: 'SAFETY' }, ...rest };
  };
  if (body.kind === 'json') body.json = blocked(body.json);
  else if (body.kind === 'stream') {
    const [first] = body.events;
    if (!isDraft(first?.data)) throw new Error('the stream has no chunk');
    body.events = [{ lines: [], data: blocked(first.data) }];
  }
}

/** Removes the ids of all calls, as before Gemini 3. */
export const withoutIds: Edit = (script: Script) => {
  for (const { request, response } of script.exchanges) {
    stripIds(request);
    if (typeof response === 'string' || response.body.kind === 'text') continue;
    if (response.body.kind === 'json') stripIds(response.body.json);
    else for (const { data } of response.body.events) stripIds(data);
  }
};

function stripIds(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) stripIds(item);
  } else if (isDraft(value)) {
    for (const name of ['functionCall', 'functionResponse'])
      if (isDraft(value[name])) delete value[name]['id'];
    for (const item of Object.values(value)) stripIds(item);
  }
}
