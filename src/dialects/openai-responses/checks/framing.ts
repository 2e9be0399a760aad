/** framing/done-marker: the end mark of Chat Completions in a Responses stream. */
import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, findingAt } from '../../../judge/check.ts';
import { OPR, seenBroken } from '../authorities.ts';
import type { ResponsesReading } from '../codec/read.ts';

export const framing: RulesInDialect<ResponsesReading> = {
  'framing/done-marker': {
    authority: [OPR('The terminal event is the literal string [DONE].'), ...seenBroken('doneMarker')],
    run: ({ events, others }) =>
      among(
        events,
        others
          .filter(({ done }) => done)
          .map(({ sse }) =>
            findingAt(
              { event: sse.number, path: '', value: sse.data },
              'a client that parses every event as JSON trips over it',
              'nothing: the terminal event is the end',
            ),
          ),
      ),
  },
};
