/** Seeded faults and legal variants of errors: how a provider says that something went wrong. */

import { CREDENTIAL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, dropHeader, failedBefore, header, respond } from '../../../proof/edits/exchange.ts';
import { but, CHUNKS, insertBefore, nth, remove, set } from '../../../proof/edits/stream.ts';
import { inPieces, recodeText } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/errors.ts';
import { refuse } from './edits.ts';
import { ERRED } from './inconclusive.ts';
import { DELTA, END, ERROR, FINISH, insertChoices, insertDelta, MESSAGE, TEXT } from './places.ts';

const ERROR_EVENT = { error: { code: 502, message: 'The upstream closed the connection' } };

export const faults: readonly SeededFault[] = [
  shared.htmlPage([shared.HTML_400], { turnsInconclusive: ['errors/code'] }),
  fault(
    'errors/text-for-an-object',
    'error is text',
    shared.REFUSED,
    [respond(400, { error: 'max_tokens is too large' })],
    'errors/shape',
    { turnsInconclusive: ['errors/code'] },
  ),
  fault(
    'errors/in-an-array',
    'the error object is wrapped in an array',
    shared.REFUSED,
    [respond(400, '[{"error":{"code":400,"message":"Invalid"}}]')],
    'errors/shape',
    { turnsInconclusive: ['errors/code'] },
  ),
  fault(
    'errors/detail',
    'the error is called detail',
    shared.REFUSED,
    [respond(400, { detail: [{ loc: ['body', 'max_tokens'], msg: 'too large' }] })],
    'errors/shape',
    { turnsInconclusive: ['errors/code'] },
  ),
  shared.MESSAGE_MISSING,
  fault('errors/empty-body', 'a 400 has no body', shared.REFUSED, [respond(400, '')], 'errors/shape', {
    turnsInconclusive: ['errors/code'],
  }),
  fault(
    'errors/retried-page',
    'a 503 before the answer brings an HTML page',
    'retried/buffered',
    [respond(503, '<html>Service Unavailable</html>')],
    'errors/shape',
    { turnsInconclusive: ['errors/code'] },
  ),
  shared.CODE_MISSING,
  fault(
    'errors/code-as-text',
    "OpenRouter's code is text",
    'openrouter-refused/buffered',
    [setBody('error.code', '402')],
    'errors/code',
  ),
  fault(
    'errors/code-of-another-status',
    "OpenRouter's code is another status than that of the response",
    'openrouter-refused/streaming',
    [setBody('error.code', 429)],
    'errors/code',
  ),
  fault(
    'errors/in-the-stream',
    'the stream ends with an error, properly told',
    'text/streaming',
    [
      remove(FINISH),
      set(nth(TEXT, 4), 'error', ERROR_EVENT.error),
      remove(nth(CHUNKS, -1)),
      remove(nth(TEXT, -1)),
    ],
    'errors/none-midstream',
    { turnsInconclusive: ERRED },
  ),
  fault(
    'errors/in-a-choice',
    'the last chunk with a choice carries an error inside it',
    'text/streaming',
    [set(FINISH, 'choices[0].error', ERROR_EVENT.error), remove(nth(CHUNKS, -1))],
    'errors/none-midstream',
    { observes: ['shape/unknown-fields'], turnsInconclusive: ERRED },
  ),
  fault(
    'errors/after-the-results',
    'after the results the stream is an error and nothing else',
    'other-order/streaming',
    turn(2, remove(but(CHUNKS, FINISH)), set(FINISH, 'error', ERROR_EVENT.error)),
    'errors/none-midstream',
    {
      turnsInconclusive: [
        ...ERRED,
        'roundtrip/continues',
        'roundtrip/result-used',
        'roundtrip/results-paired',
      ],
    },
  ),
  fault(
    'errors/in-a-200',
    'a buffered 200 is an error',
    'text/buffered',
    [respond(200, ERROR_EVENT)],
    'errors/not-in-200',
    { turnsInconclusive: ERRED },
  ),
  fault(
    'errors/beside-the-answer',
    'a body holds an error beside its answer',
    'call/buffered',
    [setBody('error', { message: 'Partial answer', code: 206 })],
    'errors/not-in-200',
    { turnsInconclusive: ERRED },
  ),
  shared.textInTheStream([set(ERROR, 'error', 'upstream closed')]),
  shared.noMessageInTheStream([set(ERROR, 'error', { code: 502 })]),
  fault(
    'errors/stream-goes-on',
    'the stream goes on after the error',
    shared.BROKEN,
    [insertDelta(ERROR, { content: 'again' })],
    'errors/midstream',
    { alsoFails: { ...shared.MIDSTREAM, 'deltas/none-after-finish': 'the error had finished the choice' } },
  ),
  fault(
    'errors/chunk-after-the-error',
    'a chunk without choices follows the error',
    shared.BROKEN,
    [insertChoices(ERROR)],
    'errors/midstream',
    { alsoFails: shared.MIDSTREAM },
  ),
  fault(
    'errors/garbage-after-the-error',
    'data that is no JSON follows the error',
    shared.BROKEN,
    [insertBefore(END, 'upstream closed')],
    'errors/midstream',
    { alsoFails: { ...shared.MIDSTREAM, 'framing/data-is-json': 'it is no JSON' } },
  ),
  shared.withoutRetryAfter('errors/no-retry-after'),
  ...shared.BEARER_KEY,
  fault(
    'errors/key-in-a-comment',
    'a comment of the stream repeats the key',
    'text/streaming',
    [recodeText((text) => `: ${CREDENTIAL}\n\n${text}`)],
    'errors/no-secret',
    { observes: ['framing/comments'] },
  ),
  shared.keyInPieces([
    set(nth(TEXT, 2), `${DELTA}.content`, CREDENTIAL.slice(0, 12)),
    set(nth(TEXT, 3), `${DELTA}.content`, CREDENTIAL.slice(12)),
  ]),
  fault(
    'errors/key-redacted-by-our-recorder',
    'our own recorder left its mark where the key came back',
    'text/streaming',
    [inPieces(64), set(nth(TEXT, 2), `${DELTA}.content`, 'Bearer [REDACTED:PROVIDER_API_KEY]')],
    'errors/no-secret',
  ),
  fault(
    'errors/key-in-a-page',
    'a 200 brings a page that repeats the key',
    'text/buffered',
    [respond(200, `<pre>Authorization: Bearer ${CREDENTIAL}</pre>`)],
    'errors/no-secret',
    { alsoFails: { 'shape/completion': 'a page is no answer' }, turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
];

export const variants: readonly LegalVariant[] = [
  shared.unrecorded(shared.WITHOUT_BODY, { turnsInconclusive: ['errors/shape', 'errors/code'] }),
  variant(
    'errors/message-empty',
    'the message is empty',
    shared.REFUSED,
    [setBody('error.message', '')],
    'errors/shape',
  ),
  shared.codeNull(shared.REFUSED),
  shared.MORE_THAN_ASKED_FOR,
  variant(
    'errors/code-equal-to-the-status',
    'the code is the status of another refusal',
    'openrouter-refused/buffered',
    [refuse(503)],
    'errors/code',
  ),
  variant(
    'errors/null-in-every-chunk',
    'every chunk has error null',
    'text/streaming',
    [set(CHUNKS, 'error', null)],
    'errors/none-midstream',
  ),
  variant(
    'errors/false-in-every-chunk',
    'every chunk says error false',
    'text/streaming',
    [set(CHUNKS, 'error', false)],
    'errors/midstream',
    { outcome: 'not-applicable' },
  ),
  shared.spokenOf([set(nth(TEXT, 2), `${DELTA}.content`, '{"error": {"message": "none"}} ')]),
  variant(
    'errors/null-in-a-200',
    'a body has error null, and speaks of an error',
    'text/buffered',
    [setBody('error', null), setBody(`${MESSAGE}.content`, '{"error": "none"}')],
    'errors/not-in-200',
  ),
  variant(
    'errors/bare-in-the-stream',
    'the error comes as the OpenAI reference has it, without an envelope',
    shared.BROKEN,
    [remove(ERROR), insertBefore(END, ERROR_EVENT)],
    'errors/midstream',
  ),
  variant(
    'errors/audio-goes-on',
    'an answer with audio was asked for, and a chunk follows its error',
    shared.BROKEN,
    [ask('modalities', ['text', 'audio']), insertChoices(ERROR)],
    'errors/midstream',
    { outcome: 'not-applicable' },
  ),
  variant(
    'errors/comment-after-the-error',
    'a comment follows the error, and no [DONE]',
    shared.BROKEN,
    [remove(END), recodeText((text) => `${text}: bye\n\n`)],
    'errors/midstream',
    { observes: ['framing/comments'] },
  ),
  shared.RETRY_AFTER_A_DATE,
  variant(
    'errors/retry-after-not-recorded',
    'the recording kept the media type, and no other header',
    'refused-429/buffered',
    [dropHeader('Retry-After'), dropHeader('X-Request-Id')],
    'errors/retry-after',
    { outcome: 'inconclusive', turnsInconclusive: ['errors/retry-after'] },
  ),
  variant(
    'errors/no-retry-after-a-400',
    'a 400 does not say when to retry',
    shared.REFUSED,
    [header('X-Request-Id', 'req_9')],
    'errors/retry-after',
    { outcome: 'not-applicable' },
  ),
  ...shared.BEARER_KEY_UNSEEN,
  variant(
    'errors/throttled-then-answered',
    'the first request is throttled, and sent again',
    'weather/buffered',
    failedBefore(1, refuse(429), header('Retry-After', '1')),
    'errors/shape',
  ),
];
