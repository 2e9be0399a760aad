/** The commands `replay --shard` and `merge`: the parts together are the whole. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireAllShards } from '../../src/cli/shards.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { runCli, startCli } from '../support/cli.ts';
import { expect, test } from '../support/test.ts';

const KIMI = 'openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';
const DEEPSEEK = 'openrouter/deepseek/deepseek-v3.2/weather.streaming.yaml';

let folder: string;
let shards: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shards-'));
  shards = join(folder, 'reports', 'shards');
  for (const cassette of [KIMI, DEEPSEEK])
    cpSync(join('cassettes', cassette), join(folder, 'cassettes', cassette));
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

function commandOf(command: readonly string[], reports: string): string[] {
  const cassettes = join(folder, 'cassettes');
  return [...command, '--cassettes', cassettes, '--reports', join(folder, reports)];
}

/** results.jsonl without what is new in each run. */
function resultsOf(reports: string): string {
  return readFileSync(join(folder, reports, 'results.jsonl'), 'utf8')
    .replace(/"id":"[0-9a-f-]{36}"/u, '')
    .replace(/"startedAt":"[^"]*"/u, '');
}

/** Makes the usage of a recorded answer wrong, which breaks a MUST. */
function breakPromise(): void {
  const file = join(folder, 'cassettes', KIMI);
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('"total_tokens":100', '"total_tokens":101'));
}

test('shards, merged, are the whole: a failure in any turns it red, the bytes are the same but for id and time, and all reports are built', async () => {
  breakPromise();
  const whole = await runCli(...commandOf(['replay', '--no-report'], 'whole'));
  // Of two conversations there are at most two parts, and nothing falls to the third.
  for (const current of [1, 2, 3]) {
    const shard = commandOf(['replay', '--shard', `${current}/3`], 'reports');
    const { code, output } = await startCli(shard).ended;
    expect(code, output).toBe(0);
  }
  expect(readdirSync(shards)).toEqual(['shard-1-of-3.zip', 'shard-2-of-3.zip', 'shard-3-of-3.zip']);
  expect(existsSync(join(folder, 'reports', 'results.jsonl'))).toBe(false);

  const merged = await startCli(commandOf(['merge', shards], 'merged')).ended;
  expect([whole.code, merged.code], merged.output).toEqual([1, 1]);
  expect(merged.output).toContain('MUST usage/total\n');
  expect(merged.output).toContain('conformance failures: 2 conversations (4 exchanges) judged');
  expect(resultsOf('merged')).toBe(resultsOf('whole'));
  const errors = merged.output.split('\n').filter((line) => line.includes('Error'));
  expect(errors.filter((line) => !/Error: held against|Error Context/u.test(line))).toEqual([]);
  for (const page of ['index.html', 'allure/index.html', 'playwright/index.html']) {
    expect(existsSync(join(folder, 'merged', page)), page).toBe(true);
  }
});

const NO_WHOLE: Record<string, { files: readonly string[]; told: string }> = {
  none: { files: [], told: ': no shards; make some with replay --shard 1/4, or with live --shard 1/4' },
  'one of two': {
    files: ['shard-1-of-2.zip'],
    told: ': shard-2-of-2.zip missing; run that part again and put its file there',
  },
  'two and one of another run': {
    files: ['shard-1-of-2.zip', 'shard-2-of-2.zip', 'shard-1-of-1.zip'],
    told: '/shard-1-of-1.zip: is of another run than the 2 shards; remove one or the other',
  },
  'a number too high': {
    files: ['shard-1-of-2.zip', 'shard-2-of-2.zip', 'shard-3-of-2.zip'],
    told: '/shard-3-of-2.zip: is of another run than the 2 shards; remove one or the other',
  },
  'a file of another name': {
    files: ['shard-1-of-1.zip', 'report.zip'],
    told: '/report.zip: is not named as a shard, such as shard-1-of-4.zip; remove it',
  },
};

for (const [name, { files, told }] of Object.entries(NO_WHOLE)) {
  test(`shards that are no whole are refused: ${name}`, () => {
    mkdirSync(shards, { recursive: true });
    for (const file of files) writeFileSync(join(shards, file), '');
    expect(() => requireAllShards(shards)).toThrow(new SuiteError(`${shards}${told}`));
  });
}
