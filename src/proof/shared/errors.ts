/** Faults and variants of errors. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { CREDENTIAL, GREETING } from '../dialogue-parts.ts';
import { dropBody, setBody } from '../edits/body.ts';
import { everyTurn } from '../edits/edit.ts';
import { dropHeader, dropKey, header, respond, sentBefore, status } from '../edits/exchange.ts';
import { chunksWith, isFilled, onStream, set } from '../edits/stream.ts';
import { breakOff, emptyBody, firstHalf, recodeText } from '../edits/wire.ts';

const LAST_ALONE = onStream((events) => events.slice(-1));
const ERROR = chunksWith(({ error }) => isFilled(error));

export const errors: SharedTable = ({ answer, breakMidstream, refuse }) => [
  faults('errors/shape', 'refused-400/buffered', {
    'errors/page': ['a 400 brings an HTML page', [respond(400, '<html><h1>400 Bad Request</h1></html>')]],
    'errors/plain-text': ['a refusal is text', [respond(400, 'Bad Request')]],
    'errors/empty-body': ['a 400 has no body', [respond(400, '')]],
    'errors/detail': [
      'the error is called detail',
      [respond(400, { detail: [{ loc: ['body', 'max_tokens'], msg: 'too large' }] })],
    ],
    'errors/text-for-an-object': ['the error is text', [setBody('error', 'max_tokens is too large')]],
    'errors/message-missing': ['the error has no message', [dropBody('error.message')]],
    'errors/whole-in-a-coding-cut-off': [
      'the recording has the compressed body of a 400 without its end, and the whole error in it, called detail',
      [respond(400, { detail: 'max_tokens is too large' }), breakOff('cut-in-a-coding')],
      { unserved: 'it takes a recorder that cuts what it keeps' },
    ],
  }),
  faults('errors/shape', 'retried/buffered', {
    'errors/retried-page': [
      'a 503 before the answer brings an HTML page',
      [respond(503, '<html>Service Unavailable</html>')],
    ],
  }),
  variants('errors/shape', 'refused-400/buffered', {
    'errors/body-not-recorded': [
      'the recording has no body of the 400, and does not prove that there was none',
      [respond(400, ''), emptyBody(false)],
      { outcome: 'inconclusive' },
    ],
    'errors/cut-off-in-a-coding': [
      'the recording has the beginning of the compressed body of the 400 alone, and half of the error is in it',
      [recodeText(firstHalf), breakOff('cut-in-a-coding')],
      { outcome: 'inconclusive' },
    ],
    'errors/message-empty': ['the message is empty', [setBody('error.message', '')]],
    'errors/more-than-asked-for': [
      'the error has fields of the provider, beside it too',
      [setBody('error.metadata', { raw: 'x' }), setBody('request_id', 'req_1')],
    ],
  }),
  variants('errors/shape', 'refused-400/buffered', {
    'errors/moved': ['the request is sent elsewhere', [respond(307, '')], { outcome: 'not-applicable' }],
  }),
  variants('errors/shape', 'weather/buffered', {
    'errors/throttled-then-answered': [
      'the first request is throttled, and sent again',
      sentBefore(1, refuse(429), header('Retry-After', '1')),
    ],
  }),
  faults('errors/code', 'refused-400/buffered', {
    'errors/code-missing': ['the error has no code', [dropBody('error.code')]],
  }),
  variants('errors/code', 'refused-400/buffered', {
    'errors/code-null': ['the code is null, as OpenAI sends it', [setBody('error.code', null)]],
  }),
  faults('errors/none-midstream', 'text/streaming', {
    'errors/in-the-stream': ['the stream turns into an error, properly said', [breakMidstream]],
    'errors/nothing-but-an-error': ['nothing but an error comes in the stream', [breakMidstream, LAST_ALONE]],
  }),
  variants('errors/none-midstream', 'text/streaming', {
    'errors/spoken-of': [
      'the text speaks of an error',
      [answer({ ...GREETING, text: 'Good morning! It says {"error": {"message": "none"}} here.' })],
    ],
  }),
  faults('errors/midstream', 'midstream-error/streaming', {
    'errors/text-in-the-stream': [
      'the error in the stream is text',
      [set(ERROR, 'error', 'upstream closed')],
    ],
    'errors/no-message-in-the-stream': [
      'the error in the stream has no message',
      [set(ERROR, 'error', { code: 502 })],
    ],
  }),
  faults('errors/not-in-200', 'text/buffered', {
    'errors/in-a-200': ['a buffered 200 is an error', [refuse(500), status(200)]],
  }),
  faults('errors/not-in-200', 'text/streaming', {
    'errors/in-a-200-for-a-stream': [
      'asked to stream, the provider answers 200 with an error',
      [refuse(500), status(200)],
    ],
  }),
  variants('errors/not-in-200', 'text/buffered', {
    'errors/null-in-a-200': ['a body has error null', [setBody('error', null)]],
  }),
  faults('errors/retry-after', 'refused-429/buffered', {
    'errors/no-retry-after': ['a 429 does not say when to retry', [dropHeader('Retry-After')]],
  }),
  variants('errors/retry-after', 'refused-429/buffered', {
    'errors/retry-after-a-date': [
      'Retry-After is a date',
      [header('retry-after', 'Thu, 20 Nov 2025 09:30:00 GMT')],
    ],
    'errors/retry-after-not-recorded': [
      'the recording kept the media type, and no other header',
      [dropHeader('Retry-After'), dropHeader('X-Request-Id')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('errors/retry-after', 'refused-400/buffered', {
    'errors/no-retry-after-a-400': [
      'a 400 does not say when to retry',
      [header('X-Request-Id', 'req_9')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('errors/no-secret', 'refused-401/buffered', {
    'errors/key-in-the-message': [
      'the message repeats the key',
      [setBody('error.message', `Incorrect API key provided: ${CREDENTIAL}.`)],
    ],
  }),
  faults('errors/no-secret', 'text/streaming', {
    'errors/key-in-a-header': [
      'a header of the response repeats the key',
      [header('X-Debug-Request', `authorization=Bearer ${CREDENTIAL}`)],
    ],
  }),
  faults('errors/no-secret', 'text/streaming', {
    'errors/key-in-a-comment': [
      'a comment of the stream repeats the key',
      [recodeText((text) => `: ${CREDENTIAL}\n\n${text}`)],
    ],
  }),
  faults('errors/no-secret', 'text/buffered', {
    'errors/key-in-a-page': [
      'a 200 brings a page that repeats the key',
      [
        respond(200, `<pre>Authorization: Bearer ${CREDENTIAL}</pre>`),
        header('Content-Type', 'application/json'),
      ],
      { alsoFails: { 'shape/completion': 'a page is no answer' } },
    ],
    'errors/key-in-the-text': [
      'the answer says the key',
      [answer({ ...GREETING, text: `The key is ${CREDENTIAL}.` })],
    ],
  }),
  variants('errors/no-secret', 'refused-401/buffered', {
    'errors/key-masked': [
      'the message shows the last four characters of the key',
      [setBody('error.message', `Incorrect API key provided: ${CREDENTIAL.slice(-4)}.`)],
    ],
  }),
  variants('errors/no-secret', 'text/buffered', {
    'errors/no-key-recorded': [
      'the recording kept no credential',
      everyTurn(dropKey),
      { outcome: 'not-applicable' },
    ],
  }),
];
