/** Faults and variants of arguments, which the model puts into its calls. */

import { faults, type SharedTable, type Table, variants } from '../cases.ts';
import { CALLING, CALLING_BOTH, TIME_CALL, WEATHER_CALL } from '../dialogue-parts.ts';
import { all, turn } from '../edits/edit.ts';
import { alone, askNot } from '../edits/exchange.ts';
import { recodeText } from '../edits/wire.ts';

const ofAny: SharedTable = ({ answer, refuse }) => {
  const calls = (text: string, name = WEATHER_CALL.name) => [
    answer({ ...CALLING, calls: [{ ...WEATHER_CALL, name, arguments: text }] }),
  ];
  const cut = '{"location":"Os';
  return [
    faults('arguments/whole', 'parallel/streaming', {
      'arguments/first-call-cut': [
        'the first of two calls has the beginning of its arguments',
        all(
          turn(1, answer({ ...CALLING_BOTH, calls: [{ ...WEATHER_CALL, arguments: cut }, TIME_CALL] })),
          alone,
        ),
      ],
    }),
    faults('arguments/json', 'parallel/streaming', {
      'arguments/first-call-goes-too-far': [
        'a brace too many stands behind the arguments of the first of two calls',
        all(
          turn(
            1,
            answer({
              ...CALLING_BOTH,
              calls: [{ ...WEATHER_CALL, arguments: `${WEATHER_CALL.arguments}}` }, TIME_CALL],
            }),
          ),
          alone,
        ),
      ],
    }),
    variants('arguments/whole', 'parallel/streaming', {
      'arguments/brace-in-text': [
        'the first of two calls has an opening brace in a text',
        all(
          turn(
            1,
            answer({
              ...CALLING_BOTH,
              calls: [{ ...WEATHER_CALL, arguments: '{"location":"Os{"}' }, TIME_CALL],
            }),
          ),
          alone,
        ),
      ],
    }),
    faults('arguments/schema', 'call/buffered', {
      'arguments/required-missing': ['a required argument is missing', calls('{"unit":"celsius"}')],
      'arguments/surplus': [
        'an argument is not one of the tool',
        calls('{"location":"Oslo","days":3}'),
        { says: 'days' },
      ],
      'arguments/wrong-type': ['a number stands for text', calls('{"location":1}')],
      'arguments/not-in-enum': [
        'a value is not one of those that the schema lists',
        calls('{"location":"Oslo","unit":"Celsius"}'),
      ],
    }),
    variants('arguments/schema', 'call/streaming', {
      'arguments/in-another-order': [
        'the arguments are in another order',
        calls('{"unit":"fahrenheit","location":"Oslo"}'),
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
    variants('arguments/known-tool', 'call/buffered', {
      'arguments/last-tool-offered': [
        'both calls are of the last tool on the list',
        [
          answer({
            ...CALLING_BOTH,
            calls: [{ ...WEATHER_CALL, name: TIME_CALL.name, arguments: '{}' }, TIME_CALL],
          }),
        ],
      ],
    }),
    variants('arguments/known-tool', 'text/streaming', {
      'arguments/no-tools-and-a-broken-server': [
        'no tool was offered, and the server answers 500',
        [askNot('tools'), refuse(500)],
        { outcome: 'not-applicable' },
      ],
    }),
    variants('arguments/known-tool', 'text/buffered', {
      'arguments/no-tools-and-a-broken-body': [
        'no tool was offered, and the server answers a request for a body with 500',
        [askNot('tools'), refuse(500)],
        { outcome: 'not-applicable' },
      ],
    }),
  ];
};

/** Cases for dialects with custom tools. */
const ofCustomTools: Table = [
  faults('arguments/grammar', 'custom/buffered', {
    'arguments/against-the-grammar': [
      'the input of a custom tool begins with a word that its grammar does not know',
      all(
        alone,
        turn(
          1,
          inBody((input) => `at ${input}`),
        ),
      ),
    ],
    'arguments/more-than-the-grammar': [
      'the input of a custom tool goes on behind what its grammar lets through',
      all(
        alone,
        turn(
          1,
          inBody((input) => `${input} h`),
        ),
      ),
    ],
  }),
  variants('arguments/grammar', 'custom/buffered', {
    'arguments/at-an-end-of-the-grammar': [
      'the input of a custom tool is the last one that its grammar lets through',
      all(
        alone,
        turn(
          1,
          inBody(() => '23:59'),
        ),
      ),
    ],
  }),
  variants('arguments/grammar', 'custom/streaming', {
    'arguments/within-the-grammar': [
      'the input of a custom tool comes in pieces, none of which fits the grammar alone',
      [],
    ],
  }),
];

/** Replaces the input of the only call of a custom tool. */
function inBody(instead: (input: string) => string) {
  return recodeText((body) => body.replace(/(?<="input":")[^"\\]*(?=")/u, (input) => instead(input)));
}

export const args: SharedTable = (edits) => [...ofAny(edits), ...ofCustomTools];
