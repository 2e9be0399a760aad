/** Seeded faults and legal variants of usage: the tokens that are billed. */
import { tokens } from '../../../answers/answer.ts';
import { GREETING } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { about, ask, askNot, onCounterpart } from '../../../proof/edits/exchange.ts';
import { remove, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/usage.ts';
import { usage } from '../serve/render.ts';
import { answer } from './edits.ts';
import { MESSAGE, twoChoices, USAGE } from './places.ts';

const BUFFERED = 'text/buffered';
const STREAMED = 'text/streaming';
const REASONING = 'usage.completion_tokens_details.reasoning_tokens';
const CACHED = 'usage.prompt_tokens_details.cached_tokens';
const UNCOUNTED = ['usage/total'];

const told = shared.usageTold(usage, { prompt: 'prompt', completion: 'completion', limit: 'max_tokens' });

export const faults: readonly SeededFault[] = [
  fault('usage/never', 'usage was asked for, and never comes', STREAMED, [remove(USAGE)], 'usage/present'),
  shared.LEFT_OUT,
  shared.IS_NULL,
  shared.IS_LIST,
  fault(
    'usage/counts-as-text',
    'the counts are text',
    BUFFERED,
    [
      setBody('usage.prompt_tokens', '70'),
      setBody('usage.completion_tokens', '8'),
      setBody('usage.total_tokens', '78'),
    ],
    'usage/integers',
    { turnsInconclusive: ['usage/total', 'usage/counted', 'usage/within-limit'] },
  ),
  fault(
    'usage/total-missing',
    'total_tokens is missing',
    STREAMED,
    [set(USAGE, 'usage.total_tokens', null)],
    'usage/integers',
    { turnsInconclusive: UNCOUNTED },
  ),
  fault(
    'usage/fraction',
    'a count has a fraction',
    STREAMED,
    [set(USAGE, 'usage.completion_tokens', 8.5), set(USAGE, 'usage.total_tokens', 78.5)],
    'usage/integers',
    { turnsInconclusive: ['usage/total', 'usage/counted', 'usage/within-limit'] },
  ),
  fault(
    'usage/negative',
    'a count is negative',
    BUFFERED,
    [setBody('usage.completion_tokens', -1), setBody('usage.total_tokens', 69)],
    'usage/integers',
    { turnsInconclusive: ['usage/total', 'usage/counted', 'usage/within-limit'] },
  ),
  fault(
    'usage/reasoning-on-top',
    'the total counts reasoning once more',
    BUFFERED,
    [setBody(REASONING, 5), setBody('usage.total_tokens', 83)],
    'usage/total',
    { says: 'prompt + completion + reasoning' },
  ),
  fault(
    'usage/cached-on-top',
    'the total counts cached tokens once more',
    STREAMED,
    [set(USAGE, CACHED, 64), set(USAGE, 'usage.total_tokens', 142)],
    'usage/total',
    { says: 'prompt + completion + cached' },
  ),
  fault(
    'usage/total-off-by-one',
    'the total is one too many',
    BUFFERED,
    [setBody('usage.total_tokens', 79)],
    'usage/total',
    { says: 'no known formula' },
  ),
  fault(
    'usage/nothing-counted',
    'all counts are 0',
    STREAMED,
    [set(USAGE, 'usage', usage(0, 0))],
    'usage/counted',
  ),
  fault(
    'usage/completion-not-counted',
    'there is text, and completion_tokens is 0',
    BUFFERED,
    [setBody('usage', usage(78, 0))],
    'usage/counted',
  ),
  fault(
    'usage/call-not-counted',
    'there is a call, and completion_tokens is 0',
    'call/buffered',
    [setBody('usage', usage(98, 0))],
    'usage/counted',
  ),
  fault(
    'usage/reasoning-alone-not-counted',
    'the token limit ends an answer of reasoning alone, and completion_tokens is 0',
    'openrouter-reasoning/buffered',
    all(
      about({ price: null }),
      turn(
        2,
        setBody(`${MESSAGE}.content`, null),
        setBody('choices[0].finish_reason', 'length'),
        setBody('usage.completion_tokens', 0),
        setBody('usage.total_tokens', 130),
        setBody(REASONING, null),
      ),
    ),
    'usage/counted',
    { turnsInconclusive: [...CUT_OFF, 'roundtrip/continues', 'roundtrip/result-used'] },
  ),
  fault(
    'usage/more-cached-than-prompt',
    'more tokens were cached than the prompt has',
    BUFFERED,
    [setBody(CACHED, 71)],
    'usage/cached-within-prompt',
  ),
  fault(
    'usage/more-reasoning-than-completion',
    'reasoning took more tokens than the completion',
    STREAMED,
    [set(USAGE, REASONING, 9)],
    'usage/reasoning-within-completion',
  ),
  fault(
    'usage/prompt-as-before',
    'the second turn counts as many prompt tokens as the first',
    'weather/streaming',
    turn(2, set(USAGE, 'usage', usage(80, 12))),
    'usage/grows',
  ),
  fault(
    'usage/total-off-in-the-second-turn',
    'the total of the second turn is the prompt alone, so growth cannot be told',
    'weather/buffered',
    turn(2, setBody('usage.total_tokens', 118)),
    'usage/total',
    { says: 'the total is prompt', turnsInconclusive: ['usage/grows'] },
  ),
  fault(
    'usage/prompt-shrinks-again',
    'the third turn counts fewer prompt tokens than the second, though more than the first',
    'three-turns/streaming',
    turn(3, set(USAGE, 'usage', usage(100, 20))),
    'usage/grows',
  ),
  fault(
    'usage/prompt-shrinks',
    'the third turn counts the new messages only',
    'three-turns/buffered',
    turn(3, setBody('usage', usage(24, 20))),
    'usage/grows',
  ),
  fault(
    'usage/beyond-the-limit',
    'the completion has one token more than max_tokens',
    BUFFERED,
    [setBody('usage', usage(70, 501))],
    'usage/within-limit',
  ),
  fault(
    'usage/beyond-the-limit-of-two-choices',
    'two choices have one token more than max_tokens allows them together',
    STREAMED,
    [twoChoices(), set(USAGE, 'usage', usage(70, 1001))],
    'usage/within-limit',
  ),
  fault(
    'usage/beyond-the-newer-limit',
    'the completion has more tokens than max_completion_tokens, though not than max_tokens',
    STREAMED,
    [ask('max_completion_tokens', 7)],
    'usage/within-limit',
  ),
  fault(
    'usage/dearer-streamed',
    'the streamed request counts one prompt token more than the buffered one',
    'both-deliveries/streaming',
    [set(USAGE, 'usage', usage(81, 18))],
    'usage/parity',
  ),
  fault(
    'usage/cheaper-streamed',
    'the streamed request counts half the prompt tokens of the buffered one',
    'both-deliveries/streaming',
    onCounterpart(setBody('usage', usage(160, 18))),
    'usage/parity',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'usage/not-asked-for',
    'no usage was asked for, and none comes',
    STREAMED,
    [askNot('stream_options'), remove(USAGE)],
    'usage/present',
    { outcome: 'not-applicable' },
  ),
  variant(
    'usage/asked-not-to',
    'include_usage is false, and none comes',
    STREAMED,
    [ask('stream_options.include_usage', false), remove(USAGE)],
    'usage/present',
    { outcome: 'not-applicable' },
  ),
  variant(
    'usage/unasked-for',
    'no usage was asked for, and it comes',
    STREAMED,
    [askNot('stream_options')],
    'usage/total',
  ),
  variant(
    'usage/counts-alone',
    'usage has the three counts and no details',
    BUFFERED,
    [setBody('usage', { prompt_tokens: 70, completion_tokens: 8, total_tokens: 78 })],
    'usage/integers',
  ),
  variant(
    'usage/details-null',
    'the details are null',
    BUFFERED,
    [setBody('usage.prompt_tokens_details', null), setBody('usage.completion_tokens_details', null)],
    'usage/total',
  ),
  variant(
    'usage/reasoning-inside',
    'reasoning is a part of the completion',
    BUFFERED,
    [setBody(REASONING, 5)],
    'usage/total',
  ),
  variant(
    'usage/nothing-generated',
    'a stop string is met at once, and completion_tokens is 0',
    BUFFERED,
    [ask('stop', 'Good'), answer({ finish: 'stop', usage: tokens(70, 0) })],
    'usage/counted',
  ),
  variant(
    'usage/all-cached',
    'the whole prompt was cached',
    STREAMED,
    [set(USAGE, CACHED, 70)],
    'usage/cached-within-prompt',
  ),
  variant(
    'usage/all-reasoning',
    'the whole completion was reasoning',
    BUFFERED,
    [setBody(REASONING, 8)],
    'usage/reasoning-within-completion',
  ),
  variant(
    'usage/one-more-than-before',
    'the second turn counts one prompt token more than the first',
    'weather/buffered',
    turn(2, setBody('usage', usage(81, 12))),
    'usage/grows',
  ),
  variant(
    'usage/shrinks-on-another-upstream',
    'the second turn counts fewer prompt tokens, on another upstream',
    'openrouter/buffered',
    turn(2, setBody('provider', 'Novita'), setBody('usage', usage(60, 12)), setBody('usage.cost', 0.000_108)),
    'usage/grows',
    { outcome: 'not-applicable', observes: ['routing/stable'] },
  ),
  variant(
    'usage/shrinks-after-a-search',
    'the first prompt had what a search of the provider found, and the second counts fewer tokens',
    'weather/buffered',
    all(everyTurn(ask('web_search_options', {})), turn(2, setBody('usage', usage(60, 12)))),
    'usage/grows',
    { outcome: 'not-applicable' },
  ),
  variant(
    'usage/shrinks-without-tools',
    'the second turn offers no tools, and counts fewer prompt tokens',
    'weather/streaming',
    turn(2, askNot('tools'), askNot('tool_choice'), set(USAGE, 'usage', usage(60, 12))),
    'usage/grows',
    { outcome: 'not-applicable' },
  ),
  told.atTheLimit,
  variant(
    'usage/at-the-limit-of-two-choices',
    'two choices have as many tokens as max_tokens allows each',
    STREAMED,
    [twoChoices(), set(USAGE, 'usage', usage(70, 1000))],
    'usage/within-limit',
  ),
  variant(
    'usage/no-limit',
    'the request sets no limit',
    BUFFERED,
    [askNot('max_tokens'), answer({ ...GREETING, usage: tokens(70, 90_000) })],
    'usage/within-limit',
    { outcome: 'not-applicable' },
  ),
  told.longerAnswerBuffered,
  variant(
    'usage/parity-without-buffered-usage',
    'the buffered answer counts nothing',
    'both-deliveries/streaming',
    onCounterpart(dropBody('usage')),
    'usage/parity',
    { outcome: 'inconclusive', turnsInconclusive: ['usage/parity'] },
  ),
  variant(
    'usage/parity-across-upstreams',
    'another upstream served the buffered request, and counts otherwise',
    'both-deliveries/streaming',
    onCounterpart(setBody('provider', 'Novita'), setBody('usage', usage(91, 18))),
    'usage/parity',
    { outcome: 'inconclusive', turnsInconclusive: ['usage/parity'] },
  ),
];
