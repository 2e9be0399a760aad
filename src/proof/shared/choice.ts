/** Faults and variants of choice that several dialects tell with the same words: another answer than the one asked for. */

import { CALLING, CALLING_BOTH, GREETING, TIME_CALL, WEATHER_CALL } from '../dialogues.ts';
import type { AnswerEdits } from '../edits/answer.ts';
import { fault, variant } from '../fault.ts';
import { variantOf } from './words.ts';

/** What a dialect calls things. */
export interface ChoiceWords {
  /** The value of tool_choice with which some tool must be called. */
  readonly required: string;
  /** What tool_choice names. */
  readonly named: 'function' | 'tool';
  /** The wish for one call at most. */
  readonly parallelOff: string;
}

/** @param cut the checks that cannot tell of an answer that was cut off */
export function choiceTold(
  { answer }: Pick<AnswerEdits, 'answer'>,
  { required, named, parallelOff }: ChoiceWords,
  cut: readonly string[],
) {
  const text = answer(GREETING);
  const both = answer(CALLING_BOTH);
  return {
    callDespiteNone: fault(
      'choice/call-despite-none',
      'a tool is called though tool_choice is none',
      'choice-none/streaming',
      [answer(CALLING)],
      'choice/none',
    ),
    textDespiteRequired: fault(
      'choice/text-despite-required',
      `text comes though tool_choice is ${required}`,
      'choice-required/streaming',
      [text],
      'choice/required',
    ),
    nothingDespiteRequired: fault(
      'choice/nothing-despite-required',
      `nothing comes though tool_choice is ${required}`,
      'choice-required/buffered',
      [answer({ finish: 'stop', usage: CALLING.usage })],
      'choice/required',
      { alsoFails: { 'finish/not-empty': 'nothing is no answer either' } },
    ),
    textDespiteAName: fault(
      'choice/text-despite-a-name',
      `text comes though tool_choice names a ${named}`,
      'choice-named/streaming',
      [text],
      'choice/named',
    ),
    anotherThanNamed: fault(
      'choice/another-than-named',
      `another ${named} is called than tool_choice names`,
      'choice-named/buffered',
      [answer({ ...CALLING, calls: [TIME_CALL] })],
      'choice/named',
    ),
    anotherBesideTheNamed: fault(
      'choice/another-beside-the-named',
      `another ${named} is called beside the named one`,
      'choice-named/streaming',
      [both],
      'choice/named',
    ),
    twoCallsDespiteParallelOff: fault(
      'choice/two-calls-despite-parallel-off',
      `two calls come though ${parallelOff}`,
      'parallel-off/streaming',
      [both],
      'choice/parallel-off',
    ),
    toolSpokenOf: (said: string) =>
      variantOf(
        'choice/tool-spoken-of',
        'with tool_choice none the text speaks of a tool',
        'choice-none/buffered',
        'choice/none',
      )([answer({ ...GREETING, text: said })]),
    twoCallsWhereOneIsRequired: variant(
      'choice/two-calls-where-one-is-required',
      `${required} brings two calls`,
      'choice-required/streaming',
      [both],
      'choice/required',
    ),
    namedTwice: variant(
      'choice/named-twice',
      `the named ${named} is called twice`,
      'choice-named/streaming',
      [answer({ ...CALLING_BOTH, calls: [WEATHER_CALL, { ...WEATHER_CALL, id: TIME_CALL.id }] })],
      'choice/named',
    ),
    namedStoppedByLength: variant(
      'choice/named-stopped-by-length',
      `the token limit stops the answer before the call of the named ${named}`,
      'choice-named/streaming',
      [answer({ ...GREETING, finish: 'length' })],
      'choice/named',
      { outcome: 'inconclusive', turnsInconclusive: [...cut, 'choice/named'] },
    ),
    noCallWithParallelOff: variant(
      'choice/no-call-with-parallel-off',
      'no call comes with parallel_tool_calls false',
      'parallel-off/streaming',
      [text],
      'choice/parallel-off',
    ),
  };
}
