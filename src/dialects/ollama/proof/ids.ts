/** Seeded faults and legal variants of ids: calls with and without ids, and ids that a request sends back. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { BERGEN_CALL, CALLING, GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { optionalIds } from '../../../proof/optional-ids.ts';
import { answer, edits, forget, goOn, issue, refuse, reissue } from './edits.ts';
import { CALL, withoutIds } from './places.ts';

const ID = WEATHER_CALL.id;
const CALLS_BACK = 'messages[2].tool_calls';
const FIRST_BACK = `${CALLS_BACK}[0]`;
const [WEATHER_BACK, TIME_BACK] = [WEATHER_CALL, TIME_CALL].map(({ name, arguments: text }) => ({
  function: { name, arguments: JSON.parse(text) },
}));
const RESULT = { role: 'tool', content: '21 °C, clear', tool_name: 'weather' };
const WEATHER_AGAIN = { function: { name: 'weather', arguments: { location: 'Bergen' } } };
const TIME_RESULT = { role: 'tool', content: '09:30', tool_name: 'local_time' };

export const ids: Table = [
  faults('ids/echoed', 'weather/buffered', {
    'ids/cut-off-and-not-answered': [
      'the token limit cuts the answer off within its call, which the client repeats and does not answer',
      all(
        turn(1, answer({ ...CALLING, finish: 'length' })),
        goOn(({ answer: repeated, prompt }) => [...repeated, prompt('Once more, in short.')]),
      ),
    ],
    'ids/cut-off-and-answered-alone': [
      'the token limit cuts the answer off within its call, which the client answers and does not repeat',
      all(
        turn(1, answer({ ...CALLING, finish: 'length' })),
        goOn(({ results, returned }) => returned(results)),
      ),
    ],
  }),
  variants('ids/echoed', 'weather/buffered', {
    'ids/call-of-the-client-alone': [
      'the answer is text, and the client puts a call of its own into the history, without an id',
      all(
        turn(1, answer(GREETING)),
        goOn(({ answer: repeated }) => [
          ...repeated,
          { role: 'assistant', content: '', tool_calls: [WEATHER_BACK ?? null] },
          RESULT,
        ]),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('ids/echoed', 'no-ids/buffered', {
    'ids/own-of-the-client': [
      'the client makes ids where none were issued',
      turn(
        2,
        ask(`${FIRST_BACK}.id`, 'mine1'),
        ask(`${CALLS_BACK}[1].id`, 'mine2'),
        ask('messages[3].tool_call_id', 'mine1'),
        ask('messages[4].tool_call_id', 'mine2'),
      ),
    ],
    'ids/cut-off-and-dropped': [
      'the token limit cuts the answer off, and the client goes on without its calls, which have no ids',
      all(
        turn(1, setBody('done_reason', 'length')),
        goOn(({ prompt }) => [prompt('Once more, in short.')]),
      ),
      { outcome: 'inconclusive' },
    ],
    'ids/cut-off-and-answered': [
      'the token limit cuts the answer off, and the client repeats and answers its calls, which have no ids',
      turn(1, setBody('done_reason', 'length')),
    ],
  }),
  faults('ids/all-or-none', 'parallel/buffered', {
    'ids/missing-id-made-by-the-client': [
      'one of two calls has no id, and the client makes one for it',
      turn(1, issue(TIME_CALL.id, null)),
    ],
  }),
  faults('ids/non-empty', 'parallel/buffered', {
    'ids/empty-beside-none': [
      'one of two calls has an empty id, and the other has none',
      all(reissue(ID, ''), forget(TIME_CALL.id)),
      { alsoFails: { 'ids/all-or-none': 'one of two calls has no id' } },
    ],
  }),
  faults('shape/tool-calls', 'no-ids/buffered', {
    'shape/call-without-id-and-name': [
      'one of two calls has neither an id nor a name',
      turn(1, dropBody(`${CALL}.function.name`)),
    ],
  }),
  faults('ids/echoed', 'no-ids/buffered', {
    'ids/call-added-by-the-client': [
      'the client repeats two calls without ids, and adds a third one with its result',
      turn(2, ask(`${CALLS_BACK}[2]`, WEATHER_AGAIN), ask('messages[5]', RESULT)),
    ],
  }),
  faults('ids/echoed', 'parallel/buffered', {
    'ids/calls-in-another-order-without-their-ids': [
      'the client leaves out the ids of two calls, and repeats them in another order',
      turn(
        2,
        ask(CALLS_BACK, [TIME_BACK, WEATHER_BACK]),
        ask('messages[3]', TIME_RESULT),
        ask('messages[4]', RESULT),
      ),
    ],
  }),
  variants('results/call-kept', 'other-order/buffered', {
    'results/calls-with-ids-in-another-order': [
      'the client repeats two calls of one tool in another order, each with its id',
      turn(
        2,
        ask(
          CALLS_BACK,
          [BERGEN_CALL, WEATHER_CALL].map(({ id, name, arguments: text }) => ({
            id,
            function: { name, arguments: JSON.parse(text) },
          })),
        ),
      ),
    ],
  }),
  faults('ids/present', 'weather/streaming', {
    'ids/dropped-from-the-stream': ['the call has no id in any of its places', forget(ID)],
  }),
  ...optionalIds(edits, withoutIds),
  variants('ids/non-empty', 'call/buffered', {
    'ids/null-for-none': [
      'the id is null, as if it were left out',
      [setBody(`${CALL}.id`, null)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('ids/kept', 'weather/buffered', {
    'ids/not-kept': [
      'the next request leaves the ids out',
      turn(2, askNot(`${FIRST_BACK}.id`), askNot('messages[3].tool_call_id')),
    ],
  }),
  faults('ids/kept', 'parallel/streaming', {
    'ids/one-of-two-not-kept': [
      'the next request leaves one id of two out',
      turn(2, askNot(`${FIRST_BACK}.id`), askNot('messages[3].tool_call_id')),
    ],
  }),
  variants('ids/kept', 'weather/streaming', {
    'ids/result-says-its-tool-alone': [
      'the result names its tool, and no id',
      turn(2, askNot('messages[3].tool_call_id')),
    ],
  }),
  faults('ids/echoed', 'no-ids/buffered', {
    'ids/one-call-forgotten-by-the-client': [
      'the client repeats and answers one call of two, which have no ids',
      turn(2, ask(CALLS_BACK, [WEATHER_BACK]), ask('messages[4]', { role: 'user', content: 'And now?' })),
    ],
    'ids/one-of-two-not-answered': [
      'the client answers one call of two, which have no ids',
      turn(2, ask('messages[4]', { role: 'user', content: 'And now?' })),
    ],
    'ids/calls-in-another-order': [
      'the client repeats two calls without ids in another order',
      turn(2, ask(CALLS_BACK, [TIME_BACK, WEATHER_BACK])),
      { alsoFails: { 'roundtrip/response-order': 'the results stay where they were' } },
    ],
  }),
  variants('ids/echoed', 'no-ids/buffered', {
    'ids/results-without-a-word': [
      'two results without ids name no tool either, and come in the order of the calls',
      turn(2, askNot('messages[3].tool_name'), askNot('messages[4].tool_name')),
    ],
  }),
  variants('ids/echoed', 'weather/buffered', {
    'ids/answered-by-name': ['the result names its tool, and no id', turn(2, ask('messages[3]', RESULT))],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/result-of-another-name': [
      'the result has no id, and another name than its call',
      turn(2, ask('messages[3]', TIME_RESULT)),
    ],
  }),
  variants('ids/echo-accepted', 'no-ids/buffered', {
    'ids/refused-without-ids': [
      'the results of calls without ids are refused for their length',
      turn(2, refuse(400, 'The prompt is too long')),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('roundtrip/response-order', 'no-ids/buffered', {
    'roundtrip/results-without-ids-shuffled': [
      'two results without ids come in another order than their calls',
      turn(2, ask('messages[3]', TIME_RESULT), ask('messages[4]', RESULT)),
    ],
  }),
  variants('roundtrip/response-order', 'parallel/buffered', {
    'roundtrip/results-with-ids-shuffled': [
      'two results with ids come in another order than their calls',
      turn(
        2,
        ask('messages[3]', { ...TIME_RESULT, tool_call_id: TIME_CALL.id }),
        ask('messages[4]', { ...RESULT, tool_call_id: ID }),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('results/call-kept', 'no-ids/buffered', {
    'results/args-changed': [
      'the client repeats a call without an id with other arguments than were issued',
      turn(2, ask(`${FIRST_BACK}.function.arguments`, { location: 'Bergen', unit: 'celsius' })),
    ],
    'results/args-as-text': [
      'the client repeats a call without an id with its arguments as a text of JSON',
      turn(2, ask(`${FIRST_BACK}.function.arguments`, WEATHER_CALL.arguments)),
    ],
  }),
  variants('results/call-kept', 'no-ids/buffered', {
    'results/args-in-another-order': [
      'the client repeats the arguments with their keys in another order',
      turn(2, ask(`${FIRST_BACK}.function.arguments`, { unit: 'celsius', location: 'Oslo' })),
    ],
  }),
  variants('roundtrip/response-order', 'no-ids/buffered', {
    'roundtrip/one-result-names-no-tool': [
      'one of two results without ids does not name its tool',
      turn(2, askNot('messages[4].tool_name')),
      { outcome: 'not-applicable' },
    ],
  }),
  variants('roundtrip/orphan-rejected', 'no-ids/buffered', {
    'roundtrip/paired-by-order': [
      'results without ids and names belong to the calls before them',
      all(turn(2, askNot('messages[3].tool_name'), askNot('messages[4].tool_name'))),
      { outcome: 'not-applicable' },
    ],
  }),
];
