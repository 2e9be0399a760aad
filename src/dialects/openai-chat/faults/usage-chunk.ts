/** Seeded faults and legal variants of usage: the chunk of a stream that brings it. */
import { everyTurn, turn } from '../../../faults/edits/edit.ts';
import { askNot } from '../../../faults/edits/exchange.ts';
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
} from '../../../faults/edits/stream.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { usage } from '../render.ts';
import { FINISH, insertChoices, ROLE, TEXT, USAGE } from './places.ts';

const STREAMED = { base: 'text/streaming' } as const;
const EMPTY_CHOICE = [{ index: 0, delta: {}, logprobs: null, finish_reason: null }];

export const usageChunkFaults: readonly SeededFault[] = [
  {
    ...STREAMED,
    name: 'usage/on-the-finish-chunk',
    title: 'usage rides on the chunk that finishes',
    edit: turn(1, remove(USAGE), set(FINISH, 'usage', usage(70, 8))),
    catches: 'usage/chunk-choices-empty',
    level: 'MUST',
  },
  {
    ...STREAMED,
    name: 'usage/beside-an-empty-choice',
    title: 'the usage chunk has a choice with an empty delta',
    edit: turn(1, set(USAGE, 'choices', EMPTY_CHOICE)),
    catches: 'usage/chunk-choices-empty',
    level: 'MUST',
  },
  {
    base: 'openrouter/streaming',
    name: 'usage/beside-an-empty-choice-of-openrouter',
    title: "OpenRouter's usage chunk has a choice with an empty delta",
    edit: turn(1, set(USAGE, 'choices', EMPTY_CHOICE)),
    catches: 'usage/chunk-choices-empty',
    level: 'SHOULD',
  },
  {
    ...STREAMED,
    name: 'usage/twice',
    title: 'usage is sent twice',
    edit: turn(1, repeat(USAGE)),
    catches: 'usage/once',
  },
  {
    ...STREAMED,
    name: 'usage/zeros-at-first',
    title: 'the opening chunk counts nothing, and the last one all',
    edit: turn(1, set(ROLE, 'usage', usage(0, 0))),
    catches: 'usage/once',
  },
  {
    ...STREAMED,
    name: 'usage/in-every-chunk',
    title: 'every chunk of text counts what there was so far',
    edit: turn(
      1,
      setEach(TEXT, 'usage', (position) => usage(70, position + 1)),
    ),
    catches: 'usage/once',
  },
  {
    ...STREAMED,
    name: 'usage/before-the-last-word',
    title: 'usage comes before the last word',
    edit: turn(1, moveBefore(USAGE, last(TEXT))),
    catches: 'usage/last',
  },
  {
    ...STREAMED,
    name: 'usage/before-the-finish',
    title: 'usage comes before the chunk that finishes',
    edit: turn(1, moveBefore(USAGE, FINISH)),
    catches: 'usage/last',
  },
  {
    ...STREAMED,
    name: 'usage/left-out-elsewhere',
    title: 'the other chunks leave usage out',
    edit: turn(1, drop(but(CHUNKS, USAGE), 'usage')),
    catches: 'usage/null-elsewhere',
  },
  {
    base: 'call/streaming',
    name: 'usage/left-out-once',
    title: 'the opening chunk leaves usage out',
    edit: turn(1, drop(ROLE, 'usage')),
    catches: 'usage/null-elsewhere',
  },
];

export const usageChunkVariants: readonly LegalVariant[] = [
  {
    ...STREAMED,
    name: 'usage/unasked-for-beside-a-choice',
    title: 'usage that was not asked for rides on the chunk that finishes',
    near: 'usage/chunk-choices-empty',
    outcome: 'not-applicable',
    edit: turn(1, askNot('stream_options'), remove(USAGE), set(FINISH, 'usage', usage(70, 8))),
  },
  {
    ...STREAMED,
    name: 'usage/empty-choices-before',
    title: 'a chunk of empty choices and usage null comes before the usage chunk',
    near: 'usage/chunk-choices-empty',
    edit: turn(1, insertChoices(FINISH)),
  },
  {
    ...STREAMED,
    name: 'usage/null-on-the-others',
    title: 'every other chunk of both kinds has usage null',
    near: 'usage/once',
    edit: everyTurn(set(but(CHUNKS, USAGE), 'usage', null)),
  },
  {
    ...STREAMED,
    name: 'usage/followed-by-empty-choices',
    title: 'a chunk without choices follows the usage chunk',
    near: 'usage/last',
    edit: turn(1, repeat(USAGE), set(last(USAGE), 'usage', null)),
  },
  {
    ...STREAMED,
    name: 'usage/unasked-for-and-alone',
    title: 'usage was not asked for, and the other chunks leave it out',
    near: 'usage/null-elsewhere',
    outcome: 'not-applicable',
    edit: turn(1, askNot('stream_options'), drop(but(CHUNKS, USAGE), 'usage')),
  },
];
