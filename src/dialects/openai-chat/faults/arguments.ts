/** Seeded faults and legal variants of arguments: what the model puts into its calls, and what leaks out of them. */
import { setBody } from '../../../faults/edits/body.ts';
import { all, turn } from '../../../faults/edits/edit.ts';
import { ask, askNot } from '../../../faults/edits/exchange.ts';
import { nth, set } from '../../../faults/edits/stream.ts';
import type { LegalVariant, SeededFault } from '../../../faults/fault.ts';
import { CUT_OFF, UNPARSED, WHATEVER_NEEDS_AN_ANSWER } from '../../../faults/inconclusive.ts';
import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../faults/stories.ts';
import { answer, refuse } from './edits.ts';
import { BODY_ARGUMENTS, BODY_CALL, CALL, DELTA, FINISH, fragment, MESSAGE, STARTS, TEXT } from './places.ts';

const STREAMED = { base: 'call/streaming' } as const;
const BUFFERED = { base: 'call/buffered' } as const;
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

const TEXTED = { base: 'text/buffered' } as const;

export const argumentsFaults: readonly SeededFault[] = [
  {
    ...BUFFERED,
    name: 'arguments/object-for-text',
    title: 'the arguments of a body are an object instead of JSON text',
    edit: turn(1, setBody(BODY_ARGUMENTS, { location: 'Oslo' })),
    catches: 'arguments/string',
    turnsInconclusive: UNPARSED,
  },
  {
    ...BUFFERED,
    name: 'arguments/null',
    title: 'the arguments of a body are null',
    edit: turn(1, setBody(BODY_ARGUMENTS, null)),
    catches: 'arguments/string',
    turnsInconclusive: UNPARSED,
  },
  {
    ...BUFFERED,
    name: 'arguments/cut-off',
    title: 'the JSON ends before its end, though the answer does not say so',
    edit: arguments_('{"location":"Os'),
    catches: 'arguments/json',
    turnsInconclusive: UNPARSED,
  },
  {
    ...STREAMED,
    name: 'arguments/cut-off-in-a-stream',
    title: 'the last fragment never comes, though the answer finishes',
    edit: turn(1, fragment(0, ['{"location":', '"Oslo"'])),
    catches: 'arguments/json',
    turnsInconclusive: UNPARSED,
  },
  {
    ...BUFFERED,
    name: 'arguments/single-quotes',
    title: 'the arguments are a Python dictionary',
    edit: arguments_("{'location': 'Oslo'}"),
    catches: 'arguments/json',
    turnsInconclusive: UNPARSED,
  },
  {
    ...BUFFERED,
    name: 'arguments/trailing-comma',
    title: 'a comma follows the last member',
    edit: arguments_('{"location":"Oslo",}'),
    catches: 'arguments/json',
    turnsInconclusive: UNPARSED,
  },
  {
    ...BUFFERED,
    name: 'arguments/empty-though-required',
    title: 'the arguments are empty, and the tool requires one',
    edit: arguments_(''),
    catches: 'arguments/json',
  },
  {
    ...BUFFERED,
    name: 'arguments/text-after-the-json',
    title: 'a word follows the JSON',
    edit: arguments_('{"location":"Oslo"} done'),
    catches: 'arguments/json',
    turnsInconclusive: UNPARSED,
  },
  {
    ...BUFFERED,
    name: 'arguments/array',
    title: 'the arguments are an array',
    edit: arguments_('["Oslo"]'),
    catches: 'arguments/object',
  },
  {
    ...STREAMED,
    name: 'arguments/encoded-twice',
    title: 'the arguments are JSON in a JSON string',
    edit: turn(1, fragment(0, [JSON.stringify(WEATHER_CALL.arguments)])),
    catches: 'arguments/object',
  },
  {
    ...BUFFERED,
    name: 'arguments/json-null',
    title: 'the arguments are the text null',
    edit: arguments_('null'),
    catches: 'arguments/object',
  },
  {
    ...BUFFERED,
    name: 'arguments/required-missing',
    title: 'a required argument is missing',
    edit: arguments_('{"unit":"celsius"}'),
    catches: 'arguments/schema',
    level: 'SHOULD',
  },
  {
    ...STREAMED,
    name: 'arguments/required-missing-though-strict',
    title: 'a required argument is missing, and the tool is strict',
    edit: turn(1, ask('tools[0].function.strict', true), fragment(0, ['{"unit":', '"celsius"}'])),
    catches: 'arguments/schema',
    level: 'MUST',
  },
  {
    ...BUFFERED,
    name: 'arguments/surplus',
    title: 'an argument is not one of the tool',
    edit: arguments_('{"location":"Oslo","days":3}'),
    catches: 'arguments/schema',
    says: 'days',
  },
  {
    ...BUFFERED,
    name: 'arguments/wrong-type',
    title: 'a number stands for text',
    edit: arguments_('{"location":1}'),
    catches: 'arguments/schema',
  },
  {
    ...BUFFERED,
    name: 'arguments/not-in-enum',
    title: 'a value is none of those listed',
    edit: arguments_('{"location":"Oslo","unit":"Celsius"}'),
    catches: 'arguments/schema',
  },
  {
    ...BUFFERED,
    name: 'arguments/no-date',
    title: 'a date is asked for by format, and none is given',
    edit: turn(
      1,
      ask(`${PARAMETERS}.properties.location.format`, 'date'),
      setBody(BODY_ARGUMENTS, '{"location":"2025-02-30"}'),
    ),
    catches: 'arguments/schema',
  },
  {
    ...BUFFERED,
    name: 'arguments/unknown-tool',
    title: 'a tool is called that was not offered',
    edit: turn(1, setBody(`${BODY_CALL}.function.name`, 'get_weather')),
    catches: 'arguments/known-tool',
  },
  {
    ...STREAMED,
    name: 'arguments/tool-in-capitals',
    title: 'the name of the tool is in capitals',
    edit: turn(1, set(STARTS, `${CALL}.function.name`, 'Weather')),
    catches: 'arguments/known-tool',
  },
  {
    ...BUFFERED,
    name: 'arguments/no-tool-offered',
    title: 'a tool is called though none was offered',
    edit: turn(1, askNot('tools'), askNot('tool_choice')),
    catches: 'arguments/known-tool',
  },
  {
    ...BUFFERED,
    name: 'arguments/empty-string',
    title: 'a call that needs no arguments sends an empty string',
    edit: callTime(''),
    catches: 'arguments/empty',
  },
  {
    ...BUFFERED,
    name: 'arguments/empty-where-nothing-is-required',
    title: 'the arguments are empty, and the list of required ones is too',
    edit: all(turn(1, ask('tools[1].function.parameters.required', [])), callTime('')),
    catches: 'arguments/empty',
  },
  {
    ...STREAMED,
    name: 'arguments/never-sent',
    title: 'a call that needs no arguments sends no fragment',
    edit: callTime(''),
    catches: 'arguments/empty',
  },
  {
    ...BUFFERED,
    name: 'arguments/key-repeated',
    title: 'a key comes twice',
    edit: arguments_('{"location":"Oslo","location":"Bergen"}'),
    catches: 'arguments/no-duplicate-keys',
  },
  {
    ...STREAMED,
    name: 'arguments/key-repeated-inside',
    title: 'a key comes twice in an object inside an array, once escaped',
    edit: turn(
      1,
      ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
      fragment(0, ['{"location":[{"a":1,', '"\\u0061":2}]}']),
    ),
    catches: 'arguments/no-duplicate-keys',
  },
  {
    ...BUFFERED,
    name: 'arguments/padded',
    title: 'a line end follows the JSON',
    edit: arguments_('{"location":"Oslo"}\n'),
    catches: 'arguments/padding',
  },
  {
    ...STREAMED,
    name: 'arguments/padded-in-a-stream',
    title: 'the first fragment is white space',
    edit: turn(1, fragment(0, [' ', '{"location":"Oslo"}'])),
    catches: 'arguments/padding',
  },
  {
    ...TEXTED,
    name: 'arguments/call-in-tags',
    title: 'the call stands in the text, in the tags of a chat template',
    edit: says('<tool_call>\n{"name": "weather", "arguments": {"location": "Oslo"}}\n</tool_call>'),
    catches: 'arguments/no-markup',
  },
  {
    base: 'text/streaming',
    name: 'arguments/marker-in-pieces',
    title: 'the marker of a chat template comes in two deltas',
    edit: turn(
      1,
      set(nth(TEXT, 2), `${DELTA}.content`, ' [TOOL_'),
      set(nth(TEXT, 3), `${DELTA}.content`, 'CALLS]'),
    ),
    catches: 'arguments/no-markup',
  },
  {
    ...TEXTED,
    name: 'arguments/full-width-marker',
    title: "the text holds DeepSeek's marker with full-width bars",
    edit: says('One moment. <｜tool▁calls▁begin｜>'),
    catches: 'arguments/no-markup',
  },
  {
    ...BUFFERED,
    name: 'arguments/closing-tag-inside',
    title: 'an argument ends with a closing tag of the chat template',
    edit: arguments_('{"location":"Oslo</parameter>"}'),
    catches: 'arguments/no-markup',
  },
  {
    ...BUFFERED,
    name: 'arguments/marker-escaped',
    title: 'an argument holds a marker whose bracket is escaped',
    edit: arguments_('{"location":"\\u003ctool_call>Oslo"}'),
    catches: 'arguments/no-markup',
  },
  {
    ...TEXTED,
    name: 'arguments/python-tag',
    title: "the text begins with Llama's tag for code",
    edit: says('<|python_tag|>weather.call(location="Oslo")'),
    catches: 'arguments/no-markup',
  },
  {
    ...TEXTED,
    name: 'arguments/call-as-text',
    title: 'the whole text is a call as JSON',
    edit: says('{"name": "weather", "arguments": {"location": "Oslo"}}'),
    catches: 'arguments/no-text-call',
  },
  {
    ...TEXTED,
    name: 'arguments/calls-as-text',
    title: 'the whole text is a list of calls as JSON',
    edit: says(
      '\n[{"type": "function", "function": {"name": "weather", "parameters": {"location": "Oslo"}}}]\n',
    ),
    catches: 'arguments/no-text-call',
  },
];

export const argumentsVariants: readonly LegalVariant[] = [
  {
    ...BUFFERED,
    name: 'arguments/empty-object',
    title: 'a call that needs no arguments sends {}',
    near: 'arguments/empty',
    edit: callTime('{}'),
  },
  {
    ...STREAMED,
    name: 'arguments/empty-object-in-a-stream',
    title: 'a streamed call that needs no arguments sends {}',
    near: 'arguments/string',
    outcome: 'not-applicable',
    edit: callTime('{}'),
  },
  {
    ...BUFFERED,
    name: 'arguments/text-of-an-object',
    title: 'the arguments are text, with escapes and line ends',
    near: 'arguments/string',
    edit: arguments_('{\n  "location": "\\u004fslo"\n}'),
  },
  {
    ...BUFFERED,
    name: 'arguments/escapes',
    title: 'the JSON holds escaped quotes, brackets and lone surrogates',
    near: 'arguments/json',
    edit: arguments_('{"location":"\\"Oslo\\"}\\ud83c"}'),
  },
  {
    ...STREAMED,
    name: 'arguments/cut-off-by-length',
    title: 'the token limit cuts the arguments off',
    near: 'arguments/json',
    outcome: 'inconclusive',
    edit: turn(1, fragment(0, ['{"location":', '"Os']), set(FINISH, 'choices[0].finish_reason', 'length')),
    turnsInconclusive: CUT_OFF,
  },
  {
    ...BUFFERED,
    name: 'arguments/cut-off-by-a-filter',
    title: 'a content filter cuts the arguments off',
    near: 'arguments/json',
    outcome: 'inconclusive',
    edit: turn(
      1,
      setBody(BODY_ARGUMENTS, '{"location":'),
      setBody('choices[0].finish_reason', 'content_filter'),
    ),
    turnsInconclusive: CUT_OFF,
  },
  {
    ...BUFFERED,
    name: 'arguments/object-alone',
    title: 'the one argument is an array of objects',
    near: 'arguments/object',
    edit: turn(
      1,
      ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
      setBody(BODY_ARGUMENTS, '{"location":[{"city":"Oslo"}]}'),
    ),
  },
  {
    ...BUFFERED,
    name: 'arguments/optional-left-out',
    title: 'an optional argument is left out, and the tool is strict',
    near: 'arguments/schema',
    edit: turn(1, ask('tools[0].function.strict', true), setBody(BODY_ARGUMENTS, '{"location":""}')),
  },
  {
    ...BUFFERED,
    name: 'arguments/surplus-in-an-open-schema',
    title: 'an argument is not one of the tool, and the schema is open',
    near: 'arguments/schema',
    edit: turn(
      1,
      askNot(`${PARAMETERS}.additionalProperties`),
      setBody(BODY_ARGUMENTS, '{"location":"Oslo","days":3}'),
    ),
  },
  {
    ...BUFFERED,
    name: 'arguments/integer-with-a-point',
    title: 'an integer is written 5.0',
    near: 'arguments/schema',
    edit: turn(
      1,
      ask(`${PARAMETERS}.properties.location`, { type: 'integer' }),
      setBody(BODY_ARGUMENTS, '{"location":5.0}'),
    ),
  },
  {
    ...BUFFERED,
    name: 'arguments/draft-7-tuple',
    title: 'the schema says that it is of draft 7, where items may be a list',
    near: 'arguments/schema',
    edit: turn(
      1,
      ask(`${PARAMETERS}.$schema`, 'http://json-schema.org/draft-07/schema#'),
      ask(`${PARAMETERS}.properties.location`, { type: 'array', items: [{ type: 'string' }] }),
      setBody(BODY_ARGUMENTS, '{"location":["Oslo",3]}'),
    ),
  },
  {
    ...BUFFERED,
    name: 'arguments/schema-that-does-not-compile',
    title: "the tool's schema is none",
    near: 'arguments/schema',
    outcome: 'inconclusive',
    edit: turn(1, ask(`${PARAMETERS}.properties.location`, { type: 'str' })),
    turnsInconclusive: ['arguments/schema'],
  },
  {
    ...BUFFERED,
    name: 'arguments/tool-without-parameters',
    title: 'the tool says nothing of its parameters',
    near: 'arguments/schema',
    outcome: 'not-applicable',
    edit: turn(1, askNot(PARAMETERS)),
  },
  {
    base: 'text/buffered',
    name: 'arguments/no-tools-and-a-broken-server',
    title: 'no tool was offered, and the server answers 500',
    near: 'arguments/json',
    outcome: 'not-applicable',
    edit: turn(1, askNot('tools'), askNot('tool_choice'), refuse(500)),
    turnsInconclusive: WHATEVER_NEEDS_AN_ANSWER,
  },
  {
    base: 'parallel/buffered',
    name: 'arguments/last-tool-offered',
    title: 'both calls are of the last tool on the list',
    near: 'arguments/known-tool',
    edit: turn(1, setBody(`${MESSAGE}.tool_calls[0].function`, { name: 'local_time', arguments: '{}' })),
  },
  {
    ...BUFFERED,
    name: 'arguments/key-again-elsewhere',
    title: 'a key comes again in another object and as a value',
    near: 'arguments/no-duplicate-keys',
    edit: turn(
      1,
      ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
      setBody(BODY_ARGUMENTS, '{"location":[{"location":"location"},{"location":"location"}]}'),
    ),
  },
  {
    ...BUFFERED,
    name: 'arguments/white-space-inside',
    title: 'white space stands inside the JSON',
    near: 'arguments/padding',
    edit: arguments_('{ "location" :\t" Oslo " }'),
  },
  {
    ...TEXTED,
    name: 'arguments/marker-asked-for',
    title: 'the text holds a marker that the request asked about',
    near: 'arguments/no-markup',
    edit: turn(
      1,
      ask('messages[1].content', 'What does <tool_call> mean?'),
      setBody(`${MESSAGE}.content`, 'The tag <tool_call> opens a call.'),
    ),
  },
  {
    ...TEXTED,
    name: 'arguments/general-markers',
    title: 'the text holds markers that are not of tool calls',
    near: 'arguments/no-markup',
    edit: says('Good morning!<|im_end|> <function> <|tool| tool_call> </tool> <tool_calls'),
  },
  {
    ...TEXTED,
    name: 'arguments/json-that-is-no-call',
    title: 'the whole text is JSON, and names no tool on offer',
    near: 'arguments/no-text-call',
    edit: says('{"name": "Oslo", "arguments": ["cold", "clear"]}'),
  },
  {
    ...TEXTED,
    name: 'arguments/call-quoted-in-prose',
    title: 'the text quotes a call among words',
    near: 'arguments/no-text-call',
    edit: says('I could send {"name": "weather", "arguments": {"location": "Oslo"}}.'),
  },
  {
    ...TEXTED,
    name: 'arguments/list-with-a-call-in-it',
    title: 'the whole text is a list, and only one of its items is a call as JSON',
    near: 'arguments/no-text-call',
    edit: says('[{"name": "weather", "arguments": {}}, {"name": "Oslo"}]'),
  },
  {
    ...TEXTED,
    name: 'arguments/tool-named-in-json',
    title: 'the whole text is JSON that names a tool, and brings no arguments',
    near: 'arguments/no-text-call',
    edit: says('{"name": "weather", "description": "what I can do"}'),
  },
];
