/** Seeded faults and legal variants of errors: how a provider reports a failure. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CREDENTIAL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { responseOf, turn } from '../../../proof/edits/edit.ts';
import { ask, respond } from '../../../proof/edits/exchange.ts';
import { but, CHUNKS, insertBefore, nth, onStream, remove, set } from '../../../proof/edits/stream.ts';
import { inPieces, recodeText } from '../../../proof/edits/wire.ts';
import { refuse } from './edits.ts';
import { DELTA, END, ERROR, FINISH, fragment, insertChoices, insertDelta, TEXT } from './places.ts';

const ERROR_EVENT = { error: { code: 502, message: 'The upstream closed the connection' } };

const FLAT = JSON.stringify(ERROR_EVENT.error);
const DONE = 'data: [DONE]';

export const errors: Table = [
  faults('errors/code', 'refused-400/buffered', {
    'errors/code-a-number': ['the code is a number', [setBody('error.code', 400)]],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/unframed': [
      'the error stands in the stream as it is, and no event carries it',
      [remove(ERROR), recodeText((text) => text.replace(DONE, `${JSON.stringify(ERROR_EVENT)}\n\n${DONE}`))],
    ],
    'errors/unframed-first': [
      'the error comes before the first event as it is, and the stream goes on',
      [remove(ERROR), recodeText((text) => `${JSON.stringify(ERROR_EVENT)}\n\n${text}`)],
    ],
  }),
  faults('errors/no-secret', 'call/streaming', {
    'errors/key-in-arguments': [
      'the arguments of a call repeat the key over two deltas',
      [fragment(0, [`{"location":"${CREDENTIAL.slice(0, 12)}`, `${CREDENTIAL.slice(12)}"}`])],
    ],
  }),
  faults('errors/no-secret', 'text/buffered', {
    'errors/one-of-two-keys': [
      'the client sends two keys, and a header of two values repeats one',
      [
        (exchange) => {
          exchange.requestHeaders = [...exchange.requestHeaders, ['x-api-key', 'another-key-8d2e6f1a']];
          const response = responseOf(exchange);
          response.headers = [
            ...response.headers,
            ['X-Debug', 'request'],
            ['X-Debug', `Bearer ${CREDENTIAL}`],
          ];
        },
      ],
      { unserved: 'the second key is one that the client sends' },
    ],
  }),
  faults('errors/shape', 'refused-400/buffered', {
    'errors/in-an-array': [
      'the error object is wrapped in an array',
      [respond(400, '[{"error":{"code":400,"message":"Invalid"}}]')],
    ],
  }),
  faults('errors/code', 'openrouter-refused/buffered', {
    'errors/code-as-text': ["OpenRouter's code is text", [setBody('error.code', '402')]],
  }),
  faults('errors/code', 'openrouter-refused/streaming', {
    'errors/code-of-another-status': [
      "OpenRouter's code is another status than that of the response",
      [setBody('error.code', 429)],
    ],
  }),
  variants('errors/code', 'openrouter-refused/buffered', {
    'errors/code-equal-to-the-status': [
      'the code is the status of another refusal',
      [refuse(503, { message: 'Not now', code: 503 })],
    ],
  }),
  faults('errors/none-midstream', 'text/streaming', {
    'errors/finish-reason-error': [
      'finish_reason is error, and the provider is not OpenRouter',
      [set(FINISH, 'choices[0].finish_reason', 'error')],
    ],
    'errors/nothing-but-an-error': [
      'nothing but an error comes in the stream',
      [onStream(() => [{ lines: [], data: structuredClone(ERROR_EVENT) }])],
    ],
    'errors/in-the-stream': [
      'the stream ends with an error, properly told',
      [
        remove(FINISH),
        set(nth(TEXT, 4), 'error', ERROR_EVENT.error),
        remove(nth(CHUNKS, -1)),
        remove(nth(TEXT, -1)),
      ],
    ],
    'errors/in-a-choice': [
      'the last chunk with a choice carries an error inside it',
      [set(FINISH, 'choices[0].error', ERROR_EVENT.error), remove(nth(CHUNKS, -1))],
    ],
  }),
  faults('errors/none-midstream', 'other-order/streaming', {
    'errors/after-the-results': [
      'after the results the stream is an error and nothing else',
      turn(2, remove(but(CHUNKS, FINISH)), set(FINISH, 'error', ERROR_EVENT.error)),
    ],
  }),
  variants('errors/none-midstream', 'text/streaming', {
    'errors/null-in-every-chunk': ['every chunk has error null', [set(CHUNKS, 'error', null)]],
  }),
  faults('errors/not-in-200', 'call/buffered', {
    'errors/beside-the-answer': [
      'a body holds an error beside its answer',
      [setBody('error', { message: 'Partial answer', code: 206 })],
    ],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/flat-in-a-named-event': [
      'the error is an event of that name, with the message at the top',
      [remove(ERROR), recodeText((text) => text.replace(DONE, `event: error\ndata: ${FLAT}\n\n${DONE}`))],
    ],
    'errors/text-in-a-named-event': [
      'the error is an event of that name, and its data is a word',
      [remove(ERROR), recodeText((text) => text.replace(DONE, `event: error\ndata: gone\n\n${DONE}`))],
    ],
    'errors/object-error': [
      'the error is an object of that kind, with the message at the top',
      [remove(ERROR), insertBefore(END, { object: 'error', ...ERROR_EVENT.error })],
    ],
    'errors/array-in-the-stream': [
      'the error stands in an array',
      [remove(ERROR), recodeText((text) => text.replace(DONE, `data: [{"error":${FLAT}}]\n\n${DONE}`))],
    ],
    'errors/stream-goes-on': [
      'the stream goes on after the error',
      [insertDelta(ERROR, { content: 'again' })],
      { alsoFails: { 'deltas/none-after-finish': 'the error had finished the choice' } },
    ],
    'errors/chunk-after-the-error': ['a chunk without choices follows the error', [insertChoices(ERROR)]],
    'errors/garbage-after-the-error': [
      'data that is no JSON follows the error',
      [insertBefore(END, 'upstream closed')],
      { alsoFails: { 'framing/data-is-json': 'it is no JSON' } },
    ],
  }),
  variants('errors/midstream', 'text/streaming', {
    'errors/false-in-every-chunk': [
      'every chunk says error false',
      [set(CHUNKS, 'error', false)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('errors/midstream', 'midstream-error/streaming', {
    'errors/bare-in-the-stream': [
      'the error comes as the OpenAI reference has it, without an envelope',
      [remove(ERROR), insertBefore(END, ERROR_EVENT)],
    ],
    'errors/audio-goes-on': [
      'an answer with audio was asked for, and a chunk follows its error',
      [ask('modalities', ['text', 'audio']), insertChoices(ERROR)],
      { outcome: 'not-applicable' },
    ],
    'errors/comment-after-the-error': [
      'a comment follows the error, and no [DONE]',
      [remove(END), recodeText((text) => `${text}: bye\n\n`)],
    ],
  }),
  faults('errors/no-secret', 'text/streaming', {
    'errors/key-in-pieces': [
      'the text repeats the key over two deltas',
      [
        set(nth(TEXT, 2), `${DELTA}.content`, CREDENTIAL.slice(0, 12)),
        set(nth(TEXT, 3), `${DELTA}.content`, CREDENTIAL.slice(12)),
      ],
    ],
    'errors/key-redacted-by-our-recorder': [
      'our own recorder left its mark where the key came back',
      [inPieces(64), set(nth(TEXT, 2), `${DELTA}.content`, 'Bearer [REDACTED:PROVIDER_API_KEY]')],
      { unserved: "the mark is the recorder's, not the provider's" },
    ],
  }),
  variants('errors/not-in-200', 'text/buffered', {
    'errors/error-with-nothing-in-it': ['an answer has an empty object error', [setBody('error', {})]],
  }),
];
