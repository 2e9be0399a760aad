/** Faults and variants of arguments: what the model puts into its calls, and what leaks out of them. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, WEATHER_CALL } from '../dialogues.ts';

export const args: SharedTable = ({ answer }) => {
  const says = (text: string) => [answer({ ...GREETING, text })];
  const calls = (text: string, name = WEATHER_CALL.name) => [
    answer({ ...CALLING, calls: [{ ...WEATHER_CALL, name, arguments: text }] }),
  ];
  return [
    faults('arguments/schema', 'call/buffered', {
      'arguments/required-missing': ['a required argument is missing', calls('{"unit":"celsius"}')],
      'arguments/surplus': [
        'an argument is not one of the tool',
        calls('{"location":"Oslo","days":3}'),
        { says: 'days' },
      ],
      'arguments/wrong-type': ['a number stands for text', calls('{"location":1}')],
      'arguments/not-in-enum': [
        'a value is none of those listed',
        calls('{"location":"Oslo","unit":"Celsius"}'),
      ],
    }),
    variants('arguments/schema', 'call/buffered', {
      'arguments/optional-left-out': ['an optional argument is left out', calls('{"location":""}')],
    }),
    faults('arguments/known-tool', 'call/buffered', {
      'arguments/unknown-tool': [
        'a tool is called that was not offered',
        calls(WEATHER_CALL.arguments, 'get_weather'),
      ],
    }),
    faults('arguments/known-tool', 'call/streaming', {
      'arguments/tool-in-capitals': [
        'the name of the tool begins with a capital',
        calls(WEATHER_CALL.arguments, 'Weather'),
      ],
    }),
    faults('arguments/no-markup', 'text/buffered', {
      'arguments/call-in-tags': [
        'the call stands in the text, in the tags of a chat template',
        says('<tool_call>\n{"name": "weather", "arguments": {"location": "Oslo"}}\n</tool_call>'),
      ],
      'arguments/full-width-marker': [
        "the text has DeepSeek's marker with full-width bars",
        says('One moment. <｜tool▁calls▁begin｜>'),
      ],
      'arguments/python-tag': [
        "the text begins with Llama's tag for code",
        says('<|python_tag|>weather.call(location="Oslo")'),
      ],
    }),
    faults('arguments/no-markup', 'call/buffered', {
      'arguments/closing-tag-inside': [
        'an argument ends with a closing tag of the chat template',
        calls('{"location":"Oslo</parameter>"}'),
      ],
    }),
    variants('arguments/no-markup', 'text/buffered', {
      'arguments/general-markers': [
        'the text has markers that are not of tool calls',
        says('Good morning!<|im_end|> <function> <|tool| tool_call> </tool> <tool_calls'),
      ],
    }),
    faults('arguments/no-text-call', 'text/buffered', {
      'arguments/call-as-text': [
        'the whole text is a call as JSON',
        says('{"name": "weather", "arguments": {"location": "Oslo"}}'),
      ],
      'arguments/calls-as-text': [
        'the whole text is a list of calls as JSON',
        says(
          '\n[{"type": "function", "function": {"name": "weather", "parameters": {"location": "Oslo"}}}]\n',
        ),
      ],
    }),
    variants('arguments/no-text-call', 'text/buffered', {
      'arguments/json-that-is-no-call': [
        'the whole text is JSON, and names no tool on offer',
        says('{"name": "Oslo", "arguments": ["cold", "clear"]}'),
      ],
      'arguments/call-quoted-in-prose': [
        'the text quotes a call among words',
        says('I could send {"name": "weather", "arguments": {"location": "Oslo"}}.'),
      ],
      'arguments/list-with-a-call-in-it': [
        'the whole text is a list, and only one of its items is a call as JSON',
        says('[{"name": "weather", "arguments": {}}, {"name": "Oslo"}]'),
      ],
      'arguments/tool-named-in-json': [
        'the whole text is JSON that names a tool, and brings no arguments',
        says('{"name": "weather", "description": "what I can do"}'),
      ],
    }),
  ];
};
