/** Seeded faults and legal variants of events: the lifecycle of a stream. */

import { faults, type Table, variants } from '../../../proof/cases.ts';
import { together, turn } from '../../../proof/edits/edit.ts';
import {
  addLines,
  CHUNKS,
  drop,
  first,
  insertAfter,
  insertBefore,
  last,
  moveAfter,
  moveBefore,
  nth,
  remove,
  repeat,
  set,
  setEach,
} from '../../../proof/edits/stream.ts';
import { recodeText } from '../../../proof/edits/wire.ts';
import { write } from '../../../proof/json-path.ts';
import { inTwoParts, KEEPALIVE, refusal } from './edits.ts';
import {
  ADDED,
  ARGUMENTS,
  appendItem,
  CLOSED,
  CREATED,
  event,
  IN_PROGRESS,
  insertCopy,
  interleave,
  OF_PARTS,
  PART_ADDED,
  RESPONSES,
  rename,
  renumber,
  renumbered,
  SUMMARY,
  TERMINAL,
  TEXT,
  TEXT_DONE,
  WEB_SEARCH,
} from './places.ts';

const SEARCHING = event({
  type: 'response.web_search_call.searching',
  output_index: 1,
  item_id: String(WEB_SEARCH['id']),
});

export const lifecycle: Table = [
  faults('events/type', 'call/streaming', {
    'events/no-type': [
      'an event has no type',
      [renumbered(insertBefore(TERMINAL, { lines: ['event: keepalive'], data: {} }))],
    ],
    'events/end-untyped': [
      'the terminal event has the response itself as its data',
      [set(TERMINAL, 'type', null)],
    ],
    'events/type-null': ['the type of an event is null', [set(IN_PROGRESS, 'type', null)]],
  }),
  faults('events/type', 'text/streaming', {
    'events/word-without-a-type': [
      'an event with a word of the text has no type',
      [drop(nth(TEXT, 1), 'type')],
    ],
  }),
  faults('events/inside-item', 'text/streaming', {
    'events/word-before-its-item': [
      'the first word comes before its item is announced',
      [renumbered(moveBefore(first(TEXT), ADDED))],
    ],
  }),
  faults('deltas/none-after-finish', 'text/streaming', {
    'deltas/word-after-the-end': [
      'the last word comes after the terminal event',
      [renumbered(moveAfter(last(TEXT), TERMINAL))],
    ],
    'deltas/word-again-after-the-end': [
      'a word comes once more after the terminal event',
      [renumbered(repeat(last(TEXT)), moveAfter(last(TEXT), TERMINAL))],
    ],
  }),
  variants('events/type', 'call/streaming', {
    'events/skipped-by-clients': [
      'an event of another type has a type and nothing else',
      [renumbered(insertBefore(TERMINAL, KEEPALIVE))],
    ],
  }),
  faults('events/name', 'call/streaming', {
    'events/unnamed': ['no event has a name', [rename(CHUNKS, null)]],
  }),
  faults('events/name', 'text/streaming', {
    'events/end-unnamed': ['the terminal event has no name', [rename(TERMINAL, null)]],
  }),
  variants('events/name', 'call/streaming', {
    'events/name-behind-the-data': [
      'the event: line stands behind the data, as Bedrock writes it',
      [recodeText((text) => text.replaceAll(/^(event: .*)\n(data: .*)$/gmu, '$2\n$1'))],
    ],
  }),
  faults('events/name-agrees', 'call/streaming', {
    'events/all-named-message': ['every event is named message', [rename(CHUNKS, 'message')]],
  }),
  faults('events/name-agrees', 'text/streaming', {
    'events/one-misnamed': [
      'the terminal event is named after another',
      [rename(TERMINAL, 'response.in_progress')],
    ],
  }),
  variants('events/name-agrees', 'call/streaming', {
    'events/with-ids': ['events have an id line besides', [addLines(CHUNKS, 'id: 7')]],
  }),
  faults('events/known', 'call/streaming', {
    'events/keepalive': [
      'an event keeps the connection alive',
      [renumbered(insertBefore(TERMINAL, KEEPALIVE))],
    ],
  }),
  variants('events/known', 'text/streaming', {
    'events/annotated': [
      'an annotation of the text is announced',
      [
        renumbered(
          insertCopy(TEXT, 'response.output_text.annotation.added', TEXT_DONE, (copy) => {
            delete copy['delta'];
            Object.assign(copy, { annotation_index: 0, annotation: { type: 'url_citation' } });
          }),
        ),
      ],
    ],
  }),
  faults('events/first', 'call/streaming', {
    'events/created-late': [
      'response.in_progress opens the stream',
      [renumbered(moveBefore(IN_PROGRESS, CREATED))],
    ],
    'events/created-twice': ['response.created comes twice', [renumbered(repeat(CREATED))]],
  }),
  faults('events/first', 'text/streaming', {
    'events/created-never': ['there is no response.created', [renumbered(remove(CREATED))]],
  }),
  variants('events/first', 'call/streaming', {
    'events/keepalive-first': [
      'an event that clients skip opens the stream',
      [renumbered(insertBefore(CREATED, KEEPALIVE))],
    ],
  }),
  faults('events/in-progress', 'call/streaming', {
    'events/in-progress-never': ['there is no response.in_progress', [renumbered(remove(IN_PROGRESS))]],
    'events/in-progress-late': [
      'response.in_progress comes after the first item was announced',
      [renumbered(moveAfter(IN_PROGRESS, ADDED))],
    ],
  }),
  faults('events/in-progress', 'text/streaming', {
    'events/in-progress-twice': ['response.in_progress comes twice', [renumbered(repeat(IN_PROGRESS))]],
  }),
  variants('events/in-progress', 'call/streaming', {
    'events/queued': [
      'response.queued stands before response.in_progress',
      [
        renumbered(
          insertCopy(CREATED, 'response.queued', IN_PROGRESS, (copy) =>
            write(copy, 'response.status', 'queued'),
          ),
        ),
      ],
    ],
  }),
  faults('events/sequence', 'call/streaming', {
    'events/one-unnumbered': [
      'one event has no sequence_number',
      [drop(nth(ARGUMENTS, 1), 'sequence_number')],
    ],
    'events/numbered-in-text': ['the numbers are text', [setEach(CHUNKS, 'sequence_number', String)]],
  }),
  faults('events/sequence', 'text/streaming', {
    'events/none-numbered': ['no event has a sequence_number', [drop(CHUNKS, 'sequence_number')]],
  }),
  variants('events/sequence', 'call/streaming', {
    'events/of-march-2025': [
      'the stream is older than the numbers, and has none',
      [drop(CHUNKS, 'sequence_number'), set(RESPONSES, 'response.created_at', 1_743_082_000)],
      { outcome: 'inconclusive' },
    ],
  }),
  faults('events/sequence-order', 'call/streaming', {
    'events/number-repeated': [
      'two events have one number',
      [set(TERMINAL, 'sequence_number', (number: number) => number - 1)],
    ],
  }),
  faults('events/sequence-order', 'text/streaming', {
    'events/all-zero': ['every number is 0', [set(CHUNKS, 'sequence_number', 0)]],
  }),
  variants('events/sequence-order', 'text/streaming', {
    'events/others-numbered-too': [
      'an event that clients skip has a number as well',
      [renumbered(insertAfter(nth(TEXT, 1), KEEPALIVE))],
    ],
  }),
  variants('events/sequence-order', 'weather/streaming', {
    'events/second-turn-as-the-first': [
      'the numbers of the second turn begin with 0 again',
      turn(2, renumber),
    ],
  }),
  faults('events/sequence-gapless', 'call/streaming', {
    'events/counted-from-one': [
      'the numbers begin with 1',
      [setEach(CHUNKS, 'sequence_number', (position) => position + 1)],
    ],
  }),
  faults('events/sequence-order', 'text/streaming', {
    'events/event-twice': [
      'an event is sent twice, its number too',
      [repeat(nth(TEXT, 1))],
      { alsoFails: { 'items/text-sum': 'the deltas say one word more than the text has' } },
    ],
  }),
  faults('events/sequence-gapless', 'text/streaming', {
    'events/number-skipped': [
      'the last number is one too high',
      [set(TERMINAL, 'sequence_number', (number: number) => number + 1)],
    ],
  }),
  variants('events/sequence-gapless', 'call/streaming', {
    'events/done-unnumbered': ['the [DONE] of a relay has no number', [insertAfter(TERMINAL, '[DONE]')]],
  }),
  faults('events/item-id', 'call/streaming', {
    'events/item-unnamed': ['a delta does not name its item', [drop(nth(ARGUMENTS, 1), 'item_id')]],
  }),
  faults('events/item-id', 'text/streaming', {
    'events/item-misnamed': [
      'the deltas of a text name another item',
      [set(TEXT, 'item_id', 'msg_of_another_response')],
    ],
  }),
  faults('events/item-id', 'call/streaming', {
    'events/item-without-an-id': [
      'a delta does not name its item, which was announced without an id',
      [drop(ADDED, 'item.id'), drop(nth(ARGUMENTS, 1), 'item_id')],
      { alsoFails: { 'items/id': 'the call is announced without it' } },
    ],
  }),
  faults('events/item-id', 'call/streaming', {
    'events/index-of-no-item': [
      'a delta has the index of an item that is not there, and the id of one that is',
      [set(nth(ARGUMENTS, 1), 'output_index', 7)],
    ],
    'events/of-no-item': [
      'a delta has the index and the id of an item that is not there',
      [set(nth(ARGUMENTS, 1), 'output_index', 7), set(nth(ARGUMENTS, 1), 'item_id', 'fc_none')],
    ],
  }),
  faults('deltas/index', 'call/streaming', {
    'deltas/no-index-and-an-unknown-id': [
      'a fragment has no output_index, and the item_id of no item',
      [drop(nth(ARGUMENTS, 1), 'output_index'), set(nth(ARGUMENTS, 1), 'item_id', 'fc_none')],
    ],
  }),
  variants('events/item-id', 'parallel/streaming', {
    'events/items-in-turns': ['each event names its item while two are open', [interleave]],
  }),
  faults('events/part-index', 'text/streaming', {
    'events/part-unnumbered': ['the deltas of a text have no content_index', [drop(TEXT, 'content_index')]],
  }),
  faults('events/part-index', 'text/streaming', {
    'events/first-part-has-index-one': [
      'the only part of a text has the content_index 1, in all its events',
      [set(OF_PARTS, 'content_index', 1)],
    ],
  }),
  faults('events/part-index', 'reasoning/streaming', {
    'events/summary-unnumbered': [
      'a delta of a summary has no summary_index',
      [drop(nth(SUMMARY, 0), 'summary_index')],
    ],
  }),
  variants('events/part-index', 'text/streaming', {
    'events/two-parts': ['a second part follows, and says the same', [inTwoParts]],
    'events/as-a-refusal': ['a refusal is announced, filled and closed as a text is', [refusal]],
  }),
  faults('events/inside-item', 'call/streaming', {
    'events/delta-before-its-item': [
      'a delta comes before its item is announced',
      [renumbered(moveBefore(nth(ARGUMENTS, 0), ADDED))],
    ],
    'events/item-never-announced': [
      'a call is done without having been announced',
      [renumbered(remove(ADDED))],
    ],
  }),
  faults('events/inside-item', 'parallel/streaming', {
    'events/first-never-announced': [
      'the first of two calls is done without having been announced',
      [renumbered(remove(first(ADDED)))],
    ],
  }),
  faults('events/inside-item', 'text/streaming', {
    'events/text-done-after-its-item': [
      'output_text.done comes after its item is done',
      [renumbered(moveAfter(TEXT_DONE, CLOSED))],
    ],
  }),
  variants('events/inside-item', 'text/streaming', {
    'events/server-tool': [
      'the provider searches the web, and says so inside that item',
      [appendItem(WEB_SEARCH, SEARCHING)],
    ],
  }),
  variants('events/inside-item', 'call/streaming', {
    'events/last-item-open-to-the-end': [
      'the last item is done right before the terminal event, behind an event that clients skip',
      [renumbered(insertBefore(last(CLOSED), KEEPALIVE))],
    ],
  }),
  faults('events/inside-part', 'text/streaming', {
    'events/parts-counted-by-delta': [
      'the content_index goes up with each delta of one part',
      [setEach(TEXT, 'content_index', (position) => position)],
    ],
    'events/part-never-announced': ['the part of a text is not announced', [renumbered(remove(PART_ADDED))]],
    'events/part-announced-late': [
      'the part of a text is announced after its first word',
      [renumbered(moveAfter(PART_ADDED, nth(TEXT, 0)))],
    ],
  }),
  variants('events/inside-part', 'text/streaming', {
    'events/refusal-in-its-part': ['a refusal comes in a part that was announced', [refusal]],
  }),
  faults('events/interleaved', 'parallel/streaming', {
    'events/items-overlap': ['the second call is announced before the first is done', [interleave]],
  }),
  variants('events/interleaved', 'text/streaming', {
    'events/one-after-the-other': [
      'a search is announced when the text is done',
      [together(appendItem(WEB_SEARCH, SEARCHING), renumber)],
    ],
  }),
];
