/** choice/allowed: tool_choice that lists the functions that may be called. */

import { callFault, isCalling, missingCall } from '../../../checks/choice.ts';
import type { Check } from '../../../judge/check.ts';
import type { RequestReading } from '../../../reading/reading.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_REQUEST } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';

export const allowedTools: Check<ResponsesReading> = {
  id: 'choice/allowed',
  title: 'With allowed_tools no other function is called, and with mode required at least one is',
  level: 'MUST',
  impact: 'critical',
  subject: 'provider',
  authority: [OAS_REQUEST('allowed_tools constrains the model to a set of tools; required demands a call.')],
  answer: 'either',
  asked: (request) => allowed(request) !== null,
  run: (reading) => {
    const choice = allowed(reading.request);
    if (choice === null) return [];
    if (choice.required && !isCalling(reading)) return missingCall(reading, 'a call: the mode is required');
    return reading.turn.calls
      .filter((call) => !choice.names.includes(String(call.name?.value)))
      .map((call) =>
        callFault(call, 'tool_choice does not list this function', `one of ${show(choice.names)}`),
      );
  },
};

function allowed({ toolChoice }: RequestReading) {
  return toolChoice?.kind === 'allowed' ? toolChoice : null;
}
