/** What a browser decompresses is what Node does: whole, cut off anywhere, broken, too long. */
import * as node from 'node:zlib';
import {
  brotliDecompressSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from '../../src/report/site/judge/browser/zlib.ts';
import { expect, test } from '../support/test.ts';

const TEXT = Buffer.from(
  Array.from({ length: 400 }, (_, at) => `data: {"n":${(at * 7919) % 1000}}\n\n`).join(''),
);
const LIMIT = { maxOutputLength: 100_000, finishFlush: node.constants.Z_SYNC_FLUSH };

for (const [name, pack, undo, undoHere] of [
  ['gzip', node.gzipSync, node.gunzipSync, gunzipSync],
  ['zlib', node.deflateSync, node.inflateSync, inflateSync],
  ['deflate', node.deflateRawSync, node.inflateRawSync, inflateRawSync],
] as const) {
  test(name, () => {
    const packed = pack(TEXT);
    const cut = Array.from({ length: packed.length }, (_, at) => packed.subarray(0, at + 1));
    const broken = Array.from({ length: packed.length }, (_, at) =>
      Buffer.from(packed.map((byte, index) => (index === at ? byte ^ 0x55 : byte))),
    );
    const bodies = [
      packed,
      Buffer.concat([packed, packed]),
      Buffer.concat([packed, TEXT]),
      ...cut,
      ...broken,
    ];
    const outcomes = (by: (body: Buffer) => Uint8Array) => bodies.map((body) => outcomeOf(() => by(body)));
    expect(outcomes((body) => undoHere(body, LIMIT))).toEqual(outcomes((body) => undo(body, LIMIT)));
    expect(outcomeOf(() => undoHere(packed, { maxOutputLength: 1000 }))).toBe('more than 1000 bytes');
  });
}

test('brotli', () => {
  const packed = node.brotliCompressSync(TEXT);
  expect(Buffer.from(brotliDecompressSync(packed, LIMIT))).toEqual(TEXT);
  expect(outcomeOf(() => brotliDecompressSync(packed, { maxOutputLength: 1000 }))).toBe(
    'more than 1000 bytes',
  );
});

test('gzip of a browser is gzip', () => {
  expect(node.gunzipSync(gzipSync(TEXT))).toEqual(TEXT);
});

function outcomeOf(undo: () => Uint8Array): string {
  try {
    return Buffer.from(undo()).toString('latin1');
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
