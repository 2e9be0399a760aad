/** Seeded faults and legal variants of arguments: what the model puts into its calls, and what leaks out of them. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { answer, calls, callsTime, says } from './edits.ts';

const custom: ExchangeEdit = setBody('output[0]', {
  id: 'ctc_1',
  type: 'custom_tool_call',
  call_id: WEATHER_CALL.id,
  name: 'python',
  input: 'print(21)',
});

export const args: Table = [
  faults('arguments/string', 'call/buffered', {
    'arguments/object-for-text': [
      'the arguments of a body are an object',
      [setBody('output[0].arguments', { location: 'Oslo' })],
    ],
    'arguments/null': ['the arguments of a body are null', [setBody('output[0].arguments', null)]],
  }),
  variants('arguments/string', 'call/buffered', {
    'arguments/of-a-custom-tool': [
      'a custom tool is called, with text',
      [
        ask('tools[2]', { type: 'custom', name: 'python' }),
        setBody('tools[2]', { type: 'custom', name: 'python' }),
        custom,
      ],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('arguments/json', 'call/buffered', {
    'arguments/cut-off': ['the JSON ends before its end', [calls('{"location":"Os')]],
    'arguments/single-quotes': ['the arguments are a Python dictionary', [calls("{'location': 'Oslo'}")]],
    'arguments/text-after-the-json': ['a word follows the JSON', [calls('{"location":"Oslo"} done')]],
    'arguments/empty-though-required': ['the arguments are empty, and the tool requires one', [calls('')]],
  }),
  variants('arguments/json', 'call/buffered', {
    'arguments/one-space': ['the JSON has white space inside', [calls('{ "location": "Oslo" }')]],
  }),
  variants('arguments/json', 'call/streaming', {
    'arguments/cut-off-by-length': [
      'the token limit stops the answer inside the arguments',
      [answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: '{"loc' }], finish: 'length' })],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('arguments/object', 'call/buffered', {
    'arguments/array': ['the arguments are an array', [calls('["Oslo"]')]],
    'arguments/encoded-twice': [
      'the arguments are JSON in a JSON string',
      [calls(JSON.stringify(WEATHER_CALL.arguments))],
    ],
  }),
  variants('arguments/object', 'call/buffered', {
    'arguments/no-members': ['a call without arguments sends {}', [callsTime('{}')]],
  }),
  faults('arguments/no-duplicate-keys', 'call/buffered', {
    'arguments/key-repeated': ['a key comes twice', [calls('{"location":"Oslo","location":"Bergen"}')]],
  }),
  variants('arguments/no-duplicate-keys', 'call/buffered', {
    'arguments/key-in-two-objects': ['a value repeats the name of a key', [calls('{"location":"location"}')]],
  }),
  faults('arguments/padding', 'call/buffered', {
    'arguments/padded': ['a line end follows the JSON', [calls('{"location":"Oslo"}\n')]],
  }),
  variants('arguments/padding', 'call/buffered', {
    'arguments/space-inside-a-value': ['a value ends with a space', [calls('{"location":"Oslo "}')]],
  }),
  faults('arguments/schema', 'call/streaming', {
    'arguments/wrong-type-though-strict': [
      'a number stands for text, and the tool is strict',
      [ask('tools[0].strict', true), calls('{"location":1}')],
      { level: 'MUST' },
    ],
  }),
  variants('arguments/schema', 'call/streaming', {
    'arguments/in-another-order': [
      'the arguments are in another order',
      [calls('{"unit":"fahrenheit","location":"Oslo"}')],
    ],
  }),
  faults('arguments/empty', 'call/buffered', {
    'arguments/empty-string': ['a call that needs no arguments sends an empty string', [callsTime('')]],
  }),
  faults('arguments/empty', 'call/streaming', {
    'arguments/never-sent': ['a call that needs no arguments sends no fragment', [callsTime('')]],
  }),
  variants('arguments/empty', 'call/streaming', {
    'arguments/braces': ['a call without arguments sends {} in a stream', [callsTime('{}')]],
  }),
  faults('arguments/no-text-call', 'text/streaming', {
    'arguments/call-as-streamed-text': [
      'the whole text of a stream is a call as JSON',
      [says('[{"name":"weather","parameters":{"location":"Oslo"}}]')],
    ],
  }),
  variants('arguments/no-text-call', 'call/streaming', {
    'arguments/called-beside-text': [
      'text that reads as a call comes beside a call',
      [answer({ ...CALLING, text: '{"name": "weather", "arguments": {}}', calls: [TIME_CALL] })],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('arguments/known-tool', 'call/buffered', {
    'arguments/tool-found-by-search': [
      'a tool is called that a search has found',
      [
        ask('tools[2]', { type: 'tool_search' }),
        setBody('tools[2]', { type: 'tool_search' }),
        setBody('output[0].name', 'get_weather'),
      ],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('arguments/no-markup', 'text/buffered', {
    'arguments/marker-asked-for': [
      'the text repeats a marker that the request held',
      [ask('input[0].content', 'What does <tool_call> mean?'), says('<tool_call> opens a call.')],
    ],
  }),
];
