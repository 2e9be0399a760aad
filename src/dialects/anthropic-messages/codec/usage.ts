/** Reports of usage. Within a stream they are totals, and a counter that is missing is as it was before. */

import { isNatural, isPresent } from '../../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { MONEY_NAMES, moneyOf } from '../../openrouter/money.ts';

/** Everything that counts as input: what was read from the cache, or written to it, is not in the first. */
export const INPUT_COUNTERS = [
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
] as const;

const NAMES: UsageNames = {
  prompt: 'input_tokens',
  completion: 'output_tokens',
  total: 'total_tokens',
  cached: 'cache_read_input_tokens',
  reasoning: 'output_tokens_details.thinking_tokens',
  ...MONEY_NAMES,
};

/** Reads the reports of one answer in their order. */
export class UsageMeter {
  readonly reports: UsageReport[] = [];
  #counters: JsonObject = {};
  #thinking: Json = undefined;

  /** @param opens whether the report is of a whole message, which must count its input too */
  add(json: JsonObject, event: number | null, path: string, opens: boolean): void {
    const counters: { [name: string]: Json } = { ...this.#counters };
    for (const name of [...INPUT_COUNTERS, NAMES.completion]) {
      if (isPresent(json[name])) counters[name] = json[name];
    }
    const details = json['output_tokens_details'];
    if (isObject(details) && isPresent(details['thinking_tokens']))
      this.#thinking = details['thinking_tokens'];
    this.#counters = counters;
    const completion = counters[NAMES.completion];
    this.reports.push({
      event,
      path,
      json,
      names: NAMES,
      prompt: inputOf(counters),
      completion,
      total: undefined,
      cached: counters[NAMES.cached],
      written: counters['cache_creation_input_tokens'],
      reasoning: this.#thinking,
      generated: completion,
      counts: [...(opens ? REQUIRED : [NAMES.completion]), ...INPUT_COUNTERS]
        .filter((name, at, all) => all.indexOf(name) === at)
        .filter((name) => name === NAMES.completion || isPresent(json[name]) || isRequired(name, opens)),
      addends: [],
      due: null,
      ...moneyOf(json),
    });
  }
}

const REQUIRED: readonly string[] = [NAMES.prompt, NAMES.completion];

function isRequired(name: string, opens: boolean): boolean {
  return opens && REQUIRED.includes(name);
}

/** All input; undefined when the first counter is missing, or one of them counts nothing. */
export function inputOf(counters: JsonObject): number | undefined {
  const { input_tokens: input } = counters;
  const counts = INPUT_COUNTERS.map((name) => counters[name]).filter(isPresent);
  if (!isPresent(input) || !counts.every(isNatural)) return undefined;
  return counts.reduce((sum, count) => sum + count, 0);
}
