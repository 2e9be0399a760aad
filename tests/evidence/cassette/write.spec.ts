/** Written cassettes are read back unchanged. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Document, Scalar } from 'yaml';
import {
  type Cassette,
  CassetteError,
  type NewCassette,
  type NewInteraction,
} from '../../../src/evidence/cassette/cassette.ts';
import { parseCassette } from '../../../src/evidence/cassette/parse.ts';
import { readCassette } from '../../../src/evidence/cassette/read.ts';
import { formatCassette, GrowingCassette, writeCassette } from '../../../src/evidence/cassette/write.ts';
import { base64Of, strictUtf8Text } from '../../../src/text/bytes.ts';
import fc, { codePoint } from '../../support/property.ts';
import { expect, test } from '../../support/test.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const plainResponse = { status: 200, headers: [], body: bytesOf('{}'), provenComplete: false };
const request = { method: 'POST', url: 'https://x.test/v1', headers: [], body: bytesOf('{}') };
const noExtra = { interaction: {}, request: {}, response: {} };

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

/** The part that writing must preserve. Line numbers may change. */
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
    kind: fc.constantFrom('answered', 'timed', 'none', 'broken', 'cut-off'),
    declared: fc.option(fc.nat()),
  })
  .map(({ requestBody, responseBody, headers, failure, status, ms, kind, declared }) => {
    const response = {
      status,
      headers,
      body: responseBody,
      provenComplete: kind === 'timed',
      ...(kind === 'broken' && { broken: { received: responseBody.length, declared } }),
      ...(kind === 'cut-off' && { cutOff: true as const }),
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

/** Returns a body as the YAML library writes it, or as JSON if a block would be fragile. */
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
