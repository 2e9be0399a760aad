/** Reads usageMetadata; an absent count is 0. */
import type { Json, JsonObject, UsageNames, UsageReading } from '../../reading.ts';
import { isPresent } from '../wire/presence.ts';

/** There is no money in it: what these are called is never shown. */
const NO_MONEY = { upstreamCost: '', upstreamPromptCost: '', upstreamCompletionCost: '' } as const;

const NAMES: UsageNames = {
  prompt: 'promptTokenCount',
  completion: 'candidatesTokenCount',
  total: 'totalTokenCount',
  cached: 'cachedContentTokenCount',
  reasoning: 'thoughtsTokenCount',
  ...NO_MONEY,
};

/** Vertex AI sends `{"trafficType": ...}` alone before the last chunk: that reports nothing. */
export function isReport(usage: JsonObject): boolean {
  return Object.keys(usage).some(isCountName);
}

export function readUsage(usage: JsonObject, event: number | null): UsageReading {
  const prompt = orZero(usage[NAMES.prompt]);
  const completion = orZero(usage[NAMES.completion]);
  const reasoning = orZero(usage[NAMES.reasoning]);
  const used = orZero(usage['toolUsePromptTokenCount']);
  return {
    event,
    path: 'usageMetadata',
    json: usage,
    names: NAMES,
    prompt,
    completion,
    total: orZero(usage[NAMES.total]),
    cached: usage[NAMES.cached],
    reasoning,
    generated:
      typeof completion === 'number' && typeof reasoning === 'number' ? completion + reasoning : completion,
    counts: Object.entries(usage).filter(([name, value]) => isCountName(name) && isPresent(value)),
    addends: [
      ['prompt', prompt],
      ['candidates', completion],
      ['thoughts', reasoning],
      ['toolUsePrompt', used],
    ],
    cost: undefined,
    byok: false,
    upstreamCost: undefined,
    upstreamPromptCost: undefined,
    upstreamCompletionCost: undefined,
  };
}

function isCountName(name: string): boolean {
  return name.endsWith('TokenCount');
}

function orZero(value: Json): Json {
  return isPresent(value) ? value : 0;
}
