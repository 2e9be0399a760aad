/** Seeded faults and legal variants of ids: in one response, across turns, and on their way back. */
import { setBody } from '../../../faults/edits/body.ts';
import { all, turn } from '../../../faults/edits/edit.ts';
import { ask, failedBefore, lose } from '../../../faults/edits/exchange.ts';
import { set } from '../../../faults/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../faults/fault.ts';
import { NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../faults/stories.ts';
import { callBlock } from '../encode.ts';
import { forget, idOf, refuse, reissue, rewrite } from './edits.ts';
import { CALL_STARTS } from './places.ts';

const STREAMED = 'weather/streaming';
const BUFFERED = 'weather/buffered';
const ID = idOf(WEATHER_CALL.id);
const TIME_ID = idOf(TIME_CALL.id);
const CALL = callBlock({ ...WEATHER_CALL, id: ID });
/** 40 characters, as many as OpenAI lets a history hold. */
const LONGEST = `toolu_${'aB3dE6gH9j'.repeat(4)}`.slice(0, 40);
const NOT_ECHOED = { turnsInconclusive: ['ids/echo-accepted'] };
const RESULT = { type: 'tool_result', tool_use_id: ID, content: '21 °C, clear' };

export const idsFaults: readonly SeededFault[] = [
  fault('ids/dropped', 'the call has no id', BUFFERED, forget(ID), 'ids/present', {
    turnsInconclusive: NO_ECHO,
  }),
  fault('ids/null', 'the id is null', BUFFERED, reissue(ID, null), 'ids/present', {
    turnsInconclusive: NO_ECHO,
  }),
  fault('ids/emptied-in-the-stream', 'the id is empty', STREAMED, reissue(ID, ''), 'ids/present', {
    alsoFails: { 'deltas/id-first': 'the start has the whole id' },
    turnsInconclusive: NO_ECHO,
  }),
  fault('ids/number', 'the id is a number', BUFFERED, reissue(ID, 7_254_118_903), 'ids/present', {
    turnsInconclusive: NO_ECHO,
  }),
  fault(
    'ids/shared',
    'two calls of one body share an id',
    'parallel/buffered',
    reissue(TIME_ID, ID),
    'ids/unique-in-response',
    {
      turnsInconclusive: NO_ECHO,
      alsoFails: {
        'results/once': 'the results share the id too',
        'results/call-kept': 'the id says nothing of which call it was',
      },
    },
  ),
  fault(
    'ids/shared-with-the-provider',
    'a search of the provider has the id of the call',
    'call/buffered',
    [
      setBody('content[1]', { type: 'server_tool_use', id: ID, name: 'web_search', input: {} }),
      setBody('content[2]', { type: 'web_search_tool_result', tool_use_id: ID, content: [] }),
    ],
    'ids/unique-in-response',
    { turnsInconclusive: ['blocks/server-paired'] },
  ),
  fault(
    'ids/reused-in-the-next-turn',
    'the second turn issues the id of the first again',
    'three-turns/buffered',
    all(turn(2, setBody('content[0].id', ID)), turn(3, rewrite(TIME_ID, ID))),
    'ids/unique-in-conversation',
    { alsoFails: { 'results/call-kept': 'the history has two calls of this id' } },
  ),
  fault(
    'ids/reused-in-the-next-stream',
    'the second stream issues the id of the first again',
    'three-turns/streaming',
    all(turn(2, set(CALL_STARTS, 'content_block.id', ID)), turn(3, rewrite(TIME_ID, ID))),
    'ids/unique-in-conversation',
    { alsoFails: { 'results/call-kept': 'the history has two calls of this id' } },
  ),
  fault('ids/too-long', 'the id has 41 characters', STREAMED, reissue(ID, `${LONGEST}x`), 'ids/portable'),
  fault('ids/counter', 'the id is 0', BUFFERED, reissue(ID, '0'), 'ids/entropy'),
  fault(
    'ids/seven-hex-digits',
    'behind the prefix the id has 7 hex digits, 28 bits',
    STREAMED,
    reissue(ID, 'tooluse_9f3a07b'),
    'ids/entropy',
  ),
  fault(
    'ids/rewritten-by-the-client',
    'the client repeats the call under an id of its own',
    BUFFERED,
    turn(2, rewrite(ID, 'toolu_mine')),
    'ids/echoed',
    NOT_ECHOED,
  ),
  fault(
    'ids/answered-in-two-turns',
    'the client answers the call twice, in two turns',
    STREAMED,
    turn(
      2,
      ask('messages[3]', { role: 'assistant', content: 'I see.' }),
      ask('messages[4]', { role: 'user', content: [RESULT] }),
    ),
    'ids/echoed',
    {
      ...NOT_ECHOED,
      alsoFails: { 'roundtrip/orphan-rejected': 'the second result answers no call of the turn before' },
    },
  ),
  fault(
    'ids/one-call-forgotten-by-the-client',
    'the client repeats and answers one call of two',
    'parallel/buffered',
    turn(2, ask('messages[1].content', [CALL]), ask('messages[2].content', [RESULT])),
    'ids/echoed',
    NOT_ECHOED,
  ),
  fault(
    'ids/echo-refused',
    'the provider refuses the id that it issued',
    BUFFERED,
    turn(2, refuse(400, 'invalid_request_error', 'tool_use.id: invalid')),
    'ids/echo-accepted',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  fault(
    'ids/colon',
    'the id holds a colon',
    BUFFERED,
    reissue(ID, 'weather:kT3vQ9xLw2RbYz7N'),
    'ids/pattern',
  ),
  fault(
    'ids/named-and-counted',
    'the id is the name of the function and a counter',
    STREAMED,
    reissue(ID, 'functions.weather:0'),
    'ids/pattern',
    { observes: ['ids/entropy'] },
  ),
];

export const idsVariants: readonly LegalVariant[] = [
  variant('ids/one-character', 'the id is one letter', BUFFERED, reissue(ID, 'a'), 'ids/present', {
    observes: ['ids/entropy'],
  }),
  variant(
    'ids/alike-but-for-case',
    'the ids of two calls differ in the case of one letter',
    'parallel/streaming',
    reissue(TIME_ID, ID.replace(/e$/u, 'E')),
    'ids/unique-in-response',
  ),
  variant(
    'ids/same-call-anew',
    'the second turn repeats the call of the first, under an id of its own',
    'three-turns/buffered',
    all(
      turn(2, setBody('content[0]', { ...CALL, id: TIME_ID })),
      turn(3, ask('messages[3].content', [{ ...CALL, id: TIME_ID }])),
    ),
    'ids/unique-in-conversation',
  ),
  variant('ids/forty-characters', 'the id has 40 characters', STREAMED, reissue(ID, LONGEST), 'ids/portable'),
  variant(
    'ids/of-bedrock',
    'the id is as Bedrock issues them',
    STREAMED,
    reissue(ID, 'toolu_bdrk_01Xk7Qm2Vb9Lr4Tz8Wd3Hc6N'),
    'ids/portable',
  ),
  variant(
    'ids/eight-hex-digits',
    'behind the prefix the id has 8 hex digits, 32 bits',
    STREAMED,
    reissue(ID, 'tooluse_9f3a07bc'),
    'ids/entropy',
  ),
  variant(
    'ids/results-in-another-order',
    'the client returns the results in another order',
    'parallel/buffered',
    turn(
      2,
      ask('messages[2].content', [{ type: 'tool_result', tool_use_id: TIME_ID, content: '09:30' }, RESULT]),
    ),
    'ids/echoed',
  ),
  variant(
    'ids/echoed-in-two-messages',
    'the client repeats each call in a message of its own',
    'parallel/streaming',
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
    'ids/echoed',
    { observes: [] },
  ),
  variant(
    'ids/echo-met-by-529',
    'the second request meets an overloaded server',
    BUFFERED,
    turn(2, refuse(529, 'overloaded_error')),
    'ids/echo-accepted',
    { outcome: 'inconclusive', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  variant(
    'ids/thoughts-missed',
    'the request is refused, which was told to leave the thoughts out',
    'forgotten-thoughts/buffered',
    turn(2, refuse(400, 'invalid_request_error', 'Expected thinking')),
    'ids/echo-accepted',
    { outcome: 'inconclusive' },
  ),
  variant(
    'ids/connection-lost-then-accepted',
    'the connection of the second request is lost, and it is sent again',
    STREAMED,
    failedBefore(2, lose('connection reset')),
    'ids/echo-accepted',
  ),
  variant(
    'ids/underscore-and-hyphen',
    'the id begins with a hyphen and holds underscores',
    BUFFERED,
    reissue(ID, '-Wx7_Qz2-Rt9_'),
    'ids/pattern',
  ),
];
