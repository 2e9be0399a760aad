import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Document, Scalar } from 'yaml';
import {
  type Cassette,
  CassetteError,
  type NewCassette,
  type NewInteraction,
} from '../../src/evidence/cassette/cassette.ts';
import { formatGoDuration, parseGoDuration } from '../../src/evidence/cassette/go-duration.ts';
import { parseCassette } from '../../src/evidence/cassette/parse.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { formatCassette, GrowingCassette, writeCassette } from '../../src/evidence/cassette/write.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { base64Of, strictUtf8Text } from '../../src/text/bytes.ts';
import fc, { codePoint } from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A cassette of one interaction, go-vcr style, whose response has the given lines. */
function cassetteWith(responseLines: string, requestBody = "'{}'"): string {
  return `---
version: 2
interactions:
- id: 0
  request:
    body: ${requestBody}
    headers: {}
    url: https://x.test/v1
    method: POST
  response:
${responseLines
  .split('\n')
  .map((line) => (line === '' ? '' : `    ${line}`))
  .join('\n')}
`;
}

const plainResponse = { status: 200, headers: [], body: bytesOf('{}'), provenComplete: false };
const request = { method: 'POST', url: 'https://x.test/v1', headers: [], body: bytesOf('{}') };
const noExtra = { interaction: {}, request: {}, response: {} };

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
  // Go's library takes U+2028 for a line break and indents what follows.
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

const recorded = cassetteWith('body: |\n  a\nheaders: {}\nstatus: 200 OK\ncode: 200');

const faults: readonly [title: string, text: string | Uint8Array, message: string][] = [
  ['an empty file', '', 'x.yaml: is empty; restore it, or record it again'],
  ['a comment alone', '# nothing\n---\n', 'x.yaml: is empty; restore it, or record it again'],
  [
    'HTML',
    '<!DOCTYPE html>\n<p>',
    'x.yaml:1: is no go-vcr recording, which is a mapping with version and interactions',
  ],
  ['a list', '- 1\n', 'x.yaml:1: is no go-vcr recording, which is a mapping with version and interactions'],
  [
    'broken YAML',
    'a: 1\nb: ]\nc: 2\nd: 3\n',
    'x.yaml:2: is not YAML: bad indentation of a mapping entry; mend the line, or record it again',
  ],
  [
    'a key twice',
    'version: 2\nversion: 2\ninteractions: []\n',
    'x.yaml:2: is not YAML: duplicated mapping key; mend the line, or record it again',
  ],
  [
    'a key twice in the last line',
    'version: 2\ninteractions: []\nversion: 2\n',
    'x.yaml:3: is not YAML: duplicated mapping key; mend the line, or record it again',
  ],
  [
    'a label that is text',
    'version: 2\nx_conversation: a\n',
    'x.yaml:2: x_conversation is not a mapping; restore the file, or record it again',
  ],
  [
    'a cut string',
    recorded.slice(0, recorded.indexOf("}'")),
    'x.yaml:6: is not whole YAML: it ends too early (unexpected end of the stream within a single quoted scalar); restore it, or record it again',
  ],
  [
    'a cut request',
    recorded.slice(0, recorded.indexOf('    method')),
    'x.yaml:8: interactions[0] is cut off: request.method is missing; restore the file, or record it again',
  ],
  [
    'a cut before the response',
    recorded.slice(0, recorded.indexOf('  response')),
    'x.yaml:9: interactions[0] is cut off: response is missing; restore the file, or record it again',
  ],
  [
    'a cut response',
    recorded.slice(0, recorded.indexOf('    headers: {}\n    status')),
    'x.yaml:12: interactions[0] is cut off: response.code is missing; restore the file, or record it again',
  ],
  [
    'a cut list',
    'version: 2\ninteractions:\n-',
    'x.yaml:3: interactions[0] is cut off: nothing of it is left; restore the file, or record it again',
  ],
  [
    'no response in the middle',
    `${recorded.slice(0, recorded.indexOf('  response'))}${recorded.slice(recorded.indexOf('- id'))}`,
    'x.yaml:4: interactions[0] has no response; if none arrived, say why in x_failure',
  ],
  [
    'a missing body in the middle',
    `${recorded.replace("    body: '{}'\n", '')}${recorded.slice(recorded.indexOf('- id'))}`,
    'x.yaml:6: interactions[0].request.body is missing; restore the file, or record it again',
  ],
  [
    'a number as body',
    cassetteWith('body: 5\ncode: 200'),
    'x.yaml:11: interactions[0].response.body is not a string or !!binary; restore the file, or record it again',
  ],
  [
    'a mapping as body',
    cassetteWith('body: ""\ncode: 200', '{}'),
    'x.yaml:6: interactions[0].request.body is not a string or !!binary; restore the file, or record it again',
  ],
  [
    'broken base64',
    cassetteWith('body: !!binary abc\ncode: 200'),
    'x.yaml:11: is not YAML: !!binary holds no whole base64; mend the line, or record it again',
  ],
  [
    'half a surrogate pair',
    cassetteWith('body: "\\ud83d"\ncode: 200'),
    'x.yaml:11: interactions[0].response.body holds half of a surrogate pair; keep such bytes in !!binary',
  ],
  [
    'another encoding',
    Uint8Array.of(0x61, 0x0a, 0xff),
    'x.yaml:2: is not UTF-8; restore it, or keep such bytes in base64 (in YAML as !!binary)',
  ],
  [
    'a wrong status',
    cassetteWith('body: ""\ncode: OK'),
    'x.yaml:12: interactions[0].response.code is not an HTTP status; restore the file, or record it again',
  ],
  [
    'a number as header',
    cassetteWith('body: ""\nheaders:\n  A:\n  - 1\ncode: 200'),
    'x.yaml:14: interactions[0].response.headers.A[0] is not a string; quote it',
  ],
  [
    'a wrong duration',
    cassetteWith('body: ""\ncode: 200\nduration: soon'),
    'x.yaml:13: interactions[0].response.duration is not a Go duration such as 1.43s, nor a whole number of nanoseconds; restore the file, or record it again',
  ],
  [
    'chunks that do not add up',
    cassetteWith('body: abc\ncode: 200\nx_chunks: [[1, 0], [1, 5]]'),
    'x.yaml:13: interactions[0].response.x_chunks add up to 2 bytes but the body has 3; remove them after editing a body',
  ],
  [
    'chunks that are none',
    cassetteWith('body: abc\ncode: 200\nx_chunks: [[1, a]]'),
    'x.yaml:13: interactions[0].response.x_chunks[0][1] is not a pair [bytes, milliseconds]; restore the file, or record it again',
  ],
  [
    'no interactions',
    'version: 2\ninteractions: []\n',
    'x.yaml:2: interactions holds no interaction; record the conversation again',
  ],
  [
    'no list of interactions',
    '---\nversion: 2\n',
    'x.yaml:2: interactions holds no interaction; record the conversation again',
  ],
  [
    'interactions that are no list',
    'version: 2\ninteractions: 5\n',
    'x.yaml:2: interactions is not a list; restore the file, or record it again',
  ],
  [
    'version 1',
    'interactions: []\nversion: 1\n',
    'x.yaml:2: version 1 is not replayed; `toolcall-conformance audit` reads it',
  ],
  ['version 3', 'version: 3\n', 'x.yaml:1: version 3 is unknown; this suite reads version 2'],
  [
    'no version',
    'http_interactions: []\n',
    'x.yaml:1: version is missing: this is no go-vcr recording; `toolcall-conformance audit` reads those of other tools',
  ],
  [
    'an unknown delivery',
    'version: 2\nx_conversation:\n  target: a\n  scenario: b\n  delivery: c\n',
    'x.yaml:5: x_conversation.delivery is neither streaming nor buffered; restore the file, or record it again',
  ],
  [
    'an unknown key of ours',
    'version: 2\nx_conversation:\n  {target: a, scenario: b, delivery: buffered, sample: 1, recorded_at: null,\n  model: c}\n',
    'x.yaml:4: x_conversation.model is an unknown key; remove it',
  ],
];

for (const [title, text, message] of faults) {
  test(`refused: ${title}`, () => {
    const attempt = () => parseCassette(text, 'x.yaml');
    expect(attempt).toThrow(CassetteError);
    expect(attempt).toThrow(SuiteError);
    expect(messageOf(attempt)).toBe(message);
  });
}

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return 'nothing was thrown';
}

test('an error knows its file, line and field', () => {
  const { file, line, field, message } = new CassetteError('a.yaml', { line: 3, field: 'version' }, 'is odd');
  expect({ file, line, field, message }).toEqual({
    file: 'a.yaml',
    line: 3,
    field: 'version',
    message: 'a.yaml:3: version is odd',
  });
});

test('a missing file is named relative to the working folder', () => {
  const message = 'cassettes/none.yaml: does not exist; a live run records it';
  expect(() => readCassette(path.resolve('cassettes', 'none.yaml'))).toThrow(message);
  expect(() => readCassette('tests/../cassettes/openrouter')).toThrow(
    'cassettes/openrouter: is not a file; move it, or record it again',
  );
});

const ours = readdirSync('cassettes', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => path.join('cassettes', name))
  .sort();

test('there are cassettes to test with', () => {
  expect(ours.length).toBeGreaterThanOrEqual(5);
});

for (const file of ours) {
  test(`written as it was read: ${file}`, () => {
    const cassette = readCassette(file);
    const text = formatCassette(cassette);
    expect(parseCassette(text, cassette.file)).toEqual({ ...cassette, interactions: expect.any(Array) });
    expect(forWriting(parseCassette(text, cassette.file))).toStrictEqual(forWriting(cassette));
  });
}

test('a recording by go-vcr is written byte for byte', () => {
  const file = 'cassettes/openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
  expect(formatCassette(readCassette(file))).toBe(readFileSync(file, 'utf8'));
});

test('no cut of a cassette goes unnoticed before its last status', () => {
  const file = 'cassettes/openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
  const whole = readCassette(file);
  const bytes = readFileSync(file);
  const exchanges = ({ interactions }: Cassette) =>
    interactions.map(({ exchange: { ms: _ms, ...exchange } }) => exchange);
  const survivors: number[] = [];
  const oddities: string[] = [];
  for (let cut = 0; cut < bytes.length; cut += 1) {
    try {
      const part = parseCassette(bytes.subarray(0, cut), file);
      const count = part.interactions.length;
      if (survivors.at(-1) !== count) survivors.push(count);
      if (!isDeepStrictEqual(exchanges(part), exchanges(whole).slice(0, count)))
        oddities.push(`${cut}: changed`);
    } catch (error) {
      if (!(error instanceof CassetteError)) throw error;
      if (error.message.includes('\n')) oddities.push(`${cut}: ${error.message}`);
    }
  }
  expect({ survivors, oddities }).toEqual({ survivors: [1, 2], oddities: [] });
});

/** What writing must give back: lines may move. */
function forWriting({ conversation, interactions, extra }: NewCassette): NewCassette {
  return {
    ...(conversation && { conversation }),
    interactions: interactions.map(({ exchange, extra: kept = noExtra }) => ({ exchange, extra: kept })),
    ...(extra && { extra }),
  };
}

const oddText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\r',
        '\n',
        '\r\n',
        '\t',
        '\0',
        '\u0085',
        '\u2028',
        '\u2029',
        '\uFEFF',
        '\uFFFE',
        ' ',
        ' \n',
        '\n ',
      ),
      fc.constantFrom(
        'data: {}',
        '\n\n',
        "'",
        '"',
        '\\',
        '#',
        '---',
        '- ',
        ': ',
        '!!',
        '&a',
        '%',
        '\u{1F600}',
        '\x7f',
      ),
      fc.string({ unit: codePoint, maxLength: 5 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''));
const oddBody = fc.oneof(
  oddText.map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => new Uint8Array(bytes)),
);
const oddHeaders = fc.uniqueArray(
  fc.tuple(fc.stringMatching(/^[A-Za-z][A-Za-z-]*$/), fc.array(oddText, { maxLength: 2 })),
  { selector: ([name]) => name, maxLength: 3 },
);
const oddInteraction: fc.Arbitrary<NewInteraction> = fc
  .record({
    requestBody: oddBody,
    responseBody: oddBody,
    headers: oddHeaders,
    failure: oddText,
    status: fc.integer({ min: 100, max: 599 }),
    ms: fc.integer({ min: 0, max: 1e7 }).map((ms) => ms / 1000),
    kind: fc.constantFrom('answered', 'timed', 'none', 'broken'),
    declared: fc.option(fc.nat()),
  })
  .map(({ requestBody, responseBody, headers, failure, status, ms, kind, declared }) => {
    const response = {
      status,
      headers,
      body: responseBody,
      provenComplete: kind === 'timed',
      ...(kind === 'broken' && { broken: { received: responseBody.length, declared } }),
      ...(kind === 'timed' && { chunks: [{ bytes: responseBody.length, at: ms }] }),
    };
    return {
      exchange: {
        request: { ...request, headers, body: requestBody },
        response: kind === 'none' ? null : response,
        ...((kind === 'none' || kind === 'broken') && { failure }),
        ms,
      },
    };
  });

test('any exchange is read back byte for byte, from text that any YAML library can read', () => {
  fc.assert(
    fc.property(fc.array(oddInteraction, { minLength: 1, maxLength: 3 }), oddText, (interactions, note) => {
      const text = formatCassette({ interactions, extra: { note, nested: { [note]: [note] } } });
      const read = parseCassette(text, 'x.yaml');
      const wrong = /[^\n\x20-\x7e\u00a0-\u2027\u202a-\u{10ffff}]|[\ufeff\ufffe\uffff]/u.exec(text);
      expect({
        exchanges: read.interactions.map(({ exchange }) => exchange),
        extra: read.extra,
        again: formatCassette(read),
        wrong,
      }).toStrictEqual({
        exchanges: interactions.map(({ exchange }) => exchange),
        extra: { note, nested: { [note]: [note] } },
        again: text,
        wrong: null,
      });
    }),
    { numRuns: 300 },
  );
});

test('the style of a body', () => {
  const styleOf = (body: Uint8Array) =>
    formatCassette({
      interactions: [{ exchange: { request: { ...request, body }, response: plainResponse } }],
    })
      .split('\n')
      .find((line) => line.startsWith('    body:'))
      ?.slice('    body: '.length);
  expect(
    [
      '',
      '{"a":"it\'s"}',
      'data: 1\n\n',
      'data: 1\n',
      'a\nb',
      ' \n\n{}',
      'a \nb',
      'a\r\nb',
      'a\u2028b',
      'a\tb',
    ]
      .map(bytesOf)
      .concat(Uint8Array.of(0xff))
      .map(styleOf),
  ).toEqual([
    '""',
    `'{"a":"it''s"}'`,
    '|+',
    '|',
    '|-',
    '" \\n\\n{}"',
    '"a \\nb"',
    '"a\\r\\nb"',
    '"a\\u2028b"',
    '"a\\tb"',
    '!!binary |-',
  ]);
});

const longPiece = fc.oneof(
  fc.constantFrom('\n', '\n\n', ' ', "'", '---', 'data: {}', '\u{1F600}'),
  fc.nat(30_000).map((times) => 'ab\n'.repeat(times)),
  fc.integer({ min: 65_530, max: 65_540 }).map((length) => 'x'.repeat(length)),
  fc.integer({ min: 32_765, max: 32_770 }).map((length) => 'é'.repeat(length)),
);
const longBody = fc.oneof(
  fc.array(longPiece, { minLength: 1, maxLength: 6 }).map((pieces) => bytesOf(pieces.join(''))),
  fc.integer({ min: 62_990, max: 63_010 }).map((length) => new Uint8Array(length).fill(0xff)),
);

test('a long body has no seams: its text is the one that the library writes whole', () => {
  fc.assert(
    fc.property(longBody, (body) => {
      const text = formatCassette({
        interactions: [{ exchange: { request: { ...request, body }, response: plainResponse } }],
      });
      const written = text.slice(text.indexOf('    body: '), text.indexOf('\n    headers:'));
      expect(written).toBe(`    body: ${writtenWhole(body)}`);
      expect(parseCassette(text, 'x.yaml').interactions[0]?.exchange.request.body).toEqual(body);
    }),
    { numRuns: 15 },
  );
});

/** A body as the YAML library writes it, or JSON where a block would be fragile. */
function writtenWhole(body: Uint8Array): string {
  const utf8 = strictUtf8Text(body);
  const text = utf8 ?? (base64Of(body).match(/.{1,120}/gu) ?? []).join('\n');
  if (/^[ \n]| \n| $/u.test(text) && text.includes('\n')) return JSON.stringify(text);
  const scalar = new Scalar(text);
  scalar.type = text.includes('\n') ? 'BLOCK_LITERAL' : 'QUOTE_SINGLE';
  const document = new Document([{ request: { body: scalar, headers: {} } }]);
  const whole = document.toString({ lineWidth: 0, indentSeq: false });
  const written = whole.slice(whole.indexOf('body: ') + 'body: '.length, whole.indexOf('\n    headers:'));
  return `${utf8 === null ? '!!binary ' : ''}${written}`;
}

test('the file of a cassette that grows is the text of the whole', async () => {
  const file = test.info().outputPath('grown.yaml');
  const growing = new GrowingCassette(file);
  const bodies = ['{}', 'data: 1\n\n', 'x'.repeat(200_000)];
  const interactions = bodies.map((text) => ({
    exchange: { request: { ...request, body: bytesOf(text) }, response: plainResponse },
  }));
  for (const { exchange } of interactions) await growing.add(exchange);
  expect(readFileSync(file, 'utf8')).toBe(formatCassette({ interactions }));
  expect(growing.lines).toEqual(readCassette(file).interactions.map(({ line }) => line));
});

test('a new recording has the fields that a Go client writes', () => {
  const label = { target: 't', scenario: 's', delivery: 'buffered', sample: 1, recordedAt: null } as const;
  const exchange = {
    request,
    response: { ...plainResponse, body: new Uint8Array(), provenComplete: true },
    ms: 1.5,
  };
  expect(formatCassette({ conversation: label, interactions: [{ exchange }] })).toBe(`---
version: 2
x_conversation:
  target: t
  scenario: s
  delivery: buffered
  sample: 1
  recorded_at: null
interactions:
- id: 0
  request:
    proto: HTTP/1.1
    proto_major: 1
    proto_minor: 1
    content_length: 2
    host: ""
    body: '{}'
    headers: {}
    url: https://x.test/v1
    method: POST
  response:
    content_length: 0
    body: ""
    headers: {}
    status: 200 OK
    code: 200
    duration: 1.5ms
`);
});

test('writing replaces the file whole, or leaves it as it was', async () => {
  const info = test.info();
  const file = info.outputPath('new', 'folder', 'x.yaml');
  const cassette = { interactions: [{ exchange: { request, response: plainResponse } }] };
  await writeCassette(file, cassette);
  await writeCassette(file, cassette);
  expect(readFileSync(file, 'utf8')).toBe(formatCassette(cassette));
  expect(readdirSync(path.dirname(file))).toEqual(['x.yaml']);

  const taken = info.outputPath('taken.yaml');
  mkdirSync(taken);
  writeFileSync(path.join(taken, 'inside'), '');
  await expect(writeCassette(taken, cassette)).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST|EPERM/);
  expect(existsSync(path.join(taken, 'inside'))).toBe(true);
  expect(readdirSync(path.dirname(taken)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
