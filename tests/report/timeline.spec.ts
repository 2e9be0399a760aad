/** The timeline of a streamed answer: its rows, what they leave out, and when they came. */
import { arrivalsOf } from '../../src/report/site/conversation/timeline-arrivals.ts';
import { allowanceFor } from '../../src/report/site/conversation/timeline-data.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import {
  callDelta,
  DONE,
  type EventOf,
  longAnswer,
  slowCall,
  streamed,
  streamOf,
} from '../support/conversation-evidence.ts';
import { rowText, shownText, streamModelOf, verdictAt } from '../support/shown-conversation.ts';
import { expect, test } from '../support/test.ts';

function rowsOf(events: readonly EventOf[], own: readonly VerdictRecord[] = []): string[] {
  return streamModelOf(streamed(streamOf(...events)), own).rows.map(rowText);
}

const words = ['a', 'b', 'c', 'd', 'e', 'f'].map((content) => ({ content }));

const timelines: readonly (readonly [name: string, rows: readonly string[], wanted: readonly string[]])[] = [
  [
    'pieces of text in a row are folded',
    rowsOf([{ role: 'assistant' }, ...words, DONE]),
    ['1', '2 3 4 5 6 7 folded "abcdef"', '8 [end mark]'],
  ],
  [
    'three pieces are not worth it',
    rowsOf([{ role: 'assistant' }, ...words.slice(0, 3), DONE]),
    ['1', '2 [first content] text(a)', '3 text(b)', '4 text(c)', '5 [end mark]'],
  ],
  [
    'an event with a finding is never folded, nor is one that a call starts in',
    rowsOf(
      [{ role: 'assistant' }, ...words.slice(0, 5), callDelta('{', { id: 'x', name: 'n' }), ...words],
      [verdictAt(4, 'id')],
    ),
    [
      '1',
      '2 [first content] text(a)',
      '3 text(b)',
      '4 text(c)!',
      '5 text(d)',
      '6 text(e)',
      '7 [first call] call(n · id x) arguments({)',
      '8 9 10 11 12 folded "abcde"',
      '13 text(f)',
    ],
  ],
  [
    'comments stand where they came, counted',
    rowsOf([': wait', ': wait', { content: 'a' }, ': bye']),
    [': wait x2', '1 [first content] text(a)', ': bye x1'],
  ],
  [
    'what is no JSON is shown as it is',
    rowsOf([{ content: 'a' }, 'data: {oops', { content: 'b' }]),
    ['1 [first content] text(a)', '2', '3 text(b)'],
  ],
];

for (const [name, rows, wanted] of timelines) {
  test(`timeline: ${name}`, () => {
    expect(rows).toEqual(wanted);
  });
}

test('of a long stream the first events are shown, the last, and those around what is pointed at', () => {
  const { rows, events } = streamModelOf(longAnswer(10_000), [verdictAt(5000, 'choices')]);
  expect(events).toBe(10_003);
  expect(
    rows.map((row) => rowText(row).replace(/^2 3 .* 200 folded "(word0 ).*…"$/, '2 to 200: $1')),
  ).toEqual([
    '1',
    '2 to 200: word0 ',
    '201 to 4996 left out',
    '4997 text(word4995 )',
    '4998 text(word4996 )',
    '4999 text(word4997 )',
    '5000 text(word4998 )!',
    '5001 text(word4999 )',
    '5002 text(word5000 )',
    '5003 text(word5001 )',
    '5004 to 10000 left out',
    '10001 text(word9999 )',
    '10002 finish(stop)',
    '10003 [end mark]',
  ]);
});

test('comments between events that are left out are counted, and no event is lost', () => {
  const events = Array.from({ length: 600 }, (_, at) => [': ping', { content: `${at}` }]).flat();
  const { rows } = streamModelOf(streamed(streamOf(...events)));
  expect(rows.filter(({ kind }) => kind === 'left-out').map(rowText)).toEqual([
    '201 to 597 left out with 396 comments',
  ]);
  const shown = rows.flatMap((row) => {
    if (row.kind === 'event') return 1;
    return row.kind === 'comments' ? 0 : row.last - row.first + 1;
  });
  expect(shown.reduce((sum, count) => sum + count, 0)).toBe(600);
});

test('the more exchanges a page has, the less it shows of each', () => {
  expect([1, 12, 60, 1000].map(allowanceFor)).toEqual([
    { events: 200, characters: 120_000 },
    { events: 41, characters: 20_000 },
    { events: 20, characters: 8000 },
    { events: 20, characters: 8000 },
  ]);
});

test('an event arrives with the chunk that holds its last byte', () => {
  const chunks = [
    { bytes: 99, at: 100 },
    { bytes: 101, at: 250 },
    { bytes: 98, at: 300 },
  ];
  expect(arrivalsOf([100, 200, 300], chunks)).toEqual([{ at: 250, wait: 250 }, { at: 250, wait: 0 }, null]);
  expect(arrivalsOf([100, 200, 300])).toEqual([null, null, null]);
});

test('waits and milestones are those of the wire, comments included', () => {
  const { rows, arrivals } = streamModelOf(slowCall());
  expect(
    rows.map((row) => {
      if (row.kind !== 'event') return row.kind === 'comments' ? row.span : null;
      return [row.event.number, row.event.arrival?.at, row.event.arrival?.wait];
    }),
  ).toEqual([
    { from: 0, to: 900 },
    [1, 1400, 500],
    [2, 1450, 50],
    [3, 1600, 150],
    [4, 1640, 40],
    [5, 3640, 2000],
    [6, 3700, 60],
    [7, 3800, 100],
    [8, 3800, 0],
    [9, 3800, 0],
  ]);
  expect({ ...arrivals, ticks: arrivals?.ticks.length }).toEqual({
    end: 3800,
    ticks: 9,
    amiss: [],
    milestones: [
      { name: 'first byte', at: 400, event: null },
      { name: 'first content', at: 1400, event: 1 },
      { name: 'first call', at: 1600, event: 3 },
      { name: 'last byte', at: 3800, event: null },
    ],
    longest: { ms: 2000, event: 5 },
  });
});

test('a stream without times has none', () => {
  expect(streamModelOf(streamed(streamOf({ content: 'a' }))).arrivals).toBeNull();
});

test('bytes that are no JSON are marked as they stand', () => {
  const { rows } = streamModelOf(streamed(streamOf('data: {oops', { content: 'a' })), [verdictAt(1, '')]);
  expect(rows[0]?.kind === 'event' && shownText(rows[0].event.data)).toBe('«{oops»');
});
