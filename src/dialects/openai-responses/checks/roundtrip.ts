/** roundtrip: a response that continues a stored one. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { broken, findingAt, HOLDS, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { show } from '../../../text/json-text.ts';
import { OAS_REQUEST, seenBroken } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';
import { memberPath } from '../codec/turn.ts';

export const roundtrip: RulesInDialect<ResponsesReading> = {
  'roundtrip/previous-response': {
    authority: [
      OAS_REQUEST('previous_response_id is the response that the new one continues.'),
      ...seenBroken('stored'),
    ],
    asked: ({ body }) => isFilledText(body['previous_response_id']),
    run: ({ request, ended, responses }) => {
      const whole = ended ?? responses.at(-1);
      if (whole === undefined) return NOT_APPLICABLE;
      const due = request.body['previous_response_id'];
      const seen = {
        event: whole.event,
        path: memberPath(whole, 'previous_response_id'),
        value: whole.json['previous_response_id'],
      };
      return seen.value === due
        ? HOLDS
        : broken(findingAt(seen, 'the answer does not continue what was named', show(due)));
    },
  },
};
