/** Edits whose words are those of Gemini. */

import type { Draft } from '../../../answers/script.ts';
import { answerEdits } from '../../../proof/edits/answer.ts';
import { type ExchangeEdit, responseOf } from '../../../proof/edits/edit.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { idEdits } from '../../../proof/edits/ids.ts';
import { readExchange } from '../codec/read.ts';
import { geminiRenderer } from '../serve/render.ts';

export const { answer, inOneBody, accept } = answerEdits(
  geminiRenderer,
  { read: readExchange },
  'Xc5vB7nM2kQ9wR4tY8zL1p',
);

/** The id of a call stands in calls and in results. */
export const { reissue, forget, rewrite } = idEdits(['id']);

/** A conforming refusal. */
export function refuse(
  status: number,
  error: Draft = { code: status, message: 'Not now', status: 'UNAVAILABLE' },
): ExchangeEdit {
  return respond(status, { error });
}

/** The first word, then an error, which ends the stream. */
export function breakMidstream(exchange: Parameters<ExchangeEdit>[0]): void {
  const { body } = responseOf(exchange);
  if (body.kind !== 'stream') throw new Error('the answer is no stream');
  const error = { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' };
  body.events = [...body.events.slice(0, 1), { lines: [], data: { error } }];
}
