/** Secrets in bodies, however they are written and wherever they are cut. */
import { readSse } from '../../src/evidence/sse/events.ts';
import { createRedactor, redactExchange } from '../../src/redact/redact.ts';
import { REDACTION } from '../../src/redact/secret.ts';
import fc, { share } from '../support/property.ts';
import {
  base64,
  bodyAfter,
  bytesOf,
  delta,
  exchange,
  MARK,
  percent,
  quoted,
  redactor,
  sse,
  textOf,
  unicode,
  VALUE,
} from '../support/redacted.ts';
import { expect, test } from '../support/test.ts';

const args = (index: number, text: string) => ({
  choices: [{ delta: { tool_calls: [{ function: { arguments: text }, index }] } }],
});

const named = (...data: readonly { readonly type: string; readonly text?: string }[]) =>
  data.map((one) => `event: ${one.type}\ndata: ${JSON.stringify(one)}\n\n`).join('');
const block = (index: number, text: string) => ({
  type: 'content_block_delta',
  index,
  delta: { type: 'input_json_delta', partial_json: text },
});
const numbered = (number: number, text: string) => ({
  type: 'response.output_text.delta',
  item_id: 'msg_1',
  output_index: 0,
  content_index: 0,
  delta: text,
  sequence_number: number,
});
const candidate = (text: string) => ({ candidates: [{ content: { parts: [{ text }], role: 'model' } }] });

const [HEAD, TAIL] = [VALUE.slice(0, 9), VALUE.slice(9)];

const bodies: readonly [title: string, before: string, after: string][] = [
  ['nothing to remove', '{"a": 1}', '{"a": 1}'],
  ['plain, in HTML', `<p>key ${VALUE}!</p>`, `<p>key ${MARK}!</p>`],
  ['in an error', `{"error":{"message":"bad key ${VALUE}"}}`, `{"error":{"message":"bad key ${MARK}"}}`],
  ['twice', `["${VALUE}","${VALUE}"]`, `["${MARK}","${MARK}"]`],
  ['as the name of a member', `{"${VALUE}":1}`, `{"${MARK}":1}`],
  ['with slashes escaped', `{"a":"${VALUE.replaceAll('/', '\\/')}"}`, `{"a":"${MARK}"}`],
  ['as \\u escapes', `{"a":"x${unicode(VALUE)}"}`, `{"a":"x${MARK}"}`],
  [
    'in JSON inside JSON',
    JSON.stringify({ a: `{"b":"${unicode(VALUE)}"}` }),
    JSON.stringify({ a: `{"b":"${MARK}"}` }),
  ],
  ['percent-encoded', `{"a":"?k=${encodeURIComponent(VALUE)}&l=1"}`, `{"a":"?k=${MARK}&l=1"}`],
  ['percent-encoded to the last character', `{"a":"${percent(VALUE)}"}`, `{"a":"${MARK}"}`],
  ['percent-encoded twice', `{"a":"${encodeURIComponent(encodeURIComponent(VALUE))}"}`, `{"a":"${MARK}"}`],
  ['as entities', `<b>${VALUE.replace(/./gu, (one) => `&#${one.charCodeAt(0)};`)}</b>`, `<b>${MARK}</b>`],
  ['in hexadecimal', Buffer.from(VALUE).toString('hex').toUpperCase(), MARK],
  ['in base64', `{"a":"${base64(VALUE)}"}`, `{"a":"${MARK}"}`],
  [
    'in base64 with its slashes escaped',
    `{"a":"${base64(VALUE).replaceAll('/', '\\/')}"}`,
    `{"a":"${MARK}"}`,
  ],
  ['in base64url', `{"a":"${Buffer.from(VALUE).toString('base64url')}"}`, `{"a":"${MARK}"}`],
  ['an escape that begins like the secret', `{"a":"\\u0073${VALUE.slice(1)}\\n"}`, `{"a":"${MARK}\\n"}`],
  [
    'over two deltas',
    sse(delta(`a${HEAD}`), delta(`${TAIL}b`), '[DONE]'),
    sse(delta(`a${MARK}`), delta('b'), '[DONE]'),
  ],
  [
    'over many deltas, others between them',
    sse(delta(HEAD), { choices: [] }, ...[...TAIL].map(delta)),
    sse(delta(MARK), { choices: [] }, ...[...TAIL].map(() => delta(''))),
  ],
  [
    'over deltas with escapes around it',
    sse(`{"d":"\\u00e9\\n${HEAD}"}`, `{"d":"${unicode(TAIL)}\\"x"}`),
    sse(`{"d":"\\u00e9\\n${MARK}"}`, `{"d":"\\"x"}`),
  ],
  [
    'over deltas of two calls that take turns',
    sse(args(0, HEAD), args(1, 'other'), args(0, TAIL)),
    sse(args(0, MARK), args(1, 'other'), args(0, '')),
  ],
  [
    'over named events, blocks that take turns',
    named(block(0, HEAD), block(1, 'other'), block(0, TAIL)),
    named(block(0, MARK), block(1, 'other'), block(0, '')),
  ],
  [
    'over numbered events, and whole in the last',
    named(numbered(0, HEAD), numbered(1, TAIL), { type: 'done', text: VALUE }),
    named(numbered(0, MARK), numbered(1, ''), { type: 'done', text: MARK }),
  ],
  [
    'over the elements of a streamed array',
    `[${JSON.stringify(candidate(HEAD))},\r\n${JSON.stringify(candidate(TAIL))}]`,
    `[${JSON.stringify(candidate(MARK))},\r\n${JSON.stringify(candidate(''))}]`,
  ],
  [
    'over deltas, in base64',
    sse(delta(base64(VALUE).slice(0, 10)), delta(base64(VALUE).slice(10))),
    sse(delta(MARK), delta('')),
  ],
  ['over deltas that are no JSON', sse(`a ${HEAD}`, `${TAIL} b`), sse(`a ${MARK}`, ' b')],
  ['over comments', `: ${HEAD}\n\n: ${TAIL}\n\n`, `: ${MARK}\n\n: \n\n`],
  ['over the lines of one event', `data: {"a":\ndata: "${VALUE}"}\n\n`, `data: {"a":\ndata: "${MARK}"}\n\n`],
  ['over lines of JSON', `{"a":"${HEAD}"}\n{"a":"${TAIL}"}\n`, `{"a":"${MARK}"}\n{"a":""}\n`],
  ['over parts of a content', `{"c":[{"t":"${HEAD}"},{"t":"${TAIL}"}]}`, `{"c":[{"t":"${MARK}"},{"t":""}]}`],
  [
    'after a byte order mark',
    `\uFEFF${sse(delta(HEAD), delta(TAIL))}`,
    `\uFEFF${sse(delta(MARK), delta(''))}`,
  ],
  [
    'in a stream with CRLF',
    `data: "${HEAD}"\r\n\r\ndata: "${TAIL}"\r\n\r\n`,
    `data: "${MARK}"\r\n\r\ndata: ""\r\n\r\n`,
  ],
  ['cut off with the body', `{"error":"bad key ${VALUE.slice(0, -3)}`, `{"error":"bad key ${MARK}`],
  ['cut off in the last delta', sse(delta(HEAD), delta(TAIL.slice(0, -1))), sse(delta(MARK), delta(''))],
  ['hardly begun', `{"error":"bad key ${HEAD}`, `{"error":"bad key ${HEAD}`],
];

for (const [title, before, after] of bodies) {
  test(`body: ${title}`, () => {
    expect(bodyAfter(before)).toBe(after);
    // What is redacted stays as it is.
    expect(bodyAfter(after)).toBe(after);
  });
}

const odd: readonly [title: string, value: string, before: string, after: string][] = [
  ['a number', '1234567890', '{"a":[1234567890,12]}', '{"a":["[REDACTED:K]",12]}'],
  ['part of a number', '1234567890', '{"a":-1234567890.5}', '{"a":"[REDACTED:K]"}'],
  ['quotes and backslashes', 'a"b\\\\c\nd/e', JSON.stringify({ a: 'a"b\\\\c\nd/e' }), '{"a":"[REDACTED:K]"}'],
  ['structure', '1,"a":2,"b"', '{"z":1,"a":2,"b":3}', '"[REDACTED:K]"'],
  ['what an escape ends with', 'nabcdefgh', '["\\nabcdefgh"]', '["[REDACTED:K]"]'],
  ['what an escape begins with', 'abcdefg\\', '["abcdefg\\"h"]', '["[REDACTED:K]h"]'],
  ['letters beyond ASCII', 'pässwörd😀!', '{"é":"pässw\\u00f6rd\\ud83d\\ude00!é"}', '{"é":"[REDACTED:K]é"}'],
  ['white space around it', ' abcdefgh1\n', 'abcdefgh1', '[REDACTED:K]'],
];

for (const [title, value, before, after] of odd) {
  test(`a secret of ${title}`, () => {
    const { response } = redactExchange(exchange(before), [{ name: 'K', value }]);
    expect(textOf(response?.body ?? bytesOf(''))).toBe(after);
  });
}

test('bytes that are no UTF-8 stay as they are', () => {
  const noise = Uint8Array.from([0xff, 0xe2, 0x82, ...bytesOf(VALUE), 0xc3]);
  const { response } = redactor.exchange(exchange(noise));
  expect([...(response?.body ?? [])]).toEqual([0xff, 0xe2, 0x82, ...bytesOf(MARK), 0xc3]);
});

test('two secrets, one inside the other: the longer one is named', () => {
  const both = createRedactor([
    { name: 'SHORT', value: VALUE.slice(0, 12) },
    { name: 'LONG', value: VALUE },
  ]);
  expect(both.text(`${VALUE} ${VALUE.slice(0, 12)}.`)).toBe('[REDACTED:LONG] [REDACTED:SHORT].');
});

/** A key of the characters that keys have, some of which every encoding changes. */
const key = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./+=~:'),
  minLength: 12,
  maxLength: 60,
});
const filling = fc.string({
  unit: fc.constantFrom('a', 'Z', '7', ' ', '"', '\\', '\n', 'é', '😀', '%', '+'),
  maxLength: 5,
});

type Writing = (secret: string, padding: string) => string;
const writingsOfKeys: readonly Writing[] = [
  (secret) => secret,
  quoted,
  unicode,
  encodeURIComponent,
  percent,
  (secret, padding) => base64(`${padding}${secret}`),
  (secret, padding) => base64(`user:${secret}${padding}`),
  (secret) => Buffer.from(secret).toString('base64url'),
];

/** Everything that would give the secret away to somebody who looks for it. */
function tracesOf(secret: string): string[] {
  const inBase64 = ['', 'x', 'xx'].map((before) =>
    base64(`${before}${secret}`).slice(before === '' ? 0 : before.length + 1, -4),
  );
  return [secret, encodeURIComponent(secret), percent(secret), ...inBase64];
}

/** Cuts a text at places given as fractions of its length, between whole characters. */
function cutAt(text: string, places: readonly number[]): string[] {
  const characters = [...text];
  const cuts = [0, ...places.map((place) => Math.floor(place * characters.length)), characters.length];
  const sorted = cuts.sort((left, right) => left - right);
  return sorted.slice(1).map((end, at) => characters.slice(sorted[at], end).join(''));
}

const places = fc.array(share, { maxLength: 8 });

test('a planted key never survives, however it is written and wherever it is cut', () => {
  fc.assert(
    fc.property(
      fc.record({
        secret: key,
        writing: fc.constantFrom(...writingsOfKeys),
        padding: filling,
        before: filling,
        after: filling,
        deltas: places,
        chunks: places,
        escaped: fc.boolean(),
        streamed: fc.boolean(),
      }),
      ({ secret, writing, padding, before, after, deltas, chunks, escaped, streamed }) => {
        const pieces = cutAt(`${before}${writing(secret, padding)}${after}`, streamed ? deltas : []);
        const json = (text: string) => {
          const plain = JSON.stringify(delta(text));
          return escaped ? plain.replaceAll('/', '\\/').replaceAll('-', '\\u002d') : plain;
        };
        const body = bytesOf(streamed ? sse(...pieces.map(json), '[DONE]') : json(pieces.join('')));
        const sizes = [0, ...chunks.map((place) => Math.floor(place * body.length)), body.length].sort(
          (l, r) => l - r,
        );
        const arrived = sizes.slice(1).map((end, at) => ({ bytes: end - (sizes[at] ?? 0), at }));
        const { response } = redactExchange(exchange(body, { chunks: arrived }), [
          { name: 'K', value: secret },
        ]);
        if (response === null) throw new Error('the response is gone');

        const text = textOf(response.body);
        const events = streamed ? readSse(response.body).events.map(({ data }) => data) : [text];
        const read = events
          .filter((data) => data !== '[DONE]')
          .map((data) => JSON.parse(data) as ReturnType<typeof delta>);
        const joined = read.map(({ choices }) => choices[0]?.delta.content).join('');
        const seen = {
          traces: tracesOf(secret).filter((trace) => text.includes(trace) || joined.includes(trace)),
          isMarked: REDACTION.test(joined),
          events: read.length,
          chunks: response.chunks?.map(({ at }) => at),
          isPositive: response.chunks?.every(({ bytes }) => bytes >= 0),
          bytes: response.chunks?.reduce((sum, { bytes }) => sum + bytes, 0),
        };
        expect(seen).toEqual({
          traces: [],
          isMarked: true,
          events: pieces.length,
          chunks: arrived.map(({ at }) => at),
          isPositive: true,
          bytes: response.body.length,
        });
      },
    ),
    { numRuns: 400 },
  );
});

test('a body without the key stays as it is, byte for byte', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.json(), (bytes, json) => {
      for (const body of [bytes, bytesOf(json), bytesOf(sse(json, textOf(bytes)))]) {
        expect(redactor.exchange(exchange(body)).response?.body).toEqual(body);
      }
    }),
  );
});
