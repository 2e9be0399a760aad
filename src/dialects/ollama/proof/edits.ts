/** Edits whose words are those of Ollama. */
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { onStream } from '../../../proof/edits/stream.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';

/** The first words, then the error, which ends the stream. */
const breakMidstream = onStream((events) => {
  const begun = events.slice(0, 2);
  if (begun.length < 2) throw new Error('the stream is too short to break');
  return [...begun, { lines: [], data: { error: 'an error was encountered while running the model' } }];
});

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['id', 'tool_call_id'],
  usageField: 'eval_count',
  argumentsAre: 'object',
  breakMidstream,
  askForThoughts: ask('think', true),
});

export const { answer, goOn, issue, reissue, forget, refuse } = edits;
