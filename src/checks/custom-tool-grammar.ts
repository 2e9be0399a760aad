/** Validates the input of custom tools against their grammars. */
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

/** Judges regular expressions only, because no maintained Lark parser runs on Node. */
export function grammarJudgement({ turn, request: { customTools = [] } }: Reading): Judgement {
  const grammars = new Map(customTools.map(({ name, grammar }) => [name, grammar]));
  const faults: Finding[] = [];
  let judged = 0;
  let unread: string | null = null;
  for (const call of turn.calls) {
    const name = wordOf(call.name?.value);
    const grammar = grammars.get(name) ?? null;
    if (grammar === null || call.input === undefined) continue;
    if (grammar.syntax !== 'regex') {
      unread ??= `the grammar of ${name} is written in ${grammar.syntax}; regular expressions alone are judged`;
      continue;
    }
    const whole = wholePattern(grammar.definition);
    if (typeof whole === 'string') return inconclusive(whole);
    judged += 1;
    if (whole.matches(call.input)) continue;
    const seen = { event: call.event, path: call.argumentsPath, value: call.input };
    faults.push(findingAt(seen, 'the server lets through what the grammar does not', grammar.definition));
  }
  if (unread !== null && faults.length === 0) return inconclusive(unread);
  return judged === 0 ? NOT_APPLICABLE : among(judged, faults);
}

/** A pattern that matches whole texts, or the reason why it cannot be used. */
function wholePattern(pattern: string) {
  try {
    return linearPattern(pattern);
  } catch (error) {
    return `the regular expression of a tool cannot be read: ${error instanceof Error ? error.message : ''}`;
  }
}
