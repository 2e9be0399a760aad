/** finish: an answer may end with a flag on its calls, or not begin at all. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, findingAt, NOT_APPLICABLE } from '../../../judge/check.ts';
import { wordOf } from '../../../text/json.ts';
import { RESPONSE, seenBroken } from '../authorities.ts';
import type { GeminiReading } from '../codec/read.ts';
import { FLAGGED } from '../terms.ts';

export const finish: RulesInDialect<GeminiReading> = {
  'finish/call-accepted': {
    authority: [
      RESPONSE('MALFORMED_FUNCTION_CALL and the like say that the model made an invalid call.'),
      ...seenBroken('finish/call-accepted'),
    ],
    run: ({ turn, request, flagged }) => {
      if (!flagged && request.tools.length === 0) return NOT_APPLICABLE;
      const finishes = turn.choices.flatMap((choice) => choice.finishes);
      return among(
        finishes,
        finishes
          .filter(({ value }) => FLAGGED.includes(wordOf(value)))
          .map((seen) => findingAt(seen, 'the call is not to be executed', 'a call that can be')),
      );
    },
  },
  'finish/blocked': {
    authority: [RESPONSE('If blockReason is set, the prompt was blocked and no candidates are returned.')],
    run: ({ blocked, candidates }) => {
      if (blocked === null) return NOT_APPLICABLE;
      return among(
        1,
        candidates
          .slice(0, 1)
          .map(({ chunk, path, json }) =>
            findingAt(
              { value: json, event: chunk.event, path },
              'the prompt was blocked, and answered',
              'no candidate',
            ),
          ),
      );
    },
  },
};
