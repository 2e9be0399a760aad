/** Seeded faults and legal variants of shape: the envelope. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { respond } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, first, insertAfter, last, nth, set } from '../../../proof/edits/stream.ts';
import { emptyBody, recodeText } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import { CUT, HIDDEN, UNFINISHED } from './inconclusive.ts';
import {
  CALL,
  CANDIDATE,
  CONTENT,
  chunkLike,
  END,
  FINISH_REASON,
  PART,
  PARTS,
  TEXT,
  TEXT_OF,
} from './places.ts';

const STREAMED = 'text/streaming';
const BUFFERED = 'text/buffered';
const CALLING = 'call/buffered';

export const faults: readonly SeededFault[] = [
  fault(
    'shape/chunk-of-nothing',
    'a chunk has neither candidates nor counts',
    STREAMED,
    [
      (exchange) =>
        insertAfter(first(TEXT), chunkLike(exchange, { candidates: null, usageMetadata: null }))(exchange),
    ],
    'shape/chunk',
  ),
  fault(
    'shape/candidates-no-list',
    'candidates of a chunk is an object',
    STREAMED,
    [set(nth(TEXT, 1), 'candidates', {})],
    'shape/chunk',
  ),
  fault(
    'shape/parts-no-list',
    'parts of a chunk is an object',
    STREAMED,
    [set(nth(TEXT, 1), PARTS, { text: 'morning' })],
    'shape/chunk',
  ),
  fault(
    'shape/content-a-string',
    'the content of a body is a string',
    BUFFERED,
    [setBody(CONTENT, 'Good morning!')],
    'shape/completion',
    { alsoFails: { 'finish/not-empty': 'no client finds the text' } },
  ),
  fault(
    'shape/no-candidates',
    'a body has no candidate, and no reason why',
    BUFFERED,
    [setBody('candidates', [])],
    'shape/completion',
    {
      turnsInconclusive: [...CUT, 'finish/present', 'usage/present'],
    },
  ),
  fault('shape/a-page', 'the body is a page', BUFFERED, [respond(200, '<html></html>')], 'shape/completion', {
    alsoFails: { 'framing/content-type': 'a page is no JSON' },
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  }),
  fault(
    'shape/id-changes',
    'responseId changes midway',
    STREAMED,
    [set(last(CHUNKS), 'responseId', 'another-one')],
    'shape/one-id',
  ),
  fault(
    'shape/model-changes',
    'modelVersion changes midway',
    STREAMED,
    [set(last(CHUNKS), 'modelVersion', 'gemini-3-another')],
    'shape/one-model',
  ),
  fault(
    'shape/time-changes',
    'createTime changes midway',
    'vertex/streaming',
    [set(last(CHUNKS), 'createTime', '2026-05-04T10:20:31Z')],
    'shape/one-created',
  ),
  fault(
    'shape/no-id',
    'no chunk has a responseId',
    STREAMED,
    [drop(CHUNKS, 'responseId')],
    'shape/identified',
  ),
  fault('shape/empty-id', 'responseId is empty', BUFFERED, [setBody('responseId', '')], 'shape/identified'),
  fault(
    'shape/second-candidate',
    'a candidate has the index 1, and one was asked for',
    BUFFERED,
    [setBody(`${CANDIDATE}.index`, 1)],
    'shape/choice-index',
    { turnsInconclusive: HIDDEN.slice(1) },
  ),
  fault(
    'shape/index-as-text',
    'the index of a candidate is text',
    BUFFERED,
    [setBody(`${CANDIDATE}.index`, '0')],
    'shape/choice-index',
  ),
  fault(
    'shape/role-assistant',
    'the role is assistant',
    BUFFERED,
    [setBody(`${CONTENT}.role`, 'assistant')],
    'shape/role',
  ),
  fault(
    'shape/no-role',
    'a content with parts has no role',
    STREAMED,
    [drop(first(TEXT), `${CONTENT}.role`)],
    'shape/role-first',
  ),
  fault(
    'shape/text-a-list',
    'text is a list',
    BUFFERED,
    [setBody(TEXT_OF, ['Good morning!'])],
    'shape/content',
    {
      alsoFails: { 'finish/not-empty': 'no client finds the text' },
    },
  ),
  fault(
    'shape/call-as-text',
    'functionCall is JSON text',
    CALLING,
    [setBody(CALL, '{"name":"weather"}')],
    'shape/tool-calls',
    {
      alsoFails: { 'finish/not-empty': 'no client finds the call' },
      turnsInconclusive: [],
    },
  ),
  fault(
    'shape/calls-on-the-candidate',
    'the call stands on the candidate',
    BUFFERED,
    [setBody(`${CANDIDATE}.functionCall`, { name: 'weather', args: { location: 'Oslo' } })],
    'shape/tool-calls-misplaced',
    { observes: ['shape/unknown-fields'] },
  ),
  fault(
    'shape/calls-as-in-chat',
    'calls stand beside the parts as tool_calls',
    BUFFERED,
    [setBody(`${CONTENT}.tool_calls`, [{ id: 'a1', type: 'function' }])],
    'shape/tool-calls-misplaced',
    { observes: ['shape/unknown-fields'] },
  ),
  fault(
    'shape/snake-case-reason',
    'finishReason is written as finish_reason',
    BUFFERED,
    [setBody(`${CANDIDATE}.finish_reason`, 'STOP'), dropBody(FINISH_REASON)],
    'shape/field-case',
    {
      turnsInconclusive: [...UNFINISHED, ...HIDDEN],
    },
  ),
  fault(
    'shape/snake-case-signature',
    'thoughtSignature is written as thought_signature',
    STREAMED,
    [set(END, `${PART}.thought_signature`, 'QUJDRA==')],
    'shape/field-case',
    { turnsInconclusive: HIDDEN },
  ),
  fault(
    'shape/line-end',
    'a line end follows the body',
    BUFFERED,
    [recodeText((text) => `${text}\n`)],
    'shape/json-padding',
  ),
  fault(
    'shape/field-of-its-own',
    'the candidate has a field of no reference',
    BUFFERED,
    [setBody(`${CANDIDATE}.mood`, 'fine')],
    'shape/unknown-fields',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'shape/counts-alone',
    'a chunk has counts and nothing else',
    STREAMED,
    [(exchange) => insertAfter(first(TEXT), chunkLike(exchange, { candidates: null }))(exchange)],
    'shape/chunk',
  ),
  variant(
    'shape/content-without-parts',
    'the content of the last chunk has a role alone',
    'weather/streaming',
    [drop(END, PARTS)],
    'shape/chunk',
  ),
  variant(
    'shape/blocked-body',
    'a blocked prompt has no candidates',
    'blocked/buffered',
    [setBody('candidates', [])],
    'shape/completion',
  ),
  variant(
    'shape/empty-body-not-proven',
    'the recording does not prove that the body is empty',
    BUFFERED,
    [emptyBody(false)],
    'shape/completion',
    {
      outcome: 'inconclusive',
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  variant(
    'shape/id-in-the-last-chunk',
    'responseId comes with the last chunk alone',
    STREAMED,
    [drop(TEXT, 'responseId')],
    'shape/one-id',
  ),
  variant(
    'shape/model-in-the-last-chunk',
    'modelVersion comes with the last chunk alone',
    STREAMED,
    [drop(TEXT, 'modelVersion')],
    'shape/one-model',
  ),
  variant(
    'shape/time-once',
    'createTime comes once',
    'vertex/streaming',
    [drop(first(CHUNKS), 'createTime')],
    'shape/one-created',
  ),
  variant(
    'shape/identified-late',
    'both names come with the last chunk alone',
    STREAMED,
    [drop(TEXT, 'responseId'), drop(TEXT, 'modelVersion')],
    'shape/identified',
  ),
  variant(
    'shape/no-index',
    'the index 0 is left out',
    BUFFERED,
    [dropBody(`${CANDIDATE}.index`)],
    'shape/choice-index',
  ),
  variant(
    'shape/null-role',
    'the role is null in a content without parts',
    STREAMED,
    [set(END, PARTS, []), set(END, `${CONTENT}.role`, null)],
    'shape/role',
    { observes: ['signatures/last-part'] },
  ),
  variant(
    'shape/empty-content',
    'an empty content has no role',
    STREAMED,
    [set(END, CONTENT, {})],
    'shape/role-first',
    { observes: ['signatures/last-part'] },
  ),
  variant('shape/empty-text', 'a text is empty', STREAMED, [set(nth(TEXT, 1), TEXT_OF, '')], 'shape/content'),
  variant(
    'shape/null-call',
    'functionCall is null beside a text',
    BUFFERED,
    [setBody(CALL, null)],
    'shape/tool-calls',
  ),
  variant(
    'shape/calls-in-args',
    'an argument is called tool_calls',
    'parallel/buffered',
    [setBody(`${PARTS}[1].functionCall.args`, { zone: 'Europe/Oslo' })],
    'shape/tool-calls-misplaced',
  ),
  variant(
    'shape/snake-case-args',
    'the name of an argument has an underscore',
    CALLING,
    [setBody(`${CALL}.args`, { location: 'thought_signature' })],
    'shape/field-case',
  ),
  variant(
    'shape/pretty-body',
    'white space stands inside of the body',
    BUFFERED,
    [recodeText((text) => JSON.stringify(JSON.parse(text), null, 2))],
    'shape/json-padding',
  ),
  variant(
    'shape/all-fields',
    'the candidate has safety ratings and a message',
    BUFFERED,
    [setBody(`${CANDIDATE}.safetyRatings`, []), setBody(`${CANDIDATE}.finishMessage`, 'Done.')],
    'shape/unknown-fields',
  ),
];
