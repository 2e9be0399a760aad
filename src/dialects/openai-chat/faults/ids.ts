/** Seeded faults and legal variants of ids: tool-call ids, across turns and on their way back. */
import { dropBody, setBody } from '../../../faults/edits/body.ts';
import { all, turn } from '../../../faults/edits/edit.ts';
import { ask, askNot, dropFirst, failedBefore, lose } from '../../../faults/edits/exchange.ts';
import { set } from '../../../faults/edits/stream.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../faults/stories.ts';
import { wholeCall } from '../render.ts';
import { forget, refuse, reissue, rewrite } from './edits.ts';
import { BODY_CALL, CALL, STARTS } from './places.ts';

const STREAMED = { base: 'weather/streaming' } as const;
const BUFFERED = { base: 'weather/buffered' } as const;
const ID = WEATHER_CALL.id;
/** 40 characters, as many as OpenAI lets a history hold. */
const LONGEST = `call_${'aB3dE6gH9j'.repeat(4)}`.slice(0, 40);

export const idsFaults: readonly SeededFault[] = [
  {
    ...BUFFERED,
    name: 'ids/dropped',
    title: 'the call has no id',
    edit: forget(ID),
    catches: 'ids/present',
    turnsInconclusive: NO_ECHO,
  },
  {
    ...STREAMED,
    name: 'ids/dropped-from-the-stream',
    title: 'no delta of the call has an id',
    edit: forget(ID),
    catches: 'ids/present',
    alsoFails: { 'deltas/id-first': 'the first delta has none either' },
    turnsInconclusive: NO_ECHO,
  },
  {
    base: 'parallel/buffered',
    name: 'ids/dropped-from-one-of-two',
    title: 'one of two calls has no id',
    edit: forget(TIME_CALL.id),
    catches: 'ids/present',
    turnsInconclusive: NO_ECHO,
  },
  {
    ...BUFFERED,
    name: 'ids/emptied',
    title: 'the id is the empty string',
    edit: reissue(ID, ''),
    catches: 'ids/present',
    turnsInconclusive: NO_ECHO,
  },
  {
    ...BUFFERED,
    name: 'ids/null',
    title: 'the id is null',
    edit: reissue(ID, null),
    catches: 'ids/present',
    turnsInconclusive: NO_ECHO,
  },
  {
    ...BUFFERED,
    name: 'ids/number',
    title: 'the id is a number',
    edit: reissue(ID, 7_254_118_903),
    catches: 'ids/present',
    turnsInconclusive: NO_ECHO,
  },
  {
    ...BUFFERED,
    name: 'ids/type-missing',
    title: 'the call of a body has no type',
    edit: turn(1, dropBody(`${BODY_CALL}.type`)),
    catches: 'ids/type',
  },
  {
    ...BUFFERED,
    name: 'ids/type-of-another',
    title: 'the call of a body has type tool_use',
    edit: turn(1, setBody(`${BODY_CALL}.type`, 'tool_use')),
    catches: 'ids/type',
  },
  {
    base: 'parallel/buffered',
    name: 'ids/shared',
    title: 'two calls of one body share an id',
    edit: reissue(TIME_CALL.id, ID),
    catches: 'ids/unique-in-response',
    turnsInconclusive: NO_ECHO,
  },
  {
    base: 'three-turns/buffered',
    name: 'ids/reused-in-the-next-turn',
    title: 'the second turn issues the id of the first again',
    edit: all(turn(2, setBody(`${BODY_CALL}.id`, ID)), turn(3, rewrite(TIME_CALL.id, ID))),
    catches: 'ids/unique-in-conversation',
  },
  {
    base: 'three-turns/streaming',
    name: 'ids/reused-from-the-history',
    title: 'an id is issued that stands in the history, though not in an earlier answer that was recorded',
    edit: all(turn(2, set(STARTS, `${CALL}.id`, ID)), turn(3, rewrite(TIME_CALL.id, ID)), dropFirst(1)),
    catches: 'ids/unique-in-conversation',
  },
  {
    ...STREAMED,
    name: 'ids/too-long',
    title: 'the id has 41 characters',
    edit: reissue(ID, `${LONGEST}x`),
    catches: 'ids/portable',
  },
  {
    ...BUFFERED,
    name: 'ids/colon',
    title: 'the id holds a colon',
    edit: reissue(ID, 'weather:kT3vQ9xLw2RbYz7N'),
    catches: 'ids/portable',
  },
  {
    ...BUFFERED,
    name: 'ids/named-and-counted',
    title: 'the id is the name of the function and a counter',
    edit: reissue(ID, 'functions.weather:0'),
    catches: 'ids/portable',
    observes: ['ids/entropy'],
  },
  {
    ...BUFFERED,
    name: 'ids/counter',
    title: 'the id is 0',
    edit: reissue(ID, '0'),
    catches: 'ids/entropy',
  },
  {
    ...STREAMED,
    name: 'ids/seven-hex-digits',
    title: 'behind the prefix the id has 7 hex digits, 28 bits',
    edit: reissue(ID, 'call_9f3a07b'),
    catches: 'ids/entropy',
  },
  {
    ...BUFFERED,
    name: 'ids/rewritten-by-the-client',
    title: 'the client repeats the call under an id of its own',
    edit: turn(2, rewrite(ID, 'call_mine')),
    catches: 'ids/echoed',
    turnsInconclusive: ['ids/echo-accepted'],
  },
  {
    ...BUFFERED,
    name: 'ids/capitals-lost-by-the-client',
    title: 'the client repeats the id in lower case',
    edit: turn(2, rewrite(ID, ID.toLowerCase())),
    catches: 'ids/echoed',
    turnsInconclusive: ['ids/echo-accepted'],
  },
  {
    ...STREAMED,
    name: 'ids/answered-twice',
    title: 'the client sends two results for one call',
    edit: turn(2, ask('messages[4]', { role: 'tool', tool_call_id: ID, content: '21 °C' })),
    catches: 'ids/echoed',
    turnsInconclusive: ['ids/echo-accepted'],
  },
  {
    base: 'parallel/buffered',
    name: 'ids/one-call-forgotten-by-the-client',
    title: 'the client repeats and answers one call of two',
    edit: turn(
      2,
      ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
      ask('messages[4]', { role: 'user', content: 'Go on.' }),
    ),
    catches: 'ids/echoed',
    turnsInconclusive: ['ids/echo-accepted'],
  },
  {
    ...BUFFERED,
    name: 'ids/echo-refused',
    title: 'the provider refuses the id that it issued',
    edit: turn(
      2,
      refuse(400, {
        message: 'Invalid tool_call_id',
        type: 'invalid_request_error',
        param: null,
        code: null,
      }),
    ),
    catches: 'ids/echo-accepted',
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  },
  {
    ...STREAMED,
    name: 'ids/echo-unprocessable',
    title: 'the provider answers its own id with 422',
    edit: turn(2, refuse(422)),
    catches: 'ids/echo-accepted',
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  },
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
  {
    ...BUFFERED,
    name: 'ids/one-character',
    title: 'the id is one letter',
    near: 'ids/present',
    edit: reissue(ID, 'a'),
    observes: ['ids/entropy'],
  },
  {
    base: 'text/streaming',
    name: 'ids/no-tools-and-a-broken-server',
    title: 'no tool was offered, and the server answers 500',
    near: 'ids/present',
    outcome: 'not-applicable',
    edit: turn(1, askNot('tools'), askNot('tool_choice'), refuse(500)),
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  },
  {
    ...BUFFERED,
    name: 'ids/index-in-a-body',
    title: 'the call of a body has an index beside its type',
    near: 'ids/type',
    edit: turn(1, setBody(`${BODY_CALL}.index`, 0)),
  },
  {
    base: 'call/buffered',
    name: 'ids/custom-tool',
    title: 'a custom tool is called, whose type is custom',
    near: 'ids/type',
    edit: turn(
      1,
      ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
      setBody(BODY_CALL, { id: ID, type: 'custom', custom: { name: 'python', input: 'print(21)' } }),
    ),
  },
  {
    base: 'parallel/streaming',
    name: 'ids/alike-but-for-case',
    title: 'the ids of two calls differ in the case of one letter',
    near: 'ids/unique-in-response',
    edit: reissue(TIME_CALL.id, ID.replace(/e$/u, 'E')),
  },
  {
    base: 'three-turns/buffered',
    name: 'ids/same-call-anew',
    title: 'the second turn repeats the call of the first, under an id of its own',
    near: 'ids/unique-in-conversation',
    edit: turn(2, setBody(`${BODY_CALL}.function`, { name: 'weather', arguments: WEATHER_CALL.arguments })),
  },
  {
    base: 'call/buffered',
    name: 'ids/issued-once',
    title: 'the conversation has one response with calls',
    near: 'ids/unique-in-conversation',
    outcome: 'not-applicable',
    edit: reissue(ID, 'call_Zq8Lw3Xv9T'),
  },
  {
    base: 'three-turns/streaming',
    name: 'ids/sent-again-after-429',
    title: 'the second request is throttled and sent again, so its history comes twice',
    near: 'ids/unique-in-conversation',
    edit: failedBefore(2, refuse(429)),
    observes: ['errors/retry-after'],
  },
  {
    ...STREAMED,
    name: 'ids/forty-characters',
    title: 'the id has 40 characters',
    near: 'ids/portable',
    edit: reissue(ID, LONGEST),
  },
  {
    ...BUFFERED,
    name: 'ids/underscore-and-hyphen',
    title: 'the id begins with a hyphen and holds underscores',
    near: 'ids/portable',
    edit: reissue(ID, '-Wx7_Qz2-Rt9_'),
  },
  {
    ...STREAMED,
    name: 'ids/eight-hex-digits',
    title: 'behind the prefix the id has 8 hex digits, 32 bits',
    near: 'ids/entropy',
    edit: reissue(ID, 'call_9f3a07bc'),
  },
  {
    ...BUFFERED,
    name: 'ids/nine-letters',
    title: 'the id has nine letters and digits, as Mistral gives them',
    near: 'ids/entropy',
    edit: reissue(ID, 'mQ3vZ8xR1'),
  },
  {
    base: 'parallel/buffered',
    name: 'ids/results-in-another-order',
    title: 'the client returns the results in another order',
    near: 'ids/echoed',
    edit: turn(
      2,
      ask('messages[3]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
      ask('messages[4]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
    ),
  },
  {
    base: 'parallel/streaming',
    name: 'ids/echoed-in-two-messages',
    title: 'the client repeats each call in an assistant message of its own',
    near: 'ids/echoed',
    edit: turn(
      2,
      ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
      ask('messages[5]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
      ask('messages[4]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
      ask('messages[3]', { role: 'assistant', content: null, tool_calls: [wholeCall(TIME_CALL)] }),
    ),
  },
  {
    ...BUFFERED,
    name: 'ids/second-choice-continued',
    title: 'of two choices with a call each, the client continues the second',
    near: 'ids/echoed',
    edit: all(
      turn(1, ask('n', 2), setBody('choices[1]', SECOND_CHOICE)),
      turn(2, rewrite(ID, 'call_Zq8Lw3Xv9T')),
    ),
  },
  {
    ...BUFFERED,
    name: 'ids/echo-met-by-503',
    title: 'the second request is met by 503',
    near: 'ids/echo-accepted',
    outcome: 'inconclusive',
    edit: turn(2, refuse(503)),
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  },
  {
    ...BUFFERED,
    name: 'ids/echo-met-by-429',
    title: 'the second request is throttled',
    near: 'ids/echo-accepted',
    outcome: 'inconclusive',
    edit: turn(2, refuse(429)),
    observes: ['errors/retry-after'],
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  },
  {
    ...STREAMED,
    name: 'ids/connection-lost-then-accepted',
    title: 'the connection of the second request is lost, and it is sent again',
    near: 'ids/echo-accepted',
    edit: failedBefore(2, lose('connection reset')),
  },
];
