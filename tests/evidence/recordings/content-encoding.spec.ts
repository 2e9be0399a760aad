import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { undoContentEncoding } from '../../../src/evidence/recordings/content-encoding.ts';
import { bytesOf, RECEIVED, textOf } from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

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

test('a coding that cannot be undone makes a body that nobody can judge', () => {
  expect(() => undone('snappy', gzipSync(RECEIVED))).toThrow(
    'snappy is not supported; record without it in Accept-Encoding',
  );
});

function undone(coding: string, body: Uint8Array): string {
  return textOf(undoContentEncoding(body, [['Content-Encoding', [coding]]]));
}
