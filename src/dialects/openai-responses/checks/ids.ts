/** ids/length: a call_id must be short enough to be returned. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, findingAt } from '../../../judge/check.ts';
import { OAS_OUTPUT } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';

/** The maxLength of call_id in a function_call_output. */
const LONGEST = 64;

export const ids: RulesInDialect<ResponsesReading> = {
  'ids/length': {
    authority: [OAS_OUTPUT('call_id has at most 64 characters, so a longer one cannot be answered.')],
    run: ({ turn }) => {
      const found = turn.calls.flatMap(({ id }) =>
        typeof id?.value === 'string' ? [{ ...id, value: id.value }] : [],
      );
      return among(
        found,
        found
          .filter(({ value }) => value.length > LONGEST)
          .map((id) =>
            findingAt(id, `${id.value.length} characters cannot be given back`, 'at most 64 characters'),
          ),
      );
    },
  },
};
