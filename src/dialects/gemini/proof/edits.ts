/** Edits whose words are those of Gemini. */

import type { Draft } from '../../../answers/script.ts';
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import { type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['id'],
  usageField: 'usageMetadata',
  argumentsAre: 'object',
  breakMidstream,
  askForThoughts: ask('generationConfig.thinkingConfig', { includeThoughts: true }),
});

export const { answer, inOneBody, accept, reissue, forget, rewrite } = edits;

/** A conforming refusal. */
export function refuse(
  status: number,
  error: Draft = { code: status, message: 'Not now', status: 'UNAVAILABLE' },
): ExchangeEdit {
  return respond(status, { error });
}

/** The first word, then an error, which ends the stream. */
function breakMidstream(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  if (body.kind !== 'stream') throw new Error('the answer is no stream');
  const error = { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' };
  body.events = [...body.events.slice(0, 1), { lines: [], data: { error } }];
}
