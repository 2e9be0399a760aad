/** Seeded faults and legal variants of arguments: the inputs of calls, and markup that leaks from them into text. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { dropBody, setBody } from '../../../proof/edits/body.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { alone, ask, askNot } from '../../../proof/edits/exchange.ts';
import { last, nth, set } from '../../../proof/edits/stream.ts';
import { answer, callTime, refuse } from './edits.ts';
import {
  BODY_ARGUMENTS,
  BODY_CALL,
  CALL,
  CALLS,
  CHOICES,
  DELTA,
  fragment,
  insertDelta,
  MESSAGE,
  TEXT,
} from './places.ts';

const PARAMETERS = 'tools[0].function.parameters';

export const args: Table = [
  faults('arguments/known-tool', 'custom/buffered', {
    'arguments/unknown-custom-tool': [
      'the call names a custom tool that nobody offered',
      all(alone, turn(1, setBody(`${MESSAGE}.tool_calls[0].custom.name`, 'set_timer'))),
    ],
    'arguments/custom-tool-called-as-a-function': [
      'a custom tool is called as a function, whose arguments are JSON around the text',
      all(
        alone,
        turn(
          1,
          setBody(`${MESSAGE}.tool_calls[0]`, {
            id: WEATHER_CALL.id,
            type: 'function',
            function: { name: 'set_alarm', arguments: '{"input":"19:40"}' },
          }),
        ),
      ),
    ],
  }),
  faults('arguments/grammar', 'custom/buffered', {
    'arguments/against-the-grammar-beside-lark': [
      'of two calls of custom tools one breaks its grammar, and that of the other is written in Lark',
      all(
        alone,
        turn(
          1,
          ask('tools[1]', {
            type: 'custom',
            custom: {
              name: 'set_lamp',
              format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'start: "on"' } },
            },
          }),
          setBody(`${MESSAGE}.tool_calls[0].custom.input`, 'at 19:40'),
          setBody(`${MESSAGE}.tool_calls[1]`, {
            id: 'call_Zq8Lw3Xv9T',
            type: 'custom',
            custom: { name: 'set_lamp', input: 'on' },
          }),
        ),
      ),
    ],
  }),
  variants('arguments/grammar', 'custom/buffered', {
    'arguments/grammar-without-a-syntax': [
      'the grammar of a custom tool does not say its syntax',
      [askNot('tools[0].custom.format.grammar.syntax')],
      { outcome: 'not-applicable' },
    ],
    'arguments/grammar-without-a-definition': [
      'the grammar of a custom tool says its syntax alone',
      [askNot('tools[0].custom.format.grammar.definition')],
      { outcome: 'not-applicable' },
    ],
    'arguments/no-grammar-and-a-broken-server': [
      'the custom tool has no grammar, and the server answers 500',
      [askNot('tools[0].custom.format'), refuse(500)],
      { outcome: 'not-applicable' },
    ],
    'arguments/grammar-of-another-syntax': [
      'the grammar is written in Lark, which is not judged',
      [ask('tools[0].custom.format.grammar.syntax', 'lark')],
      { outcome: 'inconclusive' },
    ],
    'arguments/grammar-that-looks-ahead': [
      'the regular expression of a tool looks ahead, which takes more than linear time',
      [ask('tools[0].custom.format.grammar.definition', '(?=1)19:40')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('arguments/no-text-call', 'text/streaming', {
    'arguments/refusal-is-no-text': [
      'the model refuses, and says no text that could be a call',
      [answer({ ...GREETING, text: '' }), insertDelta(nth(CHOICES, 0), { refusal: 'I would rather not.' })],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('arguments/no-markup', 'call/streaming', {
    'arguments/tag-behind-the-arguments': [
      'the closing tag of the template stands behind the JSON of the arguments, which does not parse for it',
      callTime(`${TIME_CALL.arguments}</tool_call>`),
    ],
  }),
  faults('arguments/json', 'call/streaming', {
    'arguments/cut-off-beside-null': [
      'the arguments end too early, and null stands for a fragment',
      [
        fragment(0, ['{"location":', '"Oslo"']),
        insertDelta(last(CALLS), { tool_calls: [{ index: 0, function: { arguments: null } }] }),
      ],
      { alsoFails: { 'deltas/arguments-string': 'null is no string' } },
    ],
  }),
  faults('arguments/json', 'call/buffered', {
    'arguments/no-json-of-the-only-call': [
      'the one call of an answer has neither id nor name, and its arguments do not parse',
      [
        setBody(BODY_ARGUMENTS, `${WEATHER_CALL.arguments}}`),
        dropBody(`${BODY_CALL}.id`),
        dropBody(`${BODY_CALL}.function.name`),
      ],
      {
        alsoFails: {
          'ids/present': 'the id is missing',
          'arguments/known-tool': 'no tool is named',
        },
      },
    ],
  }),
  faults('arguments/json', 'parallel/buffered', {
    'arguments/first-call-blank': [
      'the arguments of the first of two calls are a space',
      all(alone, turn(1, setBody(BODY_ARGUMENTS, ' '))),
    ],
    'arguments/first-call-with-a-raw-line-end': [
      'the arguments of the first of two calls are cut off, and have a line end in a text',
      all(alone, turn(1, setBody(BODY_ARGUMENTS, '{"location":"Os\nlo","unit"'))),
    ],
  }),
  variants('arguments/whole', 'parallel/buffered', {
    'arguments/beginning-of-json-as-free-text': [
      'the first of two calls is of a custom tool, whose input reads as the beginning of JSON',
      all(
        alone,
        turn(
          1,
          ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
          setBody(BODY_CALL, {
            id: WEATHER_CALL.id,
            type: 'custom',
            custom: { name: 'python', input: '{"location":"Os' },
          }),
        ),
      ),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('arguments/json', 'parallel/buffered', {
    'arguments/no-json-and-no-id': [
      'one of two calls has a name and no id, and its arguments do not parse',
      all(alone, turn(1, setBody(BODY_ARGUMENTS, `${WEATHER_CALL.arguments}}`), dropBody(`${BODY_CALL}.id`))),
      { alsoFails: { 'ids/present': 'the id is missing' } },
    ],
    'arguments/no-json-and-no-name': [
      'one of two calls has an id and no name, and its arguments do not parse',
      all(
        alone,
        turn(
          1,
          setBody(BODY_ARGUMENTS, `${WEATHER_CALL.arguments}}`),
          dropBody(`${BODY_CALL}.function.name`),
        ),
      ),
      { alsoFails: { 'arguments/known-tool': 'no tool is named' } },
    ],
  }),
  faults('arguments/string', 'call/buffered', {
    'arguments/object-for-text': [
      'the arguments of a body are an object instead of JSON text',
      [setBody(BODY_ARGUMENTS, { location: 'Oslo' })],
    ],
    'arguments/null': ['the arguments of a body are null', [setBody(BODY_ARGUMENTS, null)]],
  }),
  variants('arguments/string', 'call/streaming', {
    'arguments/empty-object-in-a-stream': [
      'a streamed call that needs no arguments sends {}',
      callTime('{}'),
      { outcome: 'not-applicable' },
    ],
  }),
  faults('arguments/json', 'call/streaming', {
    'arguments/cut-off-in-a-stream': [
      'the last fragment never comes, though the answer finishes',
      [fragment(0, ['{"location":', '"Oslo"'])],
    ],
    'arguments/cut-off-beside-an-empty-custom': [
      'the last fragment never comes, and an empty custom stands beside the function in every delta',
      [fragment(0, ['{"location":', '"Oslo"']), set(CALLS, `${CALL}.custom`, {})],
    ],
  }),
  variants('arguments/json', 'call/buffered', {
    'arguments/cut-off-by-a-filter': [
      'a content filter cuts the arguments off',
      [setBody(BODY_ARGUMENTS, '{"location":'), setBody('choices[0].finish_reason', 'content_filter')],
      { outcome: 'inconclusive' },
    ],
  }),
  variants('arguments/json', 'text/buffered', {
    'arguments/no-tools-and-a-broken-server': [
      'no tool was offered, and the server answers 500',
      [askNot('tools'), askNot('tool_choice'), refuse(500)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('arguments/object', 'call/buffered', {
    'arguments/object-alone': [
      'the one argument is an array of objects',
      [
        ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
        setBody(BODY_ARGUMENTS, '{"location":[{"city":"Oslo"}]}'),
      ],
    ],
  }),
  faults('arguments/known-tool', 'call/buffered', {
    'arguments/no-tool-offered': [
      'a tool is called though none was offered',
      [askNot('tools'), askNot('tool_choice')],
      { unserved: 'it takes a request without tools that is answered, and no scenario makes one' },
    ],
    'arguments/name-null': ['the name of the call is null', [setBody(`${BODY_CALL}.function.name`, null)]],
  }),
  faults('arguments/empty', 'call/buffered', {
    'arguments/empty-where-nothing-is-required': [
      'the arguments are empty, and the list of required ones is too',
      all(turn(1, ask('tools[1].function.parameters.required', [])), callTime('')),
    ],
  }),
  faults('arguments/no-duplicate-keys', 'call/streaming', {
    'arguments/key-repeated-inside': [
      'a key comes twice in an object inside an array, once escaped',
      [
        ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
        fragment(0, ['{"location":[{"a":1,', '"\\u0061":2}]}']),
      ],
    ],
  }),
  variants('arguments/no-duplicate-keys', 'call/buffered', {
    'arguments/key-again-elsewhere': [
      'a key comes again in another object and as a value',
      [
        ask(`${PARAMETERS}.properties.location`, { type: 'array' }),
        setBody(BODY_ARGUMENTS, '{"location":[{"location":"location"},{"location":"location"}]}'),
      ],
    ],
  }),
  faults('arguments/padding', 'call/streaming', {
    'arguments/padded-in-a-stream': [
      'the first fragment is white space',
      [fragment(0, [' ', '{"location":"Oslo"}'])],
    ],
  }),
  faults('arguments/no-markup', 'text/streaming', {
    'arguments/marker-in-pieces': [
      'the marker of a chat template comes in two deltas',
      [set(nth(TEXT, 2), `${DELTA}.content`, ' [TOOL_'), set(nth(TEXT, 3), `${DELTA}.content`, 'CALLS]')],
    ],
  }),
  variants('arguments/no-markup', 'text/buffered', {
    'arguments/marker-asked-for': [
      'the text holds a marker that the request asked about',
      [
        ask('messages[1].content', 'What does <tool_call> mean?'),
        setBody(`${MESSAGE}.content`, 'The tag <tool_call> opens a call.'),
      ],
    ],
  }),
];
