/** Seeded faults and legal variants of errors: how a provider reports a failure. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CREDENTIAL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import {
  but,
  CHUNKS,
  drop,
  insertBefore,
  remove,
  repeat,
  set,
  withData,
} from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { breakMidstream, says } from './edits.ts';
import { CREATED, ERROR, event, insertCopy, renumbered, TERMINAL } from './places.ts';

const DONE = withData('[DONE]');

/** Continues the answer after an error. */
const goOn: ExchangeEdit = renumbered(insertCopy(CREATED, 'response.queued', DONE, () => {}));

const ERROR_LINE = /event: error\ndata: .*/u;

export const errors: Table = [
  faults('errors/code', 'openrouter-refused/streaming', {
    'errors/code-as-a-number': [
      'the code is the status, as in Chat Completions',
      [setBody('error.code', 402)],
    ],
  }),
  faults('errors/none-midstream', 'text/streaming', {
    'errors/failed': [
      'the stream ends with response.failed',
      [breakMidstream, remove(DONE), renumbered(remove(ERROR))],
    ],
  }),
  faults('errors/not-in-200', 'call/buffered', {
    'errors/beside-the-answer': [
      'a body that is completed carries an error',
      [setBody('error', { code: 'server_error', message: 'Partial answer' })],
    ],
  }),
  faults('errors/not-in-200', 'text/buffered', {
    'errors/in-a-200': [
      'a buffered 200 is an error',
      [
        respond(200, {
          error: { code: 'server_error', message: 'Overloaded', type: 'server_error', param: null },
        }),
      ],
    ],
  }),
  variants('errors/not-in-200', 'text/buffered', {
    'errors/failed-in-a-200': [
      'a buffered answer fails, and says so in its status',
      [
        setBody('status', 'failed'),
        setBody('error', { code: 'server_error', message: 'The model broke down.' }),
      ],
    ],
  }),
  faults('errors/none-midstream', 'text/streaming', {
    'errors/at-once': [
      'an error is all that comes in the stream',
      [breakMidstream, remove(DONE), remove(TERMINAL), remove(but(CHUNKS, ERROR)), renumbered()],
    ],
  }),
  faults('events/sequence', 'midstream-error/streaming', {
    'events/error-unnumbered': ['the error has no number', [drop(ERROR, 'sequence_number')]],
    'events/unnumbered-before-an-untyped-error': [
      'an event has no number, and an error without a type ends the stream',
      [
        remove(TERMINAL),
        drop(CREATED, 'sequence_number'),
        recodeText((text) => text.replace(ERROR_LINE, 'event: error\ndata: {"message":"Gone"}')),
      ],
      { alsoFails: { 'errors/midstream': 'the error has no type' } },
    ],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/no-message-in-the-stream': ['the error in the stream has no message', [drop(ERROR, 'message')]],
    'errors/text-in-the-stream': [
      'the error in the stream is text',
      [drop(ERROR, 'message'), set(ERROR, 'error', 'upstream closed')],
    ],
    'errors/flat-in-the-stream': [
      'the event of the error has no type',
      [
        remove(TERMINAL),
        recodeText((text) => text.replace(ERROR_LINE, 'event: error\ndata: {"message":"Gone"}')),
      ],
    ],
    'errors/of-chat-in-the-stream': [
      'the error comes as Chat Completions has it, without a name and a type',
      [
        remove(TERMINAL),
        recodeText((text) => text.replace(ERROR_LINE, 'data: {"error":{"message":"Gone"}}')),
      ],
    ],
    'errors/unframed': [
      'the error stands in the stream as it is, and no event carries it',
      [
        remove(TERMINAL),
        drop(ERROR, 'message'),
        set(ERROR, 'error', { type: 'server_error', code: null, message: 'Overloaded' }),
        recodeText((text) => text.replace('event: error\ndata: ', '')),
      ],
    ],
    'errors/twice-in-the-stream': ['the error comes twice', [renumbered(repeat(ERROR))]],
    'errors/stream-goes-on': [
      'the stream goes on after the error',
      [goOn],
      { alsoFails: { 'deltas/none-after-finish': 'response.failed had ended it' } },
    ],
  }),
  variants('errors/midstream', 'midstream-error/streaming', {
    'errors/nested-in-the-stream': [
      'the error stands in a member, as OpenAI sends it',
      [
        drop(ERROR, 'message'),
        drop(ERROR, 'code'),
        set(ERROR, 'error', { type: 'server_error', code: null, message: 'Overloaded' }),
      ],
    ],
    'errors/no-failed-after-the-error': ['the stream ends with the error', [remove(TERMINAL)]],
    'errors/skipped-after-the-error': [
      'an event that clients skip follows the error',
      [renumbered(insertBefore(TERMINAL, event({ type: 'keepalive' })))],
    ],
  }),
  faults('errors/no-secret', 'text/streaming', {
    'errors/key-in-pieces': [
      'the text repeats the key over two deltas',
      [says(`${CREDENTIAL.slice(0, 12)}${CREDENTIAL.slice(12)} is it.`)],
    ],
  }),
];
