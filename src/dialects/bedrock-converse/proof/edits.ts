/** Edits that use the field names of Converse. */
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { breakAfter } from '../../../proof/edits/stream.ts';
import { codec } from '../codec/codec.ts';
import { exception } from '../serve/render.ts';
import { service } from '../serve/service.ts';

/** An error within a stream. */
export const OVERLOADED = exception('serviceUnavailableException', 'The service is overloaded.');

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['toolUseId'],
  usageField: 'usage',
  argumentsAre: 'object',
  breakMidstream: breakAfter(3, OVERLOADED),
  askForThoughts: ask('additionalModelRequestFields', { thinking: { type: 'enabled', budget_tokens: 1024 } }),
  idOf: (id) => id.replace(/^call_/u, 'tooluse_'),
});

export const { answer, accept, reissue, forget, refuse, rewrite, idOf } = edits;
