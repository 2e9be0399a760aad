/** What the tests of all recording formats share: one exchange, and what every format must do with it. */

import assert from 'node:assert/strict';
import { parse, stringify } from 'yaml';
import { CassetteError } from '../../src/evidence/cassette/cassette.ts';
import { readRecording } from '../../src/evidence/recordings/read-recording.ts';
import type { Fidelity, RecordedExchange } from '../../src/evidence/recordings/recorded.ts';
import { parseJson } from '../../src/text/wire-text.ts';
import { MARK, ODD, pathsIn, replaced } from './attack.ts';
import fc, { share } from './property.ts';
import { expect, test } from './test.ts';

/** The exchange that the samples of a format hold. */
export const SENT = '{"model":"m","messages":[{"role":"user","content":"Größe?"}]}';
export const RECEIVED = '{"id":"1","object":"chat.completion"}';
export const URL = 'https://llm.test/v1/chat/completions';

export type Sample = readonly [name: string, file: string | Uint8Array, line: number | null];

/** Each sample gives the exchange, from the line of the file; and no damage of one breaks the reader. */
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
 * No damage of a file breaks the reader, which either reads it or says in one line what is wrong: bytes at random in the
 * place of others, a file that ends early, and, where it is JSON or YAML, something odd instead of each value.
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

/** Of all odd values in all places; a prime, so that they take turns. */
const ODD_STRIDE = 5;

/** The file with odd values in each of its places; nothing where it is neither JSON nor YAML. */
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

/** A file of the name `x`, with what its error says. */
export type BrokenFile = readonly [name: string, file: string | Uint8Array, message: string | RegExp];

/** Each file is refused in these words. */
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

/** The body of the first response. */
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

/** The text indented, as a block of YAML below a key. */
export function indent(text: string, by: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(by));
}
