/** routing: cloud platforms use a longer name than the model's own. */

import { routing as routingRules } from '../../../checks/routing.ts';
import { HOLDS, type Judgement } from '../../../judge/check.ts';
import type { MessagesReading } from '../codec/read.ts';
import type { MessagesVariant } from '../codec/variant.ts';

/** The answer may give the model's own name, without the parts that the cloud platform adds. */
export function servedModel(reading: MessagesReading): Judgement {
  const { turn, request, variant } = reading;
  const isOwn = request.model !== null && turn.model?.value === ownName(request.model, variant);
  return isOwn ? HOLDS : routingRules['routing/model'].run(reading);
}

/**
 * Reduces Bedrock's `[region.]anthropic.<name>-v<n>[:<n>]`, which may be the end of an ARN, and Vertex AI's
 * `<name>@<date>`.
 */
function ownName(model: string, variant: MessagesVariant): string {
  if (variant === 'bedrock') return model.replace(/^.*\banthropic\./u, '').replace(/-v\d+(?::\d+)*$/u, '');
  return variant === 'vertex' ? model.replace('@', '-') : model;
}
