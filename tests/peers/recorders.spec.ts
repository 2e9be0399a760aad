/** Recordings that the libraries of others make here are judged as the same exchanges in a cassette of go-vcr. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isAnswer } from '../../src/audit/traffic.ts';
import { readRecording } from '../../src/evidence/recordings/read-recording.ts';
import type { RecordedExchange } from '../../src/evidence/recordings/recorded.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { textOf } from '../support/recording-samples.ts';
import { outcomesOf } from '../support/recording-verdicts.ts';
import { expect, test } from '../support/test.ts';

const provider = createReferenceProvider();
let url = '';

test.beforeAll(async () => {
  ({ url } = await provider.listen());
});

test.afterAll(async () => {
  await provider.close();
});

function read(file: string): readonly RecordedExchange[] {
  return readRecording(readFileSync(file), file, isAnswer) ?? [];
}

/** What tells an exchange from the others. */
function keyOf({ exchange: { request } }: RecordedExchange): string {
  return `${request.url} ${textOf(request.body)}`;
}

/** Of each recorder how many exchanges tell nothing: MSW keeps bodies as text, and no binary frame of the two streams of Converse. */
const RECORDERS = { nock: 0, msw: 2, polly: 0 };

for (const [recorder, lost] of Object.entries(RECORDERS)) {
  test(`${recorder}: each exchange is read, and judged as in its cassette`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recorder-'));
    const script = join(import.meta.dirname, 'recorders', 'record.mjs');
    const env = { ...process.env, NO_PROXY: '127.0.0.1' };
    const args = ['--import', 'tsx', script, recorder, url, folder];
    await promisify(execFile)(process.execPath, args, { env });
    const theirs = readdirSync(join(folder, 'theirs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .flatMap(({ parentPath, name }) => read(join(parentPath, name)));
    const own = read(join(folder, 'own.yaml'));
    rmSync(folder, { recursive: true });
    const found = new Map(theirs.map((each) => [keyOf(each), each]));
    const others = own.flatMap((each) => {
      const same = found.get(keyOf(each));
      const [due] = outcomesOf([each]);
      const [said] = same === undefined ? [] : outcomesOf([same]);
      return [...(due ?? [])].flatMap(([check, outcome]) => {
        const told = said?.get(check);
        return told === outcome || told === 'not-applicable' || told === 'inconclusive'
          ? []
          : [`${each.exchange.request.url} ${check}: ${outcome} became ${told}`];
      });
    });
    expect({ exchanges: own.length, found: found.size, others }).toEqual({
      exchanges: own.length,
      found: own.length,
      others: [],
    });
    expect(own.length).toBeGreaterThan(8);
    const passes = theirs.map((each) => outcomesOf([each]).flatMap((said) => [...said.values()]));
    const told = passes.filter((outcomes) => outcomes.filter((outcome) => outcome === 'pass').length > 5);
    expect(told.length).toBe(own.length - lost);
  });
}
