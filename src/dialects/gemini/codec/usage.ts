/** Reads usageMetadata. An absent count is 0. */

import { isNatural, isPresent } from '../../../reading/presence.ts';
import type { UsageNames, UsageReport } from '../../../reading/reading.ts';
import type { Json, JsonObject } from '../../../text/json.ts';

/** Gemini reports no money, so these names are never shown. */
const NO_MONEY = { upstreamCost: '', upstreamPromptCost: '', upstreamCompletionCost: '' } as const;

const NAMES: UsageNames = {
  prompt: 'promptTokenCount',
  completion: 'candidatesTokenCount',
  total: 'totalTokenCount',
  cached: 'cachedContentTokenCount',
  reasoning: 'thoughtsTokenCount',
  ...NO_MONEY,
};

/** Returns null if there are no counts: before the last chunk, Vertex AI sends only `{"trafficType": ...}`. */
export function readUsage(usage: JsonObject, event: number | null): UsageReport | null {
  for (const name in usage) if (isCounter(name)) return new Usage(usage, event);
  return null;
}

function isCounter(name: string): boolean {
  return name.endsWith('TokenCount');
}

/**
 * Computes its values on demand. Every chunk of a stream has a report and all are kept, so each object stores only its
 * source.
 */
class Usage implements UsageReport {
  readonly json: JsonObject;
  readonly event: number | null;

  constructor(json: JsonObject, event: number | null) {
    this.json = json;
    this.event = event;
  }

  get path(): string {
    return 'usageMetadata';
  }

  get names(): UsageNames {
    return NAMES;
  }

  get counts(): readonly string[] {
    return Object.keys(this.json).filter((name) => isCounter(name) && isPresent(this.json[name]));
  }

  get written(): Json {
    return undefined;
  }

  get cost(): Json {
    return undefined;
  }

  get byok(): boolean {
    return false;
  }

  get toolsRun(): boolean {
    return false;
  }

  get upstreamCost(): Json {
    return undefined;
  }

  get upstreamPromptCost(): Json {
    return undefined;
  }

  get upstreamCompletionCost(): Json {
    return undefined;
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
