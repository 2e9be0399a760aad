/** What a gateway says of money in a report of usage: the fields that OpenRouter adds, in whichever dialect. */
import { isObject, type JsonObject, type UsageNames, type UsageReading } from '../../reading.ts';

export const MONEY_NAMES: Pick<UsageNames, 'upstreamCost' | 'upstreamPromptCost' | 'upstreamCompletionCost'> =
  {
    upstreamCost: 'cost_details.upstream_inference_cost',
    upstreamPromptCost: 'cost_details.upstream_inference_prompt_cost',
    upstreamCompletionCost: 'cost_details.upstream_inference_completions_cost',
  };

type Money = Pick<
  UsageReading,
  'cost' | 'byok' | 'upstreamCost' | 'upstreamPromptCost' | 'upstreamCompletionCost'
>;

export function moneyOf(usage: JsonObject): Money {
  const details = isObject(usage['cost_details']) ? usage['cost_details'] : {};
  return {
    cost: usage['cost'],
    byok: usage['is_byok'] === true,
    upstreamCost: details['upstream_inference_cost'],
    upstreamPromptCost: details['upstream_inference_prompt_cost'],
    upstreamCompletionCost: details['upstream_inference_completions_cost'],
  };
}
