/** Seeded faults and legal variants of finish: how an answer reports its end. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { alone, ask } from '../../../proof/edits/exchange.ts';
import { CHUNKS, cutAfter, drop, first, insertAfter, set } from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import {
  CALLS,
  CANDIDATE,
  CONTENT,
  chunkLike,
  END,
  FINISH_REASON,
  PART,
  PARTS,
  SIGNATURE,
  TEXT,
  TEXT_OF,
} from './places.ts';

export const finish: Table = [
  variants('finish/known', 'text/buffered', {
    'finish/number-of-the-second-candidate': [
      'the second of two candidates ends with a number that no version of the reference has',
      [
        ask('generationConfig.candidateCount', 2),
        setBody('candidates', ([said]: readonly object[]) => [
          { ...said, index: 0 },
          { ...said, index: 1, finishReason: 99 },
        ]),
      ],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('finish/tool-calls', 'call/buffered', {
    'finish/calls-of-another-reason-beside-an-unknown-number': [
      'a candidate with a call finishes with TOOL_CALLS, and one of text with a number that is not known',
      [
        ask('generationConfig.candidateCount', 2),
        setBody(FINISH_REASON, 'TOOL_CALLS'),
        setBody('candidates[1]', {
          content: { parts: [{ text: 'It is 21.', thoughtSignature: 'QUJDRA==' }], role: 'model' },
          finishReason: 99,
          index: 1,
        }),
      ],
      {
        alsoFails: { 'finish/known': 'there is no such reason' },
        unserved: 'it takes a request for two candidates, and no scenario makes one',
      },
    ],
  }),
  faults('finish/present', 'text/buffered', {
    'finish/lower-case-beside-a-candidate-without-a-reason': [
      'of two candidates the first has its reason in lower case, and the second has none',
      [
        ask('generationConfig.candidateCount', 2),
        setBody('candidates', ([said]: readonly object[]) => [
          { ...said, index: 0, finishReason: 'stop' },
          { ...said, index: 1, finishReason: null },
        ]),
      ],
      {
        alsoFails: { 'finish/known': 'there is no such reason' },
        unserved: 'it takes a request for two candidates, and no scenario makes one',
      },
    ],
  }),
  variants('finish/call-accepted', 'text/buffered', {
    'finish/nothing-to-call': [
      'no function is declared, and text comes',
      [ask('tools', [])],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/present', 'text/streaming', {
    'finish/never': ['no chunk has a finishReason', [drop(END, FINISH_REASON)]],
    'finish/cut-off-in-an-event': [
      'the stream breaks off in the middle of an event',
      [recodeText((text) => text.slice(0, text.length / 2))],
    ],
  }),
  faults('finish/present', 'reasoning/streaming', {
    'finish/cut-off-behind-a-thought': [
      'the stream ends behind a thought, whose tokens are yet to be counted',
      all(turn(1, cutAfter(first(CHUNKS))), alone),
    ],
  }),
  faults('finish/present', 'text/buffered', {
    'finish/missing-in-a-body': ['the candidate of a body has no finishReason', [dropBody(FINISH_REASON)]],
  }),
  variants('finish/present', 'blocked/streaming', {
    'finish/blocked-prompt': [
      'a blocked prompt gets no candidate',
      [drop(CHUNKS, 'responseId'), set(CHUNKS, 'responseId', 'another-id-of-it')],
    ],
  }),
  faults('finish/known', 'call/buffered', {
    'finish/reason-of-another-dialect': [
      'the reason is tool_calls',
      [setBody(FINISH_REASON, 'tool_calls')],
      { alsoFails: { 'finish/tool-calls': 'clients run calls on STOP' } },
    ],
  }),
  faults('finish/known', 'text/buffered', {
    'finish/lower-case': ['the reason is written in lower case', [setBody(FINISH_REASON, 'stop')]],
  }),
  faults('finish/known', 'text/streaming', {
    'finish/empty-before': ['the reason is an empty text until the end', [set(TEXT, FINISH_REASON, '')]],
  }),
  variants('finish/known', 'text/buffered', {
    'finish/as-a-number': ['the reason comes as a number', [setBody(FINISH_REASON, 1)]],
    'finish/as-an-unknown-number': [
      'the reason comes as a number that is not known',
      [setBody(FINISH_REASON, 99)],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('finish/consistent', 'text/streaming', {
    'finish/two-reasons': [
      'two chunks give different reasons',
      [set(first(TEXT), FINISH_REASON, 'MAX_TOKENS')],
      { alsoFails: { 'finish/once': 'it is sent twice', 'deltas/none-after-finish': 'text follows' } },
    ],
    'finish/an-unknown-number-first': [
      'a chunk gives a number that is not known as its reason, and the last one STOP',
      [set(first(TEXT), FINISH_REASON, 99)],
      { alsoFails: { 'finish/once': 'it is sent twice', 'deltas/none-after-finish': 'text follows' } },
    ],
  }),
  variants('finish/consistent', 'text/streaming', {
    'finish/null-before': [
      'the reason is null until the end',
      [set(TEXT, FINISH_REASON, null)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/once', 'text/streaming', {
    'finish/twice': [
      'the reason is sent twice',
      [
        (exchange) =>
          insertAfter(
            END,
            chunkLike(exchange, { candidates: [{ finishReason: 'STOP', index: 0 }] }, -1),
          )(exchange),
      ],
    ],
  }),
  variants('finish/once', 'text/streaming', {
    'finish/null-before-the-end': [
      'the reason is null in the first chunk',
      [set(first(TEXT), FINISH_REASON, null)],
    ],
  }),
  faults('finish/tool-calls', 'call/streaming', {
    'finish/calls-of-another-reason': [
      'an answer with a call finishes with TOOL_CALLS',
      [set(END, FINISH_REASON, 'TOOL_CALLS')],
      { alsoFails: { 'finish/known': 'there is no such reason' } },
    ],
  }),
  variants('finish/tool-calls', 'call/streaming', {
    'finish/calls-to-be-continued': [
      'an answer with a call is paused, which CONTINUATION says',
      [set(END, FINISH_REASON, 'CONTINUATION')],
    ],
  }),
  faults('finish/present', 'array/streaming', {
    'finish/cut-off-in-an-array': [
      'the array of the stream breaks off in the middle of its last element',
      [recodeText((text) => text.slice(0, text.lastIndexOf('"finishReason"')))],
    ],
  }),
  variants('finish/tool-calls', 'call/buffered', {
    'finish/calls-and-an-unknown-number': [
      'an answer with a call has a reason that comes as a number and is not known',
      [setBody(FINISH_REASON, 99)],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('finish/tool-calls', 'call/buffered', {
    'finish/with-a-message': [
      'STOP has a message, and a call came',
      [setBody(`${CANDIDATE}.finishMessage`, 'Model generated function call(s).')],
    ],
  }),
  variants('finish/not-empty', 'text/buffered', {
    'finish/stop-sequence': [
      'a stop sequence ends the answer before its first word',
      [ask('generationConfig.stopSequences', ['Good']), setBody(TEXT_OF, '')],
      { outcome: 'not-applicable' },
    ],
    'finish/image': [
      'STOP comes with an image',
      [
        setBody(PART, { inlineData: { mimeType: 'image/png', data: 'QUJDRA==' } }),
        setBody(SIGNATURE, 'QUJDRA=='),
      ],
    ],
    'finish/limit-and-no-parts': [
      'the token limit leaves a content without parts',
      [setBody(FINISH_REASON, 'MAX_TOKENS'), setBody(CONTENT, { role: 'model' })],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('finish/call-accepted', 'call/buffered', {
    'finish/malformed-call': [
      'the provider flags the call as malformed',
      [setBody(FINISH_REASON, 'MALFORMED_FUNCTION_CALL'), dropBody(PARTS)],
    ],
  }),
  faults('finish/call-accepted', 'call/streaming', {
    'finish/unexpected-call': [
      'the provider flags the call as unexpected, and shows it',
      [set(END, FINISH_REASON, 'UNEXPECTED_TOOL_CALL')],
    ],
    'finish/unexpected-call-unsigned': [
      'the provider flags the call as unexpected, and does not sign it',
      [set(END, FINISH_REASON, 'UNEXPECTED_TOOL_CALL'), drop(CALLS, SIGNATURE)],
    ],
  }),
  variants('finish/call-accepted', 'call/buffered', {
    'finish/cut-call': ['the token limit ends an answer with a call', [setBody(FINISH_REASON, 'MAX_TOKENS')]],
  }),
  faults('finish/blocked', 'blocked/buffered', {
    'finish/blocked-and-answered': [
      'the prompt is blocked, and there is a candidate',
      [
        setBody('candidates', [
          {
            content: { parts: [{ text: 'Hello.', thoughtSignature: 'QUJDRA==' }], role: 'model' },
            finishReason: 'STOP',
            index: 0,
          },
        ]),
      ],
      { unserved: 'no scenario has a prompt that is blocked' },
    ],
  }),
  variants('finish/blocked', 'blocked/buffered', {
    'finish/empty-candidates': [
      'the list of candidates of a blocked prompt is empty',
      [setBody('candidates', [])],
    ],
  }),
];
