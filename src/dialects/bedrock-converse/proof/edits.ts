/** Edits whose words are those of Converse. */
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { onStream } from '../../../proof/edits/stream.ts';
import { codec } from '../codec/codec.ts';
import { exception } from '../serve/render.ts';
import { service } from '../serve/service.ts';

/** What an error in a stream looks like. */
export const OVERLOADED = exception('serviceUnavailableException', 'The service is overloaded.');

/** The first words, then the error, and nothing behind it. */
const breakMidstream: ExchangeEdit = onStream((events) => {
  const begun = events.slice(0, 3);
  if (begun.length < 3) throw new Error('the stream is too short to break');
  return [...begun, structuredClone(OVERLOADED)];
});

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['toolUseId'],
  usageField: 'usage',
  argumentsAre: 'object',
  breakMidstream,
  askForThoughts: ask('additionalModelRequestFields', { thinking: { type: 'enabled', budget_tokens: 1024 } }),
  idOf: (id) => id.replace(/^call_/u, 'tooluse_'),
});

export const { answer, accept, reissue, forget, refuse, rewrite, idOf } = edits;
