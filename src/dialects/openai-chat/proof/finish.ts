/** Seeded faults and legal variants of finish: how an answer says that it is over, and why. */

import { CALLING, GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { but, cutAfter, last, nth, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { emptyBody, recodeText } from '../../../proof/edits/wire.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF, TRUNCATED, WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import { answer } from './edits.ts';
import {
  CALL,
  CALLS,
  CHOICES,
  DELTA,
  FINISH,
  insertDelta,
  MESSAGE,
  ofChoice,
  STARTS,
  TEXT,
  twoChoices,
} from './places.ts';

const REASON = 'choices[0].finish_reason';
/** An answer of nothing. */
const NOTHING = { finish: 'stop', usage: GREETING.usage };

export const faults: readonly SeededFault[] = [
  fault(
    'finish/never',
    'finish_reason stays null to the end',
    'text/streaming',
    [set(FINISH, REASON, null)],
    'finish/present',
    { turnsInconclusive: TRUNCATED },
  ),
  fault(
    'finish/cut-off',
    'the stream breaks off in the middle of a call',
    'call/streaming',
    [cutAfter(nth(CHOICES, 2))],
    'finish/present',
    {
      alsoFails: { 'framing/done': 'what breaks off has no end mark' },
      turnsInconclusive: [...TRUNCATED, 'finish/tool-calls'],
    },
  ),
  fault(
    'finish/cut-off-in-an-event',
    'the stream breaks off in the middle of an event',
    'text/streaming',
    [recodeText((text) => text.slice(0, 600))],
    'finish/present',
    {
      alsoFails: {
        'framing/done': 'what breaks off has no end mark',
        'framing/final-event-terminated': 'nor does its last event end',
      },
      turnsInconclusive: TRUNCATED,
    },
  ),
  fault(
    'finish/cut-off-at-openrouter',
    "OpenRouter's stream breaks off after its first chunk",
    'openrouter-pinned/streaming',
    [cutAfter(nth(CHOICES, 0))],
    'finish/present',
    {
      alsoFails: { 'framing/done': 'what breaks off has no end mark' },
      turnsInconclusive: [...TRUNCATED, 'cost/present'],
    },
  ),
  fault(
    'finish/empty-body',
    'a streamed 200 brings no byte, and the recording proves it',
    'text/streaming',
    [emptyBody(true)],
    'finish/present',
    { turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  fault(
    'finish/one-choice-never',
    'of two choices one never finishes',
    'text/streaming',
    [twoChoices(), set(last(FINISH), REASON, null)],
    'finish/present',
  ),
  fault(
    'finish/one-calling-choice-never',
    'of two choices with calls one never finishes',
    'call/streaming',
    [
      twoChoices(),
      set(but(STARTS, ofChoice(0)), `${CALL}.id`, TIME_CALL.id),
      set(last(FINISH), REASON, null),
    ],
    'finish/present',
    { turnsInconclusive: ['finish/tool-calls'] },
  ),
  fault(
    'finish/body-never',
    'the finish_reason of a body is null',
    'text/buffered',
    [setBody(REASON, null)],
    'finish/present',
    { turnsInconclusive: TRUNCATED },
  ),
  fault(
    'finish/reason-of-another-dialect',
    'finish_reason is end_turn',
    'text/streaming',
    [set(FINISH, REASON, 'end_turn')],
    'finish/known',
  ),
  fault(
    'finish/reason-empty',
    'the finish_reason of a body is empty',
    'text/buffered',
    [setBody(REASON, '')],
    'finish/known',
  ),
  fault(
    'finish/tool-use',
    'an answer with a call finishes with tool_use',
    'call/streaming',
    [set(FINISH, REASON, 'tool_use')],
    'finish/known',
    { alsoFails: { 'finish/tool-calls': 'tool_use is not tool_calls' } },
  ),
  fault(
    'finish/error-outside-openrouter',
    'finish_reason is error, and the provider is not OpenRouter',
    'text/streaming',
    [set(FINISH, REASON, 'error')],
    'finish/known',
  ),
  fault(
    'finish/contradicted',
    'the choice finishes with tool_calls, and then with stop',
    'call/streaming',
    [repeat(FINISH), set(last(FINISH), REASON, 'stop')],
    'finish/consistent',
    { alsoFails: { 'finish/once': 'there are two of them' } },
  ),
  fault(
    'finish/length-on-every-chunk',
    'every chunk says length, the last one stop',
    'text/streaming',
    [set(TEXT, REASON, 'length')],
    'finish/consistent',
    {
      alsoFails: {
        'finish/once': 'there are several of them',
        'deltas/none-after-finish': 'words follow the first',
      },
      turnsInconclusive: CUT_OFF,
    },
  ),
  fault(
    'finish/repeated',
    'the finish_reason is sent twice',
    'text/streaming',
    [repeat(FINISH)],
    'finish/once',
  ),
  fault(
    'finish/stop-with-a-call',
    'an answer with a call finishes with stop, though the choice was free',
    'call/streaming',
    [set(FINISH, REASON, 'stop')],
    'finish/tool-calls',
  ),
  fault(
    'finish/function-call-with-a-call',
    'a body with a call finishes with the old function_call',
    'call/buffered',
    [setBody(REASON, 'function_call')],
    'finish/tool-calls',
  ),
  fault(
    'finish/stop-with-nothing',
    'stop comes with nothing',
    'text/streaming',
    [answer(NOTHING)],
    'finish/not-empty',
  ),
  fault(
    'finish/body-with-nothing',
    'stop comes with content null',
    'text/buffered',
    [setBody(`${MESSAGE}.content`, null)],
    'finish/not-empty',
  ),
  fault(
    'finish/body-with-empty-places',
    'stop comes with no image, and with audio and function_call null',
    'text/buffered',
    [
      setBody(`${MESSAGE}.content`, null),
      setBody(`${MESSAGE}.audio`, null),
      setBody(`${MESSAGE}.function_call`, null),
      setBody(`${MESSAGE}.images`, []),
    ],
    'finish/not-empty',
    { observes: ['shape/unknown-fields'] },
  ),
  fault(
    'finish/function-call-for-tools',
    'stop comes with the function_call of old, and the request had tools',
    'text/buffered',
    [
      setBody(`${MESSAGE}.content`, null),
      setBody(`${MESSAGE}.function_call`, { name: 'weather', arguments: WEATHER_CALL.arguments }),
    ],
    'finish/not-empty',
  ),
  fault(
    'finish/reasoning-and-nothing',
    'stop comes with reasoning, and nothing else',
    'openrouter-reasoning/streaming',
    turn(2, remove(TEXT)),
    'finish/not-empty',
    {
      says: 'reasoning',
      alsoFails: {
        'roundtrip/continues': 'nothing follows the results',
        'roundtrip/result-used': 'the fact is not said',
      },
    },
  ),
  fault(
    'finish/phantom',
    'tool_calls comes without a call',
    'call/streaming',
    [remove(CALLS)],
    'finish/no-phantom',
  ),
  fault(
    'finish/phantom-in-a-body',
    'a body with an empty list of calls finishes with tool_calls',
    'call/buffered',
    [setBody(`${MESSAGE}.tool_calls`, [])],
    'finish/no-phantom',
    { alsoFails: { 'shape/tool-calls-absent': 'an empty list is left out' } },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'finish/in-the-last-word',
    'finish_reason comes with the last word',
    'text/streaming',
    [remove(FINISH), set(last(TEXT), REASON, 'stop')],
    'finish/present',
  ),
  variant(
    'finish/text-by-length',
    'the token limit ends a text',
    'text/streaming',
    [set(FINISH, REASON, 'length')],
    'finish/known',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'finish/error-of-openrouter',
    'OpenRouter finishes a text with error',
    'openrouter/streaming',
    turn(2, set(FINISH, REASON, 'error')),
    'finish/known',
  ),
  variant(
    'finish/each-choice-its-own',
    'two choices finish with reasons of their own',
    'text/streaming',
    [twoChoices(), set(last(FINISH), REASON, 'length')],
    'finish/consistent',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'finish/null-after-the-end',
    'a chunk with an empty delta and finish_reason null follows the end',
    'text/streaming',
    [insertDelta(FINISH, {})],
    'finish/once',
  ),
  variant(
    'finish/once-for-each-choice',
    'two choices finish with stop, each once',
    'text/streaming',
    [twoChoices()],
    'finish/once',
  ),
  variant(
    'finish/stop-for-a-named-choice',
    'the call of a named function finishes with stop',
    'choice-named/streaming',
    [set(FINISH, REASON, 'stop')],
    'finish/tool-calls',
  ),
  variant(
    'finish/stop-for-a-required-choice',
    'a required call finishes with stop',
    'choice-required/buffered',
    [setBody(REASON, 'stop')],
    'finish/tool-calls',
  ),
  variant(
    'finish/length-with-a-call',
    'the token limit ends an answer with a call',
    'call/buffered',
    [setBody(REASON, 'length')],
    'finish/tool-calls',
    { turnsInconclusive: CUT_OFF },
  ),
  variant(
    'finish/white-space',
    'stop comes with a line end',
    'text/buffered',
    [setBody(`${MESSAGE}.content`, '\n')],
    'finish/not-empty',
  ),
  variant(
    'finish/refusal',
    'stop comes with a refusal and no text',
    'text/streaming',
    [answer(NOTHING), insertDelta(nth(CHOICES, 0), { refusal: 'I would rather not.' })],
    'finish/not-empty',
  ),
  variant(
    'finish/function-call-of-old',
    'stop comes with the function_call that the request named in the old way',
    'text/buffered',
    [
      askNot('tools'),
      ask('functions', [{ name: 'weather' }]),
      ask('function_call', { name: 'weather' }),
      setBody(`${MESSAGE}.content`, null),
      setBody(`${MESSAGE}.function_call`, { name: 'weather', arguments: WEATHER_CALL.arguments }),
    ],
    'finish/not-empty',
  ),
  variant(
    'finish/image',
    'stop comes with an image and no text',
    'text/streaming',
    [answer(NOTHING), insertDelta(nth(CHOICES, 0), { images: [{ type: 'image_url' }] })],
    'finish/not-empty',
    { observes: ['shape/unknown-fields'] },
  ),
  variant(
    'finish/stop-string-met-at-once',
    'nothing comes before a stop string of the request',
    'text/buffered',
    [ask('stop', ['Good']), answer(NOTHING)],
    'finish/not-empty',
    { outcome: 'not-applicable' },
  ),
  variant(
    'finish/text-then-a-call',
    'text comes before the call that tool_calls speaks of',
    'call/streaming',
    [answer({ ...CALLING, text: 'One moment, please.' })],
    'finish/no-phantom',
  ),
  variant(
    'finish/with-the-call',
    'tool_calls comes in the chunk that starts the only call',
    'call/streaming',
    [
      answer({ ...CALLING, calls: [{ id: 'call_kT3vQ9xLw2', name: 'local_time', arguments: '' }] }),
      remove(FINISH),
      set(STARTS, `${DELTA}.tool_calls[0].function.arguments`, '{}'),
      set(STARTS, REASON, 'tool_calls'),
    ],
    'finish/no-phantom',
  ),
];
