/** Seeded faults and legal variants of finish: how an answer reports its end and the reason. */

import { tokens } from '../../../answers/answer.ts';
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { both, but, cutAfter, last, nth, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { answer, refuse } from './edits.ts';
import {
  BODY_ARGUMENTS,
  CALL,
  CHOICES,
  DELTA,
  FINISH,
  insertDelta,
  MESSAGE,
  ofChoice,
  REASON,
  STARTS,
  TEXT,
  twoChoices,
} from './places.ts';

/** An empty answer. */
const NOTHING = { finish: 'stop', usage: GREETING.usage };

export const finish: Table = [
  faults('finish/length', 'call/buffered', {
    'finish/limit-before-the-arguments': [
      'the token limit is used up before a call that requires arguments has any',
      [ask('max_completion_tokens', 18), setBody(BODY_ARGUMENTS, ''), setBody('usage.completion_tokens', 18)],
      { unserved: 'it stops at the limit of the request that it was written for' },
    ],
  }),
  faults('finish/present', 'text/streaming', {
    'finish/never': ['finish_reason stays null to the end', [set(FINISH, REASON, null)]],
    'finish/one-choice-never': [
      'of two choices one never finishes',
      [twoChoices(), set(last(FINISH), REASON, null)],
      { unserved: 'it takes a request for two choices, and no scenario makes one' },
    ],
  }),
  faults('finish/not-empty', 'weather/streaming', {
    'finish/one-of-two-choices-empty-after-the-result': [
      'after the result one of two choices says nothing',
      turn(2, twoChoices(), remove(both(ofChoice(1), TEXT))),
      { unserved: 'it takes a request for two choices, and no scenario makes one' },
    ],
  }),
  faults('finish/present', 'call/streaming', {
    'finish/cut-off': ['the stream breaks off in the middle of a call', [cutAfter(nth(CHOICES, 2))]],
    'finish/one-calling-choice-never': [
      'of two choices with calls one never finishes',
      [
        twoChoices(),
        set(but(STARTS, ofChoice(0)), `${CALL}.id`, TIME_CALL.id),
        set(last(FINISH), REASON, null),
      ],
      { unserved: 'it takes a request for two choices, and no scenario makes one' },
    ],
  }),
  faults('finish/present', 'openrouter-pinned/streaming', {
    'finish/cut-off-at-openrouter': [
      "OpenRouter's stream breaks off after its first chunk",
      [cutAfter(nth(CHOICES, 0))],
    ],
  }),
  faults('finish/present', 'text/buffered', {
    'finish/body-never': ['the finish_reason of a body is null', [setBody(REASON, null)]],
  }),
  variants('finish/present', 'text/streaming', {
    'finish/in-the-last-word': [
      'finish_reason comes with the last word',
      [remove(FINISH), set(last(TEXT), REASON, 'stop')],
    ],
  }),
  variants('finish/length', 'call/buffered', {
    'finish/no-limit-and-a-broken-server': [
      'the request sets no limit, and the server answers 500',
      [askNot('max_tokens'), refuse(500)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('arguments/json', 'call/streaming', {
    'arguments/cut-off-in-two-choices-at-the-limit': [
      'the arguments of two choices end too early, and both took together as many tokens as one may',
      [
        answer({
          ...CALLING,
          calls: [{ ...WEATHER_CALL, arguments: '{"location":"Os' }],
          usage: tokens(80, 500),
        }),
        twoChoices(),
        set(both(ofChoice(1), STARTS), `${CALL}.id`, TIME_CALL.id),
      ],
      { unserved: 'it takes a request for two choices, and no scenario makes one' },
    ],
  }),
  faults('arguments/string', 'call/buffered', {
    'arguments/object-at-the-limit': [
      'the arguments of a body are an object, and the answer took all tokens of the limit',
      [answer({ ...CALLING, usage: tokens(80, 500) }), setBody(BODY_ARGUMENTS, { location: 'Oslo' })],
      { unserved: 'it stops at the limit of the request that it was written for' },
    ],
  }),
  faults('finish/known', 'text/streaming', {
    'finish/reason-of-another-dialect': ['finish_reason is end_turn', [set(FINISH, REASON, 'end_turn')]],
    'finish/reason-empty-until-the-end': [
      'finish_reason is the empty string in every chunk but the one that finishes',
      [set(but(CHOICES, FINISH), REASON, '')],
    ],
  }),
  faults('finish/known', 'text/buffered', {
    'finish/reason-empty': ['the finish_reason of a body is empty', [setBody(REASON, '')]],
  }),
  faults('finish/known', 'call/streaming', {
    'finish/tool-use': ['an answer with a call finishes with tool_use', [set(FINISH, REASON, 'tool_use')]],
    'finish/max-tokens-at-the-limit': [
      'a call is cut off by the token limit, and the answer finishes with max_tokens',
      [
        answer({
          ...CALLING,
          calls: [{ ...WEATHER_CALL, arguments: '{"location":"Os' }],
          usage: tokens(80, 500),
        }),
        set(FINISH, REASON, 'max_tokens'),
      ],
      { unserved: 'it stops at the limit of the request that it was written for' },
    ],
  }),
  faults('finish/consistent', 'call/streaming', {
    'finish/two-reasons': [
      'the choice finishes with tool_calls, and then with stop',
      [repeat(FINISH), set(last(FINISH), REASON, 'stop')],
      { alsoFails: { 'finish/once': 'there are two of them' } },
    ],
  }),
  faults('finish/consistent', 'text/streaming', {
    'finish/length-on-every-chunk': [
      'every chunk says length, the last one stop',
      [set(TEXT, REASON, 'length')],
      {
        alsoFails: {
          'finish/once': 'there are several of them',
          'deltas/none-after-finish': 'words follow the first',
        },
      },
    ],
  }),
  variants('finish/consistent', 'text/streaming', {
    'finish/each-choice-its-own': [
      'two choices finish with reasons of their own',
      [twoChoices(), set(last(FINISH), REASON, 'length')],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('finish/once', 'text/streaming', {
    'finish/twice': ['the finish_reason is sent twice', [repeat(FINISH)]],
  }),
  variants('finish/once', 'text/streaming', {
    'finish/null-after-the-end': [
      'a chunk with an empty delta and finish_reason null follows the end',
      [insertDelta(FINISH, {})],
    ],
    'finish/once-for-each-choice': ['two choices finish with stop, each once', [twoChoices()]],
  }),
  faults('finish/tool-calls', 'call/buffered', {
    'finish/function-call-with-a-call': [
      'a body with a call finishes with the old function_call',
      [setBody(REASON, 'function_call')],
    ],
  }),
  variants('finish/tool-calls', 'choice-named/streaming', {
    'finish/stop-for-a-named-choice': [
      'the call of a named function finishes with stop',
      [set(FINISH, REASON, 'stop')],
    ],
  }),
  variants('finish/tool-calls', 'call/buffered', {
    'finish/stop-for-one-of-the-allowed': [
      'a call that the list of allowed tools requires finishes with stop',
      [
        ask('tool_choice', {
          type: 'allowed_tools',
          allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'weather' } }] },
        }),
        setBody(REASON, 'stop'),
      ],
    ],
    'finish/stop-for-a-named-custom-tool': [
      'a call finishes with stop where the request names a custom tool',
      [ask('tool_choice', { type: 'custom', custom: { name: 'python' } }), setBody(REASON, 'stop')],
    ],
  }),
  variants('finish/tool-calls', 'choice-required/buffered', {
    'finish/stop-for-a-required-choice': ['a required call finishes with stop', [setBody(REASON, 'stop')]],
  }),
  faults('finish/not-empty', 'text/streaming', {
    'finish/nothing-by-two-reasons': [
      'nothing comes, and the choice finishes with stop, and then with tool_calls',
      [answer(NOTHING), repeat(FINISH), set(last(FINISH), REASON, 'tool_calls')],
      {
        alsoFails: {
          'finish/no-phantom': 'no call comes',
          'finish/consistent': 'there are two reasons',
          'finish/once': 'there are two of them',
        },
      },
    ],
  }),
  faults('finish/consistent', 'call/streaming', {
    'finish/limit-said-at-last': [
      'a call is cut off by the token limit, and finishes with tool_calls, and then with length',
      [
        answer({
          calls: [{ ...WEATHER_CALL, arguments: '{"location":"Os' }],
          finish: 'tool_calls',
          usage: tokens(80, 500),
        }),
        repeat(FINISH),
        set(last(FINISH), REASON, 'length'),
      ],
      {
        alsoFails: { 'finish/once': 'there are two of them' },
        unserved: 'it stops at the limit of the request that it was written for',
      },
    ],
  }),
  faults('finish/not-empty', 'text/buffered', {
    'finish/body-with-empty-places': [
      'stop comes with no image, and with audio and function_call null',
      [
        setBody(`${MESSAGE}.content`, null),
        setBody(`${MESSAGE}.audio`, null),
        setBody(`${MESSAGE}.function_call`, null),
        setBody(`${MESSAGE}.images`, []),
      ],
    ],
    'finish/function-call-for-tools': [
      'stop comes with the function_call of old, nameless, and the request had tools',
      [
        setBody(`${MESSAGE}.content`, null),
        setBody(`${MESSAGE}.function_call`, { arguments: WEATHER_CALL.arguments }),
      ],
    ],
  }),
  variants('finish/not-empty', 'text/buffered', {
    'finish/white-space': ['stop comes with a line end', [setBody(`${MESSAGE}.content`, '\n')]],
    'finish/function-call-of-old': [
      'stop comes with the function_call that the request named in the old way',
      [
        askNot('tools'),
        ask('functions', [{ name: 'weather' }]),
        ask('function_call', { name: 'weather' }),
        setBody(`${MESSAGE}.content`, null),
        setBody(`${MESSAGE}.function_call`, { name: 'weather', arguments: WEATHER_CALL.arguments }),
      ],
    ],
    'finish/stop-string-met-at-once': [
      'nothing comes before a stop string of the request',
      [ask('stop', ['Good']), answer(NOTHING)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('finish/not-empty', 'text/streaming', {
    'finish/refusal': [
      'stop comes with a refusal and no text',
      [answer(NOTHING), insertDelta(nth(CHOICES, 0), { refusal: 'I would rather not.' })],
    ],
    'finish/image': [
      'stop comes with an image and no text',
      [answer(NOTHING), insertDelta(nth(CHOICES, 0), { images: [{ type: 'image_url' }] })],
    ],
  }),
  faults('finish/no-phantom', 'call/buffered', {
    'finish/phantom-in-a-body': [
      'a body with an empty list of calls finishes with tool_calls',
      [setBody(`${MESSAGE}.tool_calls`, [])],
      { alsoFails: { 'shape/tool-calls-absent': 'an empty list is left out' } },
    ],
  }),
  variants('finish/no-phantom', 'call/streaming', {
    'finish/with-the-call': [
      'tool_calls comes in the chunk that starts the only call',
      [
        answer({ ...CALLING, calls: [{ id: 'call_kT3vQ9xLw2', name: 'local_time', arguments: '' }] }),
        remove(FINISH),
        set(STARTS, `${DELTA}.tool_calls[0].function.arguments`, '{}'),
        set(STARTS, REASON, 'tool_calls'),
      ],
    ],
  }),
];
