/** Seeded faults and legal variants of finish: how an answer says that it is over, and why. */
import { CALLING, GREETING, TIME_CALL } from '../../../faults/stories.ts';
import { MESSAGE, CALL, CALLS, CHOICES, DELTA, FINISH, insertDelta, ofChoice, STARTS, TEXT, twoChoices } from './places.ts';
import { setBody } from '../../../faults/edits/body.ts';
import { turn } from '../../../faults/edits/edit.ts';
import { answer } from './edits.ts';
import { ask } from '../../../faults/edits/exchange.ts';
import { but, cutAfter, last, nth, remove, repeat, set } from '../../../faults/edits/stream.ts';
import { emptyBody, recodeText } from '../../../faults/edits/wire.ts';
import { type LegalVariant, type SeededFault } from '../../../faults/fault.ts';
import { CUT_OFF, TRUNCATED, WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';

const REASON = 'choices[0].finish_reason';
/** An answer of nothing. */
const NOTHING = { finish: 'stop', usage: GREETING.usage };

export const finishFaults: readonly SeededFault[] = [
  {
    base: 'text/streaming',
    name: 'finish/never',
    title: 'finish_reason stays null to the end',
    edit: turn(1, set(FINISH, REASON, null)),
    catches: 'finish/present',
    turnsInconclusive: TRUNCATED,
  },
  {
    base: 'call/streaming',
    name: 'finish/cut-off',
    title: 'the stream breaks off in the middle of a call',
    edit: turn(1, cutAfter(nth(CHOICES, 2))),
    catches: 'finish/present',
    alsoFails: { 'framing/done': 'what breaks off has no end mark' },
    turnsInconclusive: [...TRUNCATED, 'finish/tool-calls'],
  },
  {
    base: 'text/streaming',
    name: 'finish/cut-off-in-an-event',
    title: 'the stream breaks off in the middle of an event',
    edit: turn(
      1,
      recodeText((text) => text.slice(0, 600)),
    ),
    catches: 'finish/present',
    alsoFails: {
      'framing/done': 'what breaks off has no end mark',
      'framing/final-event-terminated': 'nor does its last event end',
    },
    turnsInconclusive: TRUNCATED,
  },
  {
    base: 'openrouter-pinned/streaming',
    name: 'finish/cut-off-at-openrouter',
    title: "OpenRouter's stream breaks off after its first chunk",
    edit: turn(1, cutAfter(nth(CHOICES, 0))),
    catches: 'finish/present',
    alsoFails: { 'framing/done': 'what breaks off has no end mark' },
    turnsInconclusive: [...TRUNCATED, 'cost/present'],
  },
  {
    base: 'text/streaming',
    name: 'finish/empty-body',
    title: 'a streamed 200 brings no byte, and the recording proves it',
    edit: turn(1, emptyBody(true)),
    catches: 'finish/present',
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  },
  {
    base: 'text/streaming',
    name: 'finish/one-choice-never',
    title: 'of two choices one never finishes',
    edit: turn(1, twoChoices(), set(last(FINISH), REASON, null)),
    catches: 'finish/present',
  },
  {
    base: 'call/streaming',
    name: 'finish/one-calling-choice-never',
    title: 'of two choices with calls one never finishes',
    edit: turn(
      1,
      twoChoices(),
      set(but(STARTS, ofChoice(0)), `${CALL}.id`, TIME_CALL.id),
      set(last(FINISH), REASON, null),
    ),
    catches: 'finish/present',
    turnsInconclusive: ['finish/tool-calls'],
  },
  {
    base: 'text/buffered',
    name: 'finish/body-never',
    title: 'the finish_reason of a body is null',
    edit: turn(1, setBody(REASON, null)),
    catches: 'finish/present',
    turnsInconclusive: TRUNCATED,
  },
  {
    base: 'text/streaming',
    name: 'finish/reason-of-another-dialect',
    title: 'finish_reason is end_turn',
    edit: turn(1, set(FINISH, REASON, 'end_turn')),
    catches: 'finish/known',
  },
  {
    base: 'text/buffered',
    name: 'finish/reason-empty',
    title: 'the finish_reason of a body is empty',
    edit: turn(1, setBody(REASON, '')),
    catches: 'finish/known',
  },
  {
    base: 'call/streaming',
    name: 'finish/tool-use',
    title: 'an answer with a call finishes with tool_use',
    edit: turn(1, set(FINISH, REASON, 'tool_use')),
    catches: 'finish/known',
    alsoFails: { 'finish/tool-calls': 'tool_use is not tool_calls' },
  },
  {
    base: 'text/streaming',
    name: 'finish/error-outside-openrouter',
    title: 'finish_reason is error, and the provider is not OpenRouter',
    edit: turn(1, set(FINISH, REASON, 'error')),
    catches: 'finish/known',
  },
  {
    base: 'call/streaming',
    name: 'finish/contradicted',
    title: 'the choice finishes with tool_calls, and then with stop',
    edit: turn(1, repeat(FINISH), set(last(FINISH), REASON, 'stop')),
    catches: 'finish/consistent',
    alsoFails: { 'finish/once': 'there are two of them' },
  },
  {
    base: 'text/streaming',
    name: 'finish/length-on-every-chunk',
    title: 'every chunk says length, the last one stop',
    edit: turn(1, set(TEXT, REASON, 'length')),
    catches: 'finish/consistent',
    alsoFails: {
      'finish/once': 'there are several of them',
      'deltas/none-after-finish': 'words follow the first',
    },
    turnsInconclusive: CUT_OFF,
  },
  {
    base: 'text/streaming',
    name: 'finish/repeated',
    title: 'the finish_reason is sent twice',
    edit: turn(1, repeat(FINISH)),
    catches: 'finish/once',
  },
  {
    base: 'call/streaming',
    name: 'finish/stop-with-a-call',
    title: 'an answer with a call finishes with stop, though the choice was free',
    edit: turn(1, set(FINISH, REASON, 'stop')),
    catches: 'finish/tool-calls',
  },
  {
    base: 'call/buffered',
    name: 'finish/function-call-with-a-call',
    title: 'a body with a call finishes with the old function_call',
    edit: turn(1, setBody(REASON, 'function_call')),
    catches: 'finish/tool-calls',
  },
  {
    base: 'text/streaming',
    name: 'finish/stop-with-nothing',
    title: 'stop comes with nothing',
    edit: turn(1, answer(NOTHING)),
    catches: 'finish/not-empty',
  },
  {
    base: 'text/buffered',
    name: 'finish/body-with-nothing',
    title: 'stop comes with content null',
    edit: turn(1, setBody(`${MESSAGE}.content`, null)),
    catches: 'finish/not-empty',
  },
  {
    base: 'openrouter-reasoning/streaming',
    name: 'finish/reasoning-and-nothing',
    title: 'stop comes with reasoning, and nothing else',
    edit: turn(2, remove(TEXT)),
    catches: 'finish/not-empty',
    says: 'reasoning',
    alsoFails: {
      'roundtrip/continues': 'nothing follows the results',
      'roundtrip/result-used': 'the fact is not said',
    },
  },
  {
    base: 'call/streaming',
    name: 'finish/phantom',
    title: 'tool_calls comes without a call',
    edit: turn(1, remove(CALLS)),
    catches: 'finish/no-phantom',
  },
  {
    base: 'call/buffered',
    name: 'finish/phantom-in-a-body',
    title: 'a body with an empty list of calls finishes with tool_calls',
    edit: turn(1, setBody(`${MESSAGE}.tool_calls`, [])),
    catches: 'finish/no-phantom',
    alsoFails: { 'shape/tool-calls-absent': 'an empty list is left out' },
  },
];

export const finishVariants: readonly LegalVariant[] = [
  {
    base: 'text/streaming',
    name: 'finish/in-the-last-word',
    title: 'finish_reason comes with the last word',
    near: 'finish/present',
    edit: turn(1, remove(FINISH), set(last(TEXT), REASON, 'stop')),
  },
  {
    base: 'text/streaming',
    name: 'finish/text-by-length',
    title: 'the token limit ends a text',
    near: 'finish/known',
    edit: turn(1, set(FINISH, REASON, 'length')),
    turnsInconclusive: CUT_OFF,
  },
  {
    base: 'openrouter/streaming',
    name: 'finish/error-of-openrouter',
    title: 'OpenRouter finishes a text with error',
    near: 'finish/known',
    edit: turn(2, set(FINISH, REASON, 'error')),
  },
  {
    base: 'text/streaming',
    name: 'finish/each-choice-its-own',
    title: 'two choices finish with reasons of their own',
    near: 'finish/consistent',
    edit: turn(1, twoChoices(), set(last(FINISH), REASON, 'length')),
    turnsInconclusive: CUT_OFF,
  },
  {
    base: 'text/streaming',
    name: 'finish/null-after-the-end',
    title: 'a chunk with an empty delta and finish_reason null follows the end',
    near: 'finish/once',
    edit: turn(1, insertDelta(FINISH, {})),
  },
  {
    base: 'text/streaming',
    name: 'finish/once-for-each-choice',
    title: 'two choices finish with stop, each once',
    near: 'finish/once',
    edit: turn(1, twoChoices()),
  },
  {
    base: 'choice-named/streaming',
    name: 'finish/stop-for-a-named-choice',
    title: 'the call of a named function finishes with stop',
    near: 'finish/tool-calls',
    edit: turn(1, set(FINISH, REASON, 'stop')),
  },
  {
    base: 'choice-required/buffered',
    name: 'finish/stop-for-a-required-choice',
    title: 'a required call finishes with stop',
    near: 'finish/tool-calls',
    edit: turn(1, setBody(REASON, 'stop')),
  },
  {
    base: 'call/buffered',
    name: 'finish/length-with-a-call',
    title: 'the token limit ends an answer with a call',
    near: 'finish/tool-calls',
    edit: turn(1, setBody(REASON, 'length')),
    turnsInconclusive: CUT_OFF,
  },
  {
    base: 'text/buffered',
    name: 'finish/white-space',
    title: 'stop comes with a line end',
    near: 'finish/not-empty',
    edit: turn(1, setBody(`${MESSAGE}.content`, '\n')),
  },
  {
    base: 'text/streaming',
    name: 'finish/refusal',
    title: 'stop comes with a refusal and no text',
    near: 'finish/not-empty',
    edit: turn(1, answer(NOTHING), insertDelta(nth(CHOICES, 0), { refusal: 'I would rather not.' })),
  },
  {
    base: 'text/buffered',
    name: 'finish/stop-string-met-at-once',
    title: 'nothing comes before a stop string of the request',
    near: 'finish/not-empty',
    outcome: 'not-applicable',
    edit: turn(1, ask('stop', ['Good']), answer(NOTHING)),
  },
  {
    base: 'call/streaming',
    name: 'finish/text-then-a-call',
    title: 'text comes before the call that tool_calls speaks of',
    near: 'finish/no-phantom',
    edit: turn(1, answer({ ...CALLING, text: 'One moment, please.' })),
  },
  {
    base: 'call/streaming',
    name: 'finish/with-the-call',
    title: 'tool_calls comes in the chunk that starts the only call',
    near: 'finish/no-phantom',
    edit: turn(
      1,
      answer({ ...CALLING, calls: [{ id: 'call_kT3vQ9xLw2', name: 'local_time', arguments: '' }] }),
      remove(FINISH),
      set(STARTS, `${DELTA}.tool_calls[0].function.arguments`, '{}'),
      set(STARTS, REASON, 'tool_calls'),
    ),
  },
];
