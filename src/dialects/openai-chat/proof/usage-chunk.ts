/** Seeded faults and legal variants of usage: the chunk of a stream that carries it. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { everyTurn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import {
  but,
  CHUNKS,
  drop,
  last,
  moveBefore,
  remove,
  repeat,
  set,
  setEach,
} from '../../../proof/edits/stream.ts';
import { usage } from '../serve/render.ts';
import { FINISH, insertChoices, ROLE, TEXT, USAGE } from './places.ts';

const EMPTY_CHOICE = [{ index: 0, delta: {}, logprobs: null, finish_reason: null }];

export const usageChunk: Table = [
  faults('usage/chunk-choices-empty', 'text/streaming', {
    'usage/on-the-finish-chunk': [
      'usage rides on the chunk that finishes',
      [remove(USAGE), set(FINISH, 'usage', usage(70, 8))],
      { level: 'MUST' },
    ],
    'usage/beside-an-empty-choice': [
      'the usage chunk has a choice with an empty delta',
      [set(USAGE, 'choices', EMPTY_CHOICE)],
      { level: 'MUST' },
    ],
  }),
  faults('usage/chunk-choices-empty', 'openrouter/streaming', {
    'usage/beside-an-empty-choice-of-openrouter': [
      "OpenRouter's usage chunk has a choice with an empty delta",
      [set(USAGE, 'choices', EMPTY_CHOICE)],
      { level: 'SHOULD' },
    ],
  }),
  variants('usage/chunk-choices-empty', 'text/streaming', {
    'usage/unasked-for-beside-a-choice': [
      'usage that was not asked for rides on the chunk that finishes',
      [askNot('stream_options'), remove(USAGE), set(FINISH, 'usage', usage(70, 8))],
      { outcome: 'not-applicable' },
    ],
    'usage/empty-choices-before': [
      'a chunk of empty choices and usage null comes before the usage chunk',
      [insertChoices(FINISH)],
    ],
  }),
  faults('usage/integers', 'text/streaming', {
    'usage/prompt-alone-at-first': [
      'the opening chunk counts the prompt alone, and the last one all',
      [set(ROLE, 'usage', { prompt_tokens: 70 })],
    ],
  }),
  faults('usage/once', 'text/streaming', {
    'usage/twice': ['usage is sent twice', [repeat(USAGE)]],
    'usage/zeros-at-first': [
      'the opening chunk counts nothing, and the last one all',
      [set(ROLE, 'usage', usage(0, 0))],
    ],
    'usage/in-every-chunk': [
      'every chunk of text counts what there was so far',
      [setEach(TEXT, 'usage', (position) => usage(70, position + 1))],
    ],
  }),
  variants('usage/once', 'text/streaming', {
    'usage/counted-in-every-chunk-as-asked': [
      'the request asks for usage in every chunk, as vLLM has it, and it comes',
      [
        ask('stream_options.continuous_usage_stats', true),
        set(but(CHUNKS, USAGE), 'usage', { prompt_tokens: 70, completion_tokens: 1, total_tokens: 71 }),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('usage/once', 'text/streaming', {
    'usage/null-on-the-others': [
      'every other chunk of both kinds has usage null',
      everyTurn(set(but(CHUNKS, USAGE), 'usage', null)),
    ],
  }),
  faults('usage/last', 'text/streaming', {
    'usage/before-the-last-word': ['usage comes before the last word', [moveBefore(USAGE, last(TEXT))]],
    'usage/before-the-finish': ['usage comes before the chunk that finishes', [moveBefore(USAGE, FINISH)]],
  }),
  variants('usage/last', 'text/streaming', {
    'usage/followed-by-empty-choices': [
      'a chunk without choices follows the usage chunk',
      [repeat(USAGE), set(last(USAGE), 'usage', null)],
    ],
  }),
  faults('usage/null-elsewhere', 'text/streaming', {
    'usage/left-out-elsewhere': ['the other chunks leave usage out', [drop(but(CHUNKS, USAGE), 'usage')]],
  }),
  faults('usage/null-elsewhere', 'call/streaming', {
    'usage/left-out-once': ['the opening chunk leaves usage out', [drop(ROLE, 'usage')]],
  }),
  variants('usage/null-elsewhere', 'text/streaming', {
    'usage/unasked-for-and-alone': [
      'usage was not asked for, and the other chunks leave it out',
      [askNot('stream_options'), drop(but(CHUNKS, USAGE), 'usage')],
      { outcome: 'not-applicable' },
    ],
  }),
];
