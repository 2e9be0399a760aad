/** Edits that use Gemini's field names. */

import type { Draft } from '../../../answers/script.ts';
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { breakAfter } from '../../../proof/edits/stream.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';

const OVERLOADED = { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' };

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['id'],
  usageField: 'usageMetadata',
  argumentsAre: 'object',
  breakMidstream: breakAfter(1, { lines: [], data: { error: OVERLOADED } }),
  askForThoughts: ask('generationConfig.thinkingConfig', { includeThoughts: true }),
});

export const { answer, inOneBody, accept, reissue, forget, rewrite } = edits;

/** Responds with a conforming error. */
export function refuse(
  status: number,
  error: Draft = { code: status, message: 'Not now', status: 'UNAVAILABLE' },
): ExchangeEdit {
  return respond(status, { error });
}
