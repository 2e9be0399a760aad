/** usage: counts and durations, which are siblings of the message. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { usage as usageRules } from '../../../checks/usage.ts';
import { isCount } from '../../../checks/usage-sums.ts';
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import {
  among,
  broken,
  findingAt,
  findingsIn,
  HOLDS,
  NO_FINDINGS,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { isPresent } from '../../../reading/presence.ts';
import type { Json } from '../../../text/json.ts';
import { TYPES, USAGE } from '../authorities.ts';
import { DURATIONS } from '../codec/fields.ts';
import type { OllamaReading } from '../codec/read.ts';

export const usage: RulesInDialect<OllamaReading> = {
  'usage/present': {
    title: 'eval_count is in a buffered answer, and on the last line of a stream',
    authority: [
      USAGE('The counts are in the response, in a stream on the line with done: true.'),
      TYPES('A count of 0 is left out, as of an answer without text, thoughts and calls.'),
      ...usageRules['usage/present'].authority,
    ],
    run: ({ chunks, turn }) => {
      if (chunks.some(({ json }) => isPresent(json['eval_count']))) return HOLDS;
      const isEmpty = turn.choices.every(
        ({ text, reasoning, calls }) => text === '' && reasoning === '' && calls.length === 0,
      );
      if (isEmpty) return NOT_APPLICABLE;
      const last = chunks.at(-1);
      const seen = { value: last?.json['eval_count'], event: last?.event ?? null, path: 'eval_count' };
      return broken(findingAt(seen, 'no usage came', 'a number of tokens'));
    },
  },
  'usage/durations': {
    authority: [USAGE('Durations are in nanoseconds.')],
    run: ({ chunks }) => {
      const timed = chunks.filter(isTimed);
      return among(
        timed,
        findingsIn(timed, ({ json, event }) => {
          const whole = json['total_duration'];
          const strange = DURATIONS.filter((name) => isPresent(json[name]) && !isDuration(json[name], whole));
          if (strange.length === 0) return NO_FINDINGS;
          const expected = isCount(whole) ? `an integer from 0 to ${whole}` : 'an integer >= 0';
          return strange.map((name) =>
            findingAt({ value: json[name], event, path: name }, 'not a time that this can take', expected),
          );
        }),
      );
    },
  },
};

function isTimed({ json }: Chunk): boolean {
  for (const name of DURATIONS) if (isPresent(json[name])) return true;
  return false;
}

function isDuration(value: Json, whole: Json): boolean {
  return isCount(value) && (!isCount(whole) || value <= whole);
}
