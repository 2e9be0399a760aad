/** What is told of several exchanges at once, in fewer events. */
import { ArrivingExchanges, type EndedExchange } from '../../src/tap/arriving-exchanges.ts';
import { inFewerEvents, type WireEvent } from '../../src/tap/wire-event.ts';
import { expect, test } from '../support/test.ts';

const piece = (id: number, text: string, at: number): WireEvent => ({
  kind: 'arrived',
  id,
  bytes: Buffer.from(text),
  chunks: [{ bytes: text.length, at }],
});
const begun = (id: number): WireEvent[] => [
  { kind: 'request', id, method: 'POST', url: 'http://127.0.0.1/v1', headers: [] },
  { kind: 'sent', id, bytes: Buffer.from(`question ${id}`) },
  { kind: 'head', id, status: 200, headers: [] },
];
const ended = (id: number): WireEvent => ({
  kind: 'end',
  id,
  ms: 9,
  failure: null,
  broken: null,
  requestCut: false,
});

function exchangesOf(events: readonly WireEvent[]): EndedExchange[] {
  const arriving = new ArrivingExchanges(1024);
  return events.flatMap((event) => arriving.take(event) ?? []);
}

test('answers that arrive in turns are told in one event each, with the boundaries and times of their pieces', () => {
  const told = [
    ...begun(1),
    piece(1, 'a', 1),
    ...begun(2),
    piece(2, 'bcd', 1.5),
    piece(1, 'ef', 2),
    ended(1),
    piece(2, 'g', 3),
    piece(2, 'hi', 3.1),
    ended(2),
  ];
  const fewer = inFewerEvents(told);
  expect(fewer.filter(({ kind }) => kind === 'arrived')).toHaveLength(2);
  expect(fewer).toHaveLength(told.length - 3);
  expect(exchangesOf(fewer)).toEqual(exchangesOf(told));
  expect(exchangesOf(fewer).map(({ exchange }) => exchange.response?.chunks)).toEqual([
    [
      { bytes: 1, at: 1 },
      { bytes: 2, at: 2 },
    ],
    [
      { bytes: 3, at: 1.5 },
      { bytes: 1, at: 3 },
      { bytes: 2, at: 3.1 },
    ],
  ]);
});
