/** Faults and variants of arguments in dialects in which they are JSON text, which may be invalid. */

import { jsonText } from '../../text/json-text.ts';
import { faults, type SharedTable, variants } from '../cases.ts';
import {
  CALLING,
  CALLING_BOTH,
  LONG_NUMBER,
  ROUNDED_NUMBER,
  TIME_CALL,
  WEATHER_CALL,
} from '../dialogue-parts.ts';
import { all, turn } from '../edits/edit.ts';
import { alone, takesAnyArguments } from '../edits/exchange.ts';

const ofText: SharedTable = ({ answer, goOn }) => {
  const calls = (text: string) => [answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: text }] })];
  const both = (time: string, weather: string) =>
    all(
      turn(
        1,
        answer({
          ...CALLING_BOTH,
          calls: [
            { ...TIME_CALL, arguments: time },
            { ...WEATHER_CALL, arguments: weather },
          ],
        }),
      ),
      alone,
    );
  /** A call of a tool without required arguments. */
  const callsTime = (text: string) => [answer({ ...CALLING, calls: [{ ...TIME_CALL, arguments: text }] })];
  /** The call has the argument `issued`, and the client repeats it as `repeated`. */
  const longNumber = (issued: string, repeated: string) =>
    all(
      turn(
        1,
        takesAnyArguments,
        answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: `{"location":"Oslo","id":${issued}}` }] }),
      ),
      turn(2, takesAnyArguments),
      goOn(({ answer: said, results, returned }) => [
        ...said.map((message): unknown => JSON.parse(jsonText(message).replace(issued, repeated))),
        ...returned(results),
      ]),
    );
  return [
    faults('results/call-kept', 'weather/streaming', {
      'results/long-number-rounded': [
        'the client reads a long number of the call as a double, and repeats it rounded',
        longNumber(LONG_NUMBER, ROUNDED_NUMBER),
      ],
    }),
    faults('results/call-kept', 'weather/buffered', {
      'results/long-number-below-zero-rounded': [
        'the client rounds a long negative number of the call',
        longNumber(`-${LONG_NUMBER}`, `-${ROUNDED_NUMBER}`),
      ],
    }),
    variants('results/call-kept', 'weather/buffered', {
      'results/long-number-kept': [
        'the client repeats a long number of the call digit by digit',
        longNumber(LONG_NUMBER, LONG_NUMBER),
      ],
      'results/long-number-in-a-text': [
        'the long number of the call is a text',
        longNumber(`"${LONG_NUMBER}"`, `"${LONG_NUMBER}"`),
      ],
    }),
    variants('results/call-kept', 'weather/streaming', {
      'results/long-number-with-an-exponent': [
        'the call has a number as long as an exponent makes it, and the client writes it out',
        longNumber('9007199254740993e1', '90071992547409930'),
      ],
      'results/fraction-rounded': [
        'the client repeats as much of a long fraction as a double holds',
        longNumber('0.12345678901234567890', '0.12345678901234568'),
      ],
      'results/zero-below-zero': ['the client repeats -0 as 0', longNumber('-0', '0')],
    }),
    variants('results/call-kept', 'weather/buffered', {
      'results/broken-off-before-its-arguments': [
        'the token limit stops a call before its arguments begin, and the client repeats it with some',
        turn(1, answer({ ...CALLING, calls: [{ ...WEATHER_CALL, arguments: '' }], finish: 'length' })),
        { outcome: 'not-applicable' },
      ],
    }),
    variants('arguments/string', 'call/buffered', {
      'arguments/text-of-an-object': [
        'the arguments are text, with escapes and line ends',
        calls('{\n  "location": "\\u004fslo"\n}'),
      ],
    }),
    faults('arguments/json', 'call/buffered', {
      'arguments/cut-off': [
        'the JSON ends before its end, though the answer does not say so',
        calls('{"location":"Os'),
      ],
      'arguments/single-quotes': ['the arguments are a Python dictionary', calls("{'location': 'Oslo'}")],
      'arguments/trailing-comma': ['a comma follows the last member', calls('{"location":"Oslo",}')],
      'arguments/empty-though-required': ['the arguments are empty, and the tool requires one', calls('')],
      'arguments/text-after-the-json': ['a word follows the JSON', calls('{"location":"Oslo"} done')],
      'arguments/of-two-calls-in-one': [
        'the arguments of two calls stand in one, the second of them with braces in a text',
        calls('{"location":"Oslo"} {"location":"} {"}'),
        { says: 'the arguments of several calls' },
      ],
      'arguments/objects-and-half-of-another': [
        'the arguments of two calls are followed by the beginning of others',
        calls('{"location":"Oslo"}{"location":"Oslo"}{"location":"Berg'),
        { says: 'no JSON' },
      ],
      'arguments/brace-too-many': [
        'the arguments are closed twice',
        calls('{"location":"Oslo"}}'),
        { says: 'no JSON' },
      ],
      'arguments/of-a-hundred-calls-in-one': [
        'the arguments of a hundred calls stand in one',
        calls('{"location":"Oslo"}'.repeat(100)),
        { says: 'the arguments of several calls' },
      ],
      'arguments/more-objects-than-calls': [
        'a hundred and one objects stand in one, more than a model calls at once',
        calls('{"location":"Oslo"}'.repeat(101)),
        { says: 'no JSON' },
      ],
    }),
    variants('arguments/json', 'call/buffered', {
      'arguments/escapes': [
        'the JSON has escaped quotes, brackets and lone surrogates',
        calls('{"location":"\\"Oslo\\"}\\ud83c"}'),
      ],
    }),
    variants('arguments/json', 'call/streaming', {
      'arguments/cut-off-by-length': [
        'the token limit cuts the arguments off',
        [
          answer({
            ...CALLING,
            calls: [{ ...WEATHER_CALL, arguments: '{"location":"Os' }],
            finish: 'length',
          }),
        ],
        { outcome: 'inconclusive' },
      ],
    }),
    faults('arguments/object', 'call/buffered', {
      'arguments/array': ['the arguments are an array', calls('["Oslo"]')],
      'arguments/json-null': ['the arguments are the text null', calls('null')],
      'arguments/encoded-twice': [
        'the arguments are JSON in a JSON string',
        calls(JSON.stringify(WEATHER_CALL.arguments)),
      ],
    }),
    variants('arguments/object', 'call/buffered', {
      'arguments/no-members': ['a call that needs no arguments sends {}', callsTime('{}')],
    }),
    faults('arguments/empty', 'call/buffered', {
      'arguments/empty-string': ['a call that needs no arguments sends an empty string', callsTime('')],
    }),
    faults('arguments/empty', 'call/streaming', {
      'arguments/never-sent': ['a call that needs no arguments sends no fragment', callsTime('')],
    }),
    variants('arguments/empty', 'call/buffered', {
      'arguments/empty-object': ['a call that needs no arguments sends {}', callsTime('{}')],
    }),
    variants('arguments/empty', 'call/streaming', {
      'arguments/braces': ['a call that needs no arguments sends {} in a stream', callsTime('{}')],
    }),
    faults('arguments/empty', 'parallel/streaming', {
      'arguments/never-sent-to-the-first': [
        'the first of two calls needs no arguments, and gets no fragment',
        both('', WEATHER_CALL.arguments),
      ],
    }),
    faults('arguments/json', 'parallel/streaming', {
      'arguments/cut-off-behind-a-call-of-none': [
        'the first of two calls gets no fragment, the second the beginning of its arguments',
        both('', '{"location":"Os'),
        { alsoFails: { 'arguments/empty': 'an empty text is no JSON' } },
      ],
      'arguments/first-call-broken': [
        'the arguments of the first of two calls are wrong in the middle, and end too early',
        both('{"zone" 1, "zone": "Eur', WEATHER_CALL.arguments),
      ],
      'arguments/first-call-with-a-wrong-word': [
        'the arguments of the first of two calls end with the beginning of no word of JSON',
        both('{"zone":tre', WEATHER_CALL.arguments),
      ],
      'arguments/first-call-with-a-comment': [
        'the arguments of the first of two calls have a comment, and end too early',
        both('{"zone":"Europe/Oslo", // as asked', WEATHER_CALL.arguments),
      ],
      'arguments/first-call-with-a-string-left-open': [
        'a line end breaks a string in the arguments of the first of two calls, which end too early',
        both('{"zone":"Europe/Oslo\n","zone":"Eur', WEATHER_CALL.arguments),
      ],
      'arguments/first-call-of-objects-too-deep': [
        'the objects of the first of two calls nest deeper than can be read, and end too early',
        both('{"a":'.repeat(1001), WEATHER_CALL.arguments),
      ],
      'arguments/first-call-too-deep': [
        'the arguments of the first of two calls nest deeper than can be read, and end too early',
        both('['.repeat(2100), WEATHER_CALL.arguments),
      ],
    }),
    faults('arguments/whole', 'parallel/streaming', {
      'arguments/first-long-call-cut': [
        'the first of two calls has the beginning of long arguments',
        both(`{"zone":"${'Oslo, '.repeat(400)}`, WEATHER_CALL.arguments),
      ],
      'arguments/first-call-cut-in-a-word': [
        'the arguments of the first of two calls end within a word of JSON',
        both('{"zone":tru', WEATHER_CALL.arguments),
      ],
      'arguments/first-call-cut-in-a-number': [
        'the arguments of the first of two calls end within a number',
        both('{"zone":-', WEATHER_CALL.arguments),
      ],
      'arguments/first-call-cut-behind-a-space': [
        'the arguments of the first of two calls end behind a space',
        both('{"zone": ', WEATHER_CALL.arguments),
      ],
      'arguments/first-deep-call-cut': [
        'the first of two calls has the beginning of arguments that nest as deep as can be read',
        both('['.repeat(1000), WEATHER_CALL.arguments),
      ],
      'arguments/first-wide-call-cut': [
        'the first of two calls has the beginning of arguments with many lists and objects',
        both(`{"zone":[${'[],{},'.repeat(1001)}`, WEATHER_CALL.arguments),
      ],
    }),
    faults('arguments/no-duplicate-keys', 'call/buffered', {
      'arguments/key-repeated': ['a key comes twice', calls('{"location":"Oslo","location":"Bergen"}')],
    }),
    variants('arguments/no-duplicate-keys', 'call/buffered', {
      'arguments/key-as-a-value': ['a value repeats the name of a key', calls('{"location":"location"}')],
    }),
    faults('arguments/padding', 'call/buffered', {
      'arguments/padded': ['a line end follows the JSON', calls('{"location":"Oslo"}\n')],
    }),
    variants('arguments/padding', 'call/buffered', {
      'arguments/white-space-inside': [
        'white space stands inside the JSON',
        calls('{ "location" :\t" Oslo " }'),
      ],
    }),
    faults('arguments/no-markup', 'call/buffered', {
      'arguments/marker-escaped': [
        'an argument has a marker whose bracket is escaped',
        calls('{"location":"\\u003ctool_call>Oslo"}'),
      ],
    }),
  ];
};

export const argsAsText: SharedTable = (edits) => (edits.argumentsAre === 'text' ? ofText(edits) : []);
