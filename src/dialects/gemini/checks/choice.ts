/** choice: functionCallingConfig, which may name several functions. */

import { callFault, isCalling, missingCall } from '../../../checks/choice.ts';
import { among, type Check, HOLDS, inconclusive } from '../../../judge/check.ts';
import type { RequestReading } from '../../../reading/reading.ts';
import { show } from '../../../text/json-text.ts';
import type { GeminiReading } from '../codec/read.ts';

type Run = Check<GeminiReading>['run'];

/** Returns true for mode ANY, with or without function names. */
export function forcesCall({ toolChoice, tools }: RequestReading): boolean {
  const forced = toolChoice?.kind === 'required' || (toolChoice?.kind === 'allowed' && toolChoice.required);
  return forced && tools.length > 0;
}

export const anyCall: Run = unlessFlagged((reading) =>
  isCalling(reading) ? HOLDS : missingCall(reading, 'a call: the mode is ANY'),
);

export const onlyAllowed: Run = unlessFlagged(({ turn, request: { toolChoice } }) => {
  const names = toolChoice?.kind === 'allowed' ? toolChoice.names : [];
  return among(
    turn.calls,
    turn.calls
      .filter(({ name }) => !names.some((allowed) => allowed === name?.value))
      .map((call) => callFault(call, 'allowedFunctionNames names other functions', `one of ${show(names)}`)),
  );
});

export function unlessFlagged(run: Run): Run {
  return (reading, at) =>
    reading.flagged
      ? inconclusive('the provider flagged the call: see finish/call-accepted')
      : run(reading, at);
}
