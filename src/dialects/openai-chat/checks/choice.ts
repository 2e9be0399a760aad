/** choice: a forced call, if the provider also runs tools of its own. */
import { isCalling, missingCall } from '../../../checks/choice.ts';
import { HOLDS, hasFindings, inconclusive, type Judgement } from '../../../judge/check.ts';
import { listOf } from '../../../reading/presence.ts';
import { isObject } from '../../../text/json.ts';
import type { ChatReading } from '../codec/read.ts';

/** Inconclusive if the provider may have run a server tool instead, which leaves no call in the answer. */
export function requiredCall(reading: ChatReading): Judgement {
  if (isCalling(reading)) return HOLDS;
  const missing = missingCall(reading, 'a call: the request forced one');
  return hasFindings(missing) && offersForeignTool(reading)
    ? inconclusive('the provider may have run a tool of its own')
    : missing;
}

/** Returns true if a tool has no `function` and no `custom`, so the client does not run it. */
function offersForeignTool({ request: { json } }: ChatReading): boolean {
  const tools = listOf(isObject(json) ? json['tools'] : undefined);
  return tools.some((tool) => isObject(tool) && !isObject(tool['function']) && !isObject(tool['custom']));
}
