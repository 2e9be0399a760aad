/** Seeded faults and legal variants of ids: where there may be none, and on their way back. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { optionalIds } from '../../../proof/optional-ids.ts';
import { answer, edits, forget, goOn, refuse } from './edits.ts';
import { CALL, withoutIds } from './places.ts';

const ID = WEATHER_CALL.id;
const CALLS_BACK = 'messages[2].tool_calls';
const FIRST_BACK = `${CALLS_BACK}[0]`;
const [WEATHER_BACK, TIME_BACK] = [WEATHER_CALL, TIME_CALL].map(({ name, arguments: text }) => ({
  function: { name, arguments: JSON.parse(text) },
}));
const RESULT = { role: 'tool', content: '21 °C, clear', tool_name: 'weather' };
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
  variants('roundtrip/orphan-rejected', 'no-ids/buffered', {
    'roundtrip/paired-by-order': [
      'results without ids and names belong to the calls before them',
      all(turn(2, askNot('messages[3].tool_name'), askNot('messages[4].tool_name'))),
      { outcome: 'not-applicable' },
    ],
  }),
];
