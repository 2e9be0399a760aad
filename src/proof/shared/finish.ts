/** Faults and variants of finish: how and why an answer ends. */

import { tokens } from '../../answers/answer.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, TIME_CALL, WEATHER_CALL } from '../dialogue-parts.ts';
import { turn } from '../edits/edit.ts';
import { emptyBody, recodeText } from '../edits/wire.ts';

const AT_THE_LIMIT = { unserved: 'it stops at the limit of the request that it was written for' };

export const finish: SharedTable = ({ answer, argumentsAre }) => {
  const nothing = [answer({ finish: 'stop', usage: GREETING.usage })];
  const atTheLimit = (finish: string, written = '{"location":"Os', call = WEATHER_CALL) => [
    answer({
      calls: [{ ...call, arguments: written }],
      finish,
      usage: tokens(80, 500),
    }),
  ];
  /** Cases for dialects in which a body can contain arguments that are cut off. */
  const limitReached = [
    faults('finish/length', 'call/buffered', {
      'finish/limit-unsaid-of-a-tool-of-no-arguments': [
        'a call of a tool that requires nothing is cut off by the token limit, and the answer says that it is whole',
        atTheLimit('tool_calls', '{"zone":"Os', TIME_CALL),
        AT_THE_LIMIT,
      ],
    }),
    faults('arguments/empty', 'call/buffered', {
      'arguments/empty-string-at-the-limit': [
        'a call of a tool that requires nothing sends an empty string, and takes all tokens of the limit',
        atTheLimit('tool_calls', '', TIME_CALL),
        AT_THE_LIMIT,
      ],
    }),
  ];
  return [
    faults('finish/length', 'call/streaming', {
      'finish/limit-unsaid': [
        'a call is cut off by the token limit, and the answer says that it is whole',
        atTheLimit('tool_calls'),
        AT_THE_LIMIT,
      ],
      'finish/limit-unsaid-as-of-text': [
        'a call is cut off by the token limit, and the answer ends as one of text does',
        atTheLimit('stop'),
        AT_THE_LIMIT,
      ],
    }),
    ...(argumentsAre === 'text' ? limitReached : []),
    variants('finish/length', 'call/streaming', {
      'finish/limit-said': [
        'a call is cut off by the token limit, and the answer says so',
        atTheLimit('length'),
      ],
      'finish/limit-just-reached': [
        'a call takes all tokens of the limit, and is whole',
        [answer({ ...CALLING, usage: tokens(80, 500) })],
        { outcome: 'not-applicable' },
      ],
    }),
    faults('finish/present', 'text/streaming', {
      'finish/empty-body': ['a streamed 200 brings no byte, and the recording proves it', [emptyBody(true)]],
      'finish/cut-off-in-an-event': [
        'the stream breaks off in the middle of an event',
        [recodeText((text) => text.slice(0, text.length / 2))],
      ],
    }),
    variants('finish/present', 'text/streaming', {
      'finish/nothing-recorded': [
        'the recording has no byte of the stream, and does not prove that there was none',
        [emptyBody(false)],
        { outcome: 'inconclusive' },
      ],
    }),
    variants('finish/known', 'text/streaming', {
      'finish/text-by-length': ['the token limit ends a text', [answer({ ...GREETING, finish: 'length' })]],
    }),
    faults('finish/tool-calls', 'call/streaming', {
      'finish/stop-with-a-call': [
        'an answer with a call ends as one of text does, though the choice was free',
        [answer({ ...CALLING, finish: 'stop' })],
      ],
    }),
    variants('finish/tool-calls', 'call/buffered', {
      'finish/length-with-a-call': [
        'the token limit ends an answer with a call',
        [answer({ ...CALLING, finish: 'length' })],
      ],
    }),
    faults('finish/no-phantom', 'call/streaming', {
      'finish/phantom': [
        'an answer ends as one with a call does, and has no call',
        [answer({ finish: 'tool_calls', usage: CALLING.usage })],
      ],
    }),
    variants('finish/no-phantom', 'call/streaming', {
      'finish/text-then-a-call': [
        'text comes before the call',
        [answer({ ...CALLING, text: 'One moment, please.' })],
      ],
    }),
    faults('finish/not-empty', 'text/streaming', {
      'finish/stop-with-nothing': ['a whole answer of a stream has nothing in it', nothing],
    }),
    faults('finish/not-empty', 'reasoning/streaming', {
      'finish/thoughts-alone': [
        'a whole answer is reasoning and nothing else',
        turn(2, answer({ reasoning: 'Hm.', finish: 'stop', usage: tokens(130, 20, 8) })),
        {
          says: 'reasoning',
          alsoFails: {
            'roundtrip/continues': 'nothing follows the results',
          },
        },
      ],
    }),
    faults('finish/not-empty', 'other-order/buffered', {
      'finish/nothing-after-two-results': [
        'nothing follows two results but the end',
        turn(2, answer({ finish: 'stop', usage: tokens(168, 20) })),
        {
          alsoFails: {
            'roundtrip/continues': 'nothing follows the results',
          },
        },
      ],
    }),
    faults('finish/not-empty', 'text/buffered', {
      'finish/empty': ['a whole answer of a body has nothing in it', nothing],
    }),
  ];
};
