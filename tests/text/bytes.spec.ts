/** Conversions between bytes and text give the same result as Node's Buffer, in a browser too. */
import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import {
  base64Of,
  bytesOfBase64,
  bytesOfByteText,
  byteText,
  hexOf,
  isUtf8,
  strictUtf8Text,
  utf8Bytes,
  utf8Text,
} from '../../src/text/bytes.ts';
import { expect, test } from '../support/test.ts';

const BYTES = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => new Uint8Array(Buffer.from(text))),
  fc.uint8Array({ minLength: 8190, maxLength: 8200 }),
  fc.nat(8300).map((length) => new Uint8Array(length).fill(65)),
);

test('bytes of any kind are the same text, and back', () => {
  fc.assert(
    fc.property(BYTES, (bytes) => {
      const buffer = Buffer.from(bytes);
      const isWell = buffer.equals(Buffer.from(buffer.toString('utf8')));
      expect({
        utf8: utf8Text(bytes),
        strict: strictUtf8Text(bytes),
        isUtf8: isUtf8(bytes),
        bytes: byteText(bytes),
        hex: hexOf(bytes),
        base64: base64Of(bytes),
        back: Buffer.from(bytesOfByteText(byteText(bytes))),
        encoded: Buffer.from(utf8Bytes(buffer.toString('utf8'))),
      }).toEqual({
        utf8: buffer.toString('utf8'),
        strict: isWell ? buffer.toString('utf8') : null,
        isUtf8: isWell,
        bytes: buffer.toString('latin1'),
        hex: buffer.toString('hex'),
        base64: buffer.toString('base64'),
        back: buffer,
        encoded: Buffer.from(buffer.toString('utf8')),
      });
    }),
    { numRuns: 300 },
  );
});

test('base64 is read as leniently, in both alphabets, cut off or with other characters in it', () => {
  const TEXT = fc.string({ unit: fc.constantFrom(...'AQz09+/-_= \n.é'), maxLength: 30 });
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(Buffer.from(bytesOfBase64(text))).toEqual(Buffer.from(text, 'base64'));
    }),
    { numRuns: 1000 },
  );
});
