/** Seeded faults and legal variants of usage: the tokens that are billed. */
import { tokens } from '../../../answers/answer.ts';
import { GREETING } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { drop, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import * as shared from '../../../proof/shared/usage.ts';
import { usage } from '../serve/render.ts';
import { answer } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { CREATED, IN_PROGRESS, TERMINAL } from './places.ts';

const BUFFERED = 'text/buffered';
const STREAMED = 'text/streaming';
const END = 'response.usage';
const CACHED = 'input_tokens_details.cached_tokens';
const REASONING = 'output_tokens_details.reasoning_tokens';
const BOTH = 'both-deliveries/streaming';

const told = shared.usageTold(usage, { prompt: 'input', completion: 'output', limit: 'max_output_tokens' });

export const faults: readonly SeededFault[] = [
  fault(
    'usage/never',
    'the terminal event has usage null',
    STREAMED,
    [set(TERMINAL, END, null)],
    'usage/present',
  ),
  shared.LEFT_OUT,
  shared.IS_LIST,
  fault(
    'usage/names-of-chat',
    'the counts have the names of Chat Completions',
    BUFFERED,
    [setBody('usage', { prompt_tokens: 70, completion_tokens: 8, total_tokens: 78 })],
    'usage/integers',
    {
      alsoFails: { 'usage/details': 'the details are missing too' },
      observes: ['shape/unknown-fields'],
      turnsInconclusive: ['usage/total', 'usage/counted', 'usage/within-limit'],
    },
  ),
  fault(
    'usage/counts-as-text',
    'the total is text',
    STREAMED,
    [set(TERMINAL, `${END}.total_tokens`, '78')],
    'usage/integers',
    { turnsInconclusive: ['usage/total'] },
  ),
  fault(
    'usage/reasoning-on-top',
    'the total counts reasoning once more',
    BUFFERED,
    [setBody(`usage.${REASONING}`, 5), setBody('usage.total_tokens', 83)],
    'usage/total',
    { says: 'input + output + reasoning' },
  ),
  fault(
    'usage/total-off-by-one',
    'the total is one too many',
    STREAMED,
    [set(TERMINAL, `${END}.total_tokens`, 79)],
    'usage/total',
    {
      says: 'no known formula',
    },
  ),
  fault(
    'usage/details-left-out',
    'usage has no details of the output',
    BUFFERED,
    [dropBody('usage.output_tokens_details')],
    'usage/details',
  ),
  fault(
    'usage/cached-null',
    'the count of cached tokens is null',
    STREAMED,
    [set(TERMINAL, `${END}.${CACHED}`, null)],
    'usage/details',
  ),
  fault(
    'usage/nothing-counted',
    'all counts are 0',
    STREAMED,
    [set(TERMINAL, END, usage(0, 0))],
    'usage/counted',
  ),
  fault(
    'usage/output-not-counted',
    'there is a call, and output_tokens is 0',
    'call/buffered',
    [setBody('usage', usage(98, 0))],
    'usage/counted',
  ),
  fault(
    'usage/more-cached-than-input',
    'more tokens were cached than the input has',
    BUFFERED,
    [setBody(`usage.${CACHED}`, 71)],
    'usage/cached-within-prompt',
  ),
  fault(
    'usage/more-reasoning-than-output',
    'reasoning took more tokens than the output',
    STREAMED,
    [set(TERMINAL, `${END}.${REASONING}`, 9)],
    'usage/reasoning-within-completion',
  ),
  fault(
    'usage/from-the-start',
    'the first event has usage, all 0',
    STREAMED,
    [set(CREATED, END, usage(0, 0))],
    'usage/once',
  ),
  fault(
    'usage/input-shrinks',
    'the third turn counts the new items only',
    'three-turns/buffered',
    turn(3, setBody('usage', usage(24, 20))),
    'usage/grows',
  ),
  fault(
    'usage/stored-not-counted',
    'the stored history is not counted',
    'stored/streaming',
    turn(2, set(TERMINAL, END, usage(20, 12))),
    'usage/grows',
  ),
  fault(
    'usage/beyond-the-limit',
    'the output has one token more than max_output_tokens',
    BUFFERED,
    [setBody('usage', usage(70, 501))],
    'usage/within-limit',
  ),
  fault(
    'usage/dearer-streamed',
    'the streamed request counts one input token more than the buffered one',
    BOTH,
    [set(TERMINAL, END, usage(81, 18))],
    'usage/parity',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'usage/of-an-incomplete-answer',
    'an incomplete answer has usage',
    BUFFERED,
    [answer({ ...GREETING, finish: 'length', usage: tokens(70, 500) })],
    'usage/present',
    { turnsInconclusive: CUT },
  ),
  variant(
    'usage/counts-of-zero',
    'details of 0 are integers',
    BUFFERED,
    [setBody('usage', usage(70, 8, 0))],
    'usage/integers',
  ),
  variant(
    'usage/reasoning-inside',
    'reasoning is a part of the output',
    BUFFERED,
    [setBody(`usage.${REASONING}`, 5)],
    'usage/total',
  ),
  variant(
    'usage/writes-counted',
    'the details count what was written to the cache',
    STREAMED,
    [set(TERMINAL, `${END}.input_tokens_details.cache_write_tokens`, 64)],
    'usage/details',
  ),
  variant(
    'usage/nothing-generated',
    'a filter stops the answer at once, and output_tokens is 0',
    BUFFERED,
    [answer({ finish: 'content_filter', usage: tokens(70, 0) })],
    'usage/counted',
    {
      turnsInconclusive: CUT,
    },
  ),
  variant(
    'usage/all-cached',
    'the whole input was cached',
    STREAMED,
    [set(TERMINAL, `${END}.${CACHED}`, 70)],
    'usage/cached-within-prompt',
  ),
  variant(
    'usage/all-reasoning',
    'the whole output was reasoning',
    BUFFERED,
    [setBody(`usage.${REASONING}`, 8)],
    'usage/reasoning-within-completion',
  ),
  variant(
    'usage/left-out-at-first',
    'the first events leave usage out',
    STREAMED,
    [drop(CREATED, END), drop(IN_PROGRESS, END)],
    'usage/once',
  ),
  variant(
    'usage/one-more-than-before',
    'the second turn counts one input token more than the first',
    'weather/buffered',
    turn(2, setBody('usage', usage(81, 12))),
    'usage/grows',
  ),
  variant(
    'usage/shrinks-with-a-search',
    'a search of the provider makes the second input shorter',
    'weather/streaming',
    turn(
      2,
      ask('tools[2]', { type: 'web_search' }),
      set(TERMINAL, 'response.tools[2]', { type: 'web_search' }),
      set(TERMINAL, END, usage(60, 12)),
    ),
    'usage/grows',
    {
      outcome: 'not-applicable',
    },
  ),
  told.atTheLimit,
  variant(
    'usage/no-limit',
    'the request sets no limit',
    BUFFERED,
    [askNot('max_output_tokens'), setBody('usage', usage(70, 90_000))],
    'usage/within-limit',
    {
      outcome: 'not-applicable',
    },
  ),
  told.longerAnswerBuffered,
];
