/** Seeded faults and legal variants of arguments: what the model puts into its calls, and what leaks out of them. */

import { CALLING, GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import type { ExchangeEdit } from '../../../proof/edits/edit.ts';
import { ask } from '../../../proof/edits/exchange.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { UNPARSED } from '../../../proof/inconclusive.ts';
import { answer, calls, callsTime, says } from './edits.ts';
import { CUT } from './inconclusive.ts';
import { setItem } from './places.ts';

const BUFFERED = 'call/buffered';
const STREAMED = 'call/streaming';
const TEXTED = 'text/buffered';
const BROKEN = { turnsInconclusive: UNPARSED };

/** One way of writing arguments that no model should: name, what it is, the text, the check, and what else. */
type Row = readonly [string, string, string, string, Partial<SeededFault>?];

const WRITTEN: readonly Row[] = [
  ['arguments/cut-off', 'the JSON ends before its end', '{"location":"Os', 'arguments/json', BROKEN],
  [
    'arguments/single-quotes',
    'the arguments are a Python dictionary',
    "{'location': 'Oslo'}",
    'arguments/json',
    BROKEN,
  ],
  [
    'arguments/text-after-the-json',
    'a word follows the JSON',
    '{"location":"Oslo"} done',
    'arguments/json',
    BROKEN,
  ],
  [
    'arguments/empty-though-required',
    'the arguments are empty, and the tool requires one',
    '',
    'arguments/json',
  ],
  ['arguments/array', 'the arguments are an array', '["Oslo"]', 'arguments/object'],
  [
    'arguments/encoded-twice',
    'the arguments are JSON in a JSON string',
    '"{\\"location\\":\\"Oslo\\"}"',
    'arguments/object',
  ],
  [
    'arguments/required-missing',
    'a required argument is missing',
    '{"unit":"celsius"}',
    'arguments/schema',
    { level: 'SHOULD' },
  ],
  [
    'arguments/surplus',
    'an argument is not one of the tool',
    '{"location":"Oslo","days":3}',
    'arguments/schema',
    { says: 'days' },
  ],
  [
    'arguments/key-repeated',
    'a key comes twice',
    '{"location":"Oslo","location":"Bergen"}',
    'arguments/no-duplicate-keys',
  ],
  ['arguments/padded', 'a line end follows the JSON', '{"location":"Oslo"}\n', 'arguments/padding'],
  [
    'arguments/closing-tag-inside',
    'an argument ends with a tag of a chat template',
    '{"location":"Oslo</parameter>"}',
    'arguments/no-markup',
  ],
];

function written(base: string): SeededFault[] {
  return WRITTEN.map(([name, title, text, check, rest]) =>
    fault(name, title, base, [calls(text)], check, rest),
  );
}

/** Texts that leak or replace a call. */
const SAID: readonly Row[] = [
  [
    'arguments/call-in-tags',
    'the call stands in the text, in the tags of a chat template',
    '<tool_call>\n{"name": "weather", "arguments": {"location": "Oslo"}}\n</tool_call>',
    'arguments/no-markup',
  ],
  [
    'arguments/full-width-marker',
    'the text holds a marker with full-width bars',
    'One moment. <｜tool▁calls▁begin｜>',
    'arguments/no-markup',
  ],
  [
    'arguments/call-as-text',
    'the whole text is a call as JSON',
    '{"name": "weather", "arguments": {"location": "Oslo"}}',
    'arguments/no-text-call',
  ],
];

export const faults: readonly SeededFault[] = [
  fault(
    'arguments/object-for-text',
    'the arguments of a body are an object',
    BUFFERED,
    [setBody('output[0].arguments', { location: 'Oslo' })],
    'arguments/string',
    BROKEN,
  ),
  fault(
    'arguments/null',
    'the arguments of a body are null',
    BUFFERED,
    [setBody('output[0].arguments', null)],
    'arguments/string',
    BROKEN,
  ),
  ...written(BUFFERED),
  fault(
    'arguments/wrong-type-though-strict',
    'a number stands for text, and the tool is strict',
    STREAMED,
    [ask('tools[0].strict', true), calls('{"location":1}')],
    'arguments/schema',
    { level: 'MUST' },
  ),
  fault(
    'arguments/unknown-tool',
    'a tool is called that was not offered',
    BUFFERED,
    [setBody('output[0].name', 'get_weather')],
    'arguments/known-tool',
  ),
  fault(
    'arguments/tool-in-capitals',
    'the name of the tool is in capitals',
    STREAMED,
    [setItem(0, 'name', 'Weather')],
    'arguments/known-tool',
  ),
  fault(
    'arguments/empty-string',
    'a call that needs no arguments sends an empty string',
    BUFFERED,
    [callsTime('')],
    'arguments/empty',
  ),
  fault(
    'arguments/never-sent',
    'a call that needs no arguments sends no fragment',
    STREAMED,
    [callsTime('')],
    'arguments/empty',
  ),
  ...SAID.map(([name, title, text, check]) => fault(name, title, TEXTED, [says(text)], check)),
  fault(
    'arguments/call-as-streamed-text',
    'the whole text of a stream is a call as JSON',
    'text/streaming',
    [says('[{"name":"weather","parameters":{"location":"Oslo"}}]')],
    'arguments/no-text-call',
  ),
];

const custom: ExchangeEdit = setBody('output[0]', {
  id: 'ctc_1',
  type: 'custom_tool_call',
  call_id: WEATHER_CALL.id,
  name: 'python',
  input: 'print(21)',
});

export const variants: readonly LegalVariant[] = [
  variant(
    'arguments/of-a-custom-tool',
    'a custom tool is called, with text',
    BUFFERED,
    [
      ask('tools[2]', { type: 'custom', name: 'python' }),
      setBody('tools[2]', { type: 'custom', name: 'python' }),
      custom,
    ],
    'arguments/string',
    { outcome: 'not-applicable' },
  ),
  variant(
    'arguments/one-space',
    'the JSON has white space inside',
    BUFFERED,
    [calls('{ "location": "Oslo" }')],
    'arguments/json',
  ),
  variant(
    'arguments/of-an-answer-cut-off',
    'the token limit stops the answer inside the arguments',
    STREAMED,
    [answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: '{"loc' }], finish: 'length' })],
    'arguments/json',
    { outcome: 'inconclusive', turnsInconclusive: CUT },
  ),
  variant(
    'arguments/no-members',
    'a call without arguments sends {}',
    BUFFERED,
    [callsTime('{}')],
    'arguments/object',
  ),
  variant(
    'arguments/in-another-order',
    'the arguments are in another order',
    STREAMED,
    [calls('{"unit":"fahrenheit","location":"Oslo"}')],
    'arguments/schema',
  ),
  variant(
    'arguments/tool-found-by-search',
    'a tool is called that a search has found',
    BUFFERED,
    [
      ask('tools[2]', { type: 'tool_search' }),
      setBody('tools[2]', { type: 'tool_search' }),
      setBody('output[0].name', 'get_weather'),
    ],
    'arguments/known-tool',
    { outcome: 'inconclusive', turnsInconclusive: ['arguments/known-tool'] },
  ),
  variant(
    'arguments/braces',
    'a call without arguments sends {} in a stream',
    STREAMED,
    [callsTime('{}')],
    'arguments/empty',
  ),
  variant(
    'arguments/key-in-two-objects',
    'a value repeats the name of a key',
    BUFFERED,
    [calls('{"location":"location"}')],
    'arguments/no-duplicate-keys',
  ),
  variant(
    'arguments/space-inside-a-value',
    'a value ends with a space',
    BUFFERED,
    [calls('{"location":"Oslo "}')],
    'arguments/padding',
  ),
  variant(
    'arguments/marker-of-the-request',
    'the text repeats a marker that the request held',
    TEXTED,
    [ask('input[0].content', 'What does <tool_call> mean?'), says('<tool_call> opens a call.')],
    'arguments/no-markup',
  ),
  variant(
    'arguments/json-that-calls-nobody',
    'the whole text is JSON, and names no tool',
    TEXTED,
    [answer({ ...GREETING, text: '{"name": "Ada", "arguments": []}' })],
    'arguments/no-text-call',
  ),
  variant(
    'arguments/called-beside-text',
    'text that reads as a call comes beside a call',
    STREAMED,
    [answer({ ...CALLING, text: '{"name": "weather", "arguments": {}}', calls: [TIME_CALL] })],
    'arguments/no-text-call',
    { outcome: 'not-applicable' },
  ),
];
