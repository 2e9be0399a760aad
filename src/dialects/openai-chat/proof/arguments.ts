/** Seeded faults and legal variants of arguments: what the model puts into its calls, and what leaks out of them. */

import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { ask, askNot } from '../../../proof/edits/exchange.ts';
import { nth, set } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { CUT_OFF, UNPARSED, WHATEVER_NEEDS_AN_ANSWER } from '../../../proof/inconclusive.ts';
import { answer, refuse } from './edits.ts';
import {
  BODY_ARGUMENTS,
  BODY_CALL,
  CALL,
  CALLS,
  DELTA,
  FINISH,
  fragment,
  MESSAGE,
  STARTS,
  TEXT,
} from './places.ts';

const STREAMED = 'call/streaming';
const BUFFERED = 'call/buffered';
const PARAMETERS = 'tools[0].function.parameters';

/** The answer is one call of `local_time`, which requires nothing. */
function callTime(text: string) {
  return turn(1, answer({ ...CALLING, calls: [{ ...TIME_CALL, arguments: text }] }));
}

/** The arguments of the one call. */
function arguments_(text: string) {
  return turn(1, setBody(BODY_ARGUMENTS, text));
}

/** The text of an answer without calls. */
function says(text: string) {
  return turn(1, setBody(`${MESSAGE}.content`, text));
}

const TEXTED = 'text/buffered';

export const faults: readonly SeededFault[] = [
  fault(
    'arguments/object-for-text',
    'the arguments of a body are an object instead of JSON text',
    BUFFERED,
    [setBody(BODY_ARGUMENTS, { location: 'Oslo' })],
    'arguments/string',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/null',
    'the arguments of a body are null',
    BUFFERED,
    [setBody(BODY_ARGUMENTS, null)],
    'arguments/string',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/cut-off',
    'the JSON ends before its end, though the answer does not say so',
    BUFFERED,
    arguments_('{"location":"Os'),
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/cut-off-in-a-stream',
    'the last fragment never comes, though the answer finishes',
    STREAMED,
    [fragment(0, ['{"location":', '"Oslo"'])],
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/cut-off-beside-an-empty-custom',
    'the last fragment never comes, and an empty custom stands beside the function in every delta',
    STREAMED,
    [fragment(0, ['{"location":', '"Oslo"']), set(CALLS, `${CALL}.custom`, {})],
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/single-quotes',
    'the arguments are a Python dictionary',
    BUFFERED,
    arguments_("{'location': 'Oslo'}"),
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/trailing-comma',
    'a comma follows the last member',
    BUFFERED,
    arguments_('{"location":"Oslo",}'),
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/empty-though-required',
    'the arguments are empty, and the tool requires one',
    BUFFERED,
    arguments_(''),
    'arguments/json',
  ),
  fault(
    'arguments/text-after-the-json',
    'a word follows the JSON',
    BUFFERED,
    arguments_('{"location":"Oslo"} done'),
    'arguments/json',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'arguments/array',
    'the arguments are an array',
    BUFFERED,
    arguments_('["Oslo"]'),
    'arguments/object',
  ),
  fault(
    'arguments/encoded-twice',
    'the arguments are JSON in a JSON string',
    STREAMED,
    [fragment(0, [JSON.stringify(WEATHER_CALL.arguments)])],
    'arguments/object',
  ),
  fault(
    'arguments/json-null',
    'the arguments are the text null',
    BUFFERED,
    arguments_('null'),
    'arguments/object',
  ),
  fault(
    'arguments/required-missing',
    'a required argument is missing',
    BUFFERED,
    arguments_('{"unit":"celsius"}'),
    'arguments/schema',
    { level: 'SHOULD' },
  ),
  fault(
    'arguments/required-missing-though-strict',
    'a required argument is missing, and the tool is strict',
    STREAMED,
    [ask('tools[0].function.strict', true), fragment(0, ['{"unit":', '"celsius"}'])],
    'arguments/schema',
    { level: 'MUST' },
  ),
  fault(
    'arguments/surplus',
    'an argument is not one of the tool',
    BUFFERED,
    arguments_('{"location":"Oslo","days":3}'),
    'arguments/schema',
    { says: 'days' },
  ),
  fault(
    'arguments/wrong-type',
    'a number stands for text',
    BUFFERED,
    arguments_('{"location":1}'),
    'arguments/schema',
  ),
  fault(
    'arguments/not-in-enum',
    'a value is none of those listed',
    BUFFERED,
    arguments_('{"location":"Oslo","unit":"Celsius"}'),
    'arguments/schema',
  ),
  fault(
    'arguments/no-date',
    'a date is asked for by format, and none is given',
    BUFFERED,
    [
      ask(`${PARAMETERS}.properties.location.format`, 'date'),
      setBody(BODY_ARGUMENTS, '{"location":"2025-02-30"}'),
    ],
    'arguments/schema',
  ),
  fault(
    'arguments/unknown-tool',
    'a tool is called that was not offered',
    BUFFERED,
    [setBody(`${BODY_CALL}.function.name`, 'get_weather')],
    'arguments/known-tool',
  ),
  fault(
    'arguments/tool-in-capitals',
    'the name of the tool is in capitals',
    STREAMED,
    [set(STARTS, `${CALL}.function.name`, 'Weather')],
    'arguments/known-tool',
  ),
  fault(
    'arguments/no-tool-offered',
    'a tool is called though none was offered',
    BUFFERED,
    [askNot('tools'), askNot('tool_choice')],
    'arguments/known-tool',
  ),
  fault(
    'arguments/empty-string',
    'a call that needs no arguments sends an empty string',
    BUFFERED,
    callTime(''),
    'arguments/empty',
  ),
  fault(
    'arguments/empty-where-nothing-is-required',
    'the arguments are empty, and the list of required ones is too',
    BUFFERED,
    all(turn(1, ask('tools[1].function.parameters.required', [])), callTime('')),
    'arguments/empty',
  ),
  fault(
    'arguments/never-sent',
    'a call that needs no arguments sends no fragment',
    STREAMED,
    callTime(''),
    'arguments/empty',
  ),
  fault(
    'arguments/key-repeated',
    'a key comes twice',
    BUFFERED,
    arguments_('{"location":"Oslo","location":"Bergen"}'),
    'arguments/no-duplicate-keys',
  ),
  fault(
    'arguments/key-repeated-inside',
    'a key comes twice in an object inside an array, once escaped',
    STREAMED,
    [
      ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
      fragment(0, ['{"location":[{"a":1,', '"\\u0061":2}]}']),
    ],
    'arguments/no-duplicate-keys',
  ),
  fault(
    'arguments/padded',
    'a line end follows the JSON',
    BUFFERED,
    arguments_('{"location":"Oslo"}\n'),
    'arguments/padding',
  ),
  fault(
    'arguments/padded-in-a-stream',
    'the first fragment is white space',
    STREAMED,
    [fragment(0, [' ', '{"location":"Oslo"}'])],
    'arguments/padding',
  ),
  fault(
    'arguments/call-in-tags',
    'the call stands in the text, in the tags of a chat template',
    TEXTED,
    says('<tool_call>\n{"name": "weather", "arguments": {"location": "Oslo"}}\n</tool_call>'),
    'arguments/no-markup',
  ),
  fault(
    'arguments/marker-in-pieces',
    'the marker of a chat template comes in two deltas',
    'text/streaming',
    [set(nth(TEXT, 2), `${DELTA}.content`, ' [TOOL_'), set(nth(TEXT, 3), `${DELTA}.content`, 'CALLS]')],
    'arguments/no-markup',
  ),
  fault(
    'arguments/full-width-marker',
    "the text holds DeepSeek's marker with full-width bars",
    TEXTED,
    says('One moment. <｜tool▁calls▁begin｜>'),
    'arguments/no-markup',
  ),
  fault(
    'arguments/closing-tag-inside',
    'an argument ends with a closing tag of the chat template',
    BUFFERED,
    arguments_('{"location":"Oslo</parameter>"}'),
    'arguments/no-markup',
  ),
  fault(
    'arguments/marker-escaped',
    'an argument holds a marker whose bracket is escaped',
    BUFFERED,
    arguments_('{"location":"\\u003ctool_call>Oslo"}'),
    'arguments/no-markup',
  ),
  fault(
    'arguments/python-tag',
    "the text begins with Llama's tag for code",
    TEXTED,
    says('<|python_tag|>weather.call(location="Oslo")'),
    'arguments/no-markup',
  ),
  fault(
    'arguments/call-as-text',
    'the whole text is a call as JSON',
    TEXTED,
    says('{"name": "weather", "arguments": {"location": "Oslo"}}'),
    'arguments/no-text-call',
  ),
  fault(
    'arguments/calls-as-text',
    'the whole text is a list of calls as JSON',
    TEXTED,
    says('\n[{"type": "function", "function": {"name": "weather", "parameters": {"location": "Oslo"}}}]\n'),
    'arguments/no-text-call',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'arguments/empty-object',
    'a call that needs no arguments sends {}',
    BUFFERED,
    callTime('{}'),
    'arguments/empty',
  ),
  variant(
    'arguments/empty-object-in-a-stream',
    'a streamed call that needs no arguments sends {}',
    STREAMED,
    callTime('{}'),
    'arguments/string',
    { outcome: 'not-applicable' },
  ),
  variant(
    'arguments/text-of-an-object',
    'the arguments are text, with escapes and line ends',
    BUFFERED,
    arguments_('{\n  "location": "\\u004fslo"\n}'),
    'arguments/string',
  ),
  variant(
    'arguments/escapes',
    'the JSON holds escaped quotes, brackets and lone surrogates',
    BUFFERED,
    arguments_('{"location":"\\"Oslo\\"}\\ud83c"}'),
    'arguments/json',
  ),
  variant(
    'arguments/cut-off-by-length',
    'the token limit cuts the arguments off',
    STREAMED,
    [fragment(0, ['{"location":', '"Os']), set(FINISH, 'choices[0].finish_reason', 'length')],
    'arguments/json',
    { outcome: 'inconclusive', turnsInconclusive: CUT_OFF },
  ),
  variant(
    'arguments/cut-off-by-a-filter',
    'a content filter cuts the arguments off',
    BUFFERED,
    [setBody(BODY_ARGUMENTS, '{"location":'), setBody('choices[0].finish_reason', 'content_filter')],
    'arguments/json',
    { outcome: 'inconclusive', turnsInconclusive: CUT_OFF },
  ),
  variant(
    'arguments/object-alone',
    'the one argument is an array of objects',
    BUFFERED,
    [
      ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
      setBody(BODY_ARGUMENTS, '{"location":[{"city":"Oslo"}]}'),
    ],
    'arguments/object',
  ),
  variant(
    'arguments/optional-left-out',
    'an optional argument is left out, and the tool is strict',
    BUFFERED,
    [ask('tools[0].function.strict', true), setBody(BODY_ARGUMENTS, '{"location":""}')],
    'arguments/schema',
  ),
  variant(
    'arguments/surplus-in-an-open-schema',
    'an argument is not one of the tool, and the schema is open',
    BUFFERED,
    [askNot(`${PARAMETERS}.additionalProperties`), setBody(BODY_ARGUMENTS, '{"location":"Oslo","days":3}')],
    'arguments/schema',
  ),
  variant(
    'arguments/integer-with-a-point',
    'an integer is written 5.0',
    BUFFERED,
    [
      ask(`${PARAMETERS}.properties.location`, { type: 'integer' }),
      setBody(BODY_ARGUMENTS, '{"location":5.0}'),
    ],
    'arguments/schema',
  ),
  variant(
    'arguments/draft-7-tuple',
    'the schema says that it is of draft 7, where items may be a list',
    BUFFERED,
    [
      ask(`${PARAMETERS}.$schema`, 'http://json-schema.org/draft-07/schema#'),
      ask(`${PARAMETERS}.properties.location`, { type: 'array', items: [{ type: 'string' }] }),
      setBody(BODY_ARGUMENTS, '{"location":["Oslo",3]}'),
    ],
    'arguments/schema',
  ),
  variant(
    'arguments/schema-that-does-not-compile',
    "the tool's schema is none",
    BUFFERED,
    [ask(`${PARAMETERS}.properties.location`, { type: 'str' })],
    'arguments/schema',
    { outcome: 'inconclusive', turnsInconclusive: ['arguments/schema'] },
  ),
  variant(
    'arguments/tool-without-parameters',
    'the tool says nothing of its parameters',
    BUFFERED,
    [askNot(PARAMETERS)],
    'arguments/schema',
    { outcome: 'not-applicable' },
  ),
  variant(
    'arguments/no-tools-and-a-broken-server',
    'no tool was offered, and the server answers 500',
    'text/buffered',
    [askNot('tools'), askNot('tool_choice'), refuse(500)],
    'arguments/json',
    { outcome: 'not-applicable', turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER },
  ),
  variant(
    'arguments/last-tool-offered',
    'both calls are of the last tool on the list',
    'parallel/buffered',
    [setBody(`${MESSAGE}.tool_calls[0].function`, { name: 'local_time', arguments: '{}' })],
    'arguments/known-tool',
  ),
  variant(
    'arguments/key-again-elsewhere',
    'a key comes again in another object and as a value',
    BUFFERED,
    [
      ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
      setBody(BODY_ARGUMENTS, '{"location":[{"location":"location"},{"location":"location"}]}'),
    ],
    'arguments/no-duplicate-keys',
  ),
  variant(
    'arguments/white-space-inside',
    'white space stands inside the JSON',
    BUFFERED,
    arguments_('{ "location" :\t" Oslo " }'),
    'arguments/padding',
  ),
  variant(
    'arguments/marker-asked-for',
    'the text holds a marker that the request asked about',
    TEXTED,
    [
      ask('messages[1].content', 'What does <tool_call> mean?'),
      setBody(`${MESSAGE}.content`, 'The tag <tool_call> opens a call.'),
    ],
    'arguments/no-markup',
  ),
  variant(
    'arguments/general-markers',
    'the text holds markers that are not of tool calls',
    TEXTED,
    says('Good morning!<|im_end|> <function> <|tool| tool_call> </tool> <tool_calls'),
    'arguments/no-markup',
  ),
  variant(
    'arguments/json-that-is-no-call',
    'the whole text is JSON, and names no tool on offer',
    TEXTED,
    says('{"name": "Oslo", "arguments": ["cold", "clear"]}'),
    'arguments/no-text-call',
  ),
  variant(
    'arguments/call-quoted-in-prose',
    'the text quotes a call among words',
    TEXTED,
    says('I could send {"name": "weather", "arguments": {"location": "Oslo"}}.'),
    'arguments/no-text-call',
  ),
  variant(
    'arguments/list-with-a-call-in-it',
    'the whole text is a list, and only one of its items is a call as JSON',
    TEXTED,
    says('[{"name": "weather", "arguments": {}}, {"name": "Oslo"}]'),
    'arguments/no-text-call',
  ),
  variant(
    'arguments/tool-named-in-json',
    'the whole text is JSON that names a tool, and brings no arguments',
    TEXTED,
    says('{"name": "weather", "description": "what I can do"}'),
    'arguments/no-text-call',
  ),
];
