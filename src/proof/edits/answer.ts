/** Edits that replace the provider's answer, in any dialect. */

import type { Answer, Envelope } from '../../answers/answer.ts';
import { type Renderer, renderedBody } from '../../answers/renderer.ts';
import { exchangeOf, STREAM_TYPES } from '../../answers/script.ts';
import type { Codec } from '../../drive/codec.ts';
import type { Delivery } from '../../evidence/exchange.ts';
import { type ExchangeEdit, responseOf } from './edit.ts';
import { header } from './exchange.ts';

export interface AnswerEdits {
  /** Replaces the answer, and optionally parts of its envelope. */
  answer(said: Answer, envelope?: Partial<Envelope>): ExchangeEdit;
  /** Answers a streaming request with one JSON body. */
  inOneBody(said: Answer): ExchangeEdit;
  /** Replaces a refusal with a conforming answer. */
  accept(said: Answer): ExchangeEdit;
}

/** @param madeId the id of an answer that replaces a refusal */
export function answerEdits(renderer: Renderer, { read }: Pick<Codec, 'read'>, madeId: string): AnswerEdits {
  return {
    answer: (written, changes) => (exchange) => {
      const { body, envelope: kept, retelling } = responseOf(exchange);
      const said = retelling?.answer(written) ?? written;
      const envelope = { ...needed(kept), ...changes };
      if (body.kind === 'text') throw new Error('a text has no answer to replace');
      if (body.kind === 'stream') {
        body.events = renderer.streamed(envelope, said);
        for (const { data } of body.events) retelling?.keep(data);
      } else {
        body.json = renderer.buffered(envelope, said);
        retelling?.keep(body.json);
      }
    },
    inOneBody: (said) => (exchange) => {
      const response = responseOf(exchange);
      if (response.body.kind !== 'stream') throw new Error('the answer is no stream');
      const told = response.retelling?.answer(said) ?? said;
      response.body = renderedBody(renderer, needed(response.envelope), told, 'buffered');
      header('Content-Type', 'application/json')(exchange);
    },
    accept: (said) => (exchange) => {
      const response = responseOf(exchange);
      const { request } = read(exchangeOf(exchange), 1);
      const asked = structuredClone(exchange.request);
      const envelope = { id: madeId, created: 1_760_000_000, model: request.model ?? '', asked };
      const delivery: Delivery = request.streaming ? 'streaming' : 'buffered';
      response.status = 200;
      const told = response.retelling?.answer(said) ?? said;
      response.body = renderedBody(renderer, envelope, told, delivery);
      const type = request.streaming ? STREAM_TYPES[renderer.framing ?? 'sse'] : 'application/json';
      header('Content-Type', type)(exchange);
    },
  };
}

function needed(envelope: Envelope | null): Envelope {
  if (envelope === null) throw new Error('there is no envelope to keep');
  return envelope;
}
