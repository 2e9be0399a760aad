/** Seeded faults and legal variants of usage: the tokens that are billed. */
import { tokens } from '../../../answers/answer.ts';
import { GREETING } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, onCounterpart } from '../../../proof/edits/exchange.ts';
import { drop, insertBefore, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/usage.ts';
import { event } from '../serve/render.ts';
import { answer, onBedrock } from './edits.ts';
import { BLOCK_STARTS, followWith, MESSAGE_DELTA, START, TEXT } from './places.ts';

const STREAMED = 'text/streaming';
const BUFFERED = 'text/buffered';
const THOUGHT = 'thinking/buffered';
const OPENING = 'message.usage';
const THINKING_TOKENS = 'usage.output_tokens_details.thinking_tokens';
const COMPACTING = { edits: [{ type: 'compact_20260112' }] };
const BREAKDOWN = { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 };

/** Counted early, once more before the end. */
function countsBefore(output: number) {
  const delta = { stop_reason: null, stop_sequence: null };
  return insertBefore(MESSAGE_DELTA, event('message_delta', { delta, usage: { output_tokens: output } }));
}

export const faults: readonly SeededFault[] = [
  shared.LEFT_OUT,
  fault(
    'usage/left-out-of-the-start',
    'message_start leaves usage out',
    STREAMED,
    [drop(START, OPENING)],
    'usage/present',
  ),
  fault(
    'usage/left-out-of-the-end',
    'message_delta leaves usage out',
    STREAMED,
    [drop(MESSAGE_DELTA, 'usage')],
    'usage/present',
  ),
  shared.IS_NULL,
  fault(
    'usage/counts-as-text',
    'a count is text',
    BUFFERED,
    [setBody('usage.input_tokens', '70')],
    'usage/integers',
    { turnsInconclusive: ['usage/counted'] },
  ),
  fault(
    'usage/output-missing',
    'message_delta counts no output',
    STREAMED,
    [drop(MESSAGE_DELTA, 'usage.output_tokens')],
    'usage/integers',
  ),
  fault(
    'usage/negative-cache',
    'a counter of the cache is negative',
    BUFFERED,
    [setBody('usage.cache_read_input_tokens', -1)],
    'usage/integers',
    { turnsInconclusive: ['usage/counted'] },
  ),
  fault(
    'usage/nothing-counted',
    'all counts are 0',
    BUFFERED,
    [answer({ ...GREETING, usage: tokens(0, 0) })],
    'usage/counted',
  ),
  fault(
    'usage/output-not-counted',
    'there is text, and no output is counted',
    'call/buffered',
    [setBody('usage.output_tokens', 0)],
    'usage/counted',
  ),
  fault(
    'usage/more-thoughts-than-output',
    'thinking_tokens is more than output_tokens',
    THOUGHT,
    [setBody(THINKING_TOKENS, 1_000_000)],
    'usage/reasoning-within-completion',
  ),
  fault(
    'usage/shrinks',
    'the second turn counts less input than the first',
    'weather/buffered',
    turn(2, setBody('usage.input_tokens', 1)),
    'usage/grows',
  ),
  fault(
    'usage/beyond-max-tokens',
    'more output is counted than max_tokens',
    BUFFERED,
    [setBody('usage.output_tokens', 1_000_000)],
    'usage/within-limit',
  ),
  fault(
    'usage/cheaper-streamed',
    'the same request counts less input when it is buffered',
    'both-deliveries/streaming',
    onCounterpart(setBody('usage.input_tokens', 60)),
    'usage/parity',
  ),
  fault(
    'usage/start-not-counted',
    'message_start counts nothing',
    STREAMED,
    [set(START, OPENING, { input_tokens: 0, output_tokens: 0 })],
    'usage/start-counted',
    { turnsInconclusive: ['usage/input-stable'] },
  ),
  fault(
    'usage/output-falls',
    'message_delta counts an increment',
    STREAMED,
    [set(START, `${OPENING}.output_tokens`, 9)],
    'usage/cumulative',
  ),
  fault(
    'usage/output-falls-at-the-end',
    'the last message_delta counts less than the one before',
    STREAMED,
    [countsBefore(12)],
    'usage/cumulative',
    { alsoFails: { 'usage/once': 'one message_delta too many' } },
  ),
  fault(
    'usage/input-changes',
    'message_delta counts another input than message_start',
    STREAMED,
    [set(START, `${OPENING}.input_tokens`, 7)],
    'usage/input-stable',
  ),
  fault(
    'usage/cache-changes',
    'message_delta has another counter of the cache',
    STREAMED,
    [set(MESSAGE_DELTA, 'usage.cache_read_input_tokens', 5)],
    'usage/input-stable',
  ),
  fault('usage/twice', 'a message_delta counts what came so far', STREAMED, [countsBefore(4)], 'usage/once'),
  fault(
    'usage/cache-parts',
    'the parts of what is written to the cache add up to less',
    BUFFERED,
    [setBody('usage.cache_creation_input_tokens', 40), setBody('usage.cache_creation', BREAKDOWN)],
    'usage/cache-breakdown',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'usage/on-bedrock',
    'a body of Bedrock has two counters alone',
    BUFFERED,
    [onBedrock, setBody('usage', { input_tokens: 70, output_tokens: 8 })],
    'usage/present',
  ),
  variant(
    'usage/null-caches',
    'the counters of the cache are null',
    BUFFERED,
    [
      setBody('usage.cache_creation_input_tokens', null),
      setBody('usage.cache_read_input_tokens', null),
      setBody('usage.cache_creation', null),
    ],
    'usage/integers',
  ),
  variant(
    'usage/all-from-the-cache',
    'all input came from the cache',
    BUFFERED,
    [answer({ ...GREETING, usage: { ...tokens(70, 8), cached: 70 } })],
    'usage/counted',
  ),
  variant(
    'usage/nothing-said',
    'nothing was said, and none is counted',
    BUFFERED,
    [setBody('content', []), setBody('usage.output_tokens', 0), setBody('stop_reason', 'max_tokens')],
    'usage/counted',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'usage/thoughts-alone',
    'all output is thoughts',
    THOUGHT,
    [setBody(THINKING_TOKENS, 30)],
    'usage/reasoning-within-completion',
  ),
  variant(
    'usage/moved-to-the-cache',
    'the second turn reads what the first counted from the cache',
    'weather/buffered',
    turn(2, setBody('usage.input_tokens', 38), setBody('usage.cache_read_input_tokens', 80)),
    'usage/grows',
  ),
  variant(
    'usage/context-managed',
    'the provider may clear what tools returned, and the input shrinks',
    'weather/streaming',
    all(
      turn(
        2,
        ask('context_management', { edits: [] }),
        set(START, OPENING, { input_tokens: 40, output_tokens: 1 }),
        set(MESSAGE_DELTA, 'usage', { output_tokens: 12 }),
      ),
    ),
    'usage/grows',
    { outcome: 'inconclusive', turnsInconclusive: ['usage/grows'] },
  ),
  variant(
    'usage/at-the-limit',
    'as much output is counted as max_tokens',
    BUFFERED,
    [setBody('usage.output_tokens', 500)],
    'usage/within-limit',
  ),
  variant(
    'usage/searched',
    'the provider searches, and counts more than max_tokens',
    'server-tool/buffered',
    [setBody('usage.output_tokens', 900)],
    'usage/within-limit',
    { outcome: 'not-applicable' },
  ),
  variant(
    'usage/cached-in-one-delivery',
    'the buffered request is read from the cache',
    'both-deliveries/streaming',
    onCounterpart(setBody('usage.input_tokens', 10), setBody('usage.cache_read_input_tokens', 70)),
    'usage/parity',
  ),
  variant(
    'usage/start-from-the-cache',
    'message_start counts what comes from the cache',
    STREAMED,
    [answer({ ...GREETING, usage: { ...tokens(70, 8), cached: 70 } })],
    'usage/start-counted',
  ),
  variant(
    'usage/compacted-alone',
    'the answer pauses behind a compaction, whose tokens are not counted as its own',
    STREAMED,
    [
      ask('context_management', COMPACTING),
      set(START, OPENING, { input_tokens: 0, output_tokens: 0 }),
      set(BLOCK_STARTS, 'content_block', { type: 'compaction', content: null }),
      set(TEXT, 'delta', { type: 'compaction_delta', content: 'They talked.' }),
      set(MESSAGE_DELTA, 'delta.stop_reason', 'compaction'),
      set(MESSAGE_DELTA, 'usage', { input_tokens: 0, output_tokens: 0, iterations: [] }),
    ],
    'usage/start-counted',
    {
      outcome: 'inconclusive',
      turnsInconclusive: [
        ...CUT_OFF,
        'usage/start-counted',
        'usage/counted',
        'usage/cumulative',
        'usage/input-stable',
      ],
    },
  ),
  variant(
    'usage/output-after-a-compaction',
    'message_start had counted the output of a compaction, message_delta leaves it out',
    STREAMED,
    [
      ask('context_management', COMPACTING),
      set(START, `${OPENING}.output_tokens`, 9),
      followWith({ type: 'compaction', content: 'They talked.' }),
    ],
    'usage/cumulative',
    {
      outcome: 'inconclusive',
      turnsInconclusive: ['usage/cumulative', 'usage/input-stable'],
      observes: ['blocks/has-delta'],
    },
  ),
  variant(
    'usage/output-the-same',
    'message_start had counted all output',
    STREAMED,
    [set(START, `${OPENING}.output_tokens`, 8)],
    'usage/cumulative',
  ),
  variant(
    'usage/input-left-out',
    'message_delta leaves the counters of the input out',
    STREAMED,
    [set(MESSAGE_DELTA, 'usage', { output_tokens: 8 })],
    'usage/input-stable',
    { outcome: 'not-applicable' },
  ),
  variant(
    'usage/input-grows-by-a-search',
    'the input grows while the provider searches',
    STREAMED,
    [
      ask('tools[2]', { type: 'web_search_20250305', name: 'web_search' }),
      set(MESSAGE_DELTA, 'usage.input_tokens', 900),
    ],
    'usage/input-stable',
    { outcome: 'inconclusive', turnsInconclusive: ['usage/input-stable'] },
  ),
  variant(
    'usage/once-and-a-ping',
    'a ping comes before message_delta',
    STREAMED,
    [insertBefore(MESSAGE_DELTA, event('ping', {}))],
    'usage/once',
    { observes: ['events/ping'] },
  ),
  variant(
    'usage/cache-written',
    'the parts of what is written to the cache add up',
    BUFFERED,
    [setBody('usage.cache_creation_input_tokens', 30), setBody('usage.cache_creation', BREAKDOWN)],
    'usage/cache-breakdown',
  ),
];
