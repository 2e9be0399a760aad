/** Seeded faults and legal variants of ids: within a response, across turns, and as returned by the client. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type Edit, everyTurn, turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { listOf } from '../../../reading/presence.ts';
import { callBlock } from '../codec/encode.ts';
import { idOf, refuse, reissue } from './edits.ts';

const ID = idOf(WEATHER_CALL.id);
const CALL = callBlock({ ...WEATHER_CALL, id: ID });
const SEARCH = { toolUse: { toolUseId: ID, name: 'search', input: {}, type: 'server_tool_use' } };
const RESULT = { toolResult: { toolUseId: ID, content: [{ text: '21 °C, clear' }] } };
const OTHER_RESULT = { toolResult: { toolUseId: idOf(TIME_CALL.id), content: [{ text: '09:30' }] } };
/** An id of the maximum length that a history may contain. */
const LONGEST = `tooluse_${'aB3dE6gH'.repeat(7)}`;

const EARLIER_CALLS = ['tooluse_01', 'tooluse_02'].map((id) => callBlock({ ...TIME_CALL, id }));
const EARLIER_RESULTS = ['tooluse_01', 'tooluse_02'].map((toolUseId) => ({
  role: 'user',
  content: [{ toolResult: { toolUseId, content: [{ text: '09:30' }] } }],
}));

/** The history begins with calls from an unrecorded answer, and their results. */
function earlier(...messages: readonly object[]): Edit {
  const opening = [
    { role: 'user', content: [{ text: 'What time is it?' }] },
    { role: 'assistant', content: EARLIER_CALLS },
    ...messages,
    { role: 'assistant', content: [{ text: 'It is half past nine.' }] },
  ];
  return everyTurn(({ request }) => {
    request['messages'] = [...opening, ...listOf(request['messages'])];
  });
}

export const ids: Table = [
  variants('ids/echoed', 'weather/buffered', {
    'ids/earlier-results-in-two-messages': [
      'the results of an earlier answer, which was not recorded, have a message each',
      earlier(...EARLIER_RESULTS),
    ],
  }),
  faults('roundtrip/unanswered-rejected', 'weather/buffered', {
    'roundtrip/earlier-calls-unanswered': [
      'calls of an earlier answer, which was not recorded, have no result, and the provider takes that',
      earlier({ role: 'user', content: [{ text: 'Well?' }] }),
      { unserved: 'it takes a client that leaves calls of its history without results' },
    ],
  }),
  faults('ids/echoed', 'weather/buffered', {
    'ids/answered-a-turn-late': [
      'the client says something else first, and returns the result a turn later',
      turn(
        2,
        ask('messages[4]', { role: 'user', content: [RESULT] }),
        ask('messages[3]', { role: 'assistant', content: [{ text: 'All right.' }] }),
        ask('messages[2]', { role: 'user', content: [{ text: 'One moment.' }] }),
      ),
      {
        alsoFails: {
          'roundtrip/orphan-rejected': 'the result answers no call of the turn before it',
          'roundtrip/unanswered-rejected': 'the call has no result behind it',
        },
      },
    ],
  }),
  faults('ids/echoed', 'parallel/buffered', {
    'ids/one-call-forgotten-by-the-client': [
      'the client repeats and answers one call of two',
      turn(2, ask('messages[1].content', [CALL]), ask('messages[2].content', [RESULT])),
    ],
    'ids/results-in-two-messages': [
      'each result has a message of its own',
      turn(
        2,
        ask('messages[2].content', [RESULT]),
        ask('messages[3]', { role: 'user', content: [OTHER_RESULT] }),
      ),
    ],
  }),
  faults('ids/echo-accepted', 'parallel/buffered', {
    'ids/refused-in-one-message': [
      'the client repeats both calls in one message and answers both in the next, and the provider misses results',
      turn(2, refuse(400, 'Expected toolResult blocks for the tool use ids of the previous turn.')),
    ],
  }),
  variants('ids/echo-accepted', 'weather/buffered', {
    'ids/refused-for-roles-that-do-not-alternate': [
      'the client puts a message of its own behind that with the result, and is refused for that',
      turn(
        2,
        ask('messages[3]', { role: 'user', content: [{ text: 'Be brief.' }] }),
        refuse(400, 'A conversation must alternate between user and assistant roles.'),
      ),
      { outcome: 'inconclusive' },
    ],
  }),
  faults('ids/present', 'weather/streaming', {
    'ids/emptied-in-the-stream': [
      'the id is empty',
      reissue(ID, ''),
      { alsoFails: { 'deltas/id-first': 'the start has the whole id' } },
    ],
  }),
  faults('ids/unique-in-response', 'call/buffered', {
    'ids/shared-with-the-provider': [
      'a search of the provider has the id of the call',
      [setBody('output.message.content[1]', SEARCH)],
    ],
  }),
  faults('ids/unique-in-response', 'weather/buffered', {
    'ids/shared-with-the-provider-and-kept': [
      'a search of the provider has the id of the call, and both go back as they came',
      all(
        turn(1, setBody('output.message.content[1]', SEARCH)),
        turn(2, ask('messages[1].content', [CALL, SEARCH])),
      ),
    ],
  }),
  faults('ids/length', 'weather/buffered', {
    'ids/sixty-five-characters': ['the id has 65 characters', reissue(ID, `${LONGEST}x`)],
  }),
  faults('ids/portable', 'weather/buffered', {
    'ids/sixty-four-characters': [
      'the id has 64 characters, as many as a history may have',
      reissue(ID, LONGEST),
    ],
  }),
  variants('ids/length', 'call/buffered', {
    'ids/one-of-two': ['the id is a letter and a digit', reissue(ID, 'a1')],
  }),
  faults('ids/pattern', 'weather/buffered', {
    'ids/with-a-slash': ['the id holds a slash', reissue(ID, 'weather/kT3vQ9xLw2RbYz7N')],
  }),
  faults('ids/pattern', 'weather/streaming', {
    'ids/with-spaces': ['the id holds a space', reissue(ID, 'weather kT3vQ9xLw2RbYz7N')],
  }),
  variants('ids/pattern', 'weather/buffered', {
    'ids/as-issued': ['the id has letters of both cases, digits and _', reissue(ID, idOf(TIME_CALL.id))],
  }),
  variants('ids/portable', 'weather/streaming', {
    'ids/of-nova': ['the id is as Nova issues them', reissue(ID, 'tooluse_bF2vK8mQR7yZs1WnXc4dTg')],
  }),
];
