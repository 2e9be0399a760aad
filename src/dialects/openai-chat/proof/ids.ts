/** Seeded faults and legal variants of ids: tool-call ids, across turns and as returned by the client. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot, dropFirst, sentBefore } from '../../../proof/edits/exchange.ts';
import { insertBefore, last, set } from '../../../proof/edits/stream.ts';
import { listOf } from '../../../reading/presence.ts';
import { wholeCall } from '../serve/render.ts';
import { answer, edits, forget, refuse, reissue, rewrite } from './edits.ts';
import { BODY_ARGUMENTS, BODY_CALL, CALL, dropOpening, END, FRAGMENTS, STARTS } from './places.ts';

const ID = WEATHER_CALL.id;

const OTHER_CALL = wholeCall({ ...WEATHER_CALL, id: 'call_Zq8Lw3Xv9T' });

/** Asks for two choices; the second has these calls. */
function secondChoice(...calls: readonly object[]): ExchangeEdit[] {
  const message = { role: 'assistant', content: null, tool_calls: calls };
  return [ask('n', 2), setBody('choices[1]', { index: 1, message, finish_reason: 'tool_calls' })];
}

export const ids: Table = [
  variants('ids/echoed', 'weather/buffered', {
    'ids/kept-in-a-shorter-history': [
      'the client drops the system prompt and the first question, and repeats the call',
      turn(2, dropOpening),
    ],
    'ids/cut-off-and-kept-in-a-shorter-history': [
      'the token limit cuts the answer off behind its call, which the client repeats without the prompts before it',
      all(turn(1, answer({ ...CALLING, finish: 'length' })), turn(2, dropOpening)),
    ],
  }),
  faults('ids/present', 'weather/buffered', {
    'ids/dropped-and-changed': [
      'the call has no id, and the client repeats it with other arguments',
      all(forget(ID), turn(1, setBody(BODY_ARGUMENTS, '{"location":"Bergen"}'))),
    ],
    'ids/dropped-and-invented': [
      'the call has no id, and the client answers it under one of its own',
      all(forget(ID), turn(2, ask('messages[3].tool_call_id', 'call_of_the_client'))),
    ],
  }),
  faults('ids/portable', 'weather/streaming', {
    'ids/four-digits-behind-a-colon': [
      'the id ends with a colon and a counter',
      reissue(ID, 'functions.look_up_today:1234'),
    ],
    'ids/letters-behind-a-counter': [
      'letters follow the colon and the counter of an id',
      reissue(ID, 'functions.look_up_today:12x'),
    ],
  }),
  faults('ids/type', 'weather/buffered', {
    'ids/type-missing': ['the call of a body has no type', [dropBody(`${BODY_CALL}.type`)]],
    'ids/type-of-another': [
      'the call of a body has type tool_use',
      [setBody(`${BODY_CALL}.type`, 'tool_use')],
    ],
  }),
  variants('ids/type', 'weather/buffered', {
    'ids/index-in-a-body': [
      'the call of a body has an index beside its type',
      [setBody(`${BODY_CALL}.index`, 0)],
    ],
  }),
  faults('ids/type', 'call/buffered', {
    'ids/type-of-another-tool': [
      'the call of a body has the type of another tool, which the provider has built in',
      [
        ask('tools[2]', { type: 'builtin_function', function: { name: 'browse' } }),
        setBody(`${BODY_CALL}.type`, 'builtin_function'),
      ],
    ],
  }),
  variants('ids/type', 'call/buffered', {
    'ids/type-of-a-built-in-tool': [
      'a tool is called that the provider has built in, and that the request offers by that type',
      [
        ask('tools[2]', { type: 'builtin_function', function: { name: 'browse' } }),
        setBody(`${BODY_CALL}.type`, 'builtin_function'),
        setBody(`${BODY_CALL}.function.name`, 'browse'),
      ],
    ],
    'ids/custom-tool': [
      'a custom tool is called, whose type is custom',
      [
        ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
        setBody(BODY_CALL, { id: ID, type: 'custom', custom: { name: 'python', input: 'print(21)' } }),
      ],
    ],
  }),
  faults('ids/unique-in-conversation', 'three-turns/streaming', {
    'ids/reused-from-the-history': [
      'an id is issued that stands in the history, though not in an earlier answer that was recorded',
      all(turn(2, set(STARTS, `${CALL}.id`, ID)), turn(3, rewrite(TIME_CALL.id, ID)), dropFirst(1)),
    ],
  }),
  variants('ids/unique-in-conversation', 'three-turns/buffered', {
    'ids/same-call-anew': [
      'the second turn repeats the call of the first, under an id of its own',
      all(
        turn(2, setBody(`${BODY_CALL}.function`, { name: 'weather', arguments: WEATHER_CALL.arguments })),
        turn(
          3,
          ask('messages[4].tool_calls[0].function', { name: 'weather', arguments: WEATHER_CALL.arguments }),
        ),
      ),
    ],
  }),
  variants('ids/unique-in-conversation', 'call/buffered', {
    'ids/issued-once': [
      'the conversation has one response with calls',
      reissue(ID, 'call_Zq8Lw3Xv9T'),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('ids/unique-in-conversation', 'three-turns/streaming', {
    'ids/sent-again-after-429': [
      'the second request is throttled and sent again, so its history comes twice',
      sentBefore(2, refuse(429)),
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/result-before-its-call': [
      'the client puts the result before the message with its call, and is refused for that',
      turn(
        2,
        ask('messages[3]', { role: 'assistant', content: null, tool_calls: [wholeCall(WEATHER_CALL)] }),
        ask('messages[2]', { role: 'tool', tool_call_id: ID, content: '21 °C, clear' }),
        refuse(400, {
          message: "Messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
          code: null,
        }),
      ),
    ],
  }),
  faults('ids/echoed', 'weather/streaming', {
    'ids/changed-midway-and-by-the-client': [
      'a later delta of the call has another id, and the client repeats the call under a third one',
      all(turn(1, set(last(FRAGMENTS), `${CALL}.id`, TIME_CALL.id)), turn(2, rewrite(ID, 'call_mine'))),
      { alsoFails: { 'deltas/one-call-per-index': 'the index has two ids' } },
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/prompt-before-the-result': [
      'the client puts a prompt between the call and its result',
      turn(
        2,
        ask('messages[4]', { role: 'tool', tool_call_id: ID, content: '21 °C, clear' }),
        ask('messages[3]', { role: 'user', content: 'Hurry.' }),
      ),
    ],
  }),
  faults('ids/echo-accepted', 'weather/buffered', {
    'ids/refused-beside-words-of-the-client': [
      'the client puts words beside the call that it repeats, and the provider does not find the call id',
      turn(
        2,
        ask('messages[2].content', 'Let me look.'),
        refuse(400, { message: 'The call id is not found', code: null }),
      ),
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/role-of-a-reminder-refused': [
      'the client adds a message of the developer behind the result, and its role is refused',
      turn(
        2,
        ask('messages[4]', { role: 'developer', content: 'Be brief.' }),
        refuse(400, { message: "messages[4].role: Input should be 'user' or 'assistant'", code: null }),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/prompt-before-the-result-and-refused': [
      'the client puts a prompt between the call and its result, and the provider does not find the call id',
      turn(
        2,
        ask('messages[4]', { role: 'tool', tool_call_id: ID, content: '21 °C, clear' }),
        ask('messages[3]', { role: 'user', content: 'Hurry.' }),
        refuse(400, { message: 'The call id is not found', code: null }),
      ),
    ],
  }),
  variants('ids/echoed', 'weather/buffered', {
    'ids/prompt-before-the-result-of-an-older-call': [
      'the history begins with a call of an older answer, which got its result behind a prompt',
      everyTurn(({ request }) => {
        request['messages'] = [
          { role: 'user', content: 'Weather?' },
          { role: 'assistant', content: null, tool_calls: [OTHER_CALL] },
          { role: 'user', content: 'Hurry.' },
          { role: 'tool', tool_call_id: 'call_Zq8Lw3Xv9T', content: '21 °C, clear' },
          ...listOf(request['messages']),
        ];
      }),
    ],
    'ids/prompt-behind-the-result': [
      'the client puts a prompt behind the result',
      turn(2, ask('messages[4]', { role: 'user', content: 'Be brief.' })),
    ],
  }),
  faults('ids/echoed', 'parallel/buffered', {
    'ids/one-call-forgotten-by-the-client': [
      'the client repeats and answers one call of two',
      turn(
        2,
        ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
        ask('messages[4]', { role: 'user', content: 'Go on.' }),
      ),
    ],
    'ids/second-choice-continued-by-half': [
      'of two choices with two calls each, the client repeats and answers one call of the second',
      all(
        turn(1, ...secondChoice(OTHER_CALL, wholeCall({ ...TIME_CALL, id: 'call_Bd4Kx7Rm2P' }))),
        turn(
          2,
          ask('messages[2].tool_calls', [OTHER_CALL]),
          ask('messages[3].tool_call_id', 'call_Zq8Lw3Xv9T'),
          ask('messages[4]', { role: 'user', content: 'Go on.' }),
        ),
      ),
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/cut-off-and-renamed-without-a-result': [
      'the token limit cuts the answer off within its call, which the client repeats under an id of its own, and does not answer',
      all(
        turn(1, answer({ ...CALLING, finish: 'length' })),
        turn(2, rewrite(ID, 'call_mine'), ask('messages[3]', { role: 'user', content: 'Go on.' })),
      ),
      { alsoFails: { 'roundtrip/unanswered-rejected': 'the provider takes it' } },
    ],
    'ids/cut-off-and-answered-under-another-id': [
      'the token limit cuts the answer off within its call, which the client does not repeat, and answers under an id of its own',
      all(
        turn(1, answer({ ...CALLING, finish: 'length' })),
        turn(2, rewrite(ID, 'call_mine'), ask('messages[2]', { role: 'user', content: 'Go on.' })),
      ),
      { alsoFails: { 'roundtrip/orphan-rejected': 'the provider takes it' } },
    ],
    'ids/cut-off-and-not-answered-in-a-shorter-history': [
      'the token limit cuts the answer off within its call, which the client repeats without the prompts before it, and does not answer',
      all(
        turn(1, answer({ ...CALLING, finish: 'length' })),
        turn(2, ask('messages[3]', { role: 'user', content: 'Go on.' }), dropOpening),
      ),
      { alsoFails: { 'roundtrip/unanswered-rejected': 'the provider takes it' } },
    ],
  }),
  variants('ids/echoed', 'weather/buffered', {
    'ids/text-choice-continued': [
      'of two choices one is a text, and the client continues that one',
      all(
        turn(
          1,
          ask('n', 2),
          setBody('choices[1]', {
            index: 1,
            message: { role: 'assistant', content: 'It is warm.' },
            finish_reason: 'stop',
          }),
        ),
        turn(
          2,
          ask('messages[2]', { role: 'assistant', content: 'It is warm.' }),
          ask('messages[3]', { role: 'user', content: 'Thank you. And in degrees?' }),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
    'ids/second-choice-continued': [
      'of two choices with a call each, the client continues the second',
      all(turn(1, ...secondChoice(OTHER_CALL)), turn(2, rewrite(ID, 'call_Zq8Lw3Xv9T'))),
    ],
    'ids/second-choice-continued-in-a-shorter-history': [
      'of two choices with a call each, the client continues the second, and drops the prompts before it',
      all(turn(1, ...secondChoice(OTHER_CALL)), turn(2, rewrite(ID, 'call_Zq8Lw3Xv9T'), dropOpening)),
    ],
  }),
  faults('errors/none-midstream', 'weather/streaming', {
    'errors/behind-a-call-that-is-dropped': [
      'an error ends the answer behind its call, and the client goes on without it',
      all(
        turn(1, insertBefore(END, { error: { code: 502, message: 'The upstream closed the connection' } })),
        edits.goOn(({ prompt }) => [prompt('Once more, in short.')]),
      ),
    ],
  }),
  variants('ids/echoed', 'parallel/streaming', {
    'ids/echoed-in-two-messages': [
      'the client repeats each call in an assistant message of its own',
      turn(
        2,
        ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
        ask('messages[5]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
        ask('messages[4]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
        ask('messages[3]', { role: 'assistant', content: null, tool_calls: [wholeCall(TIME_CALL)] }),
      ),
    ],
  }),
  variants('ids/present', 'text/streaming', {
    'ids/no-tools-and-a-broken-server': [
      'no tool was offered, and the server answers 500',
      [askNot('tools'), askNot('tool_choice'), refuse(500)],
      { outcome: 'not-applicable' },
    ],
  }),
];
