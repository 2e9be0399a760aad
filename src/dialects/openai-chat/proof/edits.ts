/** Edits that use the field names of Chat Completions. */

import { type Draft, isDraft } from '../../../answers/script.ts';
import { CALLING, TIME_CALL } from '../../../proof/dialogue-parts.ts';
import { dialectEdits } from '../../../proof/edits/dialect.ts';
import { type Edit, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { onStream } from '../../../proof/edits/stream.ts';
import { codec } from '../codec/codec.ts';
import { service } from '../serve/service.ts';

/**
 * The first words, then the error in a chunk that also finishes the choice, then [DONE], as OpenRouter's reference
 * describes.
 */
const breakMidstream = onStream((events) => {
  const [opening, word] = events;
  const done = events.at(-1);
  if (opening === undefined || word === undefined || done === undefined || !isDraft(opening.data)) {
    throw new Error('the stream is too short to break');
  }
  const choices = [{ index: 0, delta: { content: '' }, finish_reason: 'error' }];
  const error = { code: 502, message: 'The upstream closed the connection' };
  return [opening, word, { lines: [], data: { ...opening.data, choices, error } }, done];
});

export const edits = dialectEdits({
  codec,
  service,
  idFields: ['id', 'tool_call_id'],
  usageField: 'usage',
  argumentsAre: 'text',
  breakMidstream,
});

export const { answer, inOneBody, accept, reissue, forget, rewrite } = edits;

/** The answer is one call of `local_time`, which has no required parameters. */
export function callTime(text: string): Edit {
  return turn(1, answer({ ...CALLING, calls: [{ ...TIME_CALL, arguments: text }] }));
}

/** Responds with a conforming error. */
export function refuse(status: number, error: Draft = { message: 'Not now', code: null }): ExchangeEdit {
  return respond(status, { error });
}
