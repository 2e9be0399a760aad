/** finish: an answer may end with a flag on its calls, or be blocked before it starts. */

import { finish as finishRules } from '../../../checks/finish.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import {
  among,
  type Check,
  findingAt,
  HOLDS,
  hasFindings,
  inconclusive,
  NOT_APPLICABLE,
} from '../../../judge/check.ts';
import { wordOf } from '../../../text/json.ts';
import { RESPONSE, seenBroken } from '../authorities.ts';
import type { GeminiReading } from '../codec/read.ts';
import { FLAGGED } from '../terms.ts';
import { saysNothing } from './shape.ts';

type Run = Check<GeminiReading>['run'];

/**
 * A blocked prompt needs no finish reason. Inconclusive if there is no candidate and a chunk has no known member.
 */
export const finishes: Run = (reading, at) => {
  const { blocked, candidates, chunks } = reading;
  if (blocked !== null) return HOLDS;
  if (candidates.length === 0 && chunks.some(saysNothing))
    return inconclusive('no chunk has a candidate: see shape/chunk');
  return finishRules['finish/present'].run(reading, at);
};

/**
 * Makes the check inconclusive for candidates whose finish reason is an unknown number. Other candidates are still
 * judged.
 */
export function unlessNumbered(run: Run): Run {
  return (reading, at) => {
    const judgement = run(reading, at);
    if (!hasFindings(judgement)) return judgement;
    const { turn } = reading;
    const told = turn.choices.filter(({ finishes }) =>
      finishes.every(({ value }) => typeof value !== 'number'),
    );
    const certain = run({ ...reading, turn: { ...turn, choices: told } }, at);
    return hasFindings(certain) ? certain : inconclusive('a reason came as a number that is not known');
  };
}

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
