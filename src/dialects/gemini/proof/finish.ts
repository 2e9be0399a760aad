/** Seeded faults and legal variants of finish: how an answer says that it is over. */
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { CHUNKS, drop, first, insertAfter, remove, set } from '../../../proof/edits/stream.ts';
import { emptyBody } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import { CUT, UNFINISHED } from './inconclusive.ts';
import {
  CANDIDATE,
  CONTENT,
  chunkLike,
  END,
  FINISH_REASON,
  PART,
  PARTS,
  SIGNATURE,
  TEXT,
  TEXT_OF,
} from './places.ts';

const STREAMED = 'text/streaming';
const BUFFERED = 'text/buffered';

export const faults: readonly SeededFault[] = [
  fault(
    'finish/never',
    'no chunk has a finishReason',
    STREAMED,
    [drop(END, FINISH_REASON)],
    'finish/present',
    {
      turnsInconclusive: UNFINISHED,
    },
  ),
  fault(
    'finish/missing-in-a-body',
    'the candidate of a body has no finishReason',
    BUFFERED,
    [dropBody(FINISH_REASON)],
    'finish/present',
    {
      turnsInconclusive: UNFINISHED,
    },
  ),
  fault(
    'finish/empty-stream',
    'a stream ends before it begins',
    STREAMED,
    [emptyBody(true)],
    'finish/present',
    {
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  fault(
    'finish/of-another-dialect',
    'the reason is tool_calls',
    'call/buffered',
    [setBody(FINISH_REASON, 'tool_calls')],
    'finish/known',
    {
      alsoFails: { 'finish/tool-calls': 'clients run calls on STOP' },
    },
  ),
  fault(
    'finish/lower-case',
    'the reason is written in lower case',
    BUFFERED,
    [setBody(FINISH_REASON, 'stop')],
    'finish/known',
  ),
  fault(
    'finish/two-reasons',
    'two chunks give different reasons',
    STREAMED,
    [set(first(TEXT), FINISH_REASON, 'MAX_TOKENS')],
    'finish/consistent',
    {
      alsoFails: { 'finish/once': 'it is sent twice', 'deltas/none-after-finish': 'text follows' },
      turnsInconclusive: CUT,
    },
  ),
  fault(
    'finish/twice',
    'the reason is sent twice',
    STREAMED,
    [
      (exchange) =>
        insertAfter(
          END,
          chunkLike(exchange, { candidates: [{ finishReason: 'STOP', index: 0 }] }, -1),
        )(exchange),
    ],
    'finish/once',
  ),
  fault(
    'finish/calls-of-another-reason',
    'an answer with a call finishes with TOOL_CALLS',
    'call/streaming',
    [set(END, FINISH_REASON, 'TOOL_CALLS')],
    'finish/tool-calls',
    {
      alsoFails: { 'finish/known': 'there is no such reason' },
    },
  ),
  fault('finish/nothing-said', 'STOP comes with nothing', STREAMED, [remove(TEXT)], 'finish/not-empty'),
  fault(
    'finish/thoughts-alone',
    'STOP comes with thoughts alone',
    'reasoning/buffered',
    [setBody(PARTS, (parts: unknown[]) => parts.slice(0, 1))],
    'finish/not-empty',
  ),
  fault(
    'finish/malformed-call',
    'the provider flags the call as malformed',
    'call/buffered',
    [setBody(FINISH_REASON, 'MALFORMED_FUNCTION_CALL'), dropBody(PARTS)],
    'finish/call-accepted',
    {
      turnsInconclusive: CUT,
    },
  ),
  fault(
    'finish/unexpected-call',
    'the provider flags the call as unexpected, and shows it',
    'call/streaming',
    [set(END, FINISH_REASON, 'UNEXPECTED_TOOL_CALL')],
    'finish/call-accepted',
    {
      turnsInconclusive: CUT,
    },
  ),
  fault(
    'finish/blocked-and-answered',
    'the prompt is blocked, and there is a candidate',
    'blocked/buffered',
    [
      setBody('candidates', [
        {
          content: { parts: [{ text: 'Hello.', thoughtSignature: 'QUJDRA==' }], role: 'model' },
          finishReason: 'STOP',
          index: 0,
        },
      ]),
    ],
    'finish/blocked',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'finish/blocked-prompt',
    'a blocked prompt gets no candidate',
    'blocked/streaming',
    [drop(CHUNKS, 'responseId'), set(CHUNKS, 'responseId', 'another-id-of-it')],
    'finish/present',
  ),
  variant(
    'finish/as-a-number',
    'the reason comes as a number',
    BUFFERED,
    [setBody(FINISH_REASON, 1)],
    'finish/known',
  ),
  variant(
    'finish/as-an-unknown-number',
    'the reason comes as a number that is not known',
    BUFFERED,
    [setBody(FINISH_REASON, 99)],
    'finish/known',
    {
      outcome: 'inconclusive',
      turnsInconclusive: ['finish/known'],
    },
  ),
  variant(
    'finish/null-before',
    'the reason is null until the end',
    STREAMED,
    [set(TEXT, FINISH_REASON, null)],
    'finish/consistent',
  ),
  variant(
    'finish/null-before-the-end',
    'the reason is null in the first chunk',
    STREAMED,
    [set(first(TEXT), FINISH_REASON, null)],
    'finish/once',
  ),
  variant(
    'finish/with-a-message',
    'STOP has a message, and a call came',
    'call/buffered',
    [setBody(`${CANDIDATE}.finishMessage`, 'Model generated function call(s).')],
    'finish/tool-calls',
  ),
  variant(
    'finish/stop-sequence',
    'a stop sequence ends the answer before its first word',
    BUFFERED,
    [ask('generationConfig.stopSequences', ['Good']), setBody(TEXT_OF, '')],
    'finish/not-empty',
    {
      outcome: 'not-applicable',
    },
  ),
  variant(
    'finish/image',
    'STOP comes with an image',
    BUFFERED,
    [
      setBody(PART, { inlineData: { mimeType: 'image/png', data: 'QUJDRA==' } }),
      setBody(SIGNATURE, 'QUJDRA=='),
    ],
    'finish/not-empty',
  ),
  variant(
    'finish/limit-and-no-parts',
    'the token limit leaves a content without parts',
    BUFFERED,
    [setBody(FINISH_REASON, 'MAX_TOKENS'), setBody(CONTENT, { role: 'model' })],
    'finish/not-empty',
    {
      outcome: 'inconclusive',
      turnsInconclusive: CUT,
    },
  ),
  variant(
    'finish/cut-call',
    'the token limit ends an answer with a call',
    'call/buffered',
    [setBody(FINISH_REASON, 'MAX_TOKENS')],
    'finish/call-accepted',
    {
      turnsInconclusive: CUT,
    },
  ),
  variant(
    'finish/empty-candidates',
    'the list of candidates of a blocked prompt is empty',
    'blocked/buffered',
    [setBody('candidates', [])],
    'finish/blocked',
  ),
];
