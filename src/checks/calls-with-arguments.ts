/** Selects the calls that a rule about arguments judges. */

import { hasFindings, inconclusive, type Judgement, NOT_APPLICABLE } from '../judge/check.ts';
import type { Reading, ToolCall } from '../reading/reading.ts';

/** Runs a rule on the calls of functions. */
export function overCalls(rule: (calls: readonly ToolCall[], reading: Reading) => Judgement) {
  return (reading: Reading): Judgement => withFunctions(reading, (calls) => rule(calls, reading));
}

/** Runs a rule on the calls of functions, if there are any; calls of custom tools take free text. */
function withFunctions({ turn }: Reading, rule: (calls: readonly ToolCall[]) => Judgement): Judgement {
  const calls = turn.calls.filter(({ isFunction }) => isFunction);
  if (calls.length === 0) return NOT_APPLICABLE;
  const said = rule(calls);
  const isStray = hasFindings(said) && calls.length > 1 && calls.some(isNobodys);
  return isStray
    ? inconclusive('arguments came for a call without id and name: whose they are is not clear')
    : said;
}

function isNobodys({ id, name }: ToolCall): boolean {
  return id === null && name === null;
}

/**
 * Returns true if the arguments came as text (a stream without any counts as empty text). Other values, and absent arguments
 * of a buffered answer, are judged by arguments/string and deltas/arguments-string.
 */
export function hasText({ fragments, strangeArguments }: ToolCall, { delivery }: Reading): boolean {
  if (strangeArguments.some(({ value }) => value !== null)) return false;
  if (strangeArguments.length > 0 && fragments.length === 0) return false;
  return delivery === 'streaming' || fragments.length > 0;
}

/** Runs a rule on the calls whose arguments parse; the others are judged by arguments/json, string and empty. */
export function overParsed(rule: (parsed: readonly ToolCall[], reading: Reading) => Judgement) {
  return (reading: Reading): Judgement =>
    withFunctions(reading, (calls) => {
      const written = calls.filter((call) => hasText(call, reading));
      const parsed = written.filter(({ json }) => json !== undefined);
      if (parsed.length > 0) return rule(parsed, reading);
      const isEmpty = written.length > 0 && written.every((call) => call.arguments === '');
      return isEmpty ? NOT_APPLICABLE : inconclusive('no arguments that parse');
    });
}
