/** Seeded faults and legal variants of finish: the status of a response, and what must stand beside it. */
import { tokens } from '../../../answers/answer.ts';
import { GREETING } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { remove, repeat, set } from '../../../proof/edits/stream.ts';
import { emptyBody } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import { answer, refusal } from './edits.ts';
import { BROKEN_OFF, CUT, ERRED } from './inconclusive.ts';
import { appendItem, CREATED, renumbered, TERMINAL, WEB_SEARCH } from './places.ts';

const TEXTED = 'text/buffered';
const STREAMED = 'text/streaming';
const CALL = 'call/streaming';
const CUT_SHORT = answer({ ...GREETING, finish: 'length' });
const FAILED = { code: 'server_error', message: 'The model broke down.' };

export const faults: readonly SeededFault[] = [
  fault(
    'finish/never',
    'there is no terminal event',
    CALL,
    [renumbered(remove(TERMINAL))],
    'finish/present',
    {
      turnsInconclusive: BROKEN_OFF,
    },
  ),
  fault('finish/stream-of-nothing', 'a stream has no byte', STREAMED, [emptyBody(true)], 'finish/present', {
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  }),
  fault(
    'finish/still-in-progress',
    'a body is in_progress',
    TEXTED,
    [setBody('status', 'in_progress')],
    'finish/present',
    {
      turnsInconclusive: BROKEN_OFF,
    },
  ),
  fault(
    'finish/unknown-status',
    'the status of a body is done',
    TEXTED,
    [setBody('status', 'done')],
    'finish/known',
  ),
  fault(
    'finish/unknown-reason',
    'the reason of an incomplete answer is length',
    TEXTED,
    [CUT_SHORT, setBody('incomplete_details.reason', 'length')],
    'finish/known',
    {
      turnsInconclusive: CUT,
    },
  ),
  fault(
    'finish/created-as-completed',
    'the response is created with the status completed',
    CALL,
    [set(CREATED, 'response.status', 'completed')],
    'finish/consistent',
  ),
  fault(
    'finish/completed-in-progress',
    'the terminal event carries the status in_progress',
    STREAMED,
    [set(TERMINAL, 'response.status', 'in_progress')],
    'finish/consistent',
  ),
  fault(
    'finish/twice',
    'the terminal event comes twice',
    CALL,
    [renumbered(repeat(TERMINAL))],
    'finish/once',
  ),
  fault(
    'finish/incomplete-without-reason',
    'an incomplete answer does not say why',
    TEXTED,
    [CUT_SHORT, setBody('incomplete_details', null)],
    'finish/incomplete-reason',
    {
      turnsInconclusive: CUT,
    },
  ),
  fault(
    'finish/completed-with-a-reason',
    'a completed answer says why it is incomplete',
    STREAMED,
    [set(TERMINAL, 'response.incomplete_details', { reason: 'max_output_tokens' })],
    'finish/incomplete-reason',
  ),
  fault(
    'finish/failed-without-error',
    'a failed answer does not say how',
    TEXTED,
    [setBody('status', 'failed')],
    'finish/failed-error',
    {
      turnsInconclusive: CUT,
    },
  ),
  fault(
    'finish/failed-without-code',
    'the error of a failed answer has no code',
    TEXTED,
    [setBody('status', 'failed'), setBody('error', { message: 'Broken' })],
    'finish/failed-error',
    {
      turnsInconclusive: ERRED,
    },
  ),
  fault(
    'finish/completed-with-an-error',
    'the terminal event of a completed answer carries an error',
    STREAMED,
    [set(TERMINAL, 'response.error', FAILED)],
    'finish/failed-error',
  ),
  fault(
    'finish/empty',
    'a completed answer holds nothing',
    TEXTED,
    [answer({ finish: 'stop', usage: tokens(70, 1) })],
    'finish/not-empty',
  ),
  fault(
    'finish/reasoning-alone',
    'a completed answer is reasoning and nothing else',
    STREAMED,
    [answer({ finish: 'stop', reasoning: 'Hm.', usage: tokens(70, 8, 8) })],
    'finish/not-empty',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'finish/in-the-background',
    'a background response is queued',
    TEXTED,
    [ask('background', true), setBody('status', 'queued'), setBody('output', []), setBody('usage', null)],
    'finish/present',
    {
      outcome: 'not-applicable',
      turnsInconclusive: BROKEN_OFF,
    },
  ),
  variant(
    'finish/nothing-recorded',
    'the recording has no byte of the stream, and does not prove that there was none',
    STREAMED,
    [emptyBody(false)],
    'finish/present',
    {
      outcome: 'inconclusive',
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  variant(
    'finish/filtered',
    'a content filter stops the answer',
    TEXTED,
    [answer({ ...GREETING, finish: 'content_filter' })],
    'finish/known',
    {
      turnsInconclusive: CUT,
    },
  ),
  variant(
    'finish/created-as-queued',
    'the response is created with the status queued',
    CALL,
    [set(CREATED, 'response.status', 'queued')],
    'finish/consistent',
  ),
  variant(
    'finish/stopped-by-length',
    'the token limit ends the stream with one event',
    STREAMED,
    [CUT_SHORT],
    'finish/once',
    { turnsInconclusive: CUT },
  ),
  variant(
    'finish/details-left-out',
    'a completed answer leaves the details out',
    'call/buffered',
    [setBody('incomplete_details', {})],
    'finish/incomplete-reason',
  ),
  variant(
    'finish/reason-of-length',
    'an incomplete answer says why',
    STREAMED,
    [CUT_SHORT],
    'finish/incomplete-reason',
    { turnsInconclusive: CUT },
  ),
  variant(
    'finish/failed',
    'a body fails, and says how',
    TEXTED,
    [setBody('status', 'failed'), setBody('error', FAILED)],
    'finish/failed-error',
    {
      turnsInconclusive: ERRED,
    },
  ),
  variant(
    'finish/error-null',
    'a completed answer has error null',
    TEXTED,
    [setBody('error', null)],
    'finish/failed-error',
  ),
  variant('finish/refusal', 'a completed answer is a refusal', STREAMED, [refusal], 'finish/not-empty'),
  variant(
    'finish/search-alone',
    "a completed answer is an item of the provider's own tools",
    TEXTED,
    [setBody('output', []), appendItem(WEB_SEARCH)],
    'finish/not-empty',
  ),
];
