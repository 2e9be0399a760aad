/** Faults and variants of arguments: calls and template markup that leak into texts, arguments and names. */

import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, REPORT, TIME_CALL, WEATHER_CALL } from '../dialogue-parts.ts';
import { turn } from '../edits/edit.ts';

export const leakedCalls: SharedTable = ({ answer }) => {
  const says = (text: string) => [answer({ ...GREETING, text })];
  const calls = (text: string, name = WEATHER_CALL.name) => [
    answer({ ...CALLING, calls: [{ ...WEATHER_CALL, name, arguments: text }] }),
  ];
  return [
    faults('arguments/no-markup', 'weather/buffered', {
      'arguments/call-in-tags-after-the-result': [
        'after the result a further call stands in the text, in the tags of a chat template',
        turn(
          2,
          answer({
            ...REPORT,
            text: '<tool_call>\n{"name": "weather", "arguments": {"location": "Bergen"}}\n</tool_call>',
          }),
        ),
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
      'arguments/bars-of-another-kind': [
        "the text has DeepSeek's marker with U+2016 for its bars",
        says('<‖DSML‖tool_calls>\n<‖DSML‖invoke name="weather">'),
      ],
      'arguments/final-channel': [
        'the text begins with the markers of a channel',
        says(`<|channel|>final<|message|>${GREETING.text}`),
      ],
      'arguments/call-in-tags-with-a-namespace': [
        "the call stands in the text, in Claude's own tags",
        says('<antml:invoke name="weather">'),
      ],
      'arguments/quotes-of-gemma': [
        'the text has the token that Gemma writes for a quote',
        says('call:weather{location:<|"|>Oslo<|"|>}'),
      ],
      'arguments/results-of-gemma': ['the text is a token before a result', says('<|tool_response>')],
      'arguments/end-of-a-call-of-gemma': [
        'the text ends with the token that closes a call',
        says('call:weather{location:Oslo}<end_function_call>'),
      ],
      'arguments/opened-and-closed': [
        'the call stands in the text, between the tokens that Kimi opens and closes things with',
        says(
          '<|open|>call tool="weather" index="1"<|sep|><|open|>argument key="location" type="string"<|sep|>Oslo',
        ),
      ],
      'arguments/rest-of-an-opened-call': [
        'the text ends with what closes a call of Kimi',
        says('One moment.<|close|>call<|sep|>'),
      ],
      'arguments/call-in-tags-of-tool-use': [
        'the call stands in the text, its parts in tags inside those of tool_use',
        says(
          '<tool_use>\n<tool_name>\nweather\n</tool_name>\n<arguments>{"location": "Oslo"}</arguments>\n</tool_use>',
        ),
      ],
      'arguments/json-in-tags-of-tool-use': [
        'the call stands in the text, as JSON in the tags of tool_use',
        says('One moment.\n<tool_use>\n{"name": "weather", "input": {"location": "Oslo"}}\n</tool_use>'),
      ],
      'arguments/tag-of-tool-use-with-a-name': [
        'the call stands in the text, its tool an attribute of the tag tool_use',
        says('<tool_use id="1" name="weather"><location>Oslo</location></tool_use>'),
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
      'arguments/quotes-of-gemma-inside': [
        'an argument stands between the tokens that Gemma writes for quotes',
        calls('{"location":"<|\\"|>Oslo<|\\"|>"}'),
      ],
    }),
    variants('arguments/no-markup', 'text/buffered', {
      'arguments/general-markers': [
        'the text has markers that are not of tool calls',
        says(
          'Good morning!<|im_end|> <function> <|tool| tool_call> </tool> <tool_calls <|open|>response<|sep|>',
        ),
      ],
      'arguments/tool-use-spoken-of': [
        'the text tells of the tags tool_use, and of a tool',
        says('Claude writes <tool_use> where it calls weather, and </tool_use> behind that.'),
      ],
      'arguments/tool-use-in-a-fence': [
        'the text shows a call in the tags of tool_use, in a fence',
        says('So it looks:\n```xml\n<tool_use><name>weather</name></tool_use>\n```'),
      ],
      'arguments/tool-use-in-backticks': [
        'the text shows a call in the tags of tool_use, in backticks',
        says('So it looks: `<tool_use>{"name": "weather"}</tool_use>`.'),
      ],
      'arguments/tool-use-of-another-tool': [
        'the text has a call in the tags of tool_use, of no tool on offer',
        says('<tool_use><name>search</name><arguments>{"for": "weather"}</arguments></tool_use>'),
      ],
      'arguments/tool-use-left-open': [
        'the text begins a call in the tags of tool_use, and does not end it',
        says('<tool_use><name>weather</name> is how it begins.'),
      ],
    }),
    faults('arguments/no-markup', 'call/streaming', {
      'arguments/channel-in-the-name': [
        'the name of the call ends with the marker of a channel',
        calls(WEATHER_CALL.arguments, 'weather<|channel|>commentary'),
      ],
    }),
    faults('arguments/no-markup', 'call/buffered', {
      'arguments/token-in-the-name': [
        'the name of the call ends with a token of the template',
        calls(WEATHER_CALL.arguments, 'weather<|constrain|>json'),
      ],
      'arguments/tag-in-the-name': [
        'the name of the call ends with a tag of the template',
        calls(WEATHER_CALL.arguments, 'weather</name>'),
      ],
    }),
    faults('arguments/no-markup', 'call/streaming', {
      'arguments/tag-in-a-listed-value': [
        'the closing tag of the template makes of a value one that is not listed',
        calls('{"location":"Oslo","unit":"celsius</parameter>"}'),
      ],
    }),
    faults('arguments/no-markup', 'choice-none/buffered', {
      'arguments/tags-though-forbidden': [
        'the call stands in the text, in the tags of a chat template, though none was allowed',
        says('<tool_call>\n{"name": "weather", "arguments": {"location": "Oslo"}}\n</tool_call>'),
      ],
    }),
    faults('arguments/no-text-call', 'text/buffered', {
      'arguments/call-without-arguments-as-in-python': [
        'the whole text is a call as Python has it, with nothing in its parentheses',
        says('local_time()'),
      ],
      'arguments/parentheses-inside-a-call': [
        'the whole text is a call as Python has it, with white space and another call in its parentheses',
        says('weather( location=str("Oslo") )'),
      ],
      'arguments/spaced-list-of-calls': [
        'the whole text is a list of calls as Python has it, with white space around it',
        says('\n[ weather(location="Oslo") ]\n'),
      ],
      'arguments/fence-with-line-ends': [
        'the whole text is a call as JSON in a fence, with line ends around it',
        says('\n```json\n{"name": "weather", "arguments": {"location": "Oslo"}}\n```\n'),
      ],
      'arguments/tool-and-no-more': ['the whole text is JSON with tool alone', says('{"tool": "weather"}')],
      'arguments/call-in-a-fence': [
        'the whole text is a call as JSON in a fence',
        says('```json\n{"name": "weather", "arguments": {"location": "Oslo"}}\n```'),
      ],
      'arguments/call-and-fence-on-one-line': [
        'the whole text is a call as JSON, and its fence stands on the same line',
        says('```json {"name": "weather", "arguments": {"location": "Oslo"}}```'),
      ],
      'arguments/list-of-tool-calls': [
        'the whole text is an object with tool_calls',
        says('{"tool_calls": [{"name": "weather", "arguments": {"location": "Oslo"}}]}'),
      ],
      'arguments/call-as-in-python': [
        'the whole text is a call as Python has it',
        says('weather(location="Oslo", unit="celsius")'),
      ],
      'arguments/calls-as-in-python': [
        'the whole text is a list of calls as Python has it',
        says('[weather(location="Oslo (today)"), weather(location="Bergen :)")]'),
      ],
      'arguments/call-on-each-line': [
        'each line of the text is a call as JSON',
        says(
          '{"name": "weather", "arguments": {"location": "Oslo"}}\n{"name": "weather", "arguments": {"location": "Bergen"}}',
        ),
      ],
      'arguments/wrapped-call-as-text': [
        'the whole text is an object with function_call',
        says('{"function_call": {"name": "weather", "arguments": {"location": "Oslo"}}}'),
      ],
      'arguments/call-of-functions': [
        'the whole text is a call of a member of functions',
        says('functions.weather({"location": "Oslo"})'),
      ],
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
    faults('arguments/no-text-call', 'weather/buffered', {
      'arguments/call-as-text-after-the-result': [
        'after the result the whole text is a further call as JSON',
        turn(2, answer({ ...REPORT, text: '{"name": "weather", "arguments": {"location": "Bergen"}}' })),
      ],
    }),
    faults('arguments/no-text-call', 'text/streaming', {
      'arguments/call-as-in-gemma': [
        'the whole text is a call as Gemma has it, without the tokens around it',
        says('call:weather{location:Oslo,days:[1,2]} call:local_time{}'),
      ],
      'arguments/call-as-streamed-text': [
        'the whole text of a stream is a call as JSON',
        says('[{"name":"weather","parameters":{"location":"Oslo"}}]'),
      ],
    }),
    variants('arguments/no-text-call', 'call/streaming', {
      'arguments/called-beside-text': [
        'text that reads as a call comes beside a call',
        [answer({ ...CALLING, text: '{"name": "weather", "arguments": {}}', calls: [TIME_CALL] })],
        { outcome: 'not-applicable' },
      ],
    }),
    variants('arguments/no-markup', 'call/buffered', {
      'arguments/general-token-in-an-argument': [
        'an argument is a token that all templates have',
        [answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: '{"location":"<|im_end|>"}' }] })],
      ],
    }),
    variants('arguments/no-text-call', 'text/buffered', {
      'arguments/json-that-is-no-call': [
        'the whole text is JSON, and names no tool on offer',
        says('{"name": "Oslo", "arguments": ["cold", "clear"]}'),
      ],
      'arguments/empty-list': ['the whole text is an empty list', says('[]')],
      'arguments/list-of-numbers': ['the whole text is a list of numbers', says('[21, 12]')],
      'arguments/call-on-one-line': [
        'each line of the text is JSON, and only one is a call',
        says('{"name": "weather", "arguments": {}}\n{"name": "Oslo"}'),
      ],
      'arguments/braces-in-words': [
        'the text tells how to call a tool, in braces',
        says('call:weather{location} gives the weather'),
      ],
      'arguments/words-in-parentheses': [
        'the name of a tool comes with words in parentheses',
        says('weather(in Oslo)'),
      ],
      'arguments/parenthesis-left-open': [
        'a call as Python has it is left open',
        says('weather(location="Oslo"'),
      ],
      'arguments/another-function-as-in-python': [
        'the whole text is a call as Python has it, of no tool on offer',
        says('print(location="Oslo")'),
      ],
      'arguments/words-behind-a-call-as-in-python': [
        'the text tells what a call gave, and ends with a parenthesis',
        says('weather(location="Oslo") gave 7 degrees (as yesterday)'),
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
