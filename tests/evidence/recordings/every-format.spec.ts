/** Requirements on every format that `audit --formats` lists. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { recordingIn } from '../../../src/audit/files.ts';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { RECORDING_FORMATS } from '../../../src/evidence/recordings/read-recording.ts';
import { runHere } from '../../support/cli.ts';
import { bytesOf, read, textOf } from '../../support/recording-samples.ts';
import { RECORDED, recordedWith, testSameVerdicts } from '../../support/recording-verdicts.ts';
import { WRITERS } from '../../support/recording-writers.ts';
import { expect, test } from '../../support/test.ts';

test('each format is written here', () => {
  expect(Object.keys(WRITERS)).toEqual(RECORDING_FORMATS.map(({ name }) => name));
});

/** One dialect with binary frames and one with JSON lines. */
const DIALECTS = ['bedrock-converse', 'ollama'];
// The reference provider's Chat Completions answers look like OpenRouter's, which only the host identifies.
const NAMELESS = 'answers without their requests';

for (const [name, { write, kept, bodies }] of Object.entries(WRITERS)) {
  if (name !== NAMELESS) testSameVerdicts(name, write, kept);
  if (bodies === 'chat') continue;
  for (const dialect of DIALECTS.filter(
    (each) => bodies === 'bytes' || name === NAMELESS || each === 'ollama',
  ))
    testSameVerdicts(`${name}, ${dialect}`, write, kept, recordedWith(`reference+${dialect}`));
}

const CODINGS: Readonly<Record<string, (body: Uint8Array) => Uint8Array>> = {
  gzip: (body) => gzipSync(body),
  br: (body) => brotliCompressSync(body),
  deflate: (body) => deflateSync(body),
};

const CONVERSATIONS = Object.values({ ...RECORDED, ...recordedWith('reference+bedrock-converse') });

for (const [name, { write, bodies }] of Object.entries(WRITERS)) {
  if (bodies !== 'bytes') continue;
  for (const [coding, pack] of Object.entries(CODINGS)) {
    test(`${name}: bodies in ${coding} are undone`, () => {
      const packed = ({ response, ...rest }: Exchange): Exchange => ({
        ...rest,
        response: response && {
          ...response,
          headers: [...response.headers, ['Content-Encoding', [coding]]],
          body: pack(response.body),
        },
      });
      for (const exchanges of CONVERSATIONS) {
        const [file = ''] = [write(exchanges.map(packed))].flat();
        expect(read(file)?.map(({ exchange }) => textOf(exchange.response?.body))).toEqual(
          exchanges.map(({ response }) => textOf(response?.body)),
        );
      }
    });
  }
}

/** A mutated, a truncated and an empty file of each format. */
const BROKEN: readonly (readonly [name: string, file: Uint8Array])[] = Object.entries(WRITERS).flatMap(
  ([name, { write, mutate }]) => {
    const [whole = ''] = [write(RECORDED['weather.buffered'] ?? [])].flat();
    const bytes = bytesOf(whole);
    return [
      [`${name}, mutated`, bytesOf(mutate(Buffer.from(bytes).toString('latin1')))] as const,
      [`${name}, truncated`, bytes.subarray(0, bytes.length * 0.6)] as const,
      [`${name}, empty`, new Uint8Array()] as const,
    ];
  },
);

for (const [name, file] of BROKEN) {
  test(`${name}: one line says what is wrong`, () => {
    const recording = recordingIn({ shown: 'x', name: 'x', path: 'x', explicit: true }, () => file);
    expect(recording).toEqual({ file: 'x', problem: expect.stringMatching(/^x[:,].*; [^\n]+$/u) });
  });
}

test('all of them end an audit with 2, each with its line', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'broken-'));
  const names = BROKEN.map(([name, file], at) => {
    writeFileSync(join(folder, `${at}-${name}`), file);
    return `${at}-${name}`;
  });
  const { code, output } = await runHere(['audit', ...names.map((name) => join(folder, name))]).ended;
  rmSync(folder, { recursive: true });
  const told = output.split('\n').filter((line) => line.startsWith('unreadable: '));
  expect(code).toBe(2);
  expect(names.filter((name) => told.filter((line) => line.includes(`/${name}:`)).length !== 1)).toEqual([]);
});
