/** Seeded faults and legal variants of deltas: where a stream puts its items, and how a call begins. */

import { WEATHER_CALL } from '../../../proof/dialogues.ts';
import { drop, insertAfter, nth, set, setEach } from '../../../proof/edits/stream.ts';
import { fault, type LegalVariant, type SeededFault, variant } from '../../../proof/fault.ts';
import { KEEPALIVE, reissue } from './edits.ts';
import {
  ADDED,
  ARGUMENTS,
  ARGUMENTS_DONE,
  appendItem,
  CREATED,
  INDEXED,
  insertCopy,
  interleave,
  ofItem,
  renumbered,
  setItem,
  TERMINAL,
  TEXT,
  WEB_SEARCH,
} from './places.ts';

const CALL = 'call/streaming';
const BOTH = 'parallel/streaming';

export const faults: readonly SeededFault[] = [
  fault(
    'deltas/no-index',
    'a fragment of the arguments has no output_index',
    CALL,
    [drop(nth(ARGUMENTS, 1), 'output_index')],
    'deltas/index',
  ),
  fault(
    'deltas/no-index-anywhere',
    'no event has an output_index',
    'text/streaming',
    [drop(INDEXED, 'output_index')],
    'deltas/index',
    { turnsInconclusive: ['deltas/index-from-zero', 'deltas/one-call-per-index', 'items/final-output'] },
  ),
  fault(
    'deltas/index-as-text',
    'the output_index is text',
    CALL,
    [setEach(ARGUMENTS, 'output_index', () => '0')],
    'deltas/index',
  ),
  fault(
    'deltas/from-one',
    'the first item has the output_index 1',
    CALL,
    [set(INDEXED, 'output_index', 1)],
    'deltas/index-from-zero',
  ),
  fault(
    'deltas/gap',
    'the second item has the output_index 2',
    BOTH,
    [set(ofItem(1), 'output_index', 2)],
    'deltas/index-from-zero',
  ),
  fault(
    'deltas/two-items-on-one-index',
    'two calls come with the output_index 0',
    BOTH,
    [set(ofItem(1), 'output_index', 0)],
    'deltas/one-call-per-index',
  ),
  fault(
    'deltas/one-id-on-two-indexes',
    'two calls come under one item id',
    BOTH,
    [
      setItem(0, 'id', 'fc_same'),
      setItem(1, 'id', 'fc_same'),
      set(ARGUMENTS, 'item_id', 'fc_same'),
      set(ARGUMENTS_DONE, 'item_id', 'fc_same'),
    ],
    'deltas/one-call-per-index',
    { alsoFails: { 'items/id-unique': 'they share their id' } },
  ),
  fault(
    'deltas/call-id-later',
    'the call is announced without its call_id',
    CALL,
    [drop(ADDED, 'item.call_id')],
    'deltas/id-first',
  ),
  fault(
    'deltas/call-id-empty',
    'the call is announced with an empty call_id',
    CALL,
    [set(ADDED, 'item.call_id', '')],
    'deltas/id-first',
  ),
  fault(
    'deltas/name-later',
    'the call is announced without its name',
    CALL,
    [drop(ADDED, 'item.name')],
    'deltas/name-first',
  ),
  fault(
    'deltas/name-in-pieces',
    'the call is announced with half its name',
    CALL,
    [set(ADDED, 'item.name', 'wea')],
    'deltas/name-first',
  ),
  fault(
    'deltas/arguments-null',
    'the call is announced with arguments null',
    CALL,
    [set(ADDED, 'item.arguments', null)],
    'deltas/arguments-string',
  ),
  fault(
    'deltas/fragment-null',
    'a fragment of the arguments is null',
    CALL,
    [set(nth(ARGUMENTS, 1), 'delta', null)],
    'deltas/arguments-string',
    { alsoFails: { 'items/arguments-sum': 'it is missing from the sum' } },
  ),
  fault(
    'deltas/arguments-done-as-an-object',
    'arguments.done brings an object',
    CALL,
    [set(ARGUMENTS_DONE, 'arguments', { location: 'Oslo' })],
    'deltas/arguments-string',
  ),
  fault(
    'deltas/queued-after-the-end',
    'response.queued follows the terminal event',
    CALL,
    [
      insertAfter(TERMINAL, KEEPALIVE),
      renumbered(
        insertCopy(
          CREATED,
          'response.queued',
          (events) => [events.length - 1],
          () => {},
        ),
      ),
    ],
    'deltas/none-after-finish',
    { observes: ['events/known'] },
  ),
];

export const variants: readonly LegalVariant[] = [
  variant(
    'deltas/items-in-turns',
    'each event has the index of its item while two are open',
    BOTH,
    [interleave],
    'deltas/index',
    { observes: ['events/interleaved'] },
  ),
  variant(
    'deltas/search-behind-the-call',
    'a search has the index behind the call',
    CALL,
    [appendItem(WEB_SEARCH)],
    'deltas/index-from-zero',
  ),
  variant(
    'deltas/same-item-again',
    'many events have one index, that of their item',
    'text/streaming',
    [set(TEXT, 'output_index', 0)],
    'deltas/one-call-per-index',
  ),
  variant(
    'deltas/short-call-id',
    'the call is announced with a call_id of one letter',
    CALL,
    reissue(WEATHER_CALL.id, 'a'),
    'deltas/id-first',
    { observes: ['ids/entropy'] },
  ),
  variant(
    'deltas/namespaced',
    'the call is announced with its name and a namespace',
    CALL,
    [setItem(0, 'namespace', 'city')],
    'deltas/name-first',
  ),
  variant(
    'deltas/fragment-empty',
    'a fragment of the arguments is empty',
    CALL,
    [
      set(nth(ARGUMENTS, 0), 'delta', ''),
      set(nth(ARGUMENTS, 1), 'delta', ''),
      set(nth(ARGUMENTS, 2), 'delta', WEATHER_CALL.arguments),
    ],
    'deltas/arguments-string',
  ),
  variant(
    'deltas/done-after-the-end',
    'the [DONE] of a relay follows the terminal event, and an event that clients skip',
    CALL,
    [renumbered(insertAfter(TERMINAL, KEEPALIVE, '[DONE]'))],
    'deltas/none-after-finish',
    { observes: ['framing/done-marker', 'events/known'] },
  ),
];
