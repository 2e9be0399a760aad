/** Usage as ResponseUsage defines it, with the money fields that OpenRouter adds. */
import type { UsageNames, UsageReport } from '../../../reading/reading.ts';
import type { JsonObject } from '../../../text/json.ts';
import { readOpenaiUsage } from '../../openai/usage.ts';

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

export function readUsage(usage: JsonObject, event: number | null, path: string): UsageReport {
  return readOpenaiUsage(usage, { event, path }, NAMES, ['input', 'output']);
}
