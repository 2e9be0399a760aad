/** Faults and variants of reasoning: thoughts in the text, and their token counts. */

import { tokens } from '../../answers/answer.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import { CALLING, GREETING, THINKING_AND_CALLING, THINKING_AND_REPORTING } from '../dialogue-parts.ts';
import { turn } from '../edits/edit.ts';

/** A whole call of the tool `weather` in the markup of a template, and only its opening, by the name of the case. */
const TEMPLATES: Readonly<Record<string, readonly [call: string, opening: string]>> = {
  'a-list-of-calls': ['<tool_calls>[{"name": "weather", "arguments": {}}]</tool_calls>', '<tool_calls>'],
  'tags-in-capitals': ['<TOOLCALL>[{"name": "weather", "arguments": {}}]</TOOLCALL>', '<TOOLCALL>'],
  'a-tool-request': [
    '[TOOL_REQUEST]{"name": "weather", "arguments": {}}[END_TOOL_REQUEST]',
    '[TOOL_REQUEST]',
  ],
  'function-calls': ['<function_calls>weather(location="Oslo")</function_calls>', '<function_calls>'],
  'tags-with-a-prefix': [
    '<minimax:tool_call>{"name": "weather", "arguments": {}}</minimax:tool_call>',
    '<minimax:tool_call>',
  ],
  'a-start-and-an-end': [
    '<start_function_call>call:weather{location:Oslo}<end_function_call>',
    '<start_function_call>',
  ],
  'mirrored-tokens': ['<|tool_call>call:weather{location:Oslo}<tool_call|>', '<|tool_call>'],
  'closed-tokens': ['<|tool_call|>{"name": "weather", "arguments": {}}<|/tool_call|>', '<|tool_call|>'],
  'start-and-end-tokens': [
    '<|tool_call_start|>[weather(location="Oslo")]<|tool_call_end|>',
    '<|tool_call_start|>',
  ],
  'python-tokens': ['<|python_start|>weather(location="Oslo")<|python_end|>', '<|python_start|>'],
  'action-tokens': [
    '<|action_start|>{"name": "weather", "parameters": {}}<|action_end|>',
    '<|action_start|>',
  ],
  'action-tokens-in-capitals': [
    '<|START_ACTION|>[{"tool_name": "weather", "parameters": {}}]<|END_ACTION|>',
    '<|START_ACTION|>',
  ],
  'begin-and-end-tokens': ['<|tool_call_begin|>functions.weather:0<|tool_call_end|>', '<|tool_call_begin|>'],
  'tags-of-tool-use': ['<tool_use><name>weather</name></tool_use>', '<tool_use>'],
  'wide-bars': ['<｜tool▁call▁begin｜>weather<｜tool▁call▁end｜>', '<｜tool▁call▁begin｜>'],
  'opened-and-closed-tokens': [
    '<|open|>tools<|sep|><|open|>call tool="weather" index="1"<|sep|><|close|>call<|sep|>',
    '<|open|>call tool="weather"',
  ],
  'joined-words': ['<|tool▁call▁begin|>weather<|tool▁call▁end|>', '<|tool▁call▁begin|>'],
};

const CALLS_FORBIDDEN = { unserved: 'the scenario that it stands for forbids calls' };

export const reasoning: SharedTable = ({ answer, askForThoughts }) => {
  const thinks = (thought: string) => [
    askForThoughts,
    answer({ ...GREETING, reasoning: thought, usage: tokens(70, 40, 30) }),
  ];
  const says = (text: string) => [answer({ ...GREETING, text })];
  return [
    faults('reasoning/no-tool-markup', 'text/streaming', {
      'reasoning/call-swallowed': [
        'the reasoning ends with a whole call in the tags of a template, and no call comes',
        thinks(
          'I look it up.\n<tool_call>\n<function=weather>\n<parameter=location>\nOslo\n</parameter>\n</function>\n</tool_call>',
        ),
        CALLS_FORBIDDEN,
      ],
    }),
    faults('reasoning/no-tool-markup', 'text/buffered', {
      'reasoning/call-as-json-swallowed': [
        'the reasoning holds a whole call as JSON between tags, and no call comes',
        thinks('<tool_call>{"name": "weather", "arguments": {"location": "Oslo"}}</tool_call>'),
        CALLS_FORBIDDEN,
      ],
    }),
    faults(
      'reasoning/no-tool-markup',
      'text/buffered',
      eachTemplate('call-swallowed', ([call]) => [
        'the reasoning holds a whole call in the markup of a template, and no call comes',
        thinks(`I look it up. ${call}`),
        CALLS_FORBIDDEN,
      ]),
    ),
    variants(
      'reasoning/no-tool-markup',
      'text/buffered',
      eachTemplate('markup-spoken-of', ([, opening]) => [
        'the reasoning speaks of the markup of a call, and of the tool',
        thinks(`I could write ${opening} and weather, and need not.`),
      ]),
    ),
    variants('reasoning/no-tool-markup', 'text/streaming', {
      'reasoning/markup-in-backticks': [
        'the reasoning speaks of the markup of a call, in backticks',
        thinks('I could write `<function=weather><parameter=location>Oslo</function>`, and need not.'),
      ],
      'reasoning/markup-in-backticks-on-several-lines': [
        'the reasoning speaks of the markup of a call, in backticks and on several lines',
        thinks(
          'I could write `<tool_call>\n{"name": "weather", "arguments": {}}\n</tool_call>`, and need not.',
        ),
      ],
      'reasoning/call-of-no-tool': [
        'the reasoning holds the markup of a call of no tool on offer',
        thinks('<function=search><parameter=query>Oslo</parameter></function>'),
      ],
    }),
    faults('reasoning/not-in-content', 'text/buffered', {
      'reasoning/in-tags': [
        'the text begins with thoughts in tags',
        says('<think>A short answer.</think>Good morning!'),
      ],
      'reasoning/channel': [
        'the text begins with the analysis channel of the Harmony format',
        says('<|channel|>analysis<|message|>A short answer.'),
      ],
      'reasoning/channel-of-gemma': [
        'the text begins with the channel that Gemma thinks in',
        says('<|channel>thought\nA short answer.<channel|>Good morning!'),
      ],
      'reasoning/brackets-of-mistral': [
        'the thoughts stand in the text, between the tokens of Mistral',
        says('[THINK]A short answer.[/THINK]Good morning!'),
      ],
      'reasoning/closed-and-opened': [
        'the text begins with the tokens that end the thoughts of Kimi',
        says('A short answer.<|close|>think<|sep|>Good morning!'),
      ],
      'reasoning/tags-of-minimax': [
        'the thoughts stand in the text, in the tags of MiniMax',
        says('<mm:think>A short answer.</mm:think>Good morning!'),
      ],
      'reasoning/inner-prefix': [
        'the thoughts stand in the text, between the tokens of Apertus',
        says('<|inner_prefix|>A short answer.<|inner_suffix|>Good morning!'),
      ],
      'reasoning/tail-of-the-closing-tag': [
        'the text begins with what is left of a closing tag',
        says('/think>\n\nGood morning!'),
      ],
    }),
    variants('reasoning/not-in-content', 'text/buffered', {
      'reasoning/path-that-ends-with-think': [
        'the text has a path whose last part is think',
        says('Good morning! See <docs/think>.'),
      ],
      'reasoning/other-tags': [
        'the text has words in tags that mark no reasoning',
        says('I think: <thinking> <b>Good</b> morning! <|channel|>final'),
      ],
    }),
    faults('reasoning/counted', 'reasoning/buffered', {
      'reasoning/not-counted': [
        'there is reasoning, and no token of it is counted',
        [answer({ ...THINKING_AND_CALLING, usage: tokens(80, 30) })],
      ],
    }),
    faults('reasoning/counted', 'reasoning/streaming', {
      'reasoning/not-counted-in-a-stream': [
        'there is reasoning in a stream, and no token of it is counted',
        turn(2, answer({ ...THINKING_AND_REPORTING, usage: tokens(130, 20) })),
      ],
    }),
    variants('reasoning/counted', 'call/buffered', {
      'reasoning/counted-and-hidden': [
        'reasoning is counted, and not shown',
        [answer({ ...CALLING, usage: tokens(80, 18, 12) })],
        { outcome: 'not-applicable' },
      ],
    }),
  ];
};

/** Returns a row for each template. */
function eachTemplate<Row>(
  name: string,
  row: (template: readonly [string, string]) => Row,
): Record<string, Row> {
  const rows = Object.entries(TEMPLATES).map(([slug, template]) => [
    `reasoning/${name}-in-${slug}`,
    row(template),
  ]);
  return Object.fromEntries(rows);
}
