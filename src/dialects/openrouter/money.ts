/** The money fields that OpenRouter adds to usage, in any dialect. */
import type { Bill } from '../../answers/answer.ts';
import { isNatural } from '../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../reading/reading.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';

type MoneyNames = Pick<UsageNames, 'upstreamCost' | 'upstreamPromptCost' | 'upstreamCompletionCost'>;

export const MONEY_NAMES: MoneyNames = {
  upstreamCost: 'cost_details.upstream_inference_cost',
  upstreamPromptCost: 'cost_details.upstream_inference_prompt_cost',
  upstreamCompletionCost: 'cost_details.upstream_inference_completions_cost',
};

type Money = Pick<
  UsageReport,
  'cost' | 'byok' | 'toolsRun' | 'upstreamCost' | 'upstreamPromptCost' | 'upstreamCompletionCost'
>;

/** @param names the dialect's paths of the cost details */
export function moneyOf(usage: JsonObject, names: MoneyNames = MONEY_NAMES): Money {
  const details = isObject(usage['cost_details']) ? usage['cost_details'] : {};
  const part = (path: string): Json => details[lastOf(path)];
  return {
    cost: usage['cost'],
    byok: usage['is_byok'] === true,
    toolsRun: ['server_tool_use', 'server_tool_use_details'].some((name) => countsSomething(usage[name])),
    upstreamCost: part(names.upstreamCost),
    upstreamPromptCost: part(names.upstreamPromptCost),
    upstreamCompletionCost: part(names.upstreamCompletionCost),
  };
}

function countsSomething(counters: Json): boolean {
  return isObject(counters) && Object.values(counters).some((count) => isNatural(count) && count > 0);
}

/** The same fields as a conforming gateway sends them; empty if nothing is charged. */
export function moneyJson(bill: Bill | undefined, names: MoneyNames = MONEY_NAMES): JsonObject {
  if (bill === undefined) return {};
  const whole = bill.prompt + bill.completion;
  return {
    cost: whole,
    is_byok: false,
    cost_details: {
      [lastOf(names.upstreamCost)]: whole,
      [lastOf(names.upstreamPromptCost)]: bill.prompt,
      [lastOf(names.upstreamCompletionCost)]: bill.completion,
    },
  };
}

function lastOf(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}
