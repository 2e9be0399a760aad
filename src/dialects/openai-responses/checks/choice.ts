/** choice/allowed: tool_choice that lists the functions that may be called. */

import { callFault, isCalling, missingCall } from '../../../checks/choice.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, HOLDS } from '../../../judge/check.ts';
import type { RequestReading } from '../../../reading/reading.ts';
import { wordOf } from '../../../text/json.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_REQUEST } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';

export const choice: RulesInDialect<ResponsesReading> = {
  'choice/allowed': {
    authority: [
      OAS_REQUEST('allowed_tools constrains the model to a set of tools; required demands a call.'),
    ],
    asked: (request) => allowed(request) !== null,
    run: (reading) => {
      const list = allowed(reading.request);
      if (list === null) return HOLDS;
      if (list.required && !isCalling(reading)) return missingCall(reading, 'a call: the mode is required');
      return among(
        isCalling(reading) ? 1 : 0,
        reading.turn.calls
          .filter((call) => !list.names.includes(wordOf(call.name?.value)))
          .map((call) =>
            callFault(call, 'tool_choice does not list this function', `one of ${show(list.names)}`),
          ),
      );
    },
  },
};

function allowed({ toolChoice }: RequestReading) {
  return toolChoice?.kind === 'allowed' ? toolChoice : null;
}
