/** Seeded faults and legal variants of usage: the billed tokens. */
import { tokens } from '../../../answers/answer.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, onCounterpart } from '../../../proof/edits/exchange.ts';
import { drop, insertBefore, nth, set } from '../../../proof/edits/stream.ts';
import { event } from '../serve/render.ts';
import { answer, onBedrock } from './edits.ts';
import { BLOCK_STARTS, followWith, MESSAGE_DELTA, START, TEXT } from './places.ts';

const OPENING = 'message.usage';
const COMPACTING = { edits: [{ type: 'compact_20260112' }] };
const BREAKDOWN = { ephemeral_5m_input_tokens: 20, ephemeral_1h_input_tokens: 10 };

/** Adds an earlier usage report before the final one. */
function countsBefore(output: number) {
  const delta = { stop_reason: null, stop_sequence: null };
  return insertBefore(MESSAGE_DELTA, event('message_delta', { delta, usage: { output_tokens: output } }));
}

export const usage: Table = [
  faults('usage/present', 'text/streaming', {
    'usage/left-out-of-the-start': ['message_start leaves usage out', [drop(START, OPENING)]],
    'usage/told-at-the-end-alone': [
      'message_start leaves usage out, and message_delta counts no input',
      [drop(START, OPENING), set(MESSAGE_DELTA, 'usage', { input_tokens: 0, output_tokens: 8 })],
      { alsoFails: { 'usage/counted': 'no input is counted' } },
    ],
    'usage/left-out-of-the-end': ['message_delta leaves usage out', [drop(MESSAGE_DELTA, 'usage')]],
  }),
  variants('usage/present', 'text/buffered', {
    'usage/on-bedrock': [
      'a body of Bedrock has two counters alone',
      [onBedrock, setBody('usage', { input_tokens: 70, output_tokens: 8 })],
    ],
  }),
  faults('usage/integers', 'text/buffered', {
    'usage/counts-as-text': ['a count is text', [setBody('usage.input_tokens', '70')]],
    'usage/negative-cache': [
      'a counter of the cache is negative',
      [setBody('usage.cache_read_input_tokens', -1)],
    ],
  }),
  faults('usage/integers', 'text/streaming', {
    'usage/output-missing': ['message_delta counts no output', [drop(MESSAGE_DELTA, 'usage.output_tokens')]],
  }),
  variants('usage/integers', 'text/buffered', {
    'usage/null-caches': [
      'the counters of the cache are null',
      [
        setBody('usage.cache_creation_input_tokens', null),
        setBody('usage.cache_read_input_tokens', null),
        setBody('usage.cache_creation', null),
      ],
    ],
  }),
  faults('usage/counted', 'text/buffered', {
    'usage/nothing-counted': ['all counts are 0', [answer({ ...GREETING, usage: tokens(0, 0) })]],
  }),
  variants('usage/counted', 'text/buffered', {
    'usage/all-from-the-cache': [
      'all input came from the cache',
      [answer({ ...GREETING, usage: { ...tokens(70, 8), cached: 70 } })],
    ],
    'usage/nothing-said': [
      'nothing was said, and none is counted',
      [setBody('content', []), setBody('usage.output_tokens', 0), setBody('stop_reason', 'max_tokens')],
    ],
  }),
  faults('usage/start-counted', 'text/streaming', {
    'usage/start-not-counted': [
      'message_start counts nothing',
      [set(START, OPENING, { input_tokens: 0, output_tokens: 0 })],
    ],
  }),
  variants('usage/start-counted', 'text/streaming', {
    'usage/start-from-the-cache': [
      'message_start counts what comes from the cache',
      [answer({ ...GREETING, usage: { ...tokens(70, 8), cached: 70 } })],
    ],
    'usage/compacted-alone': [
      'the answer pauses behind a compaction, whose tokens are not counted as its own',
      [
        ask('context_management', COMPACTING),
        set(START, OPENING, { input_tokens: 0, output_tokens: 0 }),
        set(BLOCK_STARTS, 'content_block', { type: 'compaction', content: null }),
        set(TEXT, 'delta', { type: 'compaction_delta', content: 'They talked.' }),
        set(MESSAGE_DELTA, 'delta.stop_reason', 'compaction'),
        set(MESSAGE_DELTA, 'usage', { input_tokens: 0, output_tokens: 0, iterations: [] }),
      ],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('usage/cumulative', 'text/streaming', {
    'usage/output-falls': [
      'message_delta counts an increment',
      [set(START, `${OPENING}.output_tokens`, 9_000)],
    ],
    'usage/output-falls-at-the-end': [
      'the last message_delta counts less than the one before',
      [countsBefore(12_000)],
      { alsoFails: { 'usage/once': 'one message_delta too many' } },
    ],
  }),
  variants('usage/cumulative', 'text/streaming', {
    'usage/output-after-a-compaction': [
      'message_start had counted the output of a compaction, message_delta leaves it out',
      [
        ask('context_management', COMPACTING),
        set(START, `${OPENING}.output_tokens`, 9),
        followWith({ type: 'compaction', content: 'They talked.' }),
      ],
      { outcome: 'inconclusive' },
    ],
    'usage/output-the-same': [
      'message_start had counted all output',
      [set(START, `${OPENING}.output_tokens`, 8)],
    ],
  }),
  faults('usage/input-stable', 'text/streaming', {
    'usage/input-changes': [
      'message_delta counts another input than message_start',
      [set(START, `${OPENING}.input_tokens`, 7)],
    ],
    'usage/cache-changes': [
      'message_delta has another counter of the cache',
      [set(MESSAGE_DELTA, 'usage.cache_read_input_tokens', 5)],
    ],
  }),
  faults('usage/input-stable', 'text/streaming', {
    'usage/cache-counted-late': [
      'message_delta counts what came from the cache, and message_start does not',
      [
        drop(START, `${OPENING}.cache_read_input_tokens`),
        set(MESSAGE_DELTA, 'usage', { input_tokens: 70, cache_read_input_tokens: 5, output_tokens: 8 }),
      ],
    ],
  }),
  faults('usage/integers', 'text/streaming', {
    'usage/start-without-counts': [
      'message_start has a usage without any count, and message_delta counts the input',
      [set(START, OPENING, {}), set(MESSAGE_DELTA, 'usage', { input_tokens: 70, output_tokens: 8 })],
    ],
    'usage/start-as-text': [
      'message_start counts in text',
      [set(START, `${OPENING}.input_tokens`, '70'), set(MESSAGE_DELTA, 'usage', { output_tokens: 8 })],
    ],
  }),
  variants('usage/cache-breakdown', 'text/buffered', {
    'usage/cache-part-null': [
      'one of the parts is null',
      [
        setBody('usage.cache_creation_input_tokens', 10),
        setBody('usage.cache_creation', { ...BREAKDOWN, ephemeral_5m_input_tokens: null }),
      ],
    ],
    'usage/cache-part-as-text': [
      'one of the parts is text',
      [
        setBody('usage.cache_creation_input_tokens', 30),
        setBody('usage.cache_creation', { ...BREAKDOWN, ephemeral_5m_input_tokens: '21' }),
      ],
      { outcome: 'not-applicable' },
    ],
    'usage/cache-without-parts': [
      'no part is told',
      [setBody('usage.cache_creation_input_tokens', 30), setBody('usage.cache_creation', {})],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/input-stable', 'text/streaming', {
    'usage/no-cache-counted-late': [
      'message_delta counts that nothing came from the cache, and message_start leaves it out',
      [
        drop(START, `${OPENING}.cache_read_input_tokens`),
        set(MESSAGE_DELTA, 'usage', { cache_read_input_tokens: 0, output_tokens: 8 }),
      ],
      { outcome: 'not-applicable' },
    ],
    'usage/input-left-out': [
      'message_delta leaves the counters of the input out',
      [set(MESSAGE_DELTA, 'usage', { output_tokens: 8 })],
      { outcome: 'not-applicable' },
    ],
    'usage/input-grows-by-a-search': [
      'the input grows while the provider searches',
      [
        ask('tools[2]', { type: 'web_search_20250305', name: 'web_search' }),
        set(MESSAGE_DELTA, 'usage.input_tokens', 900),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('usage/once', 'text/streaming', {
    'usage/twice-among-the-blocks': [
      'a message_delta counts what came so far, between two words',
      [
        insertBefore(
          nth(TEXT, 1),
          event('message_delta', {
            delta: { stop_reason: null, stop_sequence: null },
            usage: { output_tokens: 4 },
          }),
        ),
      ],
    ],
    'usage/twice': ['a message_delta counts what came so far', [countsBefore(4)]],
  }),
  variants('usage/once', 'text/streaming', {
    'usage/once-and-a-ping': [
      'a ping comes before message_delta',
      [insertBefore(MESSAGE_DELTA, event('ping', {}))],
    ],
  }),
  faults('usage/cache-breakdown', 'text/buffered', {
    'usage/cache-parts': [
      'the parts of what is written to the cache add up to less',
      [setBody('usage.cache_creation_input_tokens', 40), setBody('usage.cache_creation', BREAKDOWN)],
    ],
  }),
  variants('usage/cache-breakdown', 'text/buffered', {
    'usage/cache-written': [
      'the parts of what is written to the cache add up',
      [setBody('usage.cache_creation_input_tokens', 30), setBody('usage.cache_creation', BREAKDOWN)],
    ],
  }),
  variants('usage/grows', 'weather/buffered', {
    'usage/moved-to-the-cache': [
      'the second turn reads what the first counted from the cache',
      turn(2, setBody('usage.input_tokens', 38), setBody('usage.cache_read_input_tokens', 80)),
    ],
  }),
  variants('usage/grows', 'weather/streaming', {
    'usage/context-managed': [
      'the provider may clear what tools returned, and the input shrinks',
      all(
        turn(
          2,
          ask('context_management', { edits: [] }),
          set(START, OPENING, { input_tokens: 40, output_tokens: 1 }),
          set(MESSAGE_DELTA, 'usage', { output_tokens: 12 }),
        ),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('usage/within-limit', 'server-tool/buffered', {
    'usage/searched': [
      'the provider searches, and counts more than max_tokens',
      [setBody('usage.output_tokens', 900)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/parity', 'both-deliveries/streaming', {
    'usage/cached-in-one-delivery': [
      'the buffered request is read from the cache',
      onCounterpart(setBody('usage.input_tokens', 10), setBody('usage.cache_read_input_tokens', 70)),
    ],
  }),
];
