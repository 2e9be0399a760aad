/** Edits that use Ollama's field names. */
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { breakAfter } from '../../../proof/edits/stream.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';

const BROKEN = { error: 'an error was encountered while running the model' };

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['id', 'tool_call_id'],
  usageField: 'eval_count',
  argumentsAre: 'object',
  breakMidstream: breakAfter(2, { lines: [], data: BROKEN }),
  askForThoughts: ask('think', true),
});

export const { answer, goOn, issue, reissue, forget, refuse } = edits;
