/** Reads usageMetadata; an absent count is 0. */

import { isNatural, isPresent } from '../../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../../reading/reading.ts';
import type { Json, JsonObject } from '../../../text/json.ts';

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

/** Vertex AI sends `{"trafficType": ...}` alone before the last chunk: that reports nothing, and null is given. */
export function readUsage(usage: JsonObject, event: number | null): UsageReport | null {
  const counts: string[] = [];
  let reports = false;
  for (const name in usage) {
    if (!name.endsWith('TokenCount')) continue;
    reports = true;
    if (isPresent(usage[name])) counts.push(name);
  }
  return reports ? new Usage(usage, event, counts) : null;
}

/** Every chunk of a stream brings a report, so what only its checks ask for is made when they do. */
class Usage implements UsageReport {
  readonly path = 'usageMetadata';
  readonly names = NAMES;
  readonly written = undefined;
  readonly cost = undefined;
  readonly byok = false;
  readonly toolsRun = false;
  readonly upstreamCost = undefined;
  readonly upstreamPromptCost = undefined;
  readonly upstreamCompletionCost = undefined;
  readonly json: JsonObject;
  readonly event: number | null;
  readonly counts: readonly string[];

  constructor(json: JsonObject, event: number | null, counts: readonly string[]) {
    this.json = json;
    this.event = event;
    this.counts = counts;
  }

  get prompt(): Json {
    return orZero(this.json[NAMES.prompt]);
  }

  get completion(): Json {
    return orZero(this.json[NAMES.completion]);
  }

  get total(): Json {
    return orZero(this.json[NAMES.total]);
  }

  get cached(): Json {
    return this.json[NAMES.cached];
  }

  get reasoning(): Json {
    return orZero(this.json[NAMES.reasoning]);
  }

  get generated(): Json {
    const { completion, reasoning } = this;
    return typeof completion === 'number' && typeof reasoning === 'number'
      ? completion + reasoning
      : completion;
  }

  get addends(): UsageReport['addends'] {
    return [
      ['prompt', this.prompt],
      ['candidates', this.completion],
      ['thoughts', this.reasoning],
      ['toolUsePrompt', this.toolUsePrompt],
    ];
  }

  get due(): number {
    const { prompt, completion, reasoning, toolUsePrompt } = this;
    return isNatural(prompt) && isNatural(completion) && isNatural(reasoning) && isNatural(toolUsePrompt)
      ? prompt + completion + reasoning + toolUsePrompt
      : Number.NaN;
  }

  private get toolUsePrompt(): Json {
    return orZero(this.json['toolUsePromptTokenCount']);
  }
}

function orZero(value: Json): Json {
  return isPresent(value) ? value : 0;
}
