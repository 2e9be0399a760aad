/** events: the events of a stream, and their order. */

import { type FamilyRules, STREAMED } from './record.ts';
export const events = {
  'events/type': {
    ...STREAMED,
    title: 'Every event is an object with a non-empty string type',
    level: 'MUST',
    impact: 'critical',
  },
  'events/name': { ...STREAMED, title: 'Every event has an event: line', level: 'SHOULD', impact: 'minor' },
  'events/name-agrees': {
    ...STREAMED,
    title: 'Where an event: line stands, it equals type',
    level: 'MUST',
    impact: 'major',
  },
  'events/known': {
    ...STREAMED,
    title: 'There are events of types that the reference does not define',
    level: 'MAY',
    impact: 'trivial',
  },
  'events/first': {
    ...STREAMED,
    title: 'response.created is the first event, and comes once',
    level: 'MUST',
    impact: 'major',
  },
  'events/in-progress': {
    ...STREAMED,
    title: 'response.in_progress comes once, after created and before the first item',
    level: 'SHOULD',
    impact: 'trivial',
  },
  'events/sequence': {
    ...STREAMED,
    title: 'Every event has an integer sequence_number',
    level: 'MUST',
    impact: 'minor',
  },
  'events/sequence-order': {
    ...STREAMED,
    title: 'Sequence numbers strictly increase',
    level: 'MUST',
    impact: 'minor',
  },
  'events/sequence-gapless': {
    ...STREAMED,
    title: 'Sequence numbers are 0, 1, 2 ...',
    level: 'SHOULD',
    impact: 'trivial',
  },
  'events/item-id': {
    ...STREAMED,
    title: 'Every event inside an item has its item_id, the id of the item at its output_index',
    level: 'MUST',
    impact: 'critical',
  },
  'events/part-index': {
    ...STREAMED,
    title: 'Events about a part have its content_index or summary_index, an integer from 0',
    level: 'MUST',
    impact: 'major',
  },
  'events/inside-item': {
    ...STREAMED,
    title: 'Every event inside an item comes after its output_item.added and before its output_item.done',
    level: 'MUST',
    impact: 'critical',
  },
  'events/inside-part': {
    ...STREAMED,
    title: 'content_part.added precedes the text and refusal deltas of its part',
    level: 'MUST',
    impact: 'major',
  },
  'events/interleaved': {
    ...STREAMED,
    title: 'An item opens while another is open',
    level: 'MAY',
    impact: 'trivial',
  },
  'events/named': {
    ...STREAMED,
    title: 'Every event has an event field equal to its type',
    level: 'MUST',
    impact: 'critical',
  },
  'events/start': {
    ...STREAMED,
    title: 'There is exactly one message_start, before every other event but ping',
    level: 'MUST',
    impact: 'critical',
  },
  'events/start-empty': {
    ...STREAMED,
    title: 'In message_start the content is [] and stop_reason null',
    level: 'MUST',
    impact: 'major',
  },
  'events/message-delta': {
    ...STREAMED,
    title: 'At least one message_delta comes',
    level: 'MUST',
    impact: 'major',
    needsEnd: true,
  },
  'events/stop': {
    ...STREAMED,
    title: 'There is exactly one message_stop',
    level: 'MUST',
    impact: 'critical',
    needsEnd: true,
  },
  'events/nothing-after-stop': {
    ...STREAMED,
    title: 'No event but ping follows message_stop',
    level: 'MUST',
    impact: 'minor',
  },
  'events/no-done': { ...STREAMED, title: 'No data: [DONE] comes', level: 'SHOULD', impact: 'minor' },
  'events/ping': { ...STREAMED, title: 'There are pings', level: 'MAY', impact: 'trivial' },
} satisfies FamilyRules<'events'>;
