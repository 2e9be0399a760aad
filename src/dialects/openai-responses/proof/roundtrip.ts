/** Seeded faults and legal variants of roundtrip: the conversation, and how the provider answers broken histories. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { accept, refuse } from './edits.ts';
import { appendItem, RESPONSES, WEB_SEARCH } from './places.ts';

const PREVIOUS = 'previous_response_id';

export const roundtrip: Table = [
  faults('roundtrip/previous-response', 'stored/buffered', {
    'roundtrip/named-response-ignored': [
      'the answer names no response that it continues',
      turn(2, setBody(PREVIOUS, null)),
    ],
  }),
  faults('roundtrip/previous-response', 'stored/streaming', {
    'roundtrip/another-response-continued': [
      'the answer names another response than the request',
      turn(2, set(RESPONSES, `response.${PREVIOUS}`, 'resp_of_somebody_else')),
    ],
  }),
  variants('roundtrip/previous-response', 'weather/buffered', {
    'roundtrip/stored-elsewhere': [
      'a request brings its whole history, and its answer says nothing of another response',
      turn(2, dropBody(PREVIOUS)),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('roundtrip/previous-response', 'stored/buffered', {
    'roundtrip/named-response-not-kept': [
      'a server that keeps nothing refuses the response id',
      turn(2, refuse(404, 'There is no stored response.')),
      { outcome: 'unsupported' },
    ],
  }),
  variants('roundtrip/continues', 'weather/streaming', {
    'roundtrip/search-after-the-result': [
      "an item of the provider's own tools follows the result, beside text",
      turn(2, appendItem(WEB_SEARCH)),
    ],
  }),
  variants('roundtrip/orphan-rejected', 'probe-orphan/buffered', {
    'roundtrip/call-kept-by-the-server': [
      'a result answers a call that the server keeps',
      [ask(PREVIOUS, 'resp_kept'), accept(GREETING)],
      { outcome: 'not-applicable' },
    ],
  }),
];
