/** Edits whose words are those of Chat Completions. */

import { type Draft, isDraft } from '../../../answers/script.ts';
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import { type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['id', 'tool_call_id'],
  usageField: 'usage',
  argumentsAre: 'text',
  breakMidstream,
});

export const { answer, inOneBody, accept, reissue, forget, rewrite } = edits;

/** A conforming refusal. */
export function refuse(status: number, error: Draft = { message: 'Not now', code: null }): ExchangeEdit {
  return respond(status, { error });
}

/** The first words, then the error in a chunk that also finishes the choice, then [DONE], as OpenRouter's reference has it. */
function breakMidstream(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  if (body.kind !== 'stream') throw new Error('the answer is no stream');
  const [opening, word] = body.events;
  const done = body.events.at(-1);
  if (opening === undefined || word === undefined || done === undefined || !isDraft(opening.data)) {
    throw new Error('the stream is too short to break');
  }
  const choices = [{ index: 0, delta: { content: '' }, finish_reason: 'error' }];
  const error = { code: 502, message: 'The upstream closed the connection' };
  body.events = [opening, word, { lines: [], data: { ...opening.data, choices, error } }, done];
}
