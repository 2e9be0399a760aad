/** results: the calls that a client repeats together with the results of its tools. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { changes } from '../../../checks/results.ts';
import { among, type Context, inconclusive, type Judgement, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText } from '../../../reading/presence.ts';
import { CONTENT } from '../authorities.ts';
import type { GeminiReading } from '../codec/read.ts';
import { echoOf, issuedFaulty } from './echo.ts';
import { matchesOf } from './ids.ts';

export const results: RulesInDialect<GeminiReading> = {
  'results/call-kept': {
    authority: [
      CONTENT('The functionCall that a functionResponse answers is the one that the model predicted.'),
    ],
    run: callsKept,
  },
};

/** Compares the calls of the answer before a request with those that the request repeats. */
export function callsKept(reading: GeminiReading, at: Context<GeminiReading>): Judgement {
  const echo = echoOf(reading, at);
  if (echo === null) return NOT_APPLICABLE;
  const faulty = issuedFaulty(echo);
  if (faulty !== null) return inconclusive(faulty);
  const kept = matchesOf(echo).flatMap(({ issued, repeated }) => {
    // A call without an id is identified only by its place in the history.
    const isTold = echo.goesOn || (isFilledText(issued.sentId) && issued.sentId === repeated?.id);
    return isTold && repeated !== undefined && issued.json !== undefined ? [{ issued, repeated }] : [];
  });
  return among(
    kept,
    kept.flatMap(({ issued, repeated: { name, args, path } }) =>
      changes({ name, arguments: args, path }, issued, args ?? {}),
    ),
  );
}
