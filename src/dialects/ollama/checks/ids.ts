/** ids, results and roundtrip: calls may have no id, and are then matched by order. */

import { acceptanceOf } from '../../../checks/echo.ts';
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { allOrNone, emptyIds, resultsInOrder } from '../../../checks/optional-ids.ts';
import { callsKept, changes } from '../../../checks/results.ts';
import { among, findingAt, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isFilledText, isPresent } from '../../../reading/presence.ts';
import { show } from '../../../text/json-text.ts';
import { CALLING, seenBroken, TYPES } from '../authorities.ts';
import type { OllamaReading } from '../codec/read.ts';
import { echoed, echoOf, goesByOrder } from './echo.ts';

export const ids: RulesInDialect<OllamaReading> = {
  'ids/present': {
    title: 'A call has no id',
    departs: {
      level: 'MAY',
      impact: 'minor',
      because: 'servers before 0.12.10 send none, and results are told apart by their order',
    },
    authority: [TYPES('A call without an id leaves the member out.')],
    run: ({ calls }) =>
      among(
        calls,
        calls
          .filter(({ sentId }) => !isPresent(sentId))
          .map(({ event, idPath }) =>
            findingAt(
              { value: undefined, event, path: idPath },
              'results pair with this call by its name and order',
              'nothing: it is legal',
            ),
          ),
      ),
  },
  'ids/all-or-none': {
    authority: seenBroken('ids'),
    run: ({ calls }) => allOrNone(calls),
  },
  'ids/non-empty': {
    authority: [TYPES('The id of a call is a string, and left out where it is empty.')],
    run: ({ calls }) =>
      among(
        calls.filter(({ sentId }) => isPresent(sentId)),
        emptyIds(calls),
      ),
  },
  'ids/echoed': {
    title: 'The next request repeats each call, by its id or in its place, and answers each exactly once',
    departs: {
      level: 'SHOULD',
      because:
        'ids are optional, and the server writes the messages into the prompt in whatever order they come',
    },
    authority: [
      CALLING('The message with the calls goes back, and a message of the role tool for each of them.'),
      ...seenBroken('order'),
    ],
    run: echoed,
  },
  'ids/echo-accepted': {
    title: 'The provider accepts its own calls when they come back',
    authority: [CALLING('The model answers from the messages that return the results.')],
    run: acceptanceOf<OllamaReading>(
      echoed,
      {
        unjudged: 'the client did not return the calls as issued',
        message: 'the calls that this provider issued came back and were refused',
      },
      'ids',
    ),
  },
  'ids/kept': {
    title: 'An issued id goes back with its call',
    authority: seenBroken('ids'),
    run: (reading, at) => {
      const echo = echoOf(reading, at);
      const repeated = echo?.repeated?.calls ?? [];
      const pairs = (echo?.issued ?? []).flatMap((call, place) => {
        const back = repeated[place];
        return isFilledText(call.sentId) && back !== undefined && back.name === call.name?.value
          ? [{ call, back }]
          : [];
      });
      return among(
        pairs,
        pairs
          .filter(({ back }) => !isFilledText(back.id))
          .map(({ call, back }) => ({
            event: null,
            path: `request.${back.idPath}`,
            message: 'the call goes back without its id',
            found: '(absent)',
            expected: show(call.sentId),
          })),
      );
    },
  },
  'results/call-kept': {
    authority: [CALLING('The message with the calls goes back as it came.')],
    run: (reading, at) => {
      const echo = echoOf(reading, at);
      if (echo === null) return NOT_APPLICABLE;
      if (!goesByOrder(echo)) return callsKept(({ arguments: args }) => args ?? {})(reading, at);
      const pairs = echo.issued.flatMap((call, place) => {
        const back = echo.repeated?.calls[place];
        return back === undefined || call.json === undefined || back.name !== call.name?.value
          ? []
          : [{ call, back }];
      });
      return among(
        pairs,
        pairs.flatMap(({ call, back }) => changes(back, call, back.arguments ?? {})),
      );
    },
  },
  'roundtrip/response-order': {
    authority: seenBroken('order'),
    run: (reading, at) => {
      const { calls = [], results = [] } = echoOf(reading, at)?.repeated ?? {};
      const isNamed = results.every(({ id, name }) => !isFilledText(id) && isFilledText(name));
      return isNamed ? resultsInOrder(calls, results, 'messages') : NOT_APPLICABLE;
    },
  },
};
