/** Seeded faults and legal variants of deltas: tool calls in a stream. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { CALLING_BOTH, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import { alone, ask, askNot } from '../../../proof/edits/exchange.ts';
import {
  both,
  but,
  drop,
  first,
  last,
  moveBefore,
  nth,
  remove,
  reorder,
  set,
} from '../../../proof/edits/stream.ts';
import { wholeCall } from '../serve/render.ts';
import { answer, refuse, rewrite } from './edits.ts';
import {
  ARGUMENTS,
  CALL,
  CALLS,
  DELTA,
  FRAGMENTS,
  inOneDelta,
  ofCall,
  ofChoice,
  ROLE,
  STARTS,
  twoChoices,
} from './places.ts';

const CUSTOM = `${CALL}.custom`;
/** Calls a custom tool, whose input arrives in two pieces. */
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
    'deltas/two-calls-taken-for-one': [
      'no delta of two calls has an index, and the client takes both for one',
      all(
        turn(1, drop(CALLS, `${CALL}.index`)),
        turn(
          2,
          ask('messages[2].tool_calls', [wholeCall(WEATHER_CALL)]),
          ask('messages[4]', { role: 'user', content: 'Go on.' }),
        ),
      ),
      { unserved: 'it takes a client that goes by the index alone' },
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
    'deltas/index-collision': ['two calls share index 0', [set(ofCall(1), `${CALL}.index`, 0)]],
    'deltas/id-on-two-indexes': [
      'two calls with indexes of their own share an id',
      [set(ofCall(1, STARTS), `${CALL}.id`, WEATHER_CALL.id)],
      { alsoFails: { 'ids/unique-in-response': 'it is the same fault, seen in the assembled answer' } },
    ],
    'deltas/one-tool-twice-on-one-index': [
      'two calls of one tool share index 0, each with an id of its own',
      [set(ofCall(1, STARTS), `${CALL}.function.name`, 'weather'), set(ofCall(1), `${CALL}.index`, 0)],
    ],
    'deltas/collision-of-whole-calls': [
      'two calls share index 0, each whole in one delta',
      [inOneDelta(0), inOneDelta(1), set(ofCall(1), `${CALL}.index`, 0)],
    ],
    'deltas/collision-of-calls-alike': [
      'two calls with the same arguments share index 0, each whole in one delta',
      all(
        turn(
          1,
          answer({
            ...CALLING_BOTH,
            calls: [WEATHER_CALL, { ...TIME_CALL, name: 'weather', arguments: WEATHER_CALL.arguments }],
          }),
          inOneDelta(0),
          inOneDelta(1),
          set(ofCall(1), `${CALL}.index`, 0),
        ),
        alone,
      ),
    ],
  }),
  faults('deltas/one-call-per-index', 'call/streaming', {
    'deltas/id-changed-midway': [
      'a later delta of the call has another id',
      [set(last(FRAGMENTS), `${CALL}.id`, TIME_CALL.id)],
    ],
    'deltas/name-changed-midway': [
      'a later delta of the call has another name',
      [set(last(FRAGMENTS), `${CALL}.function.name`, 'local_time')],
    ],
    'deltas/custom-tool-renamed-midway': [
      'a later delta of the call names another custom tool',
      [...CALLING_CUSTOM, set(last(CALLS), `${CUSTOM}.name`, 'ruby')],
    ],
  }),
  faults('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/id-changed-midway-and-repeated': [
      'later deltas of the first of two calls have other ids, and the client repeats and answers it under the last one',
      all(
        turn(
          1,
          set(first(ofCall(0, FRAGMENTS)), `${CALL}.id`, 'call_Zq8Lw3Xv9T'),
          set(last(ofCall(0, FRAGMENTS)), `${CALL}.id`, 'call_Bd4Kx7Rm2P'),
        ),
        turn(2, rewrite(WEATHER_CALL.id, 'call_Bd4Kx7Rm2P')),
      ),
      { unserved: 'it takes a client that goes by the last id' },
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
    ],
    'deltas/id-empty-at-first': [
      'the id is empty in the first delta, and comes in the second',
      [set(STARTS, `${CALL}.id`, ''), set(first(FRAGMENTS), `${CALL}.id`, WEATHER_CALL.id)],
    ],
    'deltas/fragments-on-another-index': [
      'the arguments of the call come on an index that no call has',
      [set(FRAGMENTS, `${CALL}.index`, 1)],
      {
        alsoFails: {
          'deltas/name-first': 'it has no name either',
          'ids/present': 'a call without an id is assembled of them',
        },
      },
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
    ],
    'deltas/unknown-name-late': [
      'the name comes in the second delta, and no tool has it',
      [
        set(first(FRAGMENTS), `${CALL}.function.name`, 'forecast'),
        drop(first(CALLS), `${CALL}.function.name`),
      ],
    ],
    'deltas/name-split': [
      'the name comes in two pieces',
      [set(STARTS, `${CALL}.function.name`, 'wea'), set(first(FRAGMENTS), `${CALL}.function.name`, 'ther')],
      { says: 'pieces' },
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
  faults('deltas/type-first', 'call/streaming', {
    'deltas/type-and-name-missing': [
      'the call starts with its id, and without its type and its name',
      [
        drop(STARTS, `${CALL}.type`),
        set(first(FRAGMENTS), `${CALL}.function.name`, 'weather'),
        drop(first(CALLS), `${CALL}.function.name`),
      ],
      { alsoFails: { 'deltas/name-first': 'the name comes late' } },
    ],
    'deltas/type-of-another-tool': [
      'the call has the type of another tool, which the provider has built in',
      [
        ask('tools[2]', { type: 'builtin_function', function: { name: 'browse' } }),
        set(STARTS, `${CALL}.type`, 'builtin_function'),
      ],
    ],
  }),
  variants('deltas/type-first', 'call/streaming', {
    'deltas/type-of-a-built-in-tool': [
      'a tool is called that the provider has built in, and that the request offers by that type',
      [
        ask('tools[2]', { type: 'builtin_function', function: { name: 'browse' } }),
        set(STARTS, `${CALL}.type`, 'builtin_function'),
        set(STARTS, `${CALL}.function.name`, 'browse'),
      ],
    ],
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
    'deltas/name-repeated-alone': [
      'a continuation repeats the name, and no id',
      [set(last(FRAGMENTS), `${CALL}.function.name`, 'weather')],
    ],
    'deltas/name-repeated-that-makes-another': [
      'a continuation repeats the name, and the two together are another tool on offer',
      [
        ask('tools[1].function.name', 'weatherweather'),
        set(first(FRAGMENTS), `${CALL}.function.name`, 'weather'),
      ],
      { unserved: 'it takes a tool of that name, and no scenario offers one' },
    ],
  }),
  variants('deltas/none-after-finish', 'call/streaming', {
    'deltas/one-choice-after-the-other': [
      'of two choices with calls the second comes when the first has finished',
      [
        twoChoices(),
        set(both(ofChoice(1), STARTS), `${CALL}.id`, TIME_CALL.id),
        moveBefore(ofChoice(0), ofChoice(1)),
      ],
    ],
  }),
  variants('deltas/continuation-identity', 'parallel/streaming', {
    'deltas/identity-null-later': [
      'continuations have id and name null',
      [set(FRAGMENTS, `${CALL}.id`, null), set(FRAGMENTS, `${CALL}.function.name`, null)],
    ],
  }),
];
