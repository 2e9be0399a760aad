/** Seeded faults and legal variants of ids: in one response, across turns, and on their way back. */

import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF, NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/ids.ts';
import { callBlock } from '../codec/encode.ts';
import { forget, idOf, refuse, reissue, rewrite } from './edits.ts';
import { CALL_STARTS } from './places.ts';

const STREAMED = 'weather/streaming';
const BUFFERED = 'weather/buffered';
const ID = idOf(WEATHER_CALL.id);
const TIME_ID = idOf(TIME_CALL.id);
const CALL = callBlock({ ...WEATHER_CALL, id: ID });
const NOT_ECHOED = { turnsInconclusive: ['ids/echo-accepted'] };
const told = shared.idsTold({ forget, reissue, rewrite }, { anId: 'an id', place: 'content[0].id', idOf });
const looks = shared.looksTold({ reissue }, { idOf });
const RESULT = { type: 'tool_result', tool_use_id: ID, content: '21 °C, clear' };

/** What a client says in the place of a call and of its result. */
const AGAIN = { role: 'user', content: 'Once more, in short.' };

export const faults: readonly SeededFault[] = [
  told.dropped,
  told.isNull,
  fault('ids/emptied-in-the-stream', 'the id is empty', STREAMED, reissue(ID, ''), 'ids/present', {
    alsoFails: { 'deltas/id-first': 'the start has the whole id' },
    turnsInconclusive: NO_ECHO,
  }),
  told.isNumber,
  looks.shared({
    alsoFails: {
      'results/once': 'the results share the id too',
      'results/call-kept': 'the id says nothing of which call it was',
    },
  }),
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
  { ...told.reusedInTheNextTurn, alsoFails: { 'results/call-kept': 'the history has two calls of this id' } },
  fault(
    'ids/reused-in-the-next-stream',
    'the second stream issues the id of the first again',
    'three-turns/streaming',
    all(turn(2, set(CALL_STARTS, 'content_block.id', ID)), turn(3, rewrite(TIME_ID, ID))),
    'ids/unique-in-conversation',
    { alsoFails: { 'results/call-kept': 'the history has two calls of this id' } },
  ),
  looks.tooLong,
  looks.counter,
  looks.sevenHexDigits('tooluse_'),
  told.rewrittenByTheClient('toolu_mine'),
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
  shared.oneCallForgotten(turn(2, ask('messages[1].content', [CALL]), ask('messages[2].content', [RESULT]))),
  told.echoRefused(turn(2, refuse(400, 'invalid_request_error', 'tool_use.id: invalid'))),
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

export const variants: readonly LegalVariant[] = [
  shared.droppedWhenCut(
    all(
      turn(1, setBody('stop_reason', 'max_tokens')),
      turn(2, ask('messages[1]', AGAIN), ask('messages[2]', AGAIN)),
    ),
    { turnsInconclusive: [...NO_ECHO, ...CUT_OFF, 'roundtrip/result-used'] },
  ),
  told.oneCharacter,
  looks.alikeButForCase,
  shared.sameCallAnew(
    all(
      turn(2, setBody('content[0]', { ...CALL, id: TIME_ID })),
      turn(3, ask('messages[3].content', [{ ...CALL, id: TIME_ID }])),
    ),
  ),
  looks.fortyCharacters,
  variant(
    'ids/of-bedrock',
    'the id is as Bedrock issues them',
    STREAMED,
    reissue(ID, 'toolu_bdrk_01Xk7Qm2Vb9Lr4Tz8Wd3Hc6N'),
    'ids/portable',
  ),
  looks.eightHexDigits('tooluse_'),
  shared.resultsInAnotherOrder(
    turn(
      2,
      ask('messages[2].content', [{ type: 'tool_result', tool_use_id: TIME_ID, content: '09:30' }, RESULT]),
    ),
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
  shared.CONNECTION_LOST_THEN_ACCEPTED,
  told.underscoreAndHyphen('ids/pattern'),
];
