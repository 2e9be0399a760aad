/** The counts of an answer. They are siblings of the message; in a stream, they are on the last line. */
import { isPresent } from '../../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../../reading/reading.ts';
import type { JsonObject } from '../../../text/json.ts';

const NAMES: UsageNames = {
  prompt: 'prompt_eval_count',
  completion: 'eval_count',
  total: 'total',
  cached: 'cached',
  reasoning: 'reasoning',
  upstreamCost: 'cost',
  upstreamPromptCost: 'cost',
  upstreamCompletionCost: 'cost',
};

/** Returns null if the line has no count. A server may omit a count of 0, for example for a cached prompt. */
export function readUsage(json: JsonObject, event: number | null): UsageReport | null {
  const { [NAMES.prompt]: prompt, [NAMES.completion]: completion } = json;
  if (!isPresent(prompt) && !isPresent(completion)) return null;
  const counts = [NAMES.prompt, NAMES.completion].filter((name) => isPresent(json[name]));
  return {
    event,
    path: '',
    json,
    names: NAMES,
    prompt,
    completion,
    total: undefined,
    cached: undefined,
    written: undefined,
    reasoning: undefined,
    generated: completion,
    counts,
    addends: [],
    due: null,
    cost: undefined,
    byok: false,
    toolsRun: false,
    upstreamCost: undefined,
    upstreamPromptCost: undefined,
    upstreamCompletionCost: undefined,
  };
}
