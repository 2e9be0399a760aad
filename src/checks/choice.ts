/** choice: tool_choice and parallel_tool_calls. */

import {
  among,
  broken,
  type Finding,
  findingAt,
  HOLDS,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import { listOf } from '../reading/presence.ts';
import type { Reading, RequestReading, ToolCall } from '../reading/reading.ts';
import { isObject, wordOf } from '../text/json.ts';
import { show } from '../text/json-text.ts';
import { EITHER, type FamilyRules, HIDING_CALLS } from './record.ts';

const CHOICE = { subject: 'provider', answer: 'either' } as const;

export const choice = {
  'choice/none': {
    ...CHOICE,
    title: ({ forbidding }) => `${forbidding} gives no call`,
    level: 'MUST',
    impact: 'critical',
    feature: 'tool-choice-none',
    asked: ({ toolChoice }) => toolChoice?.kind === 'none',
    run: ({ turn, request }) =>
      among(request.tools.length === 0 ? 0 : turn.choices, [
        ...turn.calls.map((call) => callFault(call, 'the request forbade calls', 'no call')),
        ...turn.choices.flatMap(({ otherCalls }) =>
          otherCalls.map((seen) => findingAt(seen, 'the request forbade calls', 'no call')),
        ),
      ]),
  },
  'choice/required': {
    ...CHOICE,
    follows: HIDING_CALLS,
    title: ({ forcing }) => `${forcing} gives at least one call`,
    level: 'MUST',
    impact: 'critical',
    feature: 'tool-choice-required',
    asked: ({ toolChoice, tools }) => toolChoice?.kind === 'required' && tools.length > 0,
    run: (reading) => (isCalling(reading) ? HOLDS : missingCall(reading, 'a call: the request forced one')),
  },
  'choice/named': {
    ...CHOICE,
    follows: HIDING_CALLS,
    title: 'A named function gives at least one call, and calls to it alone',
    level: 'MUST',
    impact: 'critical',
    feature: 'tool-choice-named',
    asked: (request) => request.tools.some(({ name }) => name === namedTool(request)),
    run: (reading) => {
      const name = namedTool(reading.request);
      if (!isCalling(reading)) return missingCall(reading, `a call of ${show(name)}`);
      return callsAmong([name ?? ''], reading, 'the request named another function', show(name));
    },
  },
  'choice/parallel-off': {
    ...CHOICE,
    title: 'parallel_tool_calls false gives at most one call',
    level: 'MUST',
    impact: 'major',
    feature: 'parallel-tool-calls-off',
    asked: ({ parallelCalls, tools }) => parallelCalls === false && tools.length > 0,
    run: ({ turn }) =>
      among(
        turn.calls,
        turn.choices.flatMap(({ calls }) =>
          calls
            .slice(1)
            .map((call) => callFault(call, 'the request allowed no parallel calls', 'at most one call')),
        ),
      ),
  },
  'choice/allowed': {
    ...EITHER,
    follows: HIDING_CALLS,
    title: 'With allowed_tools no other function is called, and with mode required at least one is',
    level: 'MUST',
    impact: 'critical',
    asked: ({ toolChoice }) => toolChoice?.kind === 'allowed',
    run: (reading) => {
      const { toolChoice } = reading.request;
      if (toolChoice?.kind !== 'allowed') return NOT_APPLICABLE;
      const { names, required } = toolChoice;
      if (required && !isCalling(reading)) return missingCall(reading, 'a call: the mode is required');
      return callsAmong(names, reading, 'tool_choice does not list this function', `one of ${show(names)}`);
    },
  },
} satisfies FamilyRules<'choice'>;

/** Returns true if the request forces a call and offers tools, even if the provider runs all of them. */
export function forcesSomeTool({ toolChoice, json }: RequestReading): boolean {
  return toolChoice?.kind === 'required' && isObject(json) && listOf(json['tools']).length > 0;
}

/** Returns true if the answer calls any tool, including those that the provider runs. */
export function isCalling({ turn }: Reading): boolean {
  return turn.calls.length > 0 || turn.choices.some(({ otherCalls }) => otherCalls.length > 0);
}

const TORN = inconclusive('a part of the answer could not be read');

/** Judges whether all calls are of these tools; a call whose name was lost is not judged. */
function callsAmong(
  names: readonly string[],
  reading: Reading,
  message: string,
  expected: string,
): Judgement {
  const others = reading.turn.calls.filter((call) => !names.includes(wordOf(call.name?.value)));
  if (reading.torn && others.every((call) => call.name === null) && others.length > 0) return TORN;
  return among(
    isCalling(reading) ? 1 : 0,
    others.map((call) => callFault(call, message, expected)),
  );
}

function namedTool({ toolChoice }: RequestReading): string | undefined {
  return toolChoice?.kind === 'named' ? toolChoice.name : undefined;
}

export function callFault(call: ToolCall, message: string, expected: string): Finding {
  return findingAt(call.name ?? { value: undefined, event: call.event, path: call.path }, message, expected);
}

/** Judges an answer without a call: a failure, unless the answer ended before a call could have come. */
export function missingCall({ turn, cutOff, torn }: Reading, expected: string): Judgement {
  if (cutOff || turn.errors.length > 0) return inconclusive('the answer was cut off before any call');
  if (torn) return TORN;
  const [first] = turn.choices;
  const found = first === undefined ? 'no choice' : show(first.text);
  const place = { event: first?.event ?? null, path: first?.path ?? '' };
  return broken({ ...place, message: 'no tool was called', found, expected });
}
