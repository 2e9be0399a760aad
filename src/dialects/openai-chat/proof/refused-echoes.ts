/** Seeded faults and legal variants of refused requests that return calls: with and without a fault of the client. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot, dropFirst } from '../../../proof/edits/exchange.ts';
import { last, set } from '../../../proof/edits/stream.ts';
import { listOf } from '../../../reading/presence.ts';
import { wholeCall } from '../serve/render.ts';
import { refuse, rewrite } from './edits.ts';
import { BODY_CALL, CALL, FRAGMENTS } from './places.ts';

const RESULTS_MISSING = {
  message:
    "An assistant message with 'tool_calls' must be followed by tool messages for each 'tool_call_id'.",
  code: null,
};

/** Merges two turns into one: the second call is next to the first, and its result comes after the first result. */
const makeOneTurn: ExchangeEdit = ({ request }) => {
  const [system, prompt, , result, , other] = listOf(request['messages']);
  const calls = [wholeCall(WEATHER_CALL), wholeCall(TIME_CALL)];
  request['messages'] = [
    system,
    prompt,
    { role: 'assistant', content: null, tool_calls: calls },
    result,
    other,
  ];
};

const dropMessage =
  (place: number): ExchangeEdit =>
  ({ request }) => {
    request['messages'] = listOf(request['messages']).toSpliced(place, 1);
  };
const dropFirstCall = dropMessage(2);
const dropFirstResult = dropMessage(3);

export const refusedEchoes: Table = [
  variants('ids/echo-accepted', 'parallel/buffered', {
    'ids/refused-in-two-messages': [
      'the client repeats each call in an assistant message of its own, and is refused for that',
      turn(
        2,
        ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
        ask('messages[5]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
        ask('messages[4]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
        ask('messages[3]', { role: 'assistant', content: null, tool_calls: [wholeCall(TIME_CALL)] }),
        refuse(400, RESULTS_MISSING),
      ),
      { outcome: 'inconclusive' },
    ],
    'ids/refused-in-two-turns': [
      'the client makes a turn of each call with its result, and is refused',
      turn(
        2,
        ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
        ask('messages[5]', { role: 'tool', tool_call_id: TIME_CALL.id, content: '09:30' }),
        ask('messages[4]', { role: 'assistant', content: null, tool_calls: [wholeCall(TIME_CALL)] }),
        ask('messages[3]', { role: 'tool', tool_call_id: WEATHER_CALL.id, content: '21 °C, clear' }),
        refuse(400, RESULTS_MISSING),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  variants('ids/echo-accepted', 'three-turns/buffered', {
    'ids/refused-for-turns-made-one': [
      'the client makes one turn of two, with the calls of both before their results, and is refused for that',
      turn(3, makeOneTurn, refuse(400, RESULTS_MISSING)),
      { outcome: 'inconclusive' },
    ],
    'ids/refused-for-a-result-of-before': [
      'the client drops a call that was issued before the recording and keeps its result, and is refused for that',
      all(turn(3, dropFirstCall, refuse(400, RESULTS_MISSING)), dropFirst(1)),
      { outcome: 'inconclusive' },
    ],
    'ids/refused-for-a-call-of-before': [
      'the client drops the result of a call that was issued before the recording, and is refused for that',
      all(turn(3, dropFirstResult, refuse(400, RESULTS_MISSING)), dropFirst(1)),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('ids/echo-accepted', 'parallel/buffered', {
    'ids/refused-in-one-message': [
      'the client repeats both calls in one assistant message and answers both, and the provider misses results',
      turn(2, refuse(400, RESULTS_MISSING)),
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/refused-for-a-type-left-out': [
      'the client leaves the type of the call out, and is refused for that',
      turn(
        2,
        askNot('messages[2].tool_calls[0].type'),
        refuse(400, {
          message: "Missing required parameter: 'messages[2].tool_calls[0].type'.",
          code: 'missing_required_parameter',
        }),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('deltas/one-call-per-index', 'three-turns/streaming', {
    'deltas/id-changed-and-refused-later': [
      'the last delta of the first call has another id, the client goes by it, and the third request is refused for it',
      all(
        turn(1, set(last(FRAGMENTS), `${CALL}.id`, 'call_Bd4Kx7Rm2P')),
        turn(2, rewrite(WEATHER_CALL.id, 'call_Bd4Kx7Rm2P')),
        turn(
          3,
          rewrite(WEATHER_CALL.id, 'call_Bd4Kx7Rm2P'),
          refuse(400, { message: 'No tool call has the id call_Bd4Kx7Rm2P.', code: null }),
        ),
      ),
      { unserved: 'it takes a client that goes by the second id' },
    ],
  }),
  faults('ids/present', 'three-turns/buffered', {
    'ids/dropped-and-refused-later': [
      'the first call has no id, the client makes one up, and the third request is refused for it',
      all(
        turn(1, dropBody(`${BODY_CALL}.id`)),
        turn(3, refuse(400, { message: `No tool call has the id ${WEATHER_CALL.id}.`, code: null })),
      ),
      { unserved: 'it takes a client that makes ids up' },
    ],
  }),
];
