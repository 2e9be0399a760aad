/** Seeded faults and legal variants of reasoning: thoughts, and what they cost. */
import { setBody } from '../../../faults/edits/body.ts';
import { turn } from '../../../faults/edits/edit.ts';
import { nth, set } from '../../../faults/edits/stream.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { DELTA, MESSAGE, TEXT, USAGE } from './places.ts';

const TEXTED = { base: 'text/buffered' } as const;
const THOUGHT = { base: 'openrouter-reasoning/buffered' } as const;
const CONTENT = `${MESSAGE}.content`;
const REASONING_TOKENS = 'usage.completion_tokens_details.reasoning_tokens';

export const reasoningFaults: readonly SeededFault[] = [
  {
    ...TEXTED,
    name: 'reasoning/in-tags',
    title: 'the text begins with thoughts in tags',
    edit: turn(1, setBody(CONTENT, '<think>A greeting.</think>Good morning!')),
    catches: 'reasoning/not-in-content',
  },
  {
    base: 'text/streaming',
    name: 'reasoning/closing-tag-in-pieces',
    title: 'the closing tag alone comes, in two deltas',
    edit: turn(
      1,
      set(nth(TEXT, 1), `${DELTA}.content`, '</th'),
      set(nth(TEXT, 2), `${DELTA}.content`, 'ink>'),
    ),
    catches: 'reasoning/not-in-content',
  },
  {
    ...TEXTED,
    name: 'reasoning/channel',
    title: 'the text begins with the analysis channel of the Harmony format',
    edit: turn(1, setBody(CONTENT, '<|channel|>analysis<|message|>A greeting.')),
    catches: 'reasoning/not-in-content',
  },
  {
    ...THOUGHT,
    name: 'reasoning/not-counted',
    title: 'there is reasoning, and reasoning_tokens is 0',
    edit: turn(1, setBody(REASONING_TOKENS, 0)),
    catches: 'reasoning/counted',
  },
  {
    base: 'openrouter-reasoning/streaming',
    name: 'reasoning/not-counted-in-a-stream',
    title: 'there is reasoning in the stream, and reasoning_tokens is 0',
    edit: turn(2, set(USAGE, REASONING_TOKENS, 0)),
    catches: 'reasoning/counted',
  },
];

export const reasoningVariants: readonly LegalVariant[] = [
  {
    ...TEXTED,
    name: 'reasoning/other-tags',
    title: 'the text holds words in tags that mark no reasoning',
    near: 'reasoning/not-in-content',
    edit: turn(1, setBody(CONTENT, 'I think: <thinking> <b>Good</b> morning! <|channel|>final')),
  },
  {
    ...THOUGHT,
    name: 'reasoning/tags-in-the-reasoning',
    title: 'the tags stand in the reasoning itself',
    near: 'reasoning/not-in-content',
    edit: turn(2, setBody(`${MESSAGE}.reasoning`, '<think>21 degrees</think>')),
  },
  {
    ...THOUGHT,
    name: 'reasoning/tokens-not-reported',
    title: 'there is reasoning, and reasoning_tokens is left out',
    near: 'reasoning/counted',
    edit: turn(1, setBody('usage.completion_tokens_details', null)),
  },
  {
    ...THOUGHT,
    name: 'reasoning/blank',
    title: 'the reasoning is a line end, and none is counted',
    near: 'reasoning/counted',
    edit: turn(1, setBody(`${MESSAGE}.reasoning`, '\n'), setBody(REASONING_TOKENS, 0)),
  },
  {
    base: 'openrouter/buffered',
    name: 'reasoning/counted-and-hidden',
    title: 'reasoning is counted, and not shown',
    near: 'reasoning/counted',
    outcome: 'not-applicable',
    edit: turn(1, setBody(REASONING_TOKENS, 12)),
  },
];
