/** Shared by the tests of all recording formats: one exchange, and the requirements on every format. */

import assert from 'node:assert/strict';
import { parse, stringify } from 'yaml';
import { CassetteError } from '../../src/evidence/cassette/cassette.ts';
import { readRecording } from '../../src/evidence/recordings/read-recording.ts';
import type { Fidelity, RecordedExchange } from '../../src/evidence/recordings/recorded.ts';
import { parseJson } from '../../src/text/wire-text.ts';
import { MARK, ODD, pathsIn, replaced } from './attack.ts';
import fc, { share } from './property.ts';
import { expect, test } from './test.ts';

/** The exchange in the samples of every format. */
export const SENT = '{"model":"m","messages":[{"role":"user","content":"Größe?"}]}';
export const RECEIVED = '{"id":"1","object":"chat.completion"}';
export const URL = 'https://llm.test/v1/chat/completions';

export type Sample = readonly [name: string, file: string | Uint8Array, line: number | null];

/** Tests that each sample gives the exchange and its line, and that no damaged sample breaks the reader. */
export function testSamples(samples: readonly Sample[], fidelity: Fidelity = 'bytes'): void {
  for (const [name, file, line] of samples) {
    test(`reads ${name}`, () => {
      expect(
        read(file)?.map(({ exchange, ...rest }) => ({
          ...rest,
          method: exchange.request.method,
          url: exchange.request.url,
          sent: textOf(exchange.request.body),
          status: exchange.response?.status,
          received: textOf(exchange.response?.body),
        })),
      ).toEqual([{ line, fidelity, method: 'POST', url: URL, sent: SENT, status: 200, received: RECEIVED }]);
    });
  }

  testDamage(samples.map(([, file]) => file));
}

/**
 * Tests that a damaged file never breaks the reader: it either reads the file or reports the problem in one line. The
 * damage is random bytes in place of others, a truncated file and, in JSON or YAML, an odd value in place of each
 * value.
 */
export function testDamage(files: readonly (string | Uint8Array)[], isAnswer?: IsAnswer): void {
  test('no bytes break the reader', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...files.map(bytesOf)),
        share,
        fc.uint8Array({ maxLength: 20 }),
        fc.boolean(),
        (file, share, noise, goesOn) => {
          const at = Math.floor(share * file.length);
          const rest = goesOn ? file.subarray(at + 3) : new Uint8Array();
          requireNoBreak(Buffer.concat([file.subarray(0, at), noise, rest]), isAnswer);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('no value breaks the reader', () => {
    for (const file of files)
      for (const odd of oddFilesOf(textOf(bytesOf(file)))) requireNoBreak(odd, isAnswer);
  });
}

type IsAnswer = Parameters<typeof readRecording>[2];

function requireNoBreak(file: string | Uint8Array, isAnswer: IsAnswer): void {
  try {
    readRecording(bytesOf(file), 'x', isAnswer);
  } catch (error) {
    assert.ok(error instanceof CassetteError, String(error));
    assert.doesNotMatch(error.message, /\n/u);
  }
}

/** Tests one in this number of all combinations of odd value and place. A prime, so that all odd values are used. */
const ODD_STRIDE = 5;

/** Yields the file with an odd value at each of its places. Yields nothing if it is neither JSON nor YAML. */
function* oddFilesOf(file: string): Generator<string> {
  const json = parseJson(file);
  const value = json ?? yamlOf(file);
  if (typeof value !== 'object' || value === null) return;
  let at = 0;
  for (const path of pathsIn(value)) {
    const marked = replaced(value, path);
    const text = json === undefined ? stringify(marked) : JSON.stringify(marked, null, 2);
    const mark = json === undefined ? MARK : JSON.stringify(MARK);
    for (const odd of ODD) {
      at += 1;
      if (at % ODD_STRIDE === 0) yield text.replace(mark, () => odd);
    }
  }
}

function yamlOf(file: string): unknown {
  try {
    return parse(file, { logLevel: 'silent' });
  } catch {
    return null;
  }
}

/** A file named `x`, with the expected error message. */
export type BrokenFile = readonly [name: string, file: string | Uint8Array, message: string | RegExp];

/** Tests that each file is rejected with its message. */
export function testBrokenFiles(files: readonly BrokenFile[]): void {
  for (const [name, file, message] of files) {
    test(`says what is wrong: ${name}`, () => {
      expect(() => read(file)).toThrow(CassetteError);
      expect(() => read(file)).toThrow(message);
    });
  }
}

export function read(file: string | Uint8Array): readonly RecordedExchange[] | null {
  return readRecording(bytesOf(file), 'x');
}

/** Returns the body of the first response. */
export function receivedIn(file: string | Uint8Array): string {
  return textOf(read(file)?.[0]?.exchange.response?.body);
}

export function bytesOf(file: string | Uint8Array): Uint8Array {
  return typeof file === 'string' ? new TextEncoder().encode(file) : file;
}

export function textOf(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}

export function base64(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64');
}

/** Indents the text like a YAML block below a key. */
export function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}
