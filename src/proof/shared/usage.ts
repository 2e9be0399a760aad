/** Faults and variants of usage: the token counts. */

import { tokens } from '../../answers/answer.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { BOTH_REPORT, CALLING, GREETING, REPORT } from '../dialogue-parts.ts';
import { dropBody, setBody } from '../edits/body.ts';
import { turn } from '../edits/edit.ts';
import { lose, onCounterpart } from '../edits/exchange.ts';

const TOO_LARGE = { unserved: 'its number is too large only for the request that it was written for' };

export const usage: SharedTable = ({ answer, usageField }) => {
  const greets = (prompt: number, completion: number) =>
    answer({ ...GREETING, usage: tokens(prompt, completion) });
  const calls = (prompt: number, completion: number) =>
    answer({ ...CALLING, usage: tokens(prompt, completion) });
  return [
    faults('usage/present', 'text/buffered', {
      'usage/left-out': ['a body leaves usage out', [dropBody(usageField)]],
      'usage/null': ['the usage of a body is null', [setBody(usageField, null)]],
      'usage/list': ['usage is a list', [setBody(usageField, [70, 8, 78])]],
    }),
    faults('usage/present', 'weather/buffered', {
      'usage/left-out-of-the-first-turn': [
        'the body of the first turn leaves usage out, and that of the second has it',
        [dropBody(usageField)],
      ],
    }),
    faults('usage/counted', 'text/streaming', {
      'usage/nothing-counted': ['all counts are 0', [greets(0, 0)]],
    }),
    faults('usage/counted', 'text/buffered', {
      'usage/completion-not-counted': ['there is text, and no token of it is counted', [greets(78, 0)]],
    }),
    faults('usage/counted', 'call/buffered', {
      'usage/call-not-counted': ['there is a call, and no token of it is counted', [calls(98, 0)]],
    }),
    faults('usage/cached-within-prompt', 'text/buffered', {
      'usage/more-cached-than-prompt': [
        'more tokens were cached than the prompt has',
        [answer({ ...GREETING, usage: { ...GREETING.usage, cached: 71 } })],
        TOO_LARGE,
      ],
    }),
    variants('usage/cached-within-prompt', 'text/streaming', {
      'usage/all-cached': [
        'the whole prompt was cached',
        [answer({ ...GREETING, usage: { ...GREETING.usage, cached: 70 } })],
      ],
    }),
    faults('usage/reasoning-within-completion', 'text/streaming', {
      'usage/more-reasoning-than-completion': [
        'reasoning took more tokens than the completion',
        [answer({ ...GREETING, usage: tokens(70, 8, 9) })],
      ],
    }),
    variants('usage/reasoning-within-completion', 'text/buffered', {
      'usage/all-reasoning': [
        'the whole completion was reasoning',
        [answer({ ...GREETING, usage: tokens(70, 8, 8) })],
      ],
    }),
    faults('usage/grows', 'weather/streaming', {
      'usage/prompt-as-before': [
        'the second turn counts as many prompt tokens as the first',
        turn(2, answer({ ...REPORT, usage: tokens(80, 12) })),
        { unserved: 'its number is that of the first turn only where it was written for' },
      ],
    }),
    faults('usage/grows', 'three-turns/streaming', {
      'usage/prompt-shrinks-again': [
        'the third turn counts fewer prompt tokens than the second, though more than the first',
        turn(3, answer({ ...BOTH_REPORT, usage: tokens(100, 20) })),
      ],
    }),
    faults('usage/grows', 'three-turns/buffered', {
      'usage/prompt-shrinks': [
        'the third turn counts the new messages only',
        turn(3, answer({ ...BOTH_REPORT, usage: tokens(24, 20) })),
      ],
    }),
    variants('usage/grows', 'weather/buffered', {
      'usage/one-more-than-before': [
        'the second turn counts one prompt token more than the first',
        turn(2, answer({ ...REPORT, usage: tokens(81, 12) })),
      ],
    }),
    faults('usage/within-limit', 'text/buffered', {
      'usage/beyond-the-limit': [
        'the completion has one token more than the request allows',
        [greets(70, 501)],
        TOO_LARGE,
      ],
    }),
    variants('usage/within-limit', 'text/buffered', {
      'usage/at-the-limit': ['the completion has as many tokens as the request allows', [greets(70, 500)]],
    }),
    faults('usage/parity', 'both-deliveries/streaming', {
      'usage/dearer-streamed': [
        'the streamed request counts one prompt token more than the buffered one',
        [calls(81, 18)],
      ],
      'usage/cheaper-streamed': [
        'the streamed request counts half the prompt tokens of the buffered one',
        onCounterpart(calls(160, 18)),
        { unserved: 'it is an edit of the buffered answer, made while the streamed one is judged' },
      ],
    }),
    variants('usage/parity', 'both-deliveries/streaming', {
      'usage/longer-answer-buffered': [
        'the buffered answer is longer, for the same prompt',
        onCounterpart(calls(80, 40)),
      ],
      'usage/buffered-answer-lost': [
        'the client hung up on the buffered answer',
        onCounterpart(lose('the client hung up')),
        { outcome: 'not-applicable' },
      ],
    }),
  ];
};
