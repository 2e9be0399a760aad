/** Seeded faults and legal variants of deltas: tool calls in a stream. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING_BOTH, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { all, type ExchangeEdit, turn } from '../../../proof/edits/edit.ts';
import { alone, ask, askNot } from '../../../proof/edits/exchange.ts';
import {
  but,
  drop,
  first,
  last,
  moveAfter,
  moveBefore,
  nth,
  remove,
  reorder,
  repeat,
  set,
} from '../../../proof/edits/stream.ts';
import { wholeCall } from '../serve/render.ts';
import { answer, refuse } from './edits.ts';
import {
  ARGUMENTS,
  CALL,
  CALLS,
  DELTA,
  FINISH,
  FRAGMENTS,
  fragment,
  inOneDelta,
  insertDelta,
  ofCall,
  ROLE,
  STARTS,
  TEXT,
} from './places.ts';

const CUSTOM = `${CALL}.custom`;
/** A custom tool is called, whose input comes in two pieces. */
const CALLING_CUSTOM = [
  ask('tools[2]', { type: 'custom', custom: { name: 'python' } }),
  remove(but(FRAGMENTS, last(FRAGMENTS))),
  set(first(CALLS), CALL, {
    index: 0,
    id: WEATHER_CALL.id,
    type: 'custom',
    custom: { name: 'python', input: 'print' },
  }),
  set(last(CALLS), CALL, { index: 0, custom: { input: '(21)' } }),
];

const BOTH_CALLS = [WEATHER_CALL, TIME_CALL].map((call, index) => ({ index, ...wholeCall(call) }));

/** These deltas of content and no other. */
function saying(...pieces: readonly string[]): ExchangeEdit[] {
  return [remove(TEXT), ...pieces.toReversed().map((content) => insertDelta(ROLE, { content }))];
}

export const deltas: Table = [
  faults('deltas/index', 'call/streaming', {
    'deltas/no-index': ['no delta of a call has an index', [drop(CALLS, `${CALL}.index`)]],
    'deltas/index-null': ['the index is null', [set(CALLS, `${CALL}.index`, null)]],
    'deltas/index-as-text': ['the index is text', [set(CALLS, `${CALL}.index`, '0')]],
    'deltas/index-negative': ['the index is -1', [set(CALLS, `${CALL}.index`, -1)]],
  }),
  faults('deltas/index', 'parallel/streaming', {
    'deltas/no-index-on-two-calls': [
      'no delta of two calls has an index; a new id tells where the second begins',
      [drop(CALLS, `${CALL}.index`)],
    ],
    'deltas/index-on-starts-only': [
      'the deltas that continue a call have no index',
      [drop(FRAGMENTS, `${CALL}.index`)],
    ],
  }),
  variants('deltas/index', 'parallel/streaming', {
    'deltas/several-calls-in-one-delta': [
      'one delta starts both calls',
      [remove(ofCall(1)), remove(FRAGMENTS), set(STARTS, `${DELTA}.tool_calls`, BOTH_CALLS)],
    ],
  }),
  variants('deltas/index', 'text/streaming', {
    'deltas/no-tools-and-a-broken-server': [
      'no tool was offered, and the server answers 500',
      [askNot('tools'), askNot('tool_choice'), refuse(500)],
      { outcome: 'not-applicable' },
    ],
  }),
  faults('deltas/index-from-zero', 'call/streaming', {
    'deltas/from-one': ['the only call has index 1', [set(CALLS, `${CALL}.index`, 1)]],
  }),
  faults('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/gap': ['two calls have the indexes 0 and 2', [set(ofCall(1), `${CALL}.index`, 2)]],
    'deltas/indexes-backwards': [
      'the call with index 1 comes before the call with index 0',
      [moveBefore(ofCall(1), ofCall(0))],
    ],
  }),
  variants('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/calls-interleaved': [
      'the fragments of two calls come in turns',
      [
        reorder(CALLS, ([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0]) => [
          a,
          e,
          b,
          f,
          c,
          g,
          d,
          h,
        ]),
      ],
    ],
  }),
  faults('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/index-collision': [
      'two calls share index 0',
      [set(ofCall(1), `${CALL}.index`, 0)],
      {
        alsoFails: {
          'deltas/continuation-identity': 'the second call reads as a continuation with another id and name',
        },
      },
    ],
    'deltas/id-on-two-indexes': [
      'two calls with indexes of their own share an id',
      [set(ofCall(1, STARTS), `${CALL}.id`, WEATHER_CALL.id)],
      { alsoFails: { 'ids/unique-in-response': 'it is the same fault, seen in the assembled answer' } },
    ],
    'deltas/collision-of-whole-calls': [
      'two calls share index 0, each whole in one delta',
      [inOneDelta(0), inOneDelta(1), set(ofCall(1), `${CALL}.index`, 0)],
      {
        alsoFails: {
          'deltas/continuation-identity': 'the second call reads as a continuation with another id and name',
        },
      },
    ],
  }),
  faults('deltas/one-call-per-index', 'call/streaming', {
    'deltas/id-changed-midway': [
      'a later delta of the call has another id',
      [set(last(FRAGMENTS), `${CALL}.id`, TIME_CALL.id)],
      { alsoFails: { 'deltas/continuation-identity': 'the id is not repeated unchanged' } },
    ],
    'deltas/name-changed-midway': [
      'a later delta of the call has another name',
      [set(last(FRAGMENTS), `${CALL}.function.name`, 'local_time')],
      { alsoFails: { 'deltas/continuation-identity': 'the name is not repeated unchanged' } },
    ],
    'deltas/custom-tool-renamed-midway': [
      'a later delta of the call names another custom tool',
      [...CALLING_CUSTOM, set(last(CALLS), `${CUSTOM}.name`, 'ruby')],
      { alsoFails: { 'deltas/continuation-identity': 'the name is not repeated unchanged' } },
    ],
  }),
  variants('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/one-tool-twice': [
      'two calls of one tool have one name and ids of their own',
      all(
        turn(
          1,
          answer({
            ...CALLING_BOTH,
            calls: [WEATHER_CALL, { ...TIME_CALL, name: 'weather', arguments: WEATHER_CALL.arguments }],
          }),
        ),
        alone,
      ),
    ],
  }),
  faults('deltas/id-first', 'call/streaming', {
    'deltas/id-late': [
      'the id comes in the last delta of the call',
      [drop(STARTS, `${CALL}.id`), set(last(FRAGMENTS), `${CALL}.id`, WEATHER_CALL.id)],
      { alsoFails: { 'deltas/continuation-identity': 'a continuation brings an id that the start had not' } },
    ],
    'deltas/id-empty-at-first': [
      'the id is empty in the first delta, and comes in the second',
      [set(STARTS, `${CALL}.id`, ''), set(first(FRAGMENTS), `${CALL}.id`, WEATHER_CALL.id)],
      { alsoFails: { 'deltas/continuation-identity': 'a continuation brings an id that the start had not' } },
    ],
  }),
  variants('deltas/id-first', 'call/streaming', {
    'deltas/call-in-the-first-chunk': [
      'role and call come in the first chunk',
      [inOneDelta(), remove(ROLE), set(STARTS, `${DELTA}.role`, 'assistant')],
    ],
  }),
  faults('deltas/name-first', 'call/streaming', {
    'deltas/name-late': [
      'the name comes in the second delta',
      [
        drop(STARTS, `${CALL}.function.name`),
        set(first(CALLS), ARGUMENTS, ''),
        set(nth(CALLS, 1), `${CALL}.function.name`, 'weather'),
      ],
      {
        alsoFails: { 'deltas/continuation-identity': 'a continuation brings a name that the start had not' },
      },
    ],
    'deltas/name-split': [
      'the name comes in two pieces',
      [set(STARTS, `${CALL}.function.name`, 'wea'), set(first(FRAGMENTS), `${CALL}.function.name`, 'ther')],
      {
        says: 'pieces',
        alsoFails: {
          'deltas/one-call-per-index': 'the second piece is another name',
          'deltas/continuation-identity': 'the name is not repeated unchanged',
        },
      },
    ],
    'deltas/name-never': ['no delta names the function', [drop(STARTS, `${CALL}.function.name`)]],
    'deltas/custom-tool-never-named': [
      'no delta names the custom tool',
      [...CALLING_CUSTOM, drop(first(CALLS), `${CUSTOM}.name`)],
    ],
  }),
  variants('deltas/name-first', 'call/streaming', {
    'deltas/name-begins-another': [
      'the name is the beginning of another tool on offer',
      [ask('tools[1].function.name', 'weatherweather')],
    ],
    'deltas/custom-tool': ['a custom tool is called, whose name and input come in custom', CALLING_CUSTOM],
  }),
  faults('deltas/type-first', 'call/streaming', {
    'deltas/custom-tool-declared-as-function': [
      'the call of a custom tool has type function',
      [...CALLING_CUSTOM, set(first(CALLS), `${CALL}.type`, 'function')],
    ],
    'deltas/type-missing': ['the call starts without its type', [drop(STARTS, `${CALL}.type`)]],
    'deltas/type-of-another': ['the type is tool', [set(STARTS, `${CALL}.type`, 'tool')]],
  }),
  faults('deltas/type-first', 'parallel/streaming', {
    'deltas/type-late': [
      'the type of the second call comes after its first delta',
      [set(ofCall(1, STARTS), `${CALL}.type`, null), set(ofCall(1, FRAGMENTS), `${CALL}.type`, 'function')],
    ],
  }),
  variants('deltas/type-first', 'call/streaming', {
    'deltas/custom-tool-repeated': [
      'every delta of the call has the type of the custom tool',
      [...CALLING_CUSTOM, set(CALLS, `${CALL}.type`, 'custom')],
    ],
    'deltas/type-repeated': [
      'every delta of the call has its type',
      [set(CALLS, `${CALL}.type`, 'function')],
    ],
    'deltas/type-null-later': ['continuations have type null', [set(FRAGMENTS, `${CALL}.type`, null)]],
  }),
  faults('deltas/continuation-identity', 'call/streaming', {
    'deltas/identity-repeated': [
      'continuations repeat id and name unchanged',
      [set(FRAGMENTS, `${CALL}.id`, WEATHER_CALL.id), set(FRAGMENTS, `${CALL}.function.name`, 'weather')],
    ],
    'deltas/type-empty-later': ['continuations have the empty type', [set(FRAGMENTS, `${CALL}.type`, '')]],
    'deltas/name-emptied-later': [
      'continuations repeat the id and have an empty name',
      [set(FRAGMENTS, `${CALL}.id`, WEATHER_CALL.id), set(FRAGMENTS, `${CALL}.function.name`, '')],
    ],
    'deltas/id-emptied-later': ['continuations have an empty id', [set(FRAGMENTS, `${CALL}.id`, '')]],
  }),
  variants('deltas/continuation-identity', 'call/streaming', {}),
  variants('deltas/continuation-identity', 'parallel/streaming', {
    'deltas/identity-null-later': [
      'continuations have id and name null',
      [set(FRAGMENTS, `${CALL}.id`, null), set(FRAGMENTS, `${CALL}.function.name`, null)],
    ],
  }),
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/arguments-object': [
      'the arguments come as one object',
      [remove(FRAGMENTS), set(STARTS, ARGUMENTS, { location: 'Oslo' })],
    ],
  }),
  faults('deltas/arguments-string', 'parallel/streaming', {
    'deltas/arguments-null': [
      'the first delta of a call has arguments null',
      [set(ofCall(1, STARTS), ARGUMENTS, null)],
    ],
  }),
  variants('deltas/arguments-string', 'call/streaming', {
    'deltas/start-without-arguments': [
      'the first delta of the call leaves arguments out, and a later one is empty',
      [
        drop(STARTS, ARGUMENTS),
        insertDelta(last(FRAGMENTS), { tool_calls: [{ index: 0, function: { arguments: '' } }] }),
      ],
    ],
    'deltas/single-characters': [
      'the arguments come character by character',
      [fragment(0, [...WEATHER_CALL.arguments])],
    ],
  }),
  faults('deltas/no-resend', 'call/streaming', {
    'deltas/arguments-resent': [
      'the last delta sends the whole arguments once more',
      [
        insertDelta(last(FRAGMENTS), {
          tool_calls: [{ index: 0, function: { arguments: WEATHER_CALL.arguments } }],
        }),
      ],
    ],
    'deltas/fragment-twice': ['a chunk of the arguments is sent twice', [repeat(nth(FRAGMENTS, 1))]],
    'deltas/whole-after-a-part': [
      'the second fragment is the whole, and repeats the first',
      [fragment(0, ['{"location"', WEATHER_CALL.arguments])],
    ],
    'deltas/cumulative': [
      'every fragment repeats all before it, in three steps',
      [fragment(0, ['{"location"', '{"location":"Os', '{"location":"Oslo"}'])],
    ],
    'deltas/cumulative-with-pauses': [
      'every fragment repeats the one before, with empty ones between',
      [fragment(0, ['{"loc', '', '{"location":"Os', '', '{"location":"Oslo"}'])],
    ],
    'deltas/whole-encoded-once-more': [
      'the whole comes a second time, as a JSON string',
      [fragment(0, ['{"location":', '"Oslo"}', '"{\\"location\\": \\"Oslo\\"}"'])],
    ],
    'deltas/whole-written-anew': [
      'the whole comes a second time, with other white space',
      [fragment(0, ['{"location":"Oslo"}', '{"location": "Oslo"}'])],
    ],
  }),
  variants('deltas/no-resend', 'call/streaming', {
    'deltas/whole-call-in-one-delta': ['the whole call comes in one delta', [inOneDelta()]],
    'deltas/object-inside-the-arguments': [
      'one fragment is a JSON object by itself, inside a string',
      [fragment(0, ['{"location":"', '{}', '"}'])],
    ],
    'deltas/fragments-alike': [
      'fragments repeat each other, as the arguments do',
      [fragment(0, ['{"location":"', 'ba', 'ba', 'ba', '"', '}'])],
    ],
  }),
  faults('deltas/no-text-resend', 'text/streaming', {
    'deltas/text-so-far-in-every-delta': [
      'every delta has all the text so far',
      saying('Good morning, Os', 'Good morning, Oslo! All', 'Good morning, Oslo! All is well.'),
    ],
    'deltas/text-again-without-its-line-end': [
      'the text begins with a line end, and comes again without it',
      saying('\n', 'Good morning, Oslo!', ' All is well.', 'Good morning, Oslo! All is well.'),
    ],
  }),
  variants('deltas/no-text-resend', 'text/streaming', {
    'deltas/rule-of-dashes': [
      'a line of dashes comes in two deltas that are alike',
      saying('----------------', '----------------', '\nGood morning!'),
    ],
    'deltas/indented-text': [
      'the text begins with two deltas of white space that are alike',
      saying(' '.repeat(20), ' '.repeat(20), 'Good morning!'),
    ],
    'deltas/text-quoted-later': [
      'the text quotes its beginning after other words',
      saying('Good morning, Oslo!', ' Once more: ', 'Good morning, Oslo!'),
    ],
    'deltas/text-of-fifteen-characters': [
      'fifteen characters come twice',
      saying('Good day, Oslo!', 'Good day, Oslo!'),
    ],
  }),
  faults('deltas/none-after-finish', 'call/streaming', {
    'deltas/content-after-finish': [
      'text follows the finish_reason of a call',
      [insertDelta(FINISH, { content: 'Done.' })],
    ],
  }),
  faults('deltas/none-after-finish', 'parallel/streaming', {
    'deltas/call-after-finish': [
      'the second call comes after the finish_reason',
      [moveAfter(ofCall(1), FINISH)],
    ],
  }),
  faults('deltas/none-after-finish', 'text/streaming', {
    'deltas/word-after-finish': [
      'the last word comes after the finish_reason',
      [moveAfter(last(TEXT), FINISH)],
    ],
  }),
  variants('deltas/none-after-finish', 'text/streaming', {
    'deltas/empty-content-after-finish': [
      'a delta of empty content follows finish_reason',
      [insertDelta(FINISH, { content: '' })],
    ],
    'deltas/finish-with-the-last-word': [
      'the last word comes in the chunk that finishes',
      [remove(FINISH), set(last(TEXT), 'choices[0].finish_reason', 'stop')],
    ],
  }),
];
