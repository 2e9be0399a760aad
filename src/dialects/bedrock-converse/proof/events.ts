/** Seeded faults and legal variants of events: the lifecycle of a stream. */
import { faults, type Table, variants } from '../../../proof/cases.ts';
import { first, insertBefore, moveAfter, remove, repeat, set } from '../../../proof/edits/stream.ts';
import { recode } from '../../../proof/edits/wire.ts';
import { event } from '../serve/render.ts';
import { DELTAS, METADATA, START } from './places.ts';

export const events: Table = [
  faults('events/start', 'text/streaming', {
    'events/no-start': ['the stream begins with its first block', [remove(START)]],
    'events/start-twice': ['the message starts twice', [repeat(START)]],
    'events/late-start': ['the message starts behind its first delta', [moveAfter(START, first(DELTAS))]],
  }),
  variants('events/start', 'text/streaming', {
    'events/new-before-the-start': [
      'an event that nobody knows comes first',
      [insertBefore(START, event('connectionOpened', {}))],
    ],
  }),
  variants('events/start', 'midstream-error/streaming', {
    'events/refused-at-once': [
      'an exception is all that comes',
      [remove(DELTAS), remove(START)],
      { outcome: 'not-applicable' },
    ],
  }),
  variants('events/known', 'call/streaming', {
    'events/stopped-and-counted': [
      'the metadata come without a trace',
      [set(METADATA, 'metrics.latencyMs', 1)],
    ],
  }),
  faults('finish/present', 'text/streaming', {
    'finish/cut-off-in-an-event': [
      'the stream breaks off in the middle of an event',
      [recode((body) => body.subarray(0, Math.floor(body.length / 2)))],
    ],
  }),
];
