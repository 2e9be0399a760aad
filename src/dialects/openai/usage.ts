/** Usage in both of OpenAI's dialects, with the money fields that OpenRouter adds. */

import { isNatural } from '../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { moneyOf } from '../openrouter/money.ts';

/** @param names the dialect's names of the counters; details are written as `member.field` */
export function readOpenaiUsage(
  usage: JsonObject,
  { event, path }: Pick<UsageReport, 'event' | 'path'>,
  names: UsageNames,
  [input, output]: readonly [string, string],
): UsageReport {
  const { [names.prompt]: prompt, [names.completion]: completion, [names.total]: total } = usage;
  return {
    event,
    path,
    json: usage,
    names,
    prompt,
    completion,
    total,
    generated: completion,
    counts: [names.prompt, names.completion, names.total],
    addends: [
      [input, prompt],
      [output, completion],
    ],
    due: isNatural(prompt) && isNatural(completion) ? prompt + completion : Number.NaN,
    cached: detailOf(usage, names.cached),
    written: detailOf(usage, `${input}_tokens_details.cache_write_tokens`),
    reasoning: detailOf(usage, names.reasoning),
    ...moneyOf(usage, names),
  };
}

function detailOf(usage: JsonObject, path: string): Json {
  const dot = path.indexOf('.');
  const details = usage[path.slice(0, dot)];
  return isObject(details) ? details[path.slice(dot + 1)] : undefined;
}
