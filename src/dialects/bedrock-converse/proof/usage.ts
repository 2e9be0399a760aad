/** Seeded faults and legal variants of usage: the billed tokens. */
import type { Draft } from '../../../answers/script.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { drop, moveBefore, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { numberOf } from '../../../text/json.ts';
import { METADATA, STOP } from './places.ts';

export const usage: Table = [
  faults('usage/present', 'text/streaming', {
    'usage/without-metadata': ['no metadata come', [remove(METADATA)]],
    'usage/metadata-without-usage': ['the metadata have no usage', [drop(METADATA, 'usage')]],
  }),
  variants('usage/present', 'text/buffered', {
    'usage/counters-under-two-names': [
      'the counters of the cache come under their older names too',
      [setBody('usage.cacheReadInputTokenCount', 0), setBody('usage.cacheWriteInputTokenCount', 0)],
    ],
  }),
  faults('usage/integers', 'text/buffered', {
    'usage/completion-missing': ['outputTokens are missing', [dropBody('usage.outputTokens')]],
    'usage/prompt-as-text': ['inputTokens are a text', [setBody('usage.inputTokens', '70')]],
    'usage/total-missing': ['totalTokens are missing', [dropBody('usage.totalTokens')]],
  }),
  faults('usage/integers', 'text/streaming', {
    'usage/cache-counter-negative': [
      'a counter of the cache is negative',
      [set(METADATA, 'usage.cacheWriteInputTokens', -1)],
    ],
  }),
  variants('usage/integers', 'text/buffered', {
    'usage/no-cache-counters': [
      'the counters of the cache are left out',
      [dropBody('usage.cacheReadInputTokens'), dropBody('usage.cacheWriteInputTokens')],
    ],
  }),
  variants('usage/counted', 'cached/buffered', {
    'usage/all-from-the-cache': [
      'the whole input was read from the cache',
      [setBody('usage.inputTokens', 0), setBody('usage.cacheReadInputTokens', 80)],
    ],
  }),
  variants('usage/counted', 'text/buffered', {
    'usage/blocked-by-a-guardrail': [
      'a guardrail answers in the place of the model, and nothing is counted',
      [
        setBody('stopReason', 'guardrail_intervened'),
        setBody('usage', { inputTokens: 0, outputTokens: 0, totalTokens: 0 }),
      ],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('usage/grows', 'weather/buffered', {
    'usage/result-blocked-by-a-guardrail': [
      'a guardrail answers to the result in the place of the model, and nothing is counted',
      turn(
        2,
        setBody('stopReason', 'guardrail_intervened'),
        setBody('usage', { inputTokens: 0, outputTokens: 0, totalTokens: 0 }),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('usage/total', 'text/buffered', {
    'usage/total-too-large': ['the total is one too large', [setBody('usage.totalTokens', 79)]],
  }),
  faults('usage/total', 'cached/streaming', {
    'usage/total-without-writes': [
      'the total leaves out what was written to the cache, and has what was read',
      [set(METADATA, 'usage.cacheWriteInputTokens', 10)],
      { unserved: 'it takes a prompt that was cached, and the provider caches none' },
    ],
  }),
  variants('usage/total', 'cached/buffered', {
    'usage/cache-left-out-of-all': [
      'neither the input nor the total has what was read from the cache',
      [setBody('usage.totalTokens', 34)],
    ],
  }),
  variants('usage/total', 'text/streaming', {
    'usage/nothing-cached': ['the counters of the cache are 0', [set(METADATA, 'usage.cacheDetails', [])]],
  }),
  variants('usage/grows', 'weather/buffered', {
    'usage/history-from-the-cache': [
      'the cache takes more than inputTokens says, and neither that nor the total has it',
      turn(
        2,
        setBody('usage', ({ outputTokens }: Draft) => ({
          inputTokens: 3,
          outputTokens,
          totalTokens: 3 + numberOf(outputTokens),
          cacheReadInputTokens: 400,
        })),
      ),
    ],
  }),
  faults('usage/once', 'text/streaming', {
    'usage/metadata-twice': ['the metadata come twice', [repeat(METADATA)]],
  }),
  variants('usage/once', 'call/streaming', {
    'usage/metadata-padded': ['the metadata are padded', [set(METADATA, 'p', 'abc')]],
  }),
  faults('usage/last', 'text/streaming', {
    'usage/metadata-before-the-stop': ['the metadata come before messageStop', [moveBefore(METADATA, STOP)]],
  }),
  variants('usage/last', 'text/streaming', {
    'usage/metadata-with-a-tier': [
      'the metadata say how fast it was',
      [set(METADATA, 'serviceTier', { type: 'default' })],
    ],
  }),
  faults('usage/cache-breakdown', 'text/buffered', {
    'usage/cache-parts-do-not-add-up': [
      'the parts of what was written to the cache add up to less',
      [
        setBody('usage.cacheWriteInputTokens', 30),
        setBody('usage.totalTokens', 108),
        setBody('usage.cacheDetails', [
          { ttl: '1h', inputTokens: 10 },
          { ttl: '5m', inputTokens: 10 },
        ]),
      ],
    ],
  }),
  variants('usage/cache-breakdown', 'text/buffered', {
    'usage/cache-part-as-text': [
      'one of the parts is text',
      [
        setBody('usage.cacheWriteInputTokens', 30),
        setBody('usage.totalTokens', 108),
        setBody('usage.cacheDetails', [
          { ttl: '1h', inputTokens: 10 },
          { ttl: '5m', inputTokens: '20' },
        ]),
      ],
      { outcome: 'not-applicable' },
    ],
    'usage/cache-parts-of-both-times': [
      'the parts of what was written to the cache add up',
      [
        setBody('usage.cacheWriteInputTokens', 30),
        setBody('usage.totalTokens', 108),
        setBody('usage.cacheDetails', [
          { ttl: '1h', inputTokens: 10 },
          { ttl: '5m', inputTokens: 20 },
        ]),
      ],
    ],
  }),
];
