/** Seeded faults and legal variants of deltas: calls in a stream. */

import { CALLING, TIME_CALL, WEATHER_CALL } from '../../../proof/dialogues.ts';
import { all, turn } from '../../../proof/edits/edit.ts';
import {
  drop,
  first,
  insertAfter,
  last,
  moveAfter,
  moveBefore,
  nth,
  set,
  setEach,
} from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { NO_ECHO, UNPARSED } from '../../../proof/inconclusive.ts';
import { event } from '../serve/render.ts';
import { answer, forget, idOf } from './edits.ts';
import { NO_INDEX } from './inconclusive.ts';
import { BLOCKS, CALL_STARTS, FRAGMENTS, fragment, MESSAGE_DELTA, ofBlock } from './places.ts';

const CALLED = 'call/streaming';
const BOTH = 'parallel/streaming';
const ARGUMENTS = WEATHER_CALL.arguments;

export const faults: readonly SeededFault[] = [
  fault(
    'deltas/no-index',
    'a fragment has no index',
    CALLED,
    [drop(last(FRAGMENTS), 'index')],
    'deltas/index',
    { turnsInconclusive: NO_INDEX },
  ),
  fault(
    'deltas/index-as-text',
    'the indexes are texts',
    CALLED,
    [setEach(BLOCKS, 'index', () => '0')],
    'deltas/index',
    { turnsInconclusive: NO_INDEX },
  ),
  fault(
    'deltas/from-one',
    'the first block has the index 1',
    CALLED,
    [set(BLOCKS, 'index', 1)],
    'deltas/index-from-zero',
  ),
  fault(
    'deltas/gap',
    'the second block has the index 2',
    BOTH,
    [set(ofBlock(1), 'index', 2)],
    'deltas/index-from-zero',
  ),
  fault(
    'deltas/index-shared',
    'two calls share the index 0',
    BOTH,
    [set(ofBlock(1), 'index', 0)],
    'deltas/one-call-per-index',
    { turnsInconclusive: ['deltas/index-from-zero'] },
  ),
  fault(
    'deltas/id-missing',
    'a call starts without an id',
    'weather/streaming',
    forget(idOf(WEATHER_CALL.id)),
    'deltas/id-first',
    { alsoFails: { 'ids/present': 'no later event can give it' }, turnsInconclusive: NO_ECHO },
  ),
  fault(
    'deltas/name-missing',
    'a call starts without its name',
    CALLED,
    [drop(CALL_STARTS, 'content_block.name')],
    'deltas/name-first',
    { alsoFails: { 'arguments/known-tool': 'no later event can give it' } },
  ),
  fault(
    'deltas/fragment-as-object',
    'a fragment is an object',
    CALLED,
    [set(last(FRAGMENTS), 'delta.partial_json', { unit: 'celsius' })],
    'deltas/arguments-string',
    { turnsInconclusive: UNPARSED },
  ),
  fault(
    'deltas/fragment-missing',
    'a delta of the input has no partial_json',
    CALLED,
    [drop(first(FRAGMENTS), 'delta.partial_json')],
    'deltas/arguments-string',
  ),
  fault(
    'deltas/cumulative',
    'each fragment repeats all that came before',
    CALLED,
    [fragment(0, [ARGUMENTS.slice(0, 12), ARGUMENTS.slice(0, 24), ARGUMENTS])],
    'deltas/no-resend',
    { alsoFails: { 'arguments/json': 'the sum is no JSON' }, turnsInconclusive: UNPARSED },
  ),
  fault(
    'deltas/whole-again',
    'the whole input comes again at the end',
    CALLED,
    [fragment(0, [ARGUMENTS.slice(0, 20), ARGUMENTS.slice(20), ARGUMENTS])],
    'deltas/no-resend',
    { alsoFails: { 'arguments/json': 'the sum is no JSON' }, turnsInconclusive: UNPARSED },
  ),
  fault(
    'deltas/call-after-finish',
    'the second call follows message_delta',
    BOTH,
    [moveAfter(ofBlock(1), MESSAGE_DELTA)],
    'deltas/none-after-finish',
  ),
  fault(
    'deltas/stop-after-finish',
    'the block stops after message_delta',
    CALLED,
    [moveBefore(MESSAGE_DELTA, nth(BLOCKS, -1))],
    'deltas/none-after-finish',
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'deltas/text-then-call',
    'a block of text comes before the call',
    'call/streaming',
    [answer({ ...CALLING, text: 'Let me see.' })],
    'deltas/index',
  ),
  variant(
    'deltas/thoughts-then-call',
    'thoughts come before the call',
    'thinking/streaming',
    all(turn(1, fragment(1, [ARGUMENTS]))),
    'deltas/index-from-zero',
  ),
  variant(
    'deltas/one-fragment-each',
    'two calls with one fragment each',
    BOTH,
    [fragment(1, [TIME_CALL.arguments])],
    'deltas/one-call-per-index',
  ),
  variant(
    'deltas/short-id',
    'the id is one letter',
    CALLED,
    [set(CALL_STARTS, 'content_block.id', 'a')],
    'deltas/id-first',
    { observes: ['ids/entropy'] },
  ),
  variant(
    'deltas/names-of-two',
    'two calls have each its name in its start',
    BOTH,
    [fragment(0, ['', ARGUMENTS])],
    'deltas/name-first',
  ),
  variant(
    'deltas/empty-fragments',
    'empty fragments stand between the others',
    CALLED,
    [fragment(0, ['', ARGUMENTS.slice(0, 9), '', ARGUMENTS.slice(9), ''])],
    'deltas/arguments-string',
  ),
  variant(
    'deltas/character-by-character',
    'the input comes one character at a time',
    CALLED,
    [fragment(0, [...ARGUMENTS])],
    'deltas/no-resend',
  ),
  variant(
    'deltas/repeated-text',
    'the input itself repeats what stands in it',
    CALLED,
    [fragment(0, ['{"location":"{}', '{}"}'])],
    'deltas/no-resend',
  ),
  variant(
    'deltas/ping-after-finish',
    'a ping follows message_delta',
    CALLED,
    [insertAfter(MESSAGE_DELTA, event('ping', {}))],
    'deltas/none-after-finish',
    { observes: ['events/ping'] },
  ),
];
