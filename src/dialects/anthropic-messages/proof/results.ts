/** Seeded faults and legal variants of results: how a client returns the results of its tools. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, header, sentBefore } from '../../../proof/edits/exchange.ts';
import { callsSentBack } from '../../../proof/sent-back-blocks.ts';
import { answer, idOf, refuse } from './edits.ts';

const ID = idOf(WEATHER_CALL.id);
const RESULT = { type: 'tool_result', tool_use_id: ID, content: '21 °C, clear' };
const TEXT = { type: 'text', text: 'Here you are.' };

const CALL = {
  type: 'tool_use',
  id: ID,
  name: WEATHER_CALL.name,
  input: { location: 'Oslo', unit: 'celsius' },
};

export const results: Table = [
  ...callsSentBack({ answer, callPath: 'messages[1].content[0]', call: CALL, result: RESULT }),
  faults('results/served-kept', 'searching/buffered', {
    'results/search-changed': [
      'the client repeats the search without what it found',
      turn(2, ask('messages[1].content[1].content', [])),
    ],
  }),
  faults('results/served-kept', 'coding/streaming', {
    'results/printed-changed': [
      'the client repeats code of a stream with other words than it printed',
      turn(2, ask('messages[1].content[1].content.stdout', '22')),
    ],
  }),
  faults('results/served-kept', 'searching/buffered', {
    'results/search-not-returned-behind-a-retry': [
      'the second request is throttled and sent again, and the client repeats the call without the search',
      all(
        sentBefore(2, refuse(429, 'rate_limit_error'), header('Retry-After', '1')),
        turn(3, ask('messages[1].content', [CALL])),
      ),
    ],
  }),
  faults('roundtrip/unanswered-rejected', 'three-turns/buffered', {
    'roundtrip/earlier-call-unanswered': [
      'the client leaves the result of the first call out, and returns that of the second',
      turn(3, ask('messages[2].content', [TEXT])),
      { unserved: 'it is an edit of the request' },
    ],
  }),
  variants('results/served-kept', 'searching/streaming', {
    'results/search-marked': [
      'the client marks what the search found for the cache',
      turn(2, ask('messages[1].content[1].cache_control', { type: 'ephemeral' })),
    ],
  }),
  faults('results/once', 'weather/buffered', {
    'results/twice-in-two-messages': [
      'the client sends two results for one call, in two messages of one turn',
      turn(2, ask('messages[3]', { role: 'user', content: [RESULT] })),
      { alsoFails: { 'ids/echoed': 'the call is answered twice' } },
    ],
  }),
  variants('results/once', 'parallel/streaming', {
    'results/one-each': ['two results answer two calls', turn(2, ask('messages[2].content[2]', TEXT))],
  }),
  faults('results/call-kept', 'weather/streaming', {
    'results/input-emptied': [
      'the client repeats the call with an empty input',
      turn(2, ask('messages[1].content[0].input', {})),
    ],
  }),
  variants('results/call-kept', 'weather/streaming', {
    'results/marked-for-the-cache': [
      'the client marks the repeated call for the cache',
      turn(2, ask('messages[1].content[0].cache_control', { type: 'ephemeral' })),
    ],
  }),
  faults('results/first', 'weather/buffered', {
    'results/behind-text': [
      'a text stands before the result',
      turn(2, ask('messages[2].content', [TEXT, RESULT])),
    ],
  }),
  variants('results/first', 'weather/buffered', {
    'results/before-two-texts': [
      'two texts stand behind the result',
      turn(2, ask('messages[2].content[1]', TEXT), ask('messages[2].content[2]', TEXT)),
    ],
    'results/before-text': ['a text stands behind the result', turn(2, ask('messages[2].content[1]', TEXT))],
  }),
  variants('results/first', 'parallel/buffered', {
    'results/text-in-a-message-of-its-own': [
      'a text stands in a message before that of the results',
      turn(
        2,
        ask('messages[3]', {
          role: 'user',
          content: [
            { ...RESULT },
            { type: 'tool_result', tool_use_id: idOf(TIME_CALL.id), content: '09:30' },
          ],
        }),
        ask('messages[2]', { role: 'user', content: [TEXT] }),
      ),
    ],
  }),
];
