/** Faults and variants of errors that several dialects tell with the same words. */

import { CREDENTIAL } from '../dialogues.ts';
import { dropBody, setBody } from '../edits/body.ts';
import { everyTurn } from '../edits/edit.ts';
import { dropHeader, dropRequestHeader, header, respond } from '../edits/exchange.ts';
import { emptyBody } from '../edits/wire.ts';
import { fault, variant } from '../fault.ts';
import { faultOf, variantOf } from './words.ts';

export const REFUSED = 'refused-400/buffered';
export const BROKEN = 'midstream-error/streaming';

/** What fails by right in {@link BROKEN}, whatever is edited. */
export const MIDSTREAM = {
  'errors/none-midstream': 'there is an error in the stream, as there was before the edit',
};

/** A page in the place of a refusal. */
export const htmlPage = faultOf('errors/page', 'a 400 brings an HTML page', REFUSED, 'errors/shape');
export const HTML_400 = respond(400, '<html><h1>400 Bad Request</h1></html>');

/** A refusal whose body no recorder kept. */
export const unrecorded = variantOf(
  'errors/body-not-recorded',
  'the recording has no body of the 400, and does not prove that there was none',
  REFUSED,
  'errors/shape',
  { outcome: 'inconclusive' },
);
export const WITHOUT_BODY = [respond(400, ''), emptyBody(false)];

export const MESSAGE_MISSING = fault(
  'errors/message-missing',
  'the error has no message',
  REFUSED,
  [dropBody('error.message')],
  'errors/shape',
);

export const CODE_MISSING = fault(
  'errors/code-missing',
  'the error has no code',
  REFUSED,
  [dropBody('error.code')],
  'errors/code',
);

export const textInTheStream = faultOf(
  'errors/text-in-the-stream',
  'the error in the stream is text',
  BROKEN,
  'errors/midstream',
  { alsoFails: MIDSTREAM },
);

export const noMessageInTheStream = faultOf(
  'errors/no-message-in-the-stream',
  'the error in the stream has no message',
  BROKEN,
  'errors/midstream',
  { alsoFails: MIDSTREAM },
);

/** A 429 without a header to wait for; dialects have named it by one or the other. */
export function withoutRetryAfter(name: 'errors/no-retry-after' | 'errors/no-time-to-wait') {
  return fault(
    name,
    'a 429 does not say when to retry',
    'refused-429/buffered',
    [dropHeader('Retry-After')],
    'errors/retry-after',
  );
}

/** The key is sent as a bearer token, and refusals have their message in `error`. */
export const BEARER_KEY = [
  fault(
    'errors/key-in-the-message',
    'the message repeats the key',
    'refused-401/buffered',
    [setBody('error.message', `Incorrect API key provided: ${CREDENTIAL}.`)],
    'errors/no-secret',
  ),
  fault(
    'errors/key-in-a-header',
    'a header of the response repeats the key',
    'text/streaming',
    [header('X-Debug-Request', `authorization=Bearer ${CREDENTIAL}`)],
    'errors/no-secret',
  ),
];

export const keyInPieces = faultOf(
  'errors/key-in-pieces',
  'the text repeats the key over two deltas',
  'text/streaming',
  'errors/no-secret',
);

/** @param base a refusal with a code */
export function codeNull(base: string) {
  return variant(
    'errors/code-null',
    'the code is null, as OpenAI sends it',
    base,
    [setBody('error.code', null)],
    'errors/code',
  );
}

export const MORE_THAN_ASKED_FOR = variant(
  'errors/more-than-asked-for',
  'the error has fields of the provider, beside it too',
  REFUSED,
  [setBody('error.metadata', { raw: 'x' }), setBody('request_id', 'req_1')],
  'errors/shape',
);

export const spokenOf = variantOf(
  'errors/spoken-of',
  'the text speaks of an error',
  'text/streaming',
  'errors/none-midstream',
);

export const RETRY_AFTER_A_DATE = variant(
  'errors/retry-after-a-date',
  'Retry-After is a date',
  'refused-429/buffered',
  [header('retry-after', 'Thu, 20 Nov 2025 09:30:00 GMT')],
  'errors/retry-after',
);

/** The key is sent as a bearer token, and cannot be read whole where it is looked for. */
export const BEARER_KEY_UNSEEN = [
  variant(
    'errors/key-masked',
    'the message shows the last four characters of the key',
    'refused-401/buffered',
    [setBody('error.message', `Incorrect API key provided: ${CREDENTIAL.slice(-4)}.`)],
    'errors/no-secret',
  ),
  variant(
    'errors/no-key-recorded',
    'the recording kept no credential',
    'text/buffered',
    everyTurn(dropRequestHeader('Authorization')),
    'errors/no-secret',
    { outcome: 'inconclusive', turnsInconclusive: ['errors/no-secret'] },
  ),
];
