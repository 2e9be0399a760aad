/** Seeded faults and legal variants of roundtrip: the conversation, and how the provider answers broken histories. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { REPORT, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { type Edit, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { callBlock } from '../codec/encode.ts';
import { accept, idOf, refuse } from './edits.ts';

const SAID = 'content[0].text';
const CALL = callBlock({ ...WEATHER_CALL, id: idOf(WEATHER_CALL.id) });

/** Sets the text of the answer after the results. */
const says = (text: string): Edit => turn(2, setBody(SAID, text));

export const roundtrip: Table = [
  faults('roundtrip/continues', 'weather/buffered', {
    'roundtrip/white-space': [
      'a line end follows the result',
      says('\n'),
      { alsoFails: { 'finish/not-empty': 'end_turn comes with nothing' } },
    ],
  }),
  variants('roundtrip/result-used', 'weather/buffered', {
    'roundtrip/said-otherwise': ['the fact is said in another sentence', says('Clear skies, 21 degrees.')],
  }),
  variants('roundtrip/orphan-rejected', 'probe-orphan/streaming', {
    'roundtrip/orphan-met-by-529': [
      'the server is overloaded, whatever the request says',
      [refuse(529, 'overloaded_error')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('roundtrip/unanswered-rejected', 'probe-unanswered/buffered', {
    'roundtrip/prefilled': [
      'a call at the very end of the history needs no result yet',
      [
        ask('messages', [
          { role: 'user', content: 'What is the weather?' },
          { role: 'assistant', content: [CALL] },
        ]),
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('roundtrip/unanswered-rejected', 'probe-unanswered/streaming', {
    'roundtrip/unanswered-elsewhere-told': [
      'the refusal names the call',
      [refuse(400, 'invalid_request_error', `tool_use ids without tool_result: ${idOf(WEATHER_CALL.id)}`)],
    ],
  }),
  variants('roundtrip/foreign-id', 'foreign-id/buffered', {
    'roundtrip/foreign-id-accepted': ["another provider's id is accepted", [accept(REPORT)]],
  }),
];
