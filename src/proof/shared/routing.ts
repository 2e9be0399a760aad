/** Faults of routing: the model that served. */

import { faults, type SharedTable } from '../cases.ts';
import { GREETING } from '../dialogue-parts.ts';
import { type ExchangeEdit, responseOf } from '../edits/edit.ts';

const ANOTHER = { says: 'another model' };

export const routing: SharedTable = ({ answer }) => {
  /** Changes the model name in the answer. `name` receives the requested model. */
  const answeredBy = (name: (asked: string) => string): readonly ExchangeEdit[] => [
    (exchange) => {
      const model = name(responseOf(exchange).envelope?.model ?? '');
      answer(GREETING, { model })(exchange);
    },
  ];
  return [
    faults('routing/model', 'text/buffered', {
      'routing/another-model': ['another model answers', answeredBy(() => 'substitute-2'), ANOTHER],
      'routing/another-model-with-a-date': [
        'another model answers, whose name has a date',
        answeredBy(() => 'substitute-2-2025-11-20'),
        ANOTHER,
      ],
    }),
    faults('routing/model', 'text/streaming', {
      'routing/longer-model-name': [
        'a stream names a sibling of the model, whose name goes on',
        answeredBy((asked) => `${asked}-high`),
        ANOTHER,
      ],
      'routing/dated-model': [
        'a stream names the dated alias of the model',
        answeredBy((asked) => `${asked}-2025-11-20`),
        { says: 'dated' },
      ],
    }),
  ];
};
