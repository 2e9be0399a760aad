/** Seeded faults and legal variants of ids: tool-call ids, across turns and on their way back. */
import { dropBody, setBody } from '../../../faults/edits/body.ts';
import { all, turn } from '../../../faults/edits/edit.ts';
import { ask, askNot, dropFirst, failedBefore, lose } from '../../../faults/edits/exchange.ts';
import { set } from '../../../faults/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../faults/stories.ts';
import { wholeCall } from '../render.ts';
import { forget, refuse, reissue, rewrite } from './edits.ts';
import { BODY_CALL, CALL, STARTS } from './places.ts';

const STREAMED = 'weather/streaming';
const BUFFERED = 'weather/buffered';
const ID = WEATHER_CALL.id;
/** 40 characters, as many as OpenAI lets a history hold. */
const LONGEST = `call_${'aB3dE6gH9j'.repeat(4)}`.slice(0, 40);

export const idsFaults: readonly SeededFault[] = [
  fault('ids/dropped', 'the call has no id', BUFFERED, forget(ID), 'ids/present', {
    turnsInconclusive: NO_ECHO,
  }),
  fault(
    'ids/dropped-from-the-stream',
    'no delta of the call has an id',
    STREAMED,
    forget(ID),
    'ids/present',
    { alsoFails: { 'deltas/id-first': 'the first delta has none either' }, turnsInconclusive: NO_ECHO },
  ),
  fault(
    'ids/dropped-from-one-of-two',
    'one of two calls has no id',
    'parallel/buffered',
    forget(TIME_CALL.id),
    'ids/present',
    { turnsInconclusive: NO_ECHO },
  ),
  fault('ids/emptied', 'the id is the empty string', BUFFERED, reissue(ID, ''), 'ids/present', {
    turnsInconclusive: NO_ECHO,
  }),
  fault('ids/null', 'the id is null', BUFFERED, reissue(ID, null), 'ids/present', {
    turnsInconclusive: NO_ECHO,
  }),
  fault('ids/number', 'the id is a number', BUFFERED, reissue(ID, 7_254_118_903), 'ids/present', {
    turnsInconclusive: NO_ECHO,
  }),
  fault(
    'ids/type-missing',
    'the call of a body has no type',
    BUFFERED,
    [dropBody(`${BODY_CALL}.type`)],
    'ids/type',
  ),
  fault(
    'ids/type-of-another',
    'the call of a body has type tool_use',
    BUFFERED,
    [setBody(`${BODY_CALL}.type`, 'tool_use')],
    'ids/type',
  ),
  fault(
    'ids/shared',
    'two calls of one body share an id',
    'parallel/buffered',
    reissue(TIME_CALL.id, ID),
    'ids/unique-in-response',
    { turnsInconclusive: NO_ECHO },
  ),
  fault(
    'ids/reused-in-the-next-turn',
    'the second turn issues the id of the first again',
    'three-turns/buffered',
    all(turn(2, setBody(`${BODY_CALL}.id`, ID)), turn(3, rewrite(TIME_CALL.id, ID))),
    'ids/unique-in-conversation',
  ),
  fault(
    'ids/reused-from-the-history',
    'an id is issued that stands in the history, though not in an earlier answer that was recorded',
    'three-turns/streaming',
    all(turn(2, set(STARTS, `${CALL}.id`, ID)), turn(3, rewrite(TIME_CALL.id, ID)), dropFirst(1)),
    'ids/unique-in-conversation',
  ),
  fault('ids/too-long', 'the id has 41 characters', STREAMED, reissue(ID, `${LONGEST}x`), 'ids/portable'),
  fault(
    'ids/colon',
    'the id holds a colon',
    BUFFERED,
    reissue(ID, 'weather:kT3vQ9xLw2RbYz7N'),
    'ids/portable',
  ),
  fault(
    'ids/named-and-counted',
    'the id is the name of the function and a counter',
    BUFFERED,
    reissue(ID, 'functions.weather:0'),
    'ids/portable',
    { observes: ['ids/entropy'] },
  ),
  fault('ids/counter', 'the id is 0', BUFFERED, reissue(ID, '0'), 'ids/entropy'),
  fault(
    'ids/seven-hex-digits',
    'behind the prefix the id has 7 hex digits, 28 bits',
    STREAMED,
    reissue(ID, 'call_9f3a07b'),
    'ids/entropy',
  ),
  fault(
    'ids/rewritten-by-the-client',
    'the client repeats the call under an id of its own',
    BUFFERED,
    turn(2, rewrite(ID, 'call_mine')),
    'ids/echoed',
    { turnsInconclusive: ['ids/echo-accepted'] },
  ),
  fault(
    'ids/capitals-lost-by-the-client',
    'the client repeats the id in lower case',
    BUFFERED,
    turn(2, rewrite(ID, ID.toLowerCase())),
    'ids/echoed',
    { turnsInconclusive: ['ids/echo-accepted'] },
  ),
  fault(
    'ids/answered-twice',
    'the client sends two results for one call',
    STREAMED,
    turn(2, ask('messages[4]', { role: 'tool', tool_call_id: ID, content: '21 °C' })),
    'ids/echoed',
    { turnsInconclusive: ['ids/echo-accepted'] },
  ),
  fault(
    'ids/one-call-forgotten-by-the-client',
    'the client repeats and answers one call of two',
    'parallel/buffered',
    turn(
      2,
      ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
      ask('messages[4]', { role: 'user', content: 'Go on.' }),
    ),
    'ids/echoed',
    { turnsInconclusive: ['ids/echo-accepted'] },
  ),
  fault(
    'ids/echo-refused',
    'the provider refuses the id that it issued',
    BUFFERED,
    turn(
      2,
      refuse(400, {
        message: 'Invalid tool_call_id',
        type: 'invalid_request_error',
        param: null,
        code: null,
      }),
    ),
    'ids/echo-accepted',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  fault(
    'ids/echo-unprocessable',
    'the provider answers its own id with 422',
    STREAMED,
    turn(2, refuse(422)),
    'ids/echo-accepted',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
];

const SECOND_CHOICE = {
  index: 1,
  message: {
    role: 'assistant',
    content: null,
    tool_calls: [wholeCall({ ...WEATHER_CALL, id: 'call_Zq8Lw3Xv9T' })],
  },
  finish_reason: 'tool_calls',
};

export const idsVariants: readonly LegalVariant[] = [
  variant('ids/one-character', 'the id is one letter', BUFFERED, reissue(ID, 'a'), 'ids/present', {
    observes: ['ids/entropy'],
  }),
  variant(
    'ids/no-tools-and-a-broken-server',
    'no tool was offered, and the server answers 500',
    'text/streaming',
    [askNot('tools'), askNot('tool_choice'), refuse(500)],
    'ids/present',
    { outcome: 'not-applicable', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  variant(
    'ids/index-in-a-body',
    'the call of a body has an index beside its type',
    BUFFERED,
    [setBody(`${BODY_CALL}.index`, 0)],
    'ids/type',
  ),
  variant(
    'ids/custom-tool',
    'a custom tool is called, whose type is custom',
    'call/buffered',
    [
      ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
      setBody(BODY_CALL, { id: ID, type: 'custom', custom: { name: 'python', input: 'print(21)' } }),
    ],
    'ids/type',
  ),
  variant(
    'ids/alike-but-for-case',
    'the ids of two calls differ in the case of one letter',
    'parallel/streaming',
    reissue(TIME_CALL.id, ID.replace(/e$/u, 'E')),
    'ids/unique-in-response',
  ),
  variant(
    'ids/same-call-anew',
    'the second turn repeats the call of the first, under an id of its own',
    'three-turns/buffered',
    turn(2, setBody(`${BODY_CALL}.function`, { name: 'weather', arguments: WEATHER_CALL.arguments })),
    'ids/unique-in-conversation',
  ),
  variant(
    'ids/issued-once',
    'the conversation has one response with calls',
    'call/buffered',
    reissue(ID, 'call_Zq8Lw3Xv9T'),
    'ids/unique-in-conversation',
    { outcome: 'not-applicable' },
  ),
  variant(
    'ids/sent-again-after-429',
    'the second request is throttled and sent again, so its history comes twice',
    'three-turns/streaming',
    failedBefore(2, refuse(429)),
    'ids/unique-in-conversation',
    { observes: ['errors/retry-after'] },
  ),
  variant('ids/forty-characters', 'the id has 40 characters', STREAMED, reissue(ID, LONGEST), 'ids/portable'),
  variant(
    'ids/underscore-and-hyphen',
    'the id begins with a hyphen and holds underscores',
    BUFFERED,
    reissue(ID, '-Wx7_Qz2-Rt9_'),
    'ids/portable',
  ),
  variant(
    'ids/eight-hex-digits',
    'behind the prefix the id has 8 hex digits, 32 bits',
    STREAMED,
    reissue(ID, 'call_9f3a07bc'),
    'ids/entropy',
  ),
  variant(
    'ids/nine-letters',
    'the id has nine letters and digits, as Mistral gives them',
    BUFFERED,
    reissue(ID, 'mQ3vZ8xR1'),
    'ids/entropy',
  ),
  variant(
    'ids/results-in-another-order',
    'the client returns the results in another order',
    'parallel/buffered',
    turn(
      2,
      ask('messages[3]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
      ask('messages[4]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
    ),
    'ids/echoed',
  ),
  variant(
    'ids/echoed-in-two-messages',
    'the client repeats each call in an assistant message of its own',
    'parallel/streaming',
    turn(
      2,
      ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
      ask('messages[5]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
      ask('messages[4]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
      ask('messages[3]', { role: 'assistant', content: null, tool_calls: [wholeCall(TIME_CALL)] }),
    ),
    'ids/echoed',
  ),
  variant(
    'ids/second-choice-continued',
    'of two choices with a call each, the client continues the second',
    BUFFERED,
    all(turn(1, ask('n', 2), setBody('choices[1]', SECOND_CHOICE)), turn(2, rewrite(ID, 'call_Zq8Lw3Xv9T'))),
    'ids/echoed',
  ),
  variant(
    'ids/echo-met-by-503',
    'the second request is met by 503',
    BUFFERED,
    turn(2, refuse(503)),
    'ids/echo-accepted',
    { outcome: 'inconclusive', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  variant(
    'ids/echo-met-by-429',
    'the second request is throttled',
    BUFFERED,
    turn(2, refuse(429)),
    'ids/echo-accepted',
    {
      outcome: 'inconclusive',
      observes: ['errors/retry-after'],
      turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
    },
  ),
  variant(
    'ids/connection-lost-then-accepted',
    'the connection of the second request is lost, and it is sent again',
    STREAMED,
    failedBefore(2, lose('connection reset')),
    'ids/echo-accepted',
  ),
];
