/** Seeded faults and legal variants of routing: the model and upstream that served the request. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { setBody } from '../../../proof/edits/body.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { onBedrock, onVertex } from './edits.ts';
import { START } from './places.ts';

/** Puts this model name into the path. */
function at(model: string): ExchangeEdit {
  return (exchange) => {
    exchange.url = exchange.url.replace('conforming-1', model);
  };
}

const OWN = setBody('model', 'claude-a-1-20250601');

export const routing: Table = [
  variants('routing/model', 'text/streaming', {
    'routing/model-in-the-path': ['the path names the model', [onVertex]],
  }),
  variants('routing/model', 'text/buffered', {
    'routing/model-of-a-region': [
      'Bedrock puts a region and its company before the name, and a version behind it',
      [onBedrock, at('us.anthropic.claude-a-1-20250601-v1%3A0'), OWN],
    ],
    'routing/model-of-many-numbers': [
      'the name has a version within it, and the one behind it has several numbers',
      [
        onBedrock,
        at('anthropic.claude-v2-a-20250601-v12%3A10%3A3'),
        setBody('model', 'claude-v2-a-20250601'),
      ],
    ],
    'routing/model-with-an-at': [
      'Vertex AI puts an @ before the date',
      [onVertex, at('claude-a-1@20250601'), OWN],
    ],
  }),
  faults('routing/model', 'text/buffered', {
    'routing/another-model-on-bedrock': [
      'Bedrock answers with a model of another number',
      [onBedrock, at('anthropic.claude-a-2-20250601-v1%3A0'), OWN],
    ],
  }),
  faults('routing/model', 'text/buffered', {
    'routing/at-on-no-cloud': [
      "Anthropic's own API answers with a hyphen where the request has an @",
      [ask('model', 'claude-a-1@20250601'), OWN],
    ],
  }),
  variants('routing/model', 'openrouter/streaming', {
    'routing/model-as-requested': [
      'the model has the name of its author before a slash, in both',
      [ask('model', 'anthropic/claude'), set(START, 'message.model', 'anthropic/claude')],
    ],
  }),
];
