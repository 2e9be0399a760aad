/** Seeded faults and legal variants of results: how a client returns what its tools gave. */

import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { idOf } from './edits.ts';

const STREAMED = 'weather/streaming';
const BUFFERED = 'weather/buffered';
const ID = idOf(WEATHER_CALL.id);
const RESULT = { type: 'tool_result', tool_use_id: ID, content: '21 °C, clear' };
const TEXT = { type: 'text', text: 'Here you are.' };
const NOT_ECHOED = { turnsInconclusive: ['ids/echo-accepted'] };

export const faults: readonly SeededFault[] = [
  fault(
    'results/twice',
    'the client sends two results for one call',
    STREAMED,
    turn(2, ask('messages[2].content[1]', RESULT)),
    'results/once',
    { alsoFails: { 'ids/echoed': 'the call is answered twice' }, ...NOT_ECHOED },
  ),
  fault(
    'results/twice-in-two-messages',
    'the client sends two results for one call, in two messages of one turn',
    BUFFERED,
    turn(2, ask('messages[3]', { role: 'user', content: [RESULT] })),
    'results/once',
    { alsoFails: { 'ids/echoed': 'the call is answered twice' }, ...NOT_ECHOED },
  ),
  fault(
    'results/call-renamed',
    'the client repeats the call under another name',
    BUFFERED,
    turn(2, ask('messages[1].content[0].name', 'climate')),
    'results/call-kept',
  ),
  fault(
    'results/input-emptied',
    'the client repeats the call with an empty input',
    STREAMED,
    turn(2, ask('messages[1].content[0].input', {})),
    'results/call-kept',
  ),
  fault(
    'results/behind-text',
    'a text stands before the result',
    BUFFERED,
    turn(2, ask('messages[2].content', [TEXT, RESULT])),
    'results/first',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'results/one-each',
    'two results answer two calls',
    'parallel/streaming',
    turn(2, ask('messages[2].content[2]', TEXT)),
    'results/once',
  ),
  variant(
    'results/keys-in-another-order',
    'the client repeats the input with its keys in another order',
    BUFFERED,
    turn(2, ask('messages[1].content[0].input', { unit: 'celsius', location: 'Oslo' })),
    'results/call-kept',
  ),
  variant(
    'results/marked-for-the-cache',
    'the client marks the repeated call for the cache',
    STREAMED,
    turn(2, ask('messages[1].content[0].cache_control', { type: 'ephemeral' })),
    'results/call-kept',
  ),
  variant(
    'results/before-text',
    'a text stands behind the result',
    BUFFERED,
    turn(2, ask('messages[2].content[1]', TEXT)),
    'results/first',
  ),
  variant(
    'results/text-in-a-message-of-its-own',
    'a text stands in a message before that of the results',
    'parallel/buffered',
    turn(
      2,
      ask('messages[3]', {
        role: 'user',
        content: [{ ...RESULT }, { type: 'tool_result', tool_use_id: idOf(TIME_CALL.id), content: '09:30' }],
      }),
      ask('messages[2]', { role: 'user', content: [TEXT] }),
    ),
    'results/first',
  ),
];
