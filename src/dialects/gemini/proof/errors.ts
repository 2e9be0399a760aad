/** Seeded faults and legal variants of errors. */

import { CREDENTIAL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { dropHeader, respond } from '../../../proof/edits/exchange.ts';
import { CHUNKS, insertAfter, last, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import * as shared from '../../../proof/shared/errors.ts';
import { breakMidstream, refuse } from './edits.ts';
import { ERRED } from './inconclusive.ts';
import { ERROR, TEXT_OF } from './places.ts';

const INVALID = { code: 400, message: 'No', status: 'INVALID_ARGUMENT' };

export const faults: readonly SeededFault[] = [
  fault(
    'errors/plain-text',
    'a refusal is text',
    shared.REFUSED,
    [respond(400, 'Bad Request')],
    'errors/shape',
    {
      turnsInconclusive: ['errors/code', 'errors/status'],
    },
  ),
  fault(
    'errors/message-a-list',
    'the message of an error is a list',
    shared.REFUSED,
    [refuse(400, { ...INVALID, message: ['No'] })],
    'errors/shape',
  ),
  fault(
    'errors/code-as-text',
    'the code is text',
    shared.REFUSED,
    [refuse(400, { ...INVALID, code: '400' })],
    'errors/code',
  ),
  fault(
    'errors/status-in-words',
    'the status is no canonical code',
    shared.REFUSED,
    [refuse(400, { ...INVALID, status: 'Bad Request' })],
    'errors/status',
  ),
  fault(
    'errors/breaks-off',
    'a stream turns into an error',
    'text/streaming',
    [breakMidstream],
    'errors/none-midstream',
    { turnsInconclusive: ERRED },
  ),
  fault(
    'errors/in-a-200',
    'a body of 200 is an error',
    'text/buffered',
    [respond(200, { error: INVALID })],
    'errors/not-in-200',
    {
      turnsInconclusive: ERRED,
    },
  ),
  fault(
    'errors/without-a-message',
    'the error of a stream has no message',
    'midstream-error/streaming',
    [set(ERROR, 'error', { code: 503 })],
    'errors/midstream',
    {
      alsoFails: { 'errors/none-midstream': 'an error in a stream is what it is there for' },
    },
  ),
  fault(
    'errors/stream-goes-on',
    'the stream goes on after its error',
    'midstream-error/streaming',
    [insertAfter(ERROR, { usageMetadata: { promptTokenCount: 70, totalTokenCount: 70 } })],
    'errors/midstream',
    { alsoFails: { 'errors/none-midstream': 'an error in a stream is what it is there for' } },
  ),
  shared.withoutRetryAfter('errors/no-time-to-wait'),
  fault(
    'errors/key-in-the-message',
    'a refusal repeats the key',
    shared.REFUSED,
    [refuse(400, { ...INVALID, message: `Bad key ${CREDENTIAL}` })],
    'errors/no-secret',
  ),
  fault(
    'errors/key-in-the-text',
    'the answer says the key',
    'text/buffered',
    [setBody(TEXT_OF, `The key is ${CREDENTIAL}.`)],
    'errors/no-secret',
  ),
];

export const variants: readonly LegalVariant[] = [
  shared.unrecorded(shared.WITHOUT_BODY, {
    turnsInconclusive: ['errors/shape', 'errors/code', 'errors/status'],
  }),
  variant(
    'errors/in-an-array',
    'a refusal comes in an array of one',
    'refused-400/streaming',
    [respond(400, JSON.stringify([{ error: INVALID }]))],
    'errors/shape',
  ),
  variant(
    'errors/code-in-an-array',
    'the code stands in an array of one',
    'refused-400/streaming',
    [respond(400, JSON.stringify([{ error: { ...INVALID, details: [] } }]))],
    'errors/code',
  ),
  variant(
    'errors/status-exhausted',
    'the status is another canonical code',
    shared.REFUSED,
    [refuse(400, { ...INVALID, status: 'FAILED_PRECONDITION' })],
    'errors/status',
  ),
  variant(
    'errors/null',
    'the error of a chunk is null',
    'text/streaming',
    [set(last(CHUNKS), 'error', null)],
    'errors/none-midstream',
  ),
  variant(
    'errors/null-in-a-body',
    'the error of a body is null',
    'text/buffered',
    [setBody('error', null)],
    'errors/not-in-200',
  ),
  variant(
    'errors/with-details',
    'the error of a stream has details',
    'midstream-error/streaming',
    [set(ERROR, 'error.details', [])],
    'errors/midstream',
  ),
  variant(
    'errors/retry-info',
    'a RetryInfo says when to retry',
    'refused-429/buffered',
    [
      refuse(429, {
        code: 429,
        message: 'Too many requests.',
        status: 'RESOURCE_EXHAUSTED',
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }],
      }),
      dropHeader('Retry-After'),
    ],
    'errors/retry-after',
  ),
  variant(
    'errors/key-masked',
    'a refusal names the last letters of the key',
    shared.REFUSED,
    [refuse(400, { ...INVALID, message: 'Bad key ****7b90' })],
    'errors/no-secret',
  ),
];
