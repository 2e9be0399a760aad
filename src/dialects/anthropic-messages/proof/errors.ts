/** Seeded faults and legal variants of errors: how a provider says that something went wrong. */

import { CREDENTIAL } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { dropRequestHeader, header, respond } from '../../../proof/edits/exchange.ts';
import { cutAfter, insertAfter, insertBefore, nth, set } from '../../../proof/edits/stream.ts';
import { inPieces } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import * as shared from '../../../proof/shared/errors.ts';
import { event } from '../serve/render.ts';
import { OVERLOADED, onBedrock, onVertex, refuse } from './edits.ts';
import { ERRED } from './inconclusive.ts';
import { ERROR, TEXT } from './places.ts';

const STREAMED = 'text/streaming';
const WITHOUT_ID = { observes: ['errors/request-id'] };
const UNTYPED = { turnsInconclusive: ['errors/type'], ...WITHOUT_ID };

export const faults: readonly SeededFault[] = [
  shared.htmlPage([shared.HTML_400], UNTYPED),
  fault(
    'errors/of-chat',
    'the error lacks the type error around it',
    shared.REFUSED,
    [dropBody('type')],
    'errors/shape',
  ),
  shared.MESSAGE_MISSING,
  fault(
    'errors/text-for-an-object',
    'error is text',
    shared.REFUSED,
    [respond(400, { type: 'error', error: 'max_tokens is too large' })],
    'errors/shape',
    UNTYPED,
  ),
  fault(
    'errors/in-the-stream',
    'an error ends the stream, properly told',
    STREAMED,
    [cutAfter(nth(TEXT, 1)), insertAfter(nth(TEXT, 1), OVERLOADED)],
    'errors/none-midstream',
    { turnsInconclusive: ERRED },
  ),
  fault(
    'errors/in-a-200',
    'a 200 brings an error',
    'text/buffered',
    [respond(200, { type: 'error', error: { type: 'api_error', message: 'Not now' } })],
    'errors/not-in-200',
    { turnsInconclusive: ERRED },
  ),
  fault(
    'errors/of-chat-in-a-200',
    'a 200 brings the error of another dialect',
    'text/buffered',
    [respond(200, { error: { message: 'Not now', code: 502 } })],
    'errors/not-in-200',
    { turnsInconclusive: ERRED },
  ),
  fault(
    'errors/midstream-untyped',
    'the error of the stream has no type',
    shared.BROKEN,
    [set(ERROR, 'error', { message: 'Overloaded' })],
    'errors/midstream',
    { alsoFails: shared.MIDSTREAM },
  ),
  fault(
    'errors/midstream-as-text',
    'the error of the stream is text',
    shared.BROKEN,
    [set(ERROR, 'error', 'Overloaded')],
    'errors/midstream',
    { alsoFails: shared.MIDSTREAM },
  ),
  fault(
    'errors/midstream-and-on',
    'the stream goes on after its error',
    shared.BROKEN,
    [insertAfter(ERROR, event('message_stop', {}))],
    'errors/midstream',
    { alsoFails: shared.MIDSTREAM },
  ),
  shared.withoutRetryAfter('errors/no-time-to-wait'),
  fault(
    'errors/key-in-the-message',
    'the error repeats the key',
    'refused-401/buffered',
    [setBody('error.message', `invalid x-api-key: ${CREDENTIAL}`)],
    'errors/no-secret',
  ),
  fault(
    'errors/key-in-a-header',
    'a header repeats the key',
    STREAMED,
    [header('X-Debug-Request', `x-api-key=${CREDENTIAL}`)],
    'errors/no-secret',
  ),
  fault(
    'errors/type-of-another-status',
    'a 429 has the type of an overloaded server',
    'refused-429/streaming',
    [setBody('error.type', 'overloaded_error')],
    'errors/type',
  ),
  fault(
    'errors/unknown-type',
    'a 400 has a type of no reference',
    shared.REFUSED,
    [setBody('error.type', 'bad_request')],
    'errors/type',
  ),
  fault(
    'errors/without-an-id',
    'an error has no id of its request',
    shared.REFUSED,
    [dropBody('request_id')],
    'errors/request-id',
  ),
];

export const variants: readonly LegalVariant[] = [
  shared.unrecorded(shared.WITHOUT_BODY, {
    turnsInconclusive: ['errors/shape', 'errors/type'],
    ...WITHOUT_ID,
  }),
  variant(
    'errors/of-bedrock',
    "Bedrock's error has its message at the top",
    shared.REFUSED,
    [onBedrock, respond(400, { message: 'Malformed input request' })],
    'errors/shape',
    { turnsInconclusive: [] },
  ),
  variant(
    'errors/of-aws',
    'AWS refuses before Bedrock is reached, with a capital letter',
    shared.REFUSED,
    [onBedrock, respond(403, { Message: 'The key is not valid.' })],
    'errors/shape',
    { turnsInconclusive: [] },
  ),
  variant(
    'errors/of-google',
    'Vertex AI refuses before the model is reached',
    shared.REFUSED,
    [
      onVertex,
      respond(403, { error: { code: 403, message: 'Permission denied', status: 'PERMISSION_DENIED' } }),
    ],
    'errors/shape',
    WITHOUT_ID,
  ),
  variant(
    'errors/more-in-the-error',
    'the error says more',
    shared.REFUSED,
    [setBody('error.details', { field: 'max_tokens' })],
    'errors/shape',
  ),
  shared.spokenOf([set(nth(TEXT, 1), 'delta.text', '{"type":"error"} ')]),
  variant(
    'errors/null-in-a-200',
    'a 200 has error null beside its message',
    'text/buffered',
    [setBody('error', null)],
    'errors/not-in-200',
    { observes: ['shape/unknown-fields'] },
  ),
  variant(
    'errors/ping-after-the-error',
    'a ping follows the error',
    shared.BROKEN,
    [insertAfter(ERROR, event('ping', {}))],
    'errors/midstream',
    { observes: ['events/ping'] },
  ),
  variant(
    'errors/done-after-the-error',
    'nothing but a ping comes before the error',
    shared.BROKEN,
    [insertBefore(ERROR, event('ping', {}))],
    'errors/midstream',
    { observes: ['events/ping'] },
  ),
  variant(
    'errors/wait-until-a-date',
    'a 429 names the date of the next attempt',
    'refused-429/buffered',
    [header('Retry-After', 'Wed, 21 Oct 2026 07:28:00 GMT')],
    'errors/retry-after',
  ),
  variant(
    'errors/key-not-recorded',
    'the recording does not hold the key that was sent',
    STREAMED,
    [dropRequestHeader('x-api-key')],
    'errors/no-secret',
    { outcome: 'inconclusive', turnsInconclusive: ['errors/no-secret'] },
  ),
  variant(
    'errors/masked-key',
    'the error shows the end of the key',
    'refused-401/streaming',
    [inPieces(16)],
    'errors/no-secret',
  ),
  variant(
    'errors/status-of-no-type',
    'a 418 has a type of its own',
    shared.REFUSED,
    [refuse(418, 'teapot_error')],
    'errors/type',
    { outcome: 'not-applicable' },
  ),
  variant(
    'errors/id-in-a-header',
    'the id of the request stands in a header',
    shared.REFUSED,
    [dropBody('request_id'), header('request-id', 'req_01')],
    'errors/request-id',
  ),
];
