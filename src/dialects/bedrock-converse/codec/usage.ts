/** Usage reports: from the body, or from the metadata event. */

import { isNatural, isPresent } from '../../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../../reading/reading.ts';
import type { Json, JsonObject } from '../../../text/json.ts';

const NAMES: UsageNames = {
  prompt: 'inputTokens',
  completion: 'outputTokens',
  total: 'totalTokens',
  cached: 'cacheReadInputTokens',
  reasoning: 'reasoningTokens',
  upstreamCost: 'cost',
  upstreamPromptCost: 'cost',
  upstreamCompletionCost: 'cost',
};

const CACHE = ['cacheReadInputTokens', 'cacheWriteInputTokens'] as const;

/**
 * Reads a usage report. Whether inputTokens includes the cache counters depends on the model: Claude's does not. The
 * total decides, because it is the sum of all input and output. If it equals neither sum, the sum without the cache
 * counters is expected. Cache counters above inputTokens cannot be included in it.
 */
export function readUsage(json: JsonObject, event: number | null, path: string): UsageReport {
  const { inputTokens: input, outputTokens: output, totalTokens: total } = json;
  const [read, written] = CACHE.map((name) => json[name]);
  const plain = sumOf([input, output]);
  const withCache = sumOf([input, output, ...[read, written].filter(isPresent)]);
  const isApart = total !== plain && total === withCache;
  const cached = sumOf([read, written].filter(isPresent));
  const isOutside = isApart || (isNatural(input) && cached > input);
  const cache = CACHE.map((name) => [name, json[name]] as const).filter(([, value]) => isPresent(value));
  return {
    event,
    path,
    json,
    names: NAMES,
    prompt: isOutside ? sumOf([input, cached]) : input,
    completion: output,
    total,
    cached: read,
    written,
    reasoning: undefined,
    generated: output,
    counts: [NAMES.prompt, NAMES.completion, NAMES.total, ...cache.map(([name]) => name)],
    addends: [[NAMES.prompt, input], [NAMES.completion, output], ...(isApart ? cache : [])],
    due: isApart ? withCache : plain,
    cost: undefined,
    byok: false,
    toolsRun: false,
    upstreamCost: undefined,
    upstreamPromptCost: undefined,
    upstreamCompletionCost: undefined,
  };
}

/** Returns the sum; NaN if a value is not a count. */
function sumOf(counts: readonly Json[]): number {
  return counts.reduce<number>((sum, count) => sum + (isNatural(count) ? count : Number.NaN), 0);
}
