/** Seeded faults and legal variants of errors: a text in the member error. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CREDENTIAL, GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { first, set } from '../../../proof/edits/stream.ts';
import { answer } from './edits.ts';
import { ERROR, insertLine, TEXT } from './places.ts';

export const errors: Table = [
  faults('errors/shape', 'refused-400/buffered', {
    'errors/message-missing': ['the error is null', [setBody('error', null)]],
    'errors/of-chat': ['the error is an object', [respond(400, { error: { message: 'Too large' } })]],
  }),
  variants('errors/shape', 'refused-400/buffered', {
    'errors/message-empty': ['the error is empty', [setBody('error', '')]],
    'errors/more-than-asked-for': ['the error has fields of the provider', [setBody('request_id', 'req_1')]],
  }),
  faults('errors/no-secret', 'refused-401/buffered', {
    'errors/key-in-the-message': [
      'the message repeats the key',
      [setBody('error', `Incorrect API key provided: ${CREDENTIAL}.`)],
    ],
  }),
  variants('errors/no-secret', 'refused-401/buffered', {
    'errors/key-masked': [
      'the message shows the last four characters of the key',
      [setBody('error', `Incorrect API key provided: ${CREDENTIAL.slice(-4)}.`)],
    ],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/stream-goes-on': [
      'the stream goes on after its error',
      [insertLine(ERROR, { message: { role: 'assistant', content: ' More.' } })],
    ],
  }),
  variants('errors/midstream', 'midstream-error/streaming', {
    'errors/with-a-status': ['the error says its status besides', [set(ERROR, 'status_code', 500)]],
    'errors/empty-error-before': ['a line before has an empty error', [set(first(TEXT), 'error', '')]],
  }),
  variants('errors/not-in-200', 'text/buffered', {
    'errors/text-about-an-error': [
      'the text is about an error',
      [answer({ ...GREETING, text: 'The error was: model not found.' })],
    ],
  }),
];
