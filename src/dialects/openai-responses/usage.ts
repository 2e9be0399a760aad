/** Usage as ResponseUsage defines it, and the money fields that OpenRouter adds. */
import { isObject, type JsonObject, type UsageNames, type UsageReading } from '../../reading.ts';
import { moneyOf } from '../wire/money.ts';

export const NAMES: UsageNames = {
  prompt: 'input_tokens',
  completion: 'output_tokens',
  total: 'total_tokens',
  cached: 'input_tokens_details.cached_tokens',
  reasoning: 'output_tokens_details.reasoning_tokens',
  upstreamCost: 'cost_details.upstream_inference_cost',
  upstreamPromptCost: 'cost_details.upstream_inference_input_cost',
  upstreamCompletionCost: 'cost_details.upstream_inference_output_cost',
};

export function readUsage(usage: JsonObject, event: number | null, path: string): UsageReading {
  const { input_tokens: prompt, output_tokens: completion, total_tokens: total } = usage;
  return {
    event,
    path,
    json: usage,
    names: NAMES,
    prompt,
    completion,
    total,
    generated: completion,
    counts: [
      [NAMES.prompt, prompt],
      [NAMES.completion, completion],
      [NAMES.total, total],
    ],
    addends: [
      ['input', prompt],
      ['output', completion],
    ],
    cached: memberOf(usage, 'input_tokens_details')['cached_tokens'],
    reasoning: memberOf(usage, 'output_tokens_details')['reasoning_tokens'],
    ...moneyOf(usage, NAMES),
  };
}

function memberOf(usage: JsonObject, name: string): JsonObject {
  const member = usage[name];
  return isObject(member) ? member : {};
}
