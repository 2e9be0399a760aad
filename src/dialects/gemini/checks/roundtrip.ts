/** roundtrip: how many results a client returns, and in which order. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { resultsInOrder } from '../../../checks/optional-ids.ts';
import { broken, HOLDS, NOT_APPLICABLE } from '../../../judge/check.ts';
import { wordOf } from '../../../text/json.ts';
import { seenBroken } from '../authorities.ts';
import type { GeminiReading } from '../codec/read.ts';
import { echoOf } from './echo.ts';

export const roundtrip: RulesInDialect<GeminiReading> = {
  'roundtrip/response-count': {
    authority: seenBroken('count'),
    run: (reading, at) => {
      const echo = echoOf(reading, at);
      if (echo?.repeated === undefined) return NOT_APPLICABLE;
      const { repeated, next } = echo;
      const [first, ...others] = next?.results ?? [];
      // If the request was accepted, adjacent contents of one role count as one. Google refuses results in separate
      // contents.
      const isRefused = reading.standing.kind === 'refused';
      const apart = others.find(({ content }) => isRefused && content !== first?.content);
      const [calls, results] = [repeated.calls.length, next?.results.length ?? 0];
      if (calls === results && apart === undefined) return HOLDS;
      const isApart = calls === results;
      return broken({
        event: null,
        path: `request.${(isApart ? apart : next)?.path ?? repeated.path}`,
        message: isApart
          ? 'this result has a content of its own'
          : 'the number of results is not that of the calls',
        found: `${results} functionResponse parts`,
        expected: isApart ? 'all of them in one content' : wordOf(calls),
      });
    },
  },
  'roundtrip/response-order': {
    authority: seenBroken('pairing'),
    run: (reading, at) => {
      const echo = echoOf(reading, at);
      const calls = echo?.repeated?.calls ?? [];
      if (calls.some(({ id }) => id !== null)) return NOT_APPLICABLE;
      return resultsInOrder(calls, echo?.next?.results ?? [], 'contents');
    },
  },
};
