/** Seeded faults and legal variants of arguments: the inputs of calls, and markup that leaks from them into text. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { alone, ask } from '../../../proof/edits/exchange.ts';
import { wholeCall } from '../serve/render.ts';
import { calls, says } from './edits.ts';

const custom: ExchangeEdit = setBody('output[0]', {
  id: 'ctc_1',
  type: 'custom_tool_call',
  call_id: WEATHER_CALL.id,
  name: 'python',
  input: 'print(21)',
});

const NAMESAKE = { type: 'function', name: 'set_alarm', parameters: { type: 'object' }, strict: false };

export const args: Table = [
  faults('results/served-kept', 'searching/streaming', {
    'results/search-not-returned': [
      'the client repeats the call without the search that came with it',
      turn(2, ask('input[1]', { role: 'assistant', content: 'Let me see.' })),
    ],
  }),
  faults('results/served-kept', 'coding/buffered', {
    'results/code-not-returned': [
      'the client repeats the call without the code that ran before it',
      turn(2, ask('input[1]', { role: 'assistant', content: 'Let me see.' })),
    ],
  }),
  faults('results/served-kept', 'coding/streaming', {
    'results/streamed-code-not-returned': [
      'the client repeats a call of a stream without the code that ran before it',
      turn(2, ask('input[1]', { role: 'assistant', content: 'Let me see.' })),
    ],
  }),
  variants('results/served-kept', 'searching/buffered', {
    'results/search-returned': ['the client repeats the search with the call', []],
  }),
  variants('results/served-kept', 'coding/buffered', {
    'results/code-returned': ['code goes back with the call', []],
  }),
  variants('results/served-kept', 'coding/streaming', {
    'results/code-with-outputs': [
      'code goes back with what it printed, which the answer left out',
      turn(2, ask('input[1].outputs', [{ type: 'logs', logs: '21' }])),
    ],
  }),
  variants('arguments/grammar', 'custom/buffered', {
    'arguments/grammar-of-another-syntax': [
      'the grammar is written in Lark, which is not judged',
      [ask('tools[0].format.syntax', 'lark'), setBody('tools[0].format.syntax', 'lark')],
      { outcome: 'inconclusive' },
    ],
    'arguments/grammar-that-looks-ahead': [
      'the regular expression of a tool looks ahead, which takes more than linear time',
      [ask('tools[0].format.definition', '(?=1)19:40'), setBody('tools[0].format.definition', '(?=1)19:40')],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('results/call-kept', 'custom/buffered', {
    'results/input-changed': [
      'the client repeats the call of a custom tool with another input',
      turn(2, ask('input[1].input', '07:40')),
    ],
  }),
  variants('results/call-kept', 'custom/streaming', {
    'results/input-kept': ['the client repeats the call of a custom tool as it came', []],
  }),
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
  variants('arguments/json', 'call/buffered', {
    'arguments/one-space': ['the JSON has white space inside', [calls('{ "location": "Oslo" }')]],
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
  faults('arguments/known-tool', 'custom/buffered', {
    'arguments/unknown-custom-tool': [
      'the call names a custom tool that nobody offered',
      all(alone, turn(1, setBody('output[0].name', 'set_timer'))),
    ],
    'arguments/custom-tool-called-as-a-function': [
      'a custom tool is called as a function, whose arguments are JSON around the text',
      all(
        alone,
        turn(
          1,
          setBody('output[0]', {
            ...wholeCall({ ...WEATHER_CALL, name: 'set_alarm', arguments: '{"input":"19:40"}' }),
            id: 'fc_7Kq4Tz1Wd2',
            status: 'completed',
          }),
        ),
      ),
    ],
  }),
  faults('arguments/known-tool', 'custom/buffered', {
    'arguments/custom-tool-called-as-a-function-beside-a-tool-that-was-found': [
      'a custom tool is called as a function, beside a tool that a search has found',
      all(
        alone,
        turn(
          1,
          ask('tools[1]', { type: 'tool_search' }),
          setBody('tools[1]', { type: 'tool_search' }),
          setBody('output[0]', {
            ...wholeCall({ ...WEATHER_CALL, name: 'set_alarm', arguments: '{"input":"19:40"}' }),
            id: 'fc_7Kq4Tz1Wd2',
            status: 'completed',
          }),
          setBody('output[1]', { ...wholeCall(TIME_CALL), id: 'fc_2Wd7Kq4Tz1', status: 'completed' }),
        ),
      ),
    ],
  }),
  faults('arguments/known-tool', 'call/buffered', {
    'arguments/function-called-as-a-custom-tool': [
      'a function is called as a custom tool',
      [
        setBody('output[0]', {
          id: 'ctc_7Kq4Tz1Wd2',
          type: 'custom_tool_call',
          status: 'completed',
          call_id: WEATHER_CALL.id,
          name: WEATHER_CALL.name,
          input: WEATHER_CALL.arguments,
        }),
      ],
    ],
  }),
  variants('arguments/known-tool', 'custom/buffered', {
    'arguments/custom-tool-beside-a-function-of-its-name': [
      'a function has the name of the custom tool that is called',
      all(alone, turn(1, ask('tools[1]', NAMESAKE), setBody('tools[1]', NAMESAKE))),
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
