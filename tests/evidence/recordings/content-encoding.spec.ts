import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { isAnswer } from '../../../src/audit/traffic.ts';
import { formatCassette } from '../../../src/evidence/cassette/write.ts';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { undoContentEncoding } from '../../../src/evidence/recordings/content-encoding.ts';
import { readRecording } from '../../../src/evidence/recordings/read-recording.ts';
import { judgeExchanges } from '../../../src/library/index.ts';
import { bytesOf, RECEIVED, textOf } from '../../support/recording-samples.ts';
import { again, outcomesOf } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';

const CHAT = 'http://localhost:8000/v1/chat/completions';
const ASKED = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Hello' }] });
const ANSWER = JSON.stringify({
  id: 'chatcmpl-7f3a91c2d4e8b605',
  object: 'chat.completion',
  created: 1_780_000_000,
  model: 'm',
  choices: [
    { index: 0, message: { role: 'assistant', content: 'Good morning! '.repeat(40) }, finish_reason: 'stop' },
  ],
  usage: { prompt_tokens: 8, completion_tokens: 120, total_tokens: 128 },
});
const REFUSAL = JSON.stringify({
  error: { message: 'The context is too long. '.repeat(9), type: 'x', param: null, code: null },
});

const CODINGS: readonly (readonly [coding: string, body: Uint8Array])[] = [
  ['gzip', gzipSync(RECEIVED)],
  ['X-GZIP', gzipSync(RECEIVED)],
  ['deflate', deflateSync(RECEIVED)],
  ['deflate', deflateRawSync(RECEIVED)],
  ['br', brotliCompressSync(RECEIVED)],
  ['deflate, gzip', gzipSync(deflateSync(RECEIVED))],
  ['gzip', bytesOf(RECEIVED)],
  ['br', bytesOf(RECEIVED)],
  ['deflate', bytesOf(RECEIVED)],
  ['zstd', bytesOf(RECEIVED)],
  ['identity', bytesOf(RECEIVED)],
  ['unheard-of', bytesOf(RECEIVED)],
];

for (const [at, [coding, body]] of CODINGS.entries()) {
  test(`undoes Content-Encoding: ${coding} (${at + 1})`, () => {
    expect(undone(coding, body)).toBe(RECEIVED);
  });
}

test('a compressed stream that was cut off gives what arrived', () => {
  const stream = gzipSync('data: 1\n\n'.repeat(2000));
  expect(undone('gzip', stream.subarray(0, stream.length - 12))).toMatch(/^(data: 1\n\n){1000}/);
});

for (const [name, coding, compress] of [
  ['gzip', 'gzip', gzipSync],
  ['zlib', 'deflate', deflateSync],
  ['raw deflate', 'deflate', deflateRawSync],
  ['brotli', 'br', brotliCompressSync],
] as const) {
  test(`who cut off a body of ${name}, nobody can tell`, () => {
    const outcomesOf = (status: number, text: string, check: string) => {
      const whole = compress(text);
      return [whole, whole.subarray(0, whole.length / 2)].map((body) => {
        const headers = { 'content-encoding': coding, 'content-type': 'application/json' };
        const response = { status, headers, body };
        const [judged] = judgeExchanges([{ request: { url: CHAT, body: ASKED }, response }]).conversations;
        const other = judged?.verdicts.find((verdict) => verdict.check === check)?.outcome;
        return judged?.passed.includes(check) === true ? 'pass' : other;
      });
    };
    expect(outcomesOf(200, ANSWER, 'shape/completion')).toEqual(['pass', 'inconclusive']);
    expect(outcomesOf(400, REFUSAL, 'errors/shape')).toEqual(['pass', 'inconclusive']);
  });
}

for (const [status, text, check] of [
  [200, ANSWER, 'shape/completion'],
  [400, REFUSAL, 'errors/shape'],
] as const) {
  test(`a ${status} that was cut off in its coding is judged in a cassette that it is converted to as before`, () => {
    const whole = gzipSync(text);
    const exchange: Exchange = {
      request: { method: 'POST', url: CHAT, headers: [], body: bytesOf(ASKED) },
      response: {
        status,
        headers: [
          ['Content-Encoding', ['gzip']],
          ['Content-Type', ['application/json']],
        ],
        body: whole.subarray(0, whole.length / 2),
        provenComplete: false,
      },
    };
    const foreign = formatCassette({ interactions: [{ exchange }] });
    const recording = readRecording(bytesOf(foreign), 'x', isAnswer) ?? [];
    expect(outcomesOf(recording)[0]?.get(check)).toBe('inconclusive');
    expect(outcomesOf(again(recording))).toEqual(outcomesOf(recording));
  });
}

test('a coding that cannot be undone makes a body that nobody can judge', () => {
  expect(() => undone('snappy', gzipSync(RECEIVED))).toThrow(
    'snappy is not supported; record without it in Accept-Encoding',
  );
});

function undone(coding: string, body: Uint8Array): string {
  return textOf(undoContentEncoding(body, [['Content-Encoding', [coding]]]).bytes);
}
