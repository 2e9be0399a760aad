/** The markup of calls in real chat templates, and texts that only mention it. */
import { markedCall, mayBeMarked, TEMPLATE_MARKERS, tokensIn } from '../../src/checks/template-markup.ts';
import { expect, test } from '../support/test.ts';

/** A call of `dial` as each template writes it. */
const CALLS: Readonly<Record<string, string>> = {
  Hermes: '<tool_call>\n{"name": "dial", "arguments": {"number": "112"}}\n</tool_call>',
  'Qwen Coder':
    '<tool_call>\n<function=dial>\n<parameter=number>\n112\n</parameter>\n</function>\n</tool_call>',
  'Seed-OSS':
    '<seed:tool_call>\n<function=dial>\n<parameter=number>112</parameter>\n</function>\n</seed:tool_call>',
  'Llama 3, custom': '<function=dial>{"number": "112"}</function>',
  'Llama 3, code': '<|python_tag|>dial.call(number="112")',
  'Llama 3, JSON': '<|python_tag|>{"name": "dial", "parameters": {"number": "112"}}',
  'Llama 4': '<|python_start|>[dial(number="112")]<|python_end|>',
  Mistral: '[TOOL_CALLS][{"name": "dial", "arguments": {"number": "112"}}]',
  'Mistral, version 13': '[TOOL_CALLS]dial[ARGS]{"number": "112"}',
  'DeepSeek 3':
    '<｜tool▁call▁begin｜>function<｜tool▁sep｜>dial\n```json\n{"number": "112"}\n```<｜tool▁call▁end｜>',
  'DeepSeek 3.1': '<｜tool▁call▁begin｜>dial<｜tool▁sep｜>{"number": "112"}<｜tool▁call▁end｜>',
  'DeepSeek 3.2':
    '<｜DSML｜invoke name="dial">\n<｜DSML｜parameter name="number">112</｜DSML｜parameter>\n</｜DSML｜invoke>',
  Kimi: '<|tool_call_begin|>functions.dial:0<|tool_call_argument_begin|>{"number": "112"}<|tool_call_end|>',
  'Kimi 3':
    '<|open|>tools<|sep|><|open|>call tool="dial" index="1"<|sep|><|open|>argument key="number" type="string"<|sep|>112<|close|>argument<|sep|><|close|>call<|sep|><|close|>tools<|sep|>',
  'Kimi 3, torn':
    '<|open|>toolscall tool="dial" index="1"<|sep|><|open|>argument key="number" type="string"<|sep|>112argument<|sep|><|close|>call<|sep|>',
  GLM: '<tool_call>dial\n<arg_key>number</arg_key>\n<arg_value>112</arg_value>\n</tool_call>',
  LongCat:
    '<longcat_tool_call>dial\n<longcat_arg_key>number</longcat_arg_key>\n<longcat_arg_value>112</longcat_arg_value>\n</longcat_tool_call>',
  MiniMax:
    '<minimax:tool_call>\n<invoke name="dial">\n<parameter name="number">112</parameter>\n</invoke>\n</minimax:tool_call>',
  'MiniMax 1': '<tool_calls>\n{"name": "dial", "arguments": {"number": "112"}}\n</tool_calls>',
  'gpt-oss': '<|channel|>commentary to=functions.dial <|constrain|>json<|message|>{"number": "112"}<|call|>',
  'gpt-oss without its tokens': 'Here goes.assistantcommentary to=functions.dial json{"number": "112"}',
  Gemma: '<|tool_call>call:dial{number:<|"|>112<|"|>}<tool_call|>',
  FunctionGemma: '<start_function_call>call:dial{number:112}<end_function_call>',
  Command: '<|START_ACTION|>[{"tool_name": "dial", "parameters": {"number": "112"}}]<|END_ACTION|>',
  Granite: '<tool_call>[{"name": "dial", "arguments": {"number": "112"}}]</tool_call>',
  Phi: '<|tool_call|>[{"name": "dial", "arguments": {"number": "112"}}]<|/tool_call|>',
  Functionary: '<|from|>assistant\n<|recipient|>dial\n<|content|>{"number": "112"}',
  InternLM: '<|action_start|><|plugin|>{"name": "dial", "parameters": {"number": "112"}}<|action_end|>',
  Nemotron: '<TOOLCALL>[{"name": "dial", "arguments": {"number": "112"}}]</TOOLCALL>',
  'LM Studio': '[TOOL_REQUEST]{"name": "dial", "arguments": {"number": "112"}}[END_TOOL_REQUEST]',
  LFM: '<|tool_call_start|>[dial(number="112")]<|tool_call_end|>',
  Olmo: '<function_calls>\ndial(number="112")\n</function_calls>',
};

for (const [template, call] of Object.entries(CALLS)) {
  test(`a call of ${template} is known by its markers, and found whole`, () => {
    expect({
      marked: TEMPLATE_MARKERS.some((marker) => call.includes(marker)),
      found: markedCall(`Help is needed. ${call}`, ['dial']) !== null,
      ofAnotherTool: markedCall(call, ['phone', 'dial_again']),
    }).toEqual({ marked: true, found: true, ofAnotherTool: null });
  });
}

test('every marker may be one', () => {
  expect(TEMPLATE_MARKERS.filter((marker) => !mayBeMarked(marker))).toEqual([]);
});

const MUSINGS: readonly string[] = [
  'I should use the <tool_call> tag with dial inside </tool_call> tags.',
  'So `<tool_call>{"name": "dial"}</tool_call>` would do.',
  'The format is "<tool_call>{"name": "dial"}</tool_call>".',
  '```\n<function=dial></function>\n```',
  'First comes [TOOL_CALLS] and then dial.',
  'I do not dial: [TOOL_CALLS]ring[ARGS]{"number": "112"}',
  'I do not dial: <function=ring>112</function>',
  'The recipient is to=functions.dial here.',
  'I begin <tool_call>{"name": "dial"',
  'I call dial(number="112").',
  '```\n<function=dial>112</function>',
  'To dial: <tool_call>{"name": "ring"}</tool_call>',
  '<tool_call>{"name": "redial"}</tool_call>',
  '<tool_call>{"name": "dialler"}</tool_call>',
  '\u2018<tool_call>{"name": "dial"}</tool_call>\u2019',
];

for (const musing of MUSINGS) {
  test(`is no whole call: ${musing}`, () => {
    expect(markedCall(musing, ['dial'])).toBeNull();
  });
}

test('the first whole call is found, though talk and longer words stand before it', () => {
  const call = '<tool_call>{"arguments": {"note": "no redialling"}, "name": "dial"}</tool_call>';
  const text = `The "<tool_call>" tag it is: ${call} and so on.`;
  const other = '<function=dial>112</function>';
  const found = [text, call, `So: ${other} and so on.`].map((each) => markedCall(each, ['dial']));
  expect(found).toEqual([call, call, other]);
});

test('tokens and tags in the name of a call', () => {
  const names = [
    'dial',
    'dial<|constrain|>json',
    'dial</tool_call>',
    'dial<arg_key>number',
    'a<b',
    'dial<｜sep｜>',
  ];
  expect(names.map(tokensIn)).toEqual([
    [],
    ['<|constrain|>'],
    ['</tool_call>'],
    ['<arg_key>'],
    [],
    ['<｜sep｜>'],
  ]);
});
