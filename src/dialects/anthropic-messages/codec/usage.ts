/** Usage reports. Within a stream they are cumulative, and a missing counter keeps its previous value. */

import { isNatural, isPresent } from '../../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { MONEY_NAMES, moneyOf } from '../../openrouter/money.ts';

/** All input counters. `input_tokens` excludes tokens read from the cache or written to it. */
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

/** Reads the usage reports of one answer in order. */
export class UsageMeter {
  readonly reports: UsageReport[] = [];
  #counters: JsonObject = {};
  #thinking: Json = undefined;

  /** @param opens true for the usage of a whole message, which must also count its input */
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

/** Returns the total input; undefined if the first counter is missing, or if a counter is not a count. */
export function inputOf(counters: JsonObject): number | undefined {
  const { input_tokens: input } = counters;
  const counts = INPUT_COUNTERS.map((name) => counters[name]).filter(isPresent);
  if (!isPresent(input) || !counts.every(isNatural)) return undefined;
  return counts.reduce((sum, count) => sum + count, 0);
}
