/** Places in Chat Completions answers, and edits that depend on its format. */

import { type Draft, isDraft } from '../../../answers/script.ts';
import { type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import {
  both,
  chunksWith,
  insertAfter,
  isFilled,
  onStream,
  remove,
  set,
  setText,
  type Where,
  withData,
} from '../../../proof/edits/stream.ts';
import { valueAt, write } from '../../../proof/json-path.ts';
import { listOf } from '../../../reading/presence.ts';
import { DONE } from '../serve/render.ts';

export const MESSAGE = 'choices[0].message';
export const BODY_CALL = 'choices[0].message.tool_calls[0]';
export const BODY_ARGUMENTS = `${BODY_CALL}.function.arguments`;
export const DELTA = 'choices[0].delta';
export const REASON = 'choices[0].finish_reason';
export const CALL = 'choices[0].delta.tool_calls[0]';
export const ARGUMENTS = `${CALL}.function.arguments`;

export const CHOICES = chunksWith((chunk) => valueAt(chunk, 'choices[0]') !== undefined);
export const ROLE = chunksWith((chunk) => valueAt(chunk, `${DELTA}.role`) !== undefined);
/** Chunks with non-empty content. */
export const TEXT = chunksWith((chunk) => isFilled(valueAt(chunk, `${DELTA}.content`)));
export const CALLS = chunksWith((chunk) => valueAt(chunk, CALL) !== undefined);
/** The deltas that start a call. */
export const STARTS = chunksWith((chunk) => valueAt(chunk, `${CALL}.function.name`) !== undefined);
/** The deltas that continue a call. */
export const FRAGMENTS = chunksWith(
  (chunk) => valueAt(chunk, CALL) !== undefined && valueAt(chunk, `${CALL}.function.name`) === undefined,
);
export const FINISH = chunksWith((chunk) => isFilled(valueAt(chunk, 'choices[0].finish_reason')));
export const USAGE = chunksWith((chunk) => isFilled(chunk['usage']));
export const ERROR = chunksWith((chunk) => isFilled(chunk['error']));
export const END = withData(DONE);

/** The deltas of one call, by its index. */
export function ofCall(index: number, where: Where = CALLS): Where {
  return both(
    where,
    chunksWith((chunk) => valueAt(chunk, `${CALL}.index`) === index),
  );
}

export function setEnd(text: string): ExchangeEdit {
  return setText(END, text);
}

/** A copy of a chunk with other choices, for inserting. */
export function chunkLike(exchange: Parameters<ExchangeEdit>[0], choices: unknown): Draft {
  const { body } = responseOf(exchange);
  const chunk = body.kind === 'stream' ? body.events.map(({ data }) => data).find(isDraft) : undefined;
  if (chunk === undefined) throw new Error('the stream has no chunk to make another like it');
  return { ...structuredClone(chunk), choices };
}

/** Inserts a chunk with these choices after the last match. */
export function insertChoices(where: Where, ...choices: readonly unknown[]): ExchangeEdit {
  return (exchange) => insertAfter(where, chunkLike(exchange, choices))(exchange);
}

/** Inserts a chunk with this delta after the last match. */
export function insertDelta(where: Where, delta: Draft): ExchangeEdit {
  return insertChoices(where, { index: 0, delta, logprobs: null, finish_reason: null });
}

/** A choice with an empty delta. */
export const EMPTY = { index: 0, delta: { content: null }, logprobs: null, finish_reason: null };

/** Asks for two choices, which arrive alternately: each chunk with a choice is repeated as choice 1. */
export function twoChoices(): ExchangeEdit {
  return (exchange) => {
    exchange.request['n'] = 2;
    onStream((events) =>
      events.flatMap((event) => {
        if (!isDraft(event.data) || valueAt(event.data, 'choices[0]') === undefined) return [event];
        const data = structuredClone(event.data);
        write(data, 'choices[0].index', 1);
        return [event, { ...event, data }];
      }),
    )(exchange);
  };
}

/** The chunks with the choice of this index. */
export function ofChoice(index: number): Where {
  return chunksWith((chunk) => valueAt(chunk, 'choices[0].index') === index);
}

/** The client repeats neither the system prompt nor the first question. */
export const dropOpening: ExchangeEdit = ({ request }) => {
  request['messages'] = listOf(request['messages']).slice(2);
};

/** Puts all fragments of a call into its first delta. */
export function inOneDelta(index = 0): ExchangeEdit {
  return (exchange) => {
    const fragments = ofCall(index, FRAGMENTS);
    const text = argumentsOf(exchange, fragments);
    remove(fragments)(exchange);
    set(ofCall(index, STARTS), ARGUMENTS, text)(exchange);
  };
}

/** Replaces the fragments of a call with these pieces. */
export function fragment(index: number, pieces: readonly string[]): ExchangeEdit {
  return (exchange) => {
    remove(ofCall(index, FRAGMENTS))(exchange);
    const deltas = pieces.map((text) =>
      chunkLike(exchange, [
        {
          index: 0,
          delta: { tool_calls: [{ index, function: { arguments: text } }] },
          logprobs: null,
          finish_reason: null,
        },
      ]),
    );
    insertAfter(ofCall(index, STARTS), ...deltas)(exchange);
  };
}

function argumentsOf(exchange: Parameters<ExchangeEdit>[0], where: Where): string {
  const { body } = responseOf(exchange);
  const events = body.kind === 'stream' ? body.events : [];
  return where(events)
    .map((at) => String(valueAt(events[at]?.data, ARGUMENTS)))
    .join('');
}
