/** Seeded faults and legal variants of reasoning: thoughts, and what they cost. */
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { nth, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { DELTA, MESSAGE, TEXT, USAGE } from './places.ts';

const TEXTED = 'text/buffered';
const THOUGHT = 'openrouter-reasoning/buffered';
const CONTENT = `${MESSAGE}.content`;
const REASONING_TOKENS = 'usage.completion_tokens_details.reasoning_tokens';

export const faults: readonly SeededFault[] = [
  fault(
    'reasoning/in-tags',
    'the text begins with thoughts in tags',
    TEXTED,
    [setBody(CONTENT, '<think>A greeting.</think>Good morning!')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/closing-tag-in-pieces',
    'the closing tag alone comes, in two deltas',
    'text/streaming',
    [set(nth(TEXT, 1), `${DELTA}.content`, '</th'), set(nth(TEXT, 2), `${DELTA}.content`, 'ink>')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/channel',
    'the text begins with the analysis channel of the Harmony format',
    TEXTED,
    [setBody(CONTENT, '<|channel|>analysis<|message|>A greeting.')],
    'reasoning/not-in-content',
  ),
  fault(
    'reasoning/not-counted',
    'there is reasoning, and reasoning_tokens is 0',
    THOUGHT,
    [setBody(REASONING_TOKENS, 0)],
    'reasoning/counted',
  ),
  fault(
    'reasoning/not-counted-in-a-stream',
    'there is reasoning in the stream, and reasoning_tokens is 0',
    'openrouter-reasoning/streaming',
    turn(2, set(USAGE, REASONING_TOKENS, 0)),
    'reasoning/counted',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'reasoning/other-tags',
    'the text holds words in tags that mark no reasoning',
    TEXTED,
    [setBody(CONTENT, 'I think: <thinking> <b>Good</b> morning! <|channel|>final')],
    'reasoning/not-in-content',
  ),
  variant(
    'reasoning/tags-that-were-asked-for',
    'the request asks for thoughts in tags',
    TEXTED,
    [
      ask('messages[0].content', 'Think in <think> and </think> before you answer.'),
      setBody(CONTENT, '<think>A greeting.</think>Good morning!'),
    ],
    'reasoning/not-in-content',
  ),
  variant(
    'reasoning/tags-in-the-reasoning',
    'the tags stand in the reasoning itself',
    THOUGHT,
    turn(2, setBody(`${MESSAGE}.reasoning`, '<think>21 degrees</think>')),
    'reasoning/not-in-content',
  ),
  variant(
    'reasoning/tokens-not-reported',
    'there is reasoning, and reasoning_tokens is left out',
    THOUGHT,
    [setBody('usage.completion_tokens_details', null)],
    'reasoning/counted',
  ),
  variant(
    'reasoning/blank',
    'the reasoning is a line end, and none is counted',
    THOUGHT,
    [setBody(`${MESSAGE}.reasoning`, '\n'), setBody(REASONING_TOKENS, 0)],
    'reasoning/counted',
  ),
  variant(
    'reasoning/counted-and-hidden',
    'reasoning is counted, and not shown',
    'openrouter/buffered',
    [setBody(REASONING_TOKENS, 12)],
    'reasoning/counted',
    { outcome: 'not-applicable' },
  ),
];
