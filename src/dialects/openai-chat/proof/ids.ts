/** Seeded faults and legal variants of ids: tool-call ids, across turns and on their way back. */

import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot, dropFirst, failedBefore } from '../../../proof/edits/exchange.ts';
import { set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF, NO_ECHO, WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import * as shared from '../../../proof/shared/ids.ts';
import { wholeCall } from '../serve/render.ts';
import { forget, refuse, reissue, rewrite } from './edits.ts';
import { BODY_CALL, CALL, STARTS } from './places.ts';

const STREAMED = 'weather/streaming';
const BUFFERED = 'weather/buffered';
const ID = WEATHER_CALL.id;
const told = shared.idsTold({ forget, reissue, rewrite }, { anId: 'an id', place: `${BODY_CALL}.id` });
const looks = shared.looksTold({ reissue }, {});

/** What a client says in the place of a call and of its result. */
const AGAIN = { role: 'user', content: 'Once more, in short.' };

export const faults: readonly SeededFault[] = [
  told.dropped,
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
  told.isNull,
  told.isNumber,
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
  looks.shared(),
  told.reusedInTheNextTurn,
  fault(
    'ids/reused-from-the-history',
    'an id is issued that stands in the history, though not in an earlier answer that was recorded',
    'three-turns/streaming',
    all(turn(2, set(STARTS, `${CALL}.id`, ID)), turn(3, rewrite(TIME_CALL.id, ID)), dropFirst(1)),
    'ids/unique-in-conversation',
  ),
  looks.tooLong,
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
  looks.counter,
  looks.sevenHexDigits('call_'),
  told.rewrittenByTheClient('call_mine'),
  fault(
    'ids/capitals-lost-by-the-client',
    'the client repeats the id in lower case',
    BUFFERED,
    turn(2, rewrite(ID, ID.toLowerCase())),
    'ids/echoed',
    { turnsInconclusive: ['ids/echo-accepted'] },
  ),
  shared.answeredTwice(turn(2, ask('messages[4]', { role: 'tool', tool_call_id: ID, content: '21 °C' }))),
  shared.oneCallForgotten(
    turn(
      2,
      ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
      ask('messages[4]', { role: 'user', content: 'Go on.' }),
    ),
  ),
  told.echoRefused(
    turn(
      2,
      refuse(400, {
        message: 'Invalid tool_call_id',
        type: 'invalid_request_error',
        param: null,
        code: null,
      }),
    ),
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

export const variants: readonly LegalVariant[] = [
  shared.droppedWhenCut(
    all(
      turn(1, setBody('choices[0].finish_reason', 'length')),
      turn(2, ask('messages[2]', AGAIN), ask('messages[3]', AGAIN)),
    ),
    { turnsInconclusive: [...NO_ECHO, ...CUT_OFF, 'roundtrip/result-used'] },
  ),
  told.oneCharacter,
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
  looks.alikeButForCase,
  shared.sameCallAnew(
    turn(2, setBody(`${BODY_CALL}.function`, { name: 'weather', arguments: WEATHER_CALL.arguments })),
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
  looks.fortyCharacters,
  told.underscoreAndHyphen('ids/portable'),
  looks.eightHexDigits('call_'),
  variant(
    'ids/nine-letters',
    'the id has nine letters and digits, as Mistral gives them',
    BUFFERED,
    reissue(ID, 'mQ3vZ8xR1'),
    'ids/entropy',
  ),
  shared.resultsInAnotherOrder(
    turn(
      2,
      ask('messages[3]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
      ask('messages[4]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
    ),
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
  shared.CONNECTION_LOST_THEN_ACCEPTED,
];
