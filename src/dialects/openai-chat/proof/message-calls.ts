/** Seeded faults and legal variants of shape: the calls in the message of an answer, and their place. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, GREETING, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { insertBefore, last, nth, remove, set } from '../../../proof/edits/stream.ts';
import { valueAt } from '../../../proof/json-path.ts';
import { wholeCall } from '../serve/render.ts';
import { answer } from './edits.ts';
import {
  BODY_CALL,
  CALL,
  CALLS,
  CHOICES,
  chunkLike,
  DELTA,
  EMPTY,
  FINISH,
  FRAGMENTS,
  insertDelta,
  MESSAGE,
  REASON,
  ROLE,
  STARTS,
  TEXT,
} from './places.ts';

const WHOLE_CALL = wholeCall(WEATHER_CALL);

/** The same call in the format for requests with functions. */
const FUNCTION_CALL = { name: WEATHER_CALL.name, arguments: WEATHER_CALL.arguments };

export const messageCalls: Table = [
  faults('shape/tool-calls', 'choice-required/buffered', {
    'shape/required-call-in-an-object': [
      'tool_calls is an object that holds the list, though a call is required',
      [setBody(`${MESSAGE}.tool_calls`, (list: unknown[]) => ({ list }))],
    ],
  }),
  faults('shape/tool-calls', 'choice-named/buffered', {
    'shape/named-call-in-an-object': [
      'tool_calls is an object that holds the list, though a call is named',
      [setBody(`${MESSAGE}.tool_calls`, (list: unknown[]) => ({ list }))],
    ],
  }),
  faults('choice/required', 'choice-required/buffered', {
    'choice/content-in-parts-despite-required': [
      'text comes as an array of parts, and no call, though one is required',
      [answer(GREETING), setBody(`${MESSAGE}.content`, (text: string) => [{ type: 'text', text }])],
      { alsoFails: { 'shape/content': 'parts are no string' } },
    ],
  }),
  faults('shape/tool-calls', 'call/streaming', {
    'shape/streamed-call-flattened': [
      'name and arguments stand on the one delta of the call, without function',
      [remove(FRAGMENTS), set(STARTS, CALL, { index: 0, ...WEATHER_CALL, type: 'function' })],
    ],
  }),
  faults('shape/tool-calls', 'call/streaming', {
    'shape/streamed-name-beside-function': [
      'the name stands on the first delta of the call, without function, and the arguments follow inside it',
      [set(STARTS, CALL, { index: 0, id: WEATHER_CALL.id, type: 'function', name: WEATHER_CALL.name })],
    ],
  }),
  faults('shape/tool-calls', 'weather/streaming', {
    'shape/null-among-calls': [
      'the list of calls holds null',
      [insertDelta(last(FRAGMENTS), { tool_calls: [null] })],
    ],
    'shape/fragment-flattened': [
      'a delta repeats its fragment beside function',
      [insertDelta(last(FRAGMENTS), { tool_calls: [{ index: 0, arguments: '' }] })],
    ],
  }),
  faults('shape/tool-calls', 'call/buffered', {
    'shape/calls-as-object': [
      'tool_calls of a body is one call instead of a list',
      [setBody(`${MESSAGE}.tool_calls`, (calls: unknown[]) => calls[0])],
    ],
    'shape/calls-as-text': [
      'tool_calls of a body is JSON text',
      [setBody(`${MESSAGE}.tool_calls`, (calls: unknown) => JSON.stringify(calls))],
    ],
    'shape/call-flattened': [
      'name and arguments stand on the call, without function',
      [
        setBody(BODY_CALL, (call: unknown) => ({
          id: valueAt(call, 'id'),
          type: 'function',
          name: 'weather',
          arguments: valueAt(call, 'function.arguments'),
        })),
      ],
    ],
  }),
  faults('shape/tool-calls', 'call/buffered', {
    'shape/name-beside-function': [
      'the name stands on the call, without function and without arguments',
      [
        setBody(BODY_CALL, (call: unknown) => ({
          id: valueAt(call, 'id'),
          type: 'function',
          name: 'weather',
        })),
      ],
    ],
    'shape/call-without-function': [
      'the call has nothing but its id and its type',
      [setBody(BODY_CALL, (call: unknown) => ({ id: valueAt(call, 'id'), type: 'function' }))],
    ],
    'shape/function-as-text': [
      'function is the name of the tool',
      [setBody(`${BODY_CALL}.function`, 'weather')],
    ],
  }),
  // Some clients lose calls if a chunk comes before the role.
  faults('shape/tool-calls-absent', 'weather/streaming', {
    'shape/no-calls-before-the-role': [
      'in an answer without calls an empty list of calls comes before the role',
      turn(2, (exchange) =>
        insertBefore(ROLE, chunkLike(exchange, [{ ...EMPTY, delta: { tool_calls: [] } }]))(exchange),
      ),
    ],
  }),
  variants('shape/tool-calls', 'call/buffered', {
    'shape/custom-call': [
      'a custom tool is called, whose name and input come in custom',
      [
        ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
        setBody(BODY_CALL, (call: unknown) => ({
          id: valueAt(call, 'id'),
          type: 'custom',
          custom: { name: 'python', input: 'print(21)' },
        })),
      ],
    ],
  }),
  variants('shape/tool-calls', 'weather/streaming', {
    'shape/call-delta-without-function': [
      'a delta of a call brings nothing but its index',
      [insertDelta(STARTS, { tool_calls: [{ index: 0 }] })],
    ],
    'shape/call-delta-with-function-null': [
      'a delta of a call has function null',
      [insertDelta(STARTS, { tool_calls: [{ index: 0, function: null }] })],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'call/streaming', {
    'shape/calls-beside-delta': [
      'the calls stand on the choice, beside delta',
      [set(CALLS, 'choices[0].tool_calls', [WHOLE_CALL]), set(CALLS, DELTA, {})],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'call/buffered', {
    'shape/calls-beside-message': [
      'the calls stand on the choice as well as in the message',
      [setBody('choices[0].tool_calls', [])],
    ],
    'shape/function-call-for-tools': [
      'the request had tools, and the call stands in function_call',
      [
        dropBody(`${MESSAGE}.tool_calls`),
        setBody(`${MESSAGE}.function_call`, FUNCTION_CALL),
        setBody(REASON, 'function_call'),
      ],
    ],
  }),
  faults('shape/tool-calls-misplaced', 'call/streaming', {
    'shape/function-call-in-deltas': [
      'the request had tools, and the call comes in function_call, piece by piece',
      [
        set(nth(CALLS, 0), DELTA, { function_call: FUNCTION_CALL }),
        set(CALLS, DELTA, { function_call: { arguments: '' } }),
        set(FINISH, REASON, 'function_call'),
      ],
    ],
  }),
  variants('shape/tool-calls-misplaced', 'call/buffered', {
    'shape/function-call-beside-the-call': [
      'the call stands in function_call as well as in tool_calls',
      [setBody(`${MESSAGE}.function_call`, FUNCTION_CALL)],
    ],
    'shape/empty-function-call': [
      'function_call has an empty name, and the call stands in tool_calls',
      [setBody(`${MESSAGE}.function_call`, { name: '', arguments: '' })],
    ],
  }),
  variants('shape/tool-calls-misplaced', 'text/buffered', {
    'shape/empty-function-call-beside-text': [
      'the text comes with a function_call whose name is empty',
      [setBody(`${MESSAGE}.function_call`, { name: '', arguments: '' })],
    ],
    'shape/function-call-unasked': [
      'the request offered no tools, and the text comes with a function_call',
      [askNot('tools'), setBody(`${MESSAGE}.function_call`, FUNCTION_CALL)],
    ],
    'shape/function-call-for-functions': [
      'the request offered functions beside its tools, and the call stands in function_call',
      [
        ask('functions', [{ name: 'weather' }]),
        setBody(`${MESSAGE}.content`, null),
        setBody(`${MESSAGE}.function_call`, FUNCTION_CALL),
        setBody(REASON, 'function_call'),
      ],
    ],
    'shape/function-call-without-tools': [
      'the request offered functions alone, and the call stands in function_call',
      [
        askNot('tools'),
        ask('functions', [{ name: 'weather' }]),
        setBody(`${MESSAGE}.content`, null),
        setBody(`${MESSAGE}.function_call`, FUNCTION_CALL),
        setBody(REASON, 'function_call'),
      ],
    ],
  }),
  variants('shape/tool-calls-misplaced', 'weather/streaming', {
    'shape/null-beside-delta': [
      'tool_calls null stands on the choice, beside delta',
      [set(CHOICES, 'choices[0].tool_calls', null)],
    ],
  }),
  faults('shape/tool-calls-absent', 'weather/streaming', {
    'shape/empty-calls': [
      'every delta of text carries tool_calls []',
      turn(2, set(TEXT, `${DELTA}.tool_calls`, [])),
    ],
  }),
  faults('shape/tool-calls-absent', 'weather/buffered', {
    'shape/null-calls': [
      'a message of text carries tool_calls null',
      turn(2, setBody(`${MESSAGE}.tool_calls`, null)),
    ],
  }),
  variants('shape/tool-calls-absent', 'weather/buffered', {
    'shape/text-beside-a-call': [
      'a message has text and a call',
      [answer({ ...CALLING, text: 'One moment.' })],
    ],
  }),
];
