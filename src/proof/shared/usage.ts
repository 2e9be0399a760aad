/** Faults and variants of usage that several dialects tell with the same words. */

import type { Json } from '../../text/json.ts';
import { dropBody, setBody } from '../edits/body.ts';
import { onCounterpart } from '../edits/exchange.ts';
import { fault, variant } from '../fault.ts';

const BUFFERED = 'text/buffered';

export const LEFT_OUT = fault(
  'usage/left-out',
  'a body leaves usage out',
  BUFFERED,
  [dropBody('usage')],
  'usage/present',
);

export const IS_NULL = fault(
  'usage/null',
  'the usage of a body is null',
  BUFFERED,
  [setBody('usage', null)],
  'usage/present',
);

export const IS_LIST = fault(
  'usage/list',
  'usage is a list',
  BUFFERED,
  [setBody('usage', [70, 8, 78])],
  'usage/present',
);

/** What a dialect calls what it counts. */
export interface UsageWords {
  readonly prompt: 'prompt' | 'input';
  readonly completion: 'completion' | 'output';
  /** The field of a request that limits the completion. */
  readonly limit: string;
}

/** @param usage the usage of so many tokens, in the fields of the dialect */
export function usageTold(
  usage: (prompt: number, completion: number) => Json,
  { prompt, completion, limit }: UsageWords,
) {
  return {
    atTheLimit: variant(
      'usage/at-the-limit',
      `the ${completion} has as many tokens as ${limit}`,
      BUFFERED,
      [setBody('usage', usage(70, 500))],
      'usage/within-limit',
    ),
    longerAnswerBuffered: variant(
      'usage/longer-answer-buffered',
      `the buffered answer is longer, for the same ${prompt}`,
      'both-deliveries/streaming',
      onCounterpart(setBody('usage', usage(80, 40))),
      'usage/parity',
    ),
  };
}
