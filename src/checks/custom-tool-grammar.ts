/** The input of custom tools, held against the grammars of the tools. */
import {
  among,
  type Finding,
  findingAt,
  inconclusive,
  type Judgement,
  NOT_APPLICABLE,
} from '../judge/check.ts';
import type { Reading } from '../reading/reading.ts';
import { wordOf } from '../text/json.ts';
import { linearPattern } from './pattern.ts';

/** Grammars of another syntax than regular expressions are not read. */
export function grammarJudgement({ turn, request: { customTools = [] } }: Reading): Judgement {
  const patterns = new Map(customTools.map(({ name, pattern }) => [name, pattern]));
  const faults: Finding[] = [];
  let judged = 0;
  for (const call of turn.calls) {
    const pattern = patterns.get(wordOf(call.name?.value)) ?? null;
    if (pattern === null || call.input === undefined) continue;
    const whole = wholePattern(pattern);
    if (typeof whole === 'string') return inconclusive(whole);
    judged += 1;
    if (whole.matches(call.input)) continue;
    const seen = { event: call.event, path: call.argumentsPath, value: call.input };
    faults.push(findingAt(seen, 'the server lets through what the grammar does not', pattern));
  }
  return judged === 0 ? NOT_APPLICABLE : among(judged, faults);
}

/** A pattern that fits the whole of a text, or why it cannot be read. */
function wholePattern(pattern: string) {
  try {
    return linearPattern(pattern);
  } catch (error) {
    return `the regular expression of a tool cannot be read: ${error instanceof Error ? error.message : ''}`;
  }
}
