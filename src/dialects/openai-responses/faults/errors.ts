/** Seeded faults and legal variants of errors: how a provider says that something went wrong. */
import { dropBody, setBody } from '../../../faults/edits/body.ts';
import { type ExchangeEdit, everyTurn } from '../../../faults/edits/edit.ts';
import { dropHeader, dropRequestHeader, header, respond } from '../../../faults/edits/exchange.ts';
import { drop, insertBefore, remove, set, withData } from '../../../faults/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { CREDENTIAL } from '../../../faults/stories.ts';
import { breakMidstream, says } from './edits.ts';
import { ERRED, NO_OUTPUT } from './inconclusive.ts';
import { CREATED, ERROR, event, insertCopy, renumbered, TERMINAL } from './places.ts';

const REFUSED = 'refused-400/buffered';
const ROUTED = 'openrouter-refused/streaming';
const BROKEN = 'midstream-error/streaming';
const DONE = withData('[DONE]');
const MARKED = { observes: ['framing/done-marker'] };
const MIDSTREAM = {
  ...MARKED,
  alsoFails: { 'errors/none-midstream': 'there is an error in the stream, as there was before the edit' },
};
const UNREADABLE = { turnsInconclusive: ['errors/code'] };

/** The answer in progress, though an error had come. */
const goOn: ExchangeEdit = renumbered(insertCopy(CREATED, 'response.queued', DONE, () => {}));

export const errorsFaults: readonly SeededFault[] = [
  fault(
    'errors/page',
    'a 400 brings a page',
    REFUSED,
    [respond(400, '<html><h1>400</h1></html>')],
    'errors/shape',
    UNREADABLE,
  ),
  fault(
    'errors/text-for-an-object',
    'error is text, as xAI sends it',
    REFUSED,
    [respond(400, { code: 'invalid', error: 'max_output_tokens is too large' })],
    'errors/shape',
    UNREADABLE,
  ),
  fault(
    'errors/detail',
    'the error is called detail, as Codex has it',
    REFUSED,
    [respond(400, { detail: 'Unsupported parameter' })],
    'errors/shape',
    UNREADABLE,
  ),
  fault(
    'errors/message-missing',
    'the error has no message',
    REFUSED,
    [dropBody('error.message')],
    'errors/shape',
  ),
  fault('errors/code-missing', 'the error has no code', REFUSED, [dropBody('error.code')], 'errors/code'),
  fault(
    'errors/code-as-a-number',
    'the code is the status, as in Chat Completions',
    ROUTED,
    [setBody('error.code', 402)],
    'errors/code',
  ),
  fault(
    'errors/in-the-stream',
    'the stream turns into an error, properly told, and a relay ends it',
    'text/streaming',
    [breakMidstream],
    'errors/none-midstream',
    {
      ...MARKED,
      turnsInconclusive: ERRED,
    },
  ),
  fault(
    'errors/failed',
    'the stream ends with response.failed',
    'text/streaming',
    [breakMidstream, remove(DONE), renumbered(remove(ERROR))],
    'errors/none-midstream',
    {
      turnsInconclusive: ERRED,
    },
  ),
  fault(
    'errors/beside-the-answer',
    'a body that is completed carries an error',
    'call/buffered',
    [setBody('error', { code: 'server_error', message: 'Partial answer' })],
    'errors/not-in-200',
    {
      alsoFails: { 'finish/failed-error': 'a completed answer has none' },
      turnsInconclusive: ERRED,
    },
  ),
  fault(
    'errors/in-a-200',
    'a buffered 200 is an error',
    'text/buffered',
    [
      respond(200, {
        error: { code: 'server_error', message: 'Overloaded', type: 'server_error', param: null },
      }),
    ],
    'errors/not-in-200',
    {
      alsoFails: { 'shape/required-keys': 'an error is no response' },
      turnsInconclusive: [...ERRED, ...NO_OUTPUT],
    },
  ),
  fault(
    'errors/no-message-in-the-stream',
    'the error in the stream has no message',
    BROKEN,
    [drop(ERROR, 'message')],
    'errors/midstream',
    MIDSTREAM,
  ),
  fault(
    'errors/text-in-the-stream',
    'the error in the stream is text',
    BROKEN,
    [drop(ERROR, 'message'), set(ERROR, 'error', 'upstream closed')],
    'errors/midstream',
    MIDSTREAM,
  ),
  fault('errors/stream-goes-on', 'the stream goes on after the error', BROKEN, [goOn], 'errors/midstream', {
    ...MARKED,
    alsoFails: { ...MIDSTREAM.alsoFails, 'deltas/none-after-finish': 'response.failed had ended it' },
  }),
  fault(
    'errors/no-retry-after',
    'a 429 does not say when to retry',
    'refused-429/buffered',
    [dropHeader('Retry-After')],
    'errors/retry-after',
  ),
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
  fault(
    'errors/key-in-pieces',
    'the text repeats the key over two deltas',
    'text/streaming',
    [says(`${CREDENTIAL.slice(0, 12)}${CREDENTIAL.slice(12)} is it.`)],
    'errors/no-secret',
  ),
];

export const errorsVariants: readonly LegalVariant[] = [
  variant(
    'errors/more-than-asked-for',
    'the error has fields of the provider, beside it too',
    REFUSED,
    [setBody('error.metadata', { raw: 'x' }), setBody('request_id', 'req_1')],
    'errors/shape',
  ),
  variant(
    'errors/code-null',
    'the code is null, as OpenAI sends it',
    ROUTED,
    [setBody('error.code', null)],
    'errors/code',
  ),
  variant(
    'errors/spoken-of',
    'the text speaks of an error',
    'text/streaming',
    [says('{"error": {"message": "none"}}')],
    'errors/none-midstream',
  ),
  variant(
    'errors/failed-in-a-200',
    'a buffered answer fails, and says so in its status',
    'text/buffered',
    [
      setBody('status', 'failed'),
      setBody('error', { code: 'server_error', message: 'The model broke down.' }),
    ],
    'errors/not-in-200',
    {
      turnsInconclusive: ERRED,
    },
  ),
  variant(
    'errors/nested-in-the-stream',
    'the error stands in a member, as OpenAI sends it',
    BROKEN,
    [
      drop(ERROR, 'message'),
      drop(ERROR, 'code'),
      set(ERROR, 'error', { type: 'server_error', code: null, message: 'Overloaded' }),
    ],
    'errors/midstream',
    MARKED,
  ),
  variant(
    'errors/no-failed-after-the-error',
    'the stream ends with the error',
    BROKEN,
    [remove(TERMINAL)],
    'errors/midstream',
    MARKED,
  ),
  variant(
    'errors/skipped-after-the-error',
    'an event that clients skip follows the error',
    BROKEN,
    [renumbered(insertBefore(TERMINAL, event({ type: 'keepalive' })))],
    'errors/midstream',
    {
      observes: [...MARKED.observes, 'events/known'],
    },
  ),
  variant(
    'errors/retry-after-a-date',
    'Retry-After is a date',
    'refused-429/buffered',
    [header('retry-after', 'Thu, 20 Nov 2025 09:30:00 GMT')],
    'errors/retry-after',
  ),
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
    {
      outcome: 'inconclusive',
      turnsInconclusive: ['errors/no-secret'],
    },
  ),
];
