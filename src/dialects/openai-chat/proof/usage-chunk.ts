/** Seeded faults and legal variants of usage: the chunk of a stream that brings it. */
import { everyTurn } from '../../../proof/edits/edit.ts';
import { askNot } from '../../../proof/edits/exchange.ts';
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
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { usage } from '../serve/render.ts';
import { FINISH, insertChoices, ROLE, TEXT, USAGE } from './places.ts';

const STREAMED = 'text/streaming';
const EMPTY_CHOICE = [{ index: 0, delta: {}, logprobs: null, finish_reason: null }];

export const faults: readonly SeededFault[] = [
  fault(
    'usage/on-the-finish-chunk',
    'usage rides on the chunk that finishes',
    STREAMED,
    [remove(USAGE), set(FINISH, 'usage', usage(70, 8))],
    'usage/chunk-choices-empty',
    { level: 'MUST' },
  ),
  fault(
    'usage/beside-an-empty-choice',
    'the usage chunk has a choice with an empty delta',
    STREAMED,
    [set(USAGE, 'choices', EMPTY_CHOICE)],
    'usage/chunk-choices-empty',
    { level: 'MUST' },
  ),
  fault(
    'usage/beside-an-empty-choice-of-openrouter',
    "OpenRouter's usage chunk has a choice with an empty delta",
    'openrouter/streaming',
    [set(USAGE, 'choices', EMPTY_CHOICE)],
    'usage/chunk-choices-empty',
    { level: 'SHOULD' },
  ),
  fault('usage/twice', 'usage is sent twice', STREAMED, [repeat(USAGE)], 'usage/once'),
  fault(
    'usage/zeros-at-first',
    'the opening chunk counts nothing, and the last one all',
    STREAMED,
    [set(ROLE, 'usage', usage(0, 0))],
    'usage/once',
  ),
  fault(
    'usage/in-every-chunk',
    'every chunk of text counts what there was so far',
    STREAMED,
    [setEach(TEXT, 'usage', (position) => usage(70, position + 1))],
    'usage/once',
  ),
  fault(
    'usage/before-the-last-word',
    'usage comes before the last word',
    STREAMED,
    [moveBefore(USAGE, last(TEXT))],
    'usage/last',
  ),
  fault(
    'usage/before-the-finish',
    'usage comes before the chunk that finishes',
    STREAMED,
    [moveBefore(USAGE, FINISH)],
    'usage/last',
  ),
  fault(
    'usage/left-out-elsewhere',
    'the other chunks leave usage out',
    STREAMED,
    [drop(but(CHUNKS, USAGE), 'usage')],
    'usage/null-elsewhere',
  ),
  fault(
    'usage/left-out-once',
    'the opening chunk leaves usage out',
    'call/streaming',
    [drop(ROLE, 'usage')],
    'usage/null-elsewhere',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'usage/unasked-for-beside-a-choice',
    'usage that was not asked for rides on the chunk that finishes',
    STREAMED,
    [askNot('stream_options'), remove(USAGE), set(FINISH, 'usage', usage(70, 8))],
    'usage/chunk-choices-empty',
    { outcome: 'not-applicable' },
  ),
  variant(
    'usage/empty-choices-before',
    'a chunk of empty choices and usage null comes before the usage chunk',
    STREAMED,
    [insertChoices(FINISH)],
    'usage/chunk-choices-empty',
  ),
  variant(
    'usage/null-on-the-others',
    'every other chunk of both kinds has usage null',
    STREAMED,
    everyTurn(set(but(CHUNKS, USAGE), 'usage', null)),
    'usage/once',
  ),
  variant(
    'usage/followed-by-empty-choices',
    'a chunk without choices follows the usage chunk',
    STREAMED,
    [repeat(USAGE), set(last(USAGE), 'usage', null)],
    'usage/last',
  ),
  variant(
    'usage/unasked-for-and-alone',
    'usage was not asked for, and the other chunks leave it out',
    STREAMED,
    [askNot('stream_options'), drop(but(CHUNKS, USAGE), 'usage')],
    'usage/null-elsewhere',
    { outcome: 'not-applicable' },
  ),
];
