/** lines: which line is the last. */

import type { RulesInDialect } from '../../../checks/in-dialect.ts';
import { among, type Finding, findingAt, NOT_APPLICABLE } from '../../../judge/check.ts';
import { isObject } from '../../../text/json.ts';
import { CHAT, CLIENT, STREAMING } from '../authorities.ts';
import type { OllamaReading } from '../codec/read.ts';

export const lines: RulesInDialect<OllamaReading> = {
  'lines/done': {
    authority: [
      CHAT('done says whether the response has finished.'),
      CLIENT('A stream that ends without done throws: "Did not receive done or success response in stream."'),
    ],
    run: ({ chunks, done }) => {
      const last = chunks.at(-1);
      const faults: Finding[] = chunks
        .filter(({ json }) => typeof json['done'] !== 'boolean')
        .map(({ json, event }) =>
          findingAt(
            { value: json['done'], event, path: 'done' },
            'this line does not say it',
            'true or false',
          ),
        );
      if (last !== undefined && !done && faults.length === 0) {
        const seen = { value: last.json['done'], event: last.event, path: 'done' };
        faults.push(findingAt(seen, 'the stream ends, and no line says so', 'true'));
      }
      return among(chunks, faults);
    },
  },
  'lines/nothing-after-done': {
    authority: [
      STREAMING('done: true is on the last of the objects.'),
      CLIENT('Nothing is read behind done: true.'),
    ],
    run: ({ events }) => {
      const end = events.findIndex(({ json }) => isObject(json) && json['done'] === true);
      if (end === -1) return NOT_APPLICABLE;
      return among(
        1,
        events.slice(end + 1).map(({ event, sse, json }) => {
          const seen = { value: isObject(json) ? json : sse.data, event, path: '' };
          return findingAt(seen, `line ${end + 1} had said done: true`, 'the end of the stream');
        }),
      );
    },
  },
  'lines/reason-at-the-end': {
    authority: [CHAT('done_reason says why the response finished, once done is true.')],
    run: ({ turn, chunks }) => {
      const ends = new Set(chunks.filter(({ json }) => json['done'] === true).map(({ event }) => event));
      const finishes = turn.choices.flatMap((choice) => choice.finishes);
      return among(
        finishes,
        finishes
          .filter(({ event }) => ends.size > 0 && !ends.has(event))
          .map((seen) => findingAt(seen, 'this line does not say done: true', 'no done_reason here')),
      );
    },
  },
};
