import type { Cassette } from '../../../src/evidence/cassette/cassette.ts';
import { formatGoDuration, parseGoDuration } from '../../../src/evidence/cassette/go-duration.ts';
import { parseCassette } from '../../../src/evidence/cassette/parse.ts';
import { cassetteWith } from '../../support/cassette-text.ts';
import { expect, test } from '../../support/test.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const plainResponse = { status: 200, headers: [], body: bytesOf('{}'), provenComplete: false };

function responseOf(text: string) {
  return parseCassette(text, 'x.yaml').interactions[0]?.exchange.response;
}

test('everything in a cassette has its place', () => {
  const text = `---
version: 2
x_conversation:
  target: openrouter/a/b@c
  scenario: weather
  delivery: streaming
  sample: 1
  recorded_at: 2026-03-19T12:00:00Z
recorder: ours
interactions:
- id: 0
  request:
    proto: HTTP/1.1
    body: '{"a":1}'
    headers:
      B:
      - '1'
      - '2'
      A:
      - x
    url: https://x.test/v1
    method: POST
  x_failure: the connection was refused
  x_duration: 1.5ms
- id: 1
  request:
    body: !!binary /w==
    url: https://x.test/v1
    method: POST
  response:
    content_length: -1
    body: |+
      data: {}

    headers:
      Content-Type:
      - text/event-stream
    status: 200 OK
    code: 200
    duration: 1m2s
    x_chunks: [[4, 10.5], [6, 11]]
`;
  const url = 'https://x.test/v1';
  const expected: Cassette = {
    file: 'x.yaml',
    version: 2,
    conversation: {
      target: 'openrouter/a/b@c',
      scenario: 'weather',
      delivery: 'streaming',
      sample: 1,
      recordedAt: '2026-03-19T12:00:00Z',
    },
    interactions: [
      {
        exchange: {
          request: {
            method: 'POST',
            url,
            headers: [
              ['B', ['1', '2']],
              ['A', ['x']],
            ],
            body: bytesOf('{"a":1}'),
          },
          response: null,
          failure: 'the connection was refused',
          ms: 1.5,
        },
        line: 11,
        requestBodyLine: 14,
        extra: { interaction: { id: 0 }, request: { proto: 'HTTP/1.1' }, response: {} },
      },
      {
        exchange: {
          request: { method: 'POST', url, headers: [], body: Uint8Array.of(0xff) },
          response: {
            status: 200,
            headers: [['Content-Type', ['text/event-stream']]],
            body: bytesOf('data: {}\n\n'),
            provenComplete: true,
            chunks: [
              { bytes: 4, at: 10.5 },
              { bytes: 6, at: 11 },
            ],
          },
          ms: 62_000,
        },
        line: 25,
        requestBodyLine: 27,
        extra: {
          interaction: { id: 1 },
          request: {},
          response: { content_length: -1, status: '200 OK', duration: '1m2s' },
        },
      },
    ],
    extra: { recorder: 'ours' },
  };
  expect(parseCassette(text, 'x.yaml')).toStrictEqual(expected);
  expect(parseCassette(bytesOf(text), 'x.yaml')).toStrictEqual(expected);
  expect(parseCassette(text.replaceAll('\n', '\r\n'), 'x.yaml')).toStrictEqual(expected);
});

const styles: readonly [style: string, yaml: string, body: string][] = [
  ['literal, clipped', '|\n  a\n\n  b\n\n', 'a\n\nb\n'],
  ['literal, kept', '|+\n  a\n', 'a\n\n'],
  ['literal, stripped', '|-\n  a\n  b\n', 'a\nb'],
  ['literal, indented', '|2+\n    a\n  b', '  a\nb\n'],
  ['folded', '>\n  a\n  b\n\n  c\n', 'a b\nc\n'],
  ['single-quoted', "'it''s \\n'", "it's \\n"],
  [
    'double-quoted',
    '"\\r\\n\\t\\0\\x7f\\N\\L\\P\\u00e9\\U0001F600\\ud83d\\ude00"',
    '\r\n\t\0\x7f\u0085\u2028\u2029\u00E9\u{1F600}\u{1F600}',
  ],
  ['double-quoted over two lines', '"a\\\n  \\ b"', 'a b'],
  ['plain', 'upstream connect error', 'upstream connect error'],
  ['empty', '""', ''],
  ['!!binary of text', '!!binary |\n  eyJh\n  IjoxfQ==\n', '{"a":1}'],
  // Go's library treats U+2028 as a line break and indents the text after it.
  [
    'literal, with a line separator by Go',
    '|\n  a\u2028      b\n   c\u2029       d\n',
    'a\u2028b\n c\u2029 d\n',
  ],
  ['single-quoted, with a line separator by Go', "'a\u2028        b'", 'a\u2028b'],
  ['double-quoted, with a raw line separator', '"a\u2028b"', 'a\u2028b'],
];

for (const [style, yaml, body] of styles) {
  test(`a body, ${style}`, () => {
    const expected = { ...plainResponse, body: bytesOf(body) };
    expect(responseOf(cassetteWith(`body: ${yaml}\ncode: 200`))).toStrictEqual(expected);
  });
}

const completeness: readonly [title: string, lines: string, proven: boolean][] = [
  ['content_length 0 and no body', 'content_length: 0\nbody: ""', true],
  ['unknown content_length', 'content_length: -1\nbody: ""', false],
  ['no content_length', 'body: ""', false],
  ['transfer_encoding', 'content_length: 0\ntransfer_encoding:\n- chunked\nbody: ""', false],
  [
    'a Transfer-Encoding header',
    'content_length: 0\nbody: ""\nheaders:\n  transfer-encoding:\n  - chunked',
    false,
  ],
  ['content_length 0 but a body', 'content_length: 0\nbody: a', false],
  ['a matching content_length', 'content_length: 1\nbody: a', false],
  ['chunks of our recorder', 'body: a\nx_chunks: [[1, 5]]', true],
  ['no chunk for our recorder', 'body: ""\nx_chunks: []', true],
];

for (const [title, lines, proven] of completeness) {
  test(`${title}: ${proven ? 'proven complete' : 'not proven complete'}`, () => {
    expect(responseOf(cassetteWith(`${lines}\ncode: 200`))?.provenComplete).toBe(proven);
  });
}

test('a response that broke off is not proven complete', () => {
  const text = `${cassetteWith('body: a\ncode: 200\nx_chunks: [[1, 5]]')}  x_failure: connection reset\n`;
  expect(responseOf(text)?.provenComplete).toBe(false);
});

const durations: readonly [duration: string | number, ms: number | null][] = [
  ['446.60825ms', 446.60825],
  ['1.43s', 1430],
  ['1m2s', 62_000],
  ['1h0m0.5s', 3_600_500],
  ['3\u00B5s', 0.003],
  ['3\u03BCs', 0.003],
  ['3us', 0.003],
  ['250ns', 0.00025],
  ['0s', 0],
  ['0', 0],
  [1_500_000, 1.5],
  ['', null],
  ['5', null],
  ['1d', null],
  ['-1s', null],
  [0.5, null],
];

test('durations of Go', () => {
  expect(durations.map(([duration]) => [duration, parseGoDuration(duration)])).toEqual(durations);
  expect([0, 1430, 0.00025, 446.60825, 1e9].map(formatGoDuration)).toEqual([
    '0ms',
    '1430ms',
    '0.00025ms',
    '446.60825ms',
    '1000000000ms',
  ]);
});
