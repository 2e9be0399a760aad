/** Seeded faults and legal variants of errors: how a provider says that something went wrong. */

import { CREDENTIAL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { drop, insertBefore, remove, set, withData } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import * as shared from '../../../proof/shared/errors.ts';
import { breakMidstream, says } from './edits.ts';
import { ERRED, NO_OUTPUT } from './inconclusive.ts';
import { CREATED, ERROR, event, insertCopy, renumbered, TERMINAL } from './places.ts';

const ROUTED = 'openrouter-refused/streaming';
const DONE = withData('[DONE]');
const MARKED = { observes: ['framing/done-marker'] };
const UNREADABLE = { turnsInconclusive: ['errors/code'] };

/** The answer in progress, though an error had come. */
const goOn: ExchangeEdit = renumbered(insertCopy(CREATED, 'response.queued', DONE, () => {}));

export const faults: readonly SeededFault[] = [
  fault(
    'errors/page',
    'a 400 brings a page',
    shared.REFUSED,
    [respond(400, '<html><h1>400</h1></html>')],
    'errors/shape',
    UNREADABLE,
  ),
  fault(
    'errors/text-for-an-object',
    'error is text, as xAI sends it',
    shared.REFUSED,
    [respond(400, { code: 'invalid', error: 'max_output_tokens is too large' })],
    'errors/shape',
    UNREADABLE,
  ),
  fault(
    'errors/detail',
    'the error is called detail, as Codex has it',
    shared.REFUSED,
    [respond(400, { detail: 'Unsupported parameter' })],
    'errors/shape',
    UNREADABLE,
  ),
  shared.MESSAGE_MISSING,
  shared.CODE_MISSING,
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
  shared.noMessageInTheStream([drop(ERROR, 'message')], MARKED),
  shared.textInTheStream([drop(ERROR, 'message'), set(ERROR, 'error', 'upstream closed')], MARKED),
  fault(
    'errors/stream-goes-on',
    'the stream goes on after the error',
    shared.BROKEN,
    [goOn],
    'errors/midstream',
    {
      ...MARKED,
      alsoFails: { ...shared.MIDSTREAM, 'deltas/none-after-finish': 'response.failed had ended it' },
    },
  ),
  shared.withoutRetryAfter('errors/no-retry-after'),
  ...shared.BEARER_KEY,
  shared.keyInPieces([says(`${CREDENTIAL.slice(0, 12)}${CREDENTIAL.slice(12)} is it.`)]),
];

export const variants: readonly LegalVariant[] = [
  shared.unrecorded(shared.WITHOUT_BODY, { turnsInconclusive: ['errors/shape', 'errors/code'] }),
  shared.MORE_THAN_ASKED_FOR,
  shared.codeNull(ROUTED),
  shared.spokenOf([says('{"error": {"message": "none"}}')]),
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
    shared.BROKEN,
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
    shared.BROKEN,
    [remove(TERMINAL)],
    'errors/midstream',
    MARKED,
  ),
  variant(
    'errors/skipped-after-the-error',
    'an event that clients skip follows the error',
    shared.BROKEN,
    [renumbered(insertBefore(TERMINAL, event({ type: 'keepalive' })))],
    'errors/midstream',
    {
      observes: [...MARKED.observes, 'events/known'],
    },
  ),
  shared.RETRY_AFTER_A_DATE,
  ...shared.BEARER_KEY_UNSEEN,
];
