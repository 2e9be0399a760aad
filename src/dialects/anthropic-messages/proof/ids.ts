/** Seeded faults and legal variants of ids: within a response, across turns, and as returned by the client. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, sentBefore } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { callBlock } from '../codec/encode.ts';
import { goOn, idOf, issue, refuse, reissue, rewrite } from './edits.ts';
import { CALL_STARTS } from './places.ts';

const ID = idOf(WEATHER_CALL.id);
const TIME_ID = idOf(TIME_CALL.id);
const CALL = callBlock({ ...WEATHER_CALL, id: ID });
const RESULT = { type: 'tool_result', tool_use_id: ID, content: '21 °C, clear' };

export const ids: Table = [
  faults('ids/echoed', 'weather/buffered', {
    'ids/answered-a-turn-late': [
      'the client says something else first, and returns the result a turn later',
      turn(
        2,
        ask('messages[4]', { role: 'user', content: [RESULT] }),
        ask('messages[3]', { role: 'assistant', content: 'All right.' }),
        ask('messages[2]', { role: 'user', content: 'One moment.' }),
      ),
      {
        alsoFails: {
          'roundtrip/orphan-rejected': 'the result answers no call of the turn before it',
          'roundtrip/unanswered-rejected': 'the call has no result behind it',
        },
      },
    ],
  }),
  faults('ids/echoed', 'three-turns/buffered', {
    'ids/asked-with-another-result': [
      'the client puts another result in the place of the first one, and forgets the call that came for it',
      all(
        sentBefore(2, issue(TIME_ID, idOf('call_Zq8Lw3Xv9TbYz7N'))),
        goOn(({ answer: repeated, results, returned }) => [
          ...repeated,
          ...returned(results.map(({ call }) => ({ call, text: 'unknown' }))),
        ]),
      ),
    ],
    'ids/answered-in-the-message-before': [
      'the client forgets the second call, and adds its result to the message with the first one',
      turn(
        3,
        ask('messages', [
          { role: 'user', content: 'What is the weather in Oslo, and what time is it there?' },
          { role: 'assistant', content: [CALL] },
          { role: 'user', content: [RESULT, { ...RESULT, tool_use_id: TIME_ID }] },
        ]),
      ),
      { alsoFails: { 'roundtrip/orphan-rejected': 'the provider takes it' } },
    ],
  }),
  faults('ids/present', 'weather/streaming', {
    'ids/emptied-in-the-stream': [
      'the id is empty',
      reissue(ID, ''),
      { alsoFails: { 'deltas/id-first': 'the start has the whole id' } },
    ],
  }),
  faults('ids/unique-in-response', 'call/buffered', {
    'ids/shared-with-the-provider': [
      'a search of the provider has the id of the call',
      [
        setBody('content[1]', { type: 'server_tool_use', id: ID, name: 'web_search', input: {} }),
        setBody('content[2]', { type: 'web_search_tool_result', tool_use_id: ID, content: [] }),
      ],
    ],
  }),
  faults('ids/unique-in-conversation', 'three-turns/streaming', {
    'ids/reused-in-the-next-stream': [
      'the second stream issues the id of the first again',
      all(turn(2, set(CALL_STARTS, 'content_block.id', ID)), turn(3, rewrite(TIME_ID, ID))),
    ],
  }),
  variants('ids/unique-in-conversation', 'three-turns/buffered', {
    'ids/same-call-anew': [
      'the second turn repeats the call of the first, under an id of its own',
      all(
        turn(2, setBody('content[0]', { ...CALL, id: TIME_ID })),
        turn(3, ask('messages[3].content', [{ ...CALL, id: TIME_ID }])),
      ),
    ],
  }),
  faults('ids/echoed', 'weather/streaming', {
    'ids/answered-in-two-turns': [
      'the client answers the call twice, in two turns',
      turn(
        2,
        ask('messages[3]', { role: 'assistant', content: 'I see.' }),
        ask('messages[4]', { role: 'user', content: [RESULT] }),
      ),
      { alsoFails: { 'roundtrip/orphan-rejected': 'the second result answers no call of the turn before' } },
    ],
  }),
  faults('ids/echoed', 'parallel/buffered', {
    'ids/one-call-forgotten-by-the-client': [
      'the client repeats and answers one call of two',
      turn(2, ask('messages[1].content', [CALL]), ask('messages[2].content', [RESULT])),
    ],
  }),
  faults('ids/echoed', 'stored/buffered', {
    'ids/not-answered-in-a-thread': [
      'the client goes on in the thread without a result',
      turn(2, ask('messages', [{ role: 'user', content: 'And now?' }])),
    ],
  }),
  variants('ids/echo-accepted', 'stored/streaming', {
    'ids/thread-forgotten': [
      'the server has lost the thread, and says so',
      turn(2, refuse(404, 'not_found_error', 'No usable Thread state was found for previous_message_id.')),
      { outcome: 'unsupported' },
    ],
  }),
  variants('ids/echoed', 'parallel/streaming', {
    'ids/echoed-in-two-messages': [
      'the client repeats each call in a message of its own',
      turn(
        2,
        ask('messages[4]', {
          role: 'user',
          content: [RESULT, { type: 'tool_result', tool_use_id: TIME_ID, content: '09:30' }],
        }),
        ask('messages[1].content', [CALL]),
        ask('messages[2]', { role: 'assistant', content: [callBlock({ ...TIME_CALL, id: TIME_ID })] }),
        ask('messages[3]', { role: 'user', content: 'Here you are.' }),
      ),
    ],
  }),
  faults('ids/pattern', 'weather/buffered', {
    'ids/with-a-colon': ['the id holds a colon', reissue(ID, 'weather:kT3vQ9xLw2RbYz7N')],
  }),
  faults('ids/pattern', 'weather/streaming', {
    'ids/named-and-counted': [
      'the id is the name of the function and a counter',
      reissue(ID, 'functions.weather:0'),
    ],
  }),
  variants('ids/pattern', 'weather/buffered', {
    'ids/underscore-and-hyphen': [
      'the id begins with a hyphen and has underscores',
      reissue(ID, '-Wx7_Qz2-Rt9_'),
    ],
  }),
  variants('ids/portable', 'weather/streaming', {
    'ids/of-bedrock': [
      'the id is as Bedrock issues them',
      reissue(ID, 'toolu_bdrk_01Xk7Qm2Vb9Lr4Tz8Wd3Hc6N'),
    ],
  }),
  faults('ids/echo-accepted', 'weather/buffered', {
    'ids/role-of-the-result-refused': [
      'the provider refuses the role of the message that holds the result',
      turn(2, refuse(400, 'invalid_request_error', "messages.2.role: Input should be 'tool'")),
    ],
    'ids/role-of-the-result-beside-words-refused': [
      'the client puts words behind the result, and the provider refuses the role of their message',
      turn(
        2,
        ask('messages[2].content[1]', { type: 'text', text: 'Be brief.' }),
        refuse(400, 'invalid_request_error', "messages.2.role: Input should be 'tool'"),
      ),
    ],
    'ids/role-of-the-call-refused': [
      'the provider refuses the role of the message that repeats the call',
      turn(2, refuse(400, 'invalid_request_error', "messages.1.role: Input should be 'user'")),
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/role-of-a-reminder-refused': [
      'the client adds a message of the system behind the result, and its role is refused',
      turn(
        2,
        ask('messages[3]', { role: 'system', content: 'Be brief.' }),
        refuse(400, 'invalid_request_error', "messages.3.role: Input should be 'user' or 'assistant'"),
      ),
      { outcome: 'inconclusive' },
    ],
    'ids/echo-met-by-529': [
      'the second request meets an overloaded server',
      turn(2, refuse(529, 'overloaded_error')),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('ids/echo-accepted', 'forgotten-thoughts/buffered', {
    'ids/thoughts-missed': [
      'the request is refused, which was told to leave the thoughts out',
      turn(2, refuse(400, 'invalid_request_error', 'Expected thinking')),
      { outcome: 'not-applicable' },
    ],
    'ids/signatures-missed': [
      'the request is refused for a signature, and was told to leave the thoughts out',
      turn(2, refuse(400, 'invalid_request_error', 'Invalid `signature` in `thinking` block')),
      { outcome: 'not-applicable' },
    ],
    'ids/missed-with-thoughts': [
      'the request is refused for an id, but was told to leave the thoughts out',
      turn(2, refuse(400, 'invalid_request_error', 'Unexpected tool_use_id in tool_result blocks')),
      { outcome: 'inconclusive' },
    ],
  }),
];
