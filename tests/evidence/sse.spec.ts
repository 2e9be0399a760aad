import assert from 'node:assert/strict';
import { createParser } from 'eventsource-parser';
import { readSse, type SseEvent, type SseStream } from '../../src/evidence/sse/events.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const nothing: Omit<SseStream, 'text'> = {
  events: [],
  comments: [],
  invalidUtf8At: null,
  bom: false,
  unframedAt: [],
};

function event(
  number: number,
  start: number,
  end: number,
  data: string,
  rest: Partial<SseEvent> = {},
): SseEvent {
  return { number, start, end, name: null, data, id: null, terminated: true, ...rest };
}

function bytesOf(body: string | readonly number[]): Uint8Array {
  return typeof body === 'string' ? new TextEncoder().encode(body) : Uint8Array.from(body);
}

const ascii = (text: string) => [...Buffer.from(text)];

const cases: readonly [title: string, body: string | readonly number[], reading: Partial<SseStream>][] = [
  ['an empty body', '', {}],
  ['one event', 'data: a\n\n', { events: [event(1, 0, 9, 'a')] }],
  ['CRLF', 'data: a\r\n\r\ndata: b\r\n\r\n', { events: [event(1, 0, 11, 'a'), event(2, 11, 22, 'b')] }],
  ['lone CR', 'data: a\r\rdata: b\r\r', { events: [event(1, 0, 9, 'a'), event(2, 9, 18, 'b')] }],
  [
    'mixed line ends',
    'data: a\n\r\ndata: b\r\ndata: c\r\n\n',
    { events: [event(1, 0, 10, 'a'), event(2, 10, 29, 'b\nc')] },
  ],
  ['lines of one event joined by LF', 'data: a\ndata:\ndata: b\n\n', { events: [event(1, 0, 23, 'a\n\nb')] }],
  [
    'one space dropped after the colon',
    'data:  a\n\ndata:a \n\n',
    { events: [event(1, 0, 10, ' a'), event(2, 10, 19, 'a ')] },
  ],
  [
    'data without a colon, as in the example of the standard',
    'data\n\ndata\ndata\n\ndata:',
    { events: [event(1, 0, 6, ''), event(2, 6, 17, '\n'), event(3, 17, 22, '', { terminated: false })] },
  ],
  [
    'a block without data is no event',
    'event: ping\nid: 1\n\ndata: a\n\n',
    { events: [event(1, 19, 28, 'a')] },
  ],
  [
    'names and ids belong to one event',
    'event: error\nid: 7\ndata: a\n\nid\ndata: b\n\nevent:\ndata: c\n\n',
    {
      events: [
        event(1, 0, 28, 'a', { name: 'error', id: '7' }),
        event(2, 28, 40, 'b', { id: '' }),
        event(3, 40, 56, 'c'),
      ],
    },
  ],
  ['an id with NUL is ignored', 'id: a\0\ndata: a\n\n', { events: [event(1, 0, 16, 'a')] }],
  [
    'unknown fields and other case are ignored',
    'retry: x\nDATA: a\n{"error":1}\ndata: b\n\n',
    { events: [event(1, 0, 38, 'b')], unframedAt: [17] },
  ],
  [
    'comments before, inside and after events',
    ': OPENROUTER PROCESSING\n\n:\ndata: a\n:b\n\n:  c',
    {
      events: [event(1, 27, 39, 'a')],
      comments: [
        { text: 'OPENROUTER PROCESSING', start: 0, beforeEvent: 1 },
        { text: '', start: 25, beforeEvent: 1 },
        { text: 'b', start: 35, beforeEvent: 1 },
        { text: ' c', start: 39, beforeEvent: 2 },
      ],
    },
  ],
  [
    'a last event without its blank line',
    'data: a\n\ndata: b\n',
    { events: [event(1, 0, 9, 'a'), event(2, 9, 17, 'b', { terminated: false })] },
  ],
  ['a last event cut in its line', 'data: {"a', { events: [event(1, 0, 9, '{"a', { terminated: false })] }],
  ['a last event cut in its CRLF', 'data: a\r\n\r', { events: [event(1, 0, 10, 'a')] }],
  ['white space at the end is no event', 'data: a\n\n \t ', { events: [event(1, 0, 9, 'a')] }],
  ['a byte order mark', '\uFEFFdata: a\n\n', { bom: true, events: [event(1, 3, 12, 'a')] }],
  ['a byte order mark alone', '\uFEFF', { bom: true }],
  ['a second byte order mark spoils the field', '\uFEFF\uFEFFdata: a\n\n', { bom: true }],
  ['a byte order mark further on is text', 'data: \uFEFFa\n\n', { events: [event(1, 0, 12, '\uFEFFa')] }],
  ['what only looks like a byte order mark', '\u00EF\u00BB\u00BFdata: a\n\n', {}],
  [
    'line separators of other standards are text',
    'data: a\u2028b\u0085c\n\n',
    { events: [event(1, 0, 16, 'a\u2028b\u0085c')] },
  ],
  ['a genuine replacement character', 'data: \uFFFD\n\n', { events: [event(1, 0, 11, '\uFFFD')] }],
  [
    'ill-formed UTF-8 after a genuine replacement character',
    [...ascii('data: \uFFFD\u00E9'), 0xff, ...ascii('\n\n')],
    { invalidUtf8At: 11, events: [event(1, 0, 14, '\uFFFD\u00E9\uFFFD')] },
  ],
  [
    'a UTF-8 sequence that a line end cuts off',
    [...ascii(': \u00E9\n\ndata: '), 0xe2, 0x82, ...ascii('\n\n')],
    {
      invalidUtf8At: 12,
      events: [event(1, 6, 16, '\uFFFD')],
      comments: [{ text: '\u00E9', start: 0, beforeEvent: 1 }],
    },
  ],
  [
    'a UTF-8 sequence that the body cuts off',
    [...ascii('data: a'), 0xf0, 0x9f, 0x98],
    { invalidUtf8At: 7, events: [event(1, 0, 10, 'a\uFFFD', { terminated: false })] },
  ],
];

for (const [title, body, reading] of cases) {
  test(title, () => {
    const bytes = bytesOf(body);
    expect(readSse(bytes)).toEqual({ text: new TextDecoder().decode(bytes), ...nothing, ...reading });
  });
}

const pieceOfBody = fc.oneof(
  fc
    .constantFrom('data: ', 'data', 'data:', ':', ': c', 'event: e', 'id: 1', 'id', 'retry: 5', 'x')
    .map(bytesOf),
  fc.constantFrom('\n', '\n', '\r', '\r\n', '\n\n', '\r\n\r\n').map(bytesOf),
  fc.constantFrom(' ', '\uFEFF', '\u00E9', '\u{1F600}', '\uFFFD', '\u2028', '\0').map(bytesOf),
  fc.uint8Array({ maxLength: 3 }),
);
const anyBody = fc
  .array(pieceOfBody, { maxLength: 40 })
  .map((pieces) => new Uint8Array(Buffer.concat(pieces)));

test('the events are those of eventsource-parser, and stand where they say', () => {
  fc.assert(
    fc.property(anyBody, (body) => {
      const expected: unknown[] = [];
      const parser = createParser({
        onEvent: ({ event: name = null, data, id = null }) => expected.push({ name, data, id }),
      });
      parser.feed('');
      parser.feed(new TextDecoder().decode(body).replace(/\r\n?/g, '\n'));
      const { events, invalidUtf8At } = readSse(body);
      const terminated = events.filter((one) => one.terminated);
      const told = terminated.map(({ name, data, id }) => ({ name, data, id }));
      assert.deepEqual(told, expected);
      for (const one of terminated) {
        // A blank line comes first. Otherwise a byte order mark in the event would count as one of the body.
        const alone = Buffer.concat([Buffer.from('\n'), body.subarray(one.start, one.end)]);
        assert.deepEqual(readSse(alone).events, [{ ...one, number: 1, start: 1, end: alone.length }]);
      }
      assert.equal(invalidUtf8At === null, Buffer.from(Buffer.from(body).toString()).equals(body));
    }),
    { numRuns: 1000 },
  );
});
