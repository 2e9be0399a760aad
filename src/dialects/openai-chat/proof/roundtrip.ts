/** Seeded faults and legal variants of roundtrip: the conversation, and how the provider answers broken histories. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { about, askNot } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { accept } from './edits.ts';
import { DELTA, FINISH, MESSAGE } from './places.ts';

const TEXT_OF_TURN_2 = `${MESSAGE}.content`;

export const roundtrip: Table = [
  faults('roundtrip/continues', 'weather/buffered', {
    'roundtrip/phantom-after-the-result': [
      'after the result a body says tool_calls and calls nothing',
      turn(2, setBody(TEXT_OF_TURN_2, null), setBody('choices[0].finish_reason', 'tool_calls')),
      {
        alsoFails: {
          'finish/no-phantom': 'there is no call',
        },
      },
    ],
  }),
  variants('roundtrip/continues', 'three-turns/streaming', {
    'roundtrip/call-and-no-text': [
      'another call follows the result, beside empty text',
      turn(2, set(FINISH, `${DELTA}.content`, '')),
    ],
  }),
  variants('roundtrip/continues', 'weather/buffered', {
    'roundtrip/answer-in-audio': [
      'the answer that follows the result is spoken',
      all(
        about({ scenario: null }),
        turn(
          2,
          setBody(TEXT_OF_TURN_2, null),
          setBody('choices[0].message.audio', { id: 'audio_1', data: 'UklGRg==' }),
        ),
      ),
    ],
  }),
  variants('roundtrip/orphan-rejected', 'probe-nameless/buffered', {
    'roundtrip/result-without-id-for-a-call-without': [
      'a result names no call, and belongs to one that was issued without an id',
      [askNot('messages[2].tool_calls[0].id'), askNot('messages[3].tool_call_id'), accept(GREETING)],
      { outcome: 'not-applicable' },
    ],
  }),
];
