/** Seeded faults and legal variants of deltas: the positions of items in a stream, and how a call starts. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { GREETING, WEATHER_CALL } from '../../../proof/dialogue-parts.ts';
import { chunksWith, drop, insertAfter, last, nth, set, setEach } from '../../../proof/edits/stream.ts';
import { write } from '../../../proof/json-path.ts';
import { KEEPALIVE, reissue, says } from './edits.ts';
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
  TEXT_DONE,
  WEB_SEARCH,
} from './places.ts';

const NAMED = chunksWith(({ item_id: id }) => id !== undefined);
const ITEMS = chunksWith(({ item }) => item !== undefined);
const WELCOME = GREETING.text ?? '';

export const deltas: Table = [
  faults('deltas/no-text-resend', 'text/streaming', {
    'deltas/text-said-again-and-closed-right': [
      'a last delta says all the text again, and the events that close it say it once',
      [
        says(WELCOME),
        renumbered(
          insertCopy(last(TEXT), 'response.output_text.delta', TEXT_DONE, (delta) =>
            write(delta, 'delta', WELCOME),
          ),
        ),
      ],
    ],
  }),
  faults('deltas/index', 'call/streaming', {
    'deltas/no-index': [
      'a fragment of the arguments has no output_index',
      [drop(nth(ARGUMENTS, 1), 'output_index')],
    ],
    'deltas/index-as-text': ['the output_index is text', [setEach(ARGUMENTS, 'output_index', () => '0')]],
  }),
  faults('deltas/index', 'parallel/streaming', {
    'deltas/neither-index-nor-id': [
      'the events of two calls have neither an output_index nor the id of their item',
      [drop(NAMED, 'item_id'), drop(ITEMS, 'item.id'), drop(INDEXED, 'output_index')],
      {
        alsoFails: {
          'items/id': 'the items have none',
          'events/item-id': 'no event names its item',
        },
      },
    ],
    'deltas/one-of-two-without-an-index': [
      'the second call is announced without an output_index',
      [drop(ofItem(1, ADDED), 'output_index')],
    ],
  }),
  faults('items/id', 'parallel/streaming', {
    'items/both-announced-without-an-id': [
      'two calls are announced without their item ids',
      [drop(ADDED, 'item.id')],
    ],
  }),
  faults('deltas/index', 'text/streaming', {
    'deltas/no-index-anywhere': ['no event has an output_index', [drop(INDEXED, 'output_index')]],
  }),
  variants('deltas/index', 'parallel/streaming', {
    'deltas/items-in-turns': ['each event has the index of its item while two are open', [interleave]],
  }),
  faults('deltas/index-from-zero', 'call/streaming', {
    'deltas/from-one': ['the first item has the output_index 1', [set(INDEXED, 'output_index', 1)]],
  }),
  faults('deltas/index-from-zero', 'parallel/streaming', {
    'deltas/gap': ['the second item has the output_index 2', [set(ofItem(1), 'output_index', 2)]],
  }),
  variants('deltas/index-from-zero', 'call/streaming', {
    'deltas/search-behind-the-call': ['a search has the index behind the call', [appendItem(WEB_SEARCH)]],
  }),
  faults('deltas/one-call-per-index', 'parallel/streaming', {
    'deltas/index-collision': ['two calls come with the output_index 0', [set(ofItem(1), 'output_index', 0)]],
    'deltas/id-on-two-indexes': [
      'two calls come under one item id',
      [
        setItem(0, 'id', 'fc_same'),
        setItem(1, 'id', 'fc_same'),
        set(ARGUMENTS, 'item_id', 'fc_same'),
        set(ARGUMENTS_DONE, 'item_id', 'fc_same'),
      ],
      { alsoFails: { 'items/id-unique': 'they share their id' } },
    ],
  }),
  variants('deltas/one-call-per-index', 'text/streaming', {
    'deltas/same-item-again': [
      'many events have one index, that of their item',
      [set(TEXT, 'output_index', 0)],
    ],
  }),
  faults('deltas/id-first', 'call/streaming', {
    'deltas/id-late': ['the call is announced without its call_id', [drop(ADDED, 'item.call_id')]],
    'deltas/id-empty-at-first': [
      'the call is announced with an empty call_id',
      [set(ADDED, 'item.call_id', '')],
    ],
  }),
  variants('deltas/id-first', 'call/streaming', {
    'deltas/short-call-id': [
      'the call is announced with a call_id of one letter',
      reissue(WEATHER_CALL.id, 'a'),
    ],
  }),
  faults('deltas/name-first', 'call/streaming', {
    'deltas/name-late': ['the call is announced without its name', [drop(ADDED, 'item.name')]],
    'deltas/name-split': ['the call is announced with half its name', [set(ADDED, 'item.name', 'wea')]],
  }),
  variants('deltas/name-first', 'call/streaming', {
    'deltas/namespaced': [
      'the call is announced with its name and a namespace',
      [setItem(0, 'namespace', 'city')],
    ],
  }),
  faults('deltas/arguments-string', 'call/streaming', {
    'deltas/arguments-null': [
      'the call is announced with arguments null',
      [set(ADDED, 'item.arguments', null)],
    ],
    'deltas/fragment-null': ['a fragment of the arguments is null', [set(nth(ARGUMENTS, 1), 'delta', null)]],
    'deltas/arguments-done-as-an-object': [
      'arguments.done brings an object',
      [set(ARGUMENTS_DONE, 'arguments', { location: 'Oslo' })],
    ],
  }),
  variants('deltas/arguments-string', 'call/streaming', {
    'deltas/fragment-empty': [
      'a fragment of the arguments is empty',
      [
        set(nth(ARGUMENTS, 0), 'delta', ''),
        set(nth(ARGUMENTS, 1), 'delta', ''),
        set(nth(ARGUMENTS, 2), 'delta', WEATHER_CALL.arguments),
      ],
    ],
  }),
  faults('deltas/none-after-finish', 'call/streaming', {
    'deltas/queued-after-the-end': [
      'response.queued follows the terminal event',
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
    ],
  }),
  variants('deltas/none-after-finish', 'call/streaming', {
    'deltas/done-after-the-end': [
      'the [DONE] of a relay follows the terminal event, and an event that clients skip',
      [renumbered(insertAfter(TERMINAL, KEEPALIVE, '[DONE]'))],
    ],
  }),
];
