/** The commands `replay --shard` and `merge` as a user runs them: the parts together are the whole. */
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
import { expect, test } from '@playwright/test';
import { parseShard, requireAllShards } from '../../src/cli/shards.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { runCli } from '../support/cli.ts';

const KIMI = 'openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';

let folder: string;
let shards: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shards-'));
  shards = join(folder, 'reports', 'shards');
  cpSync('cassettes/openrouter', join(folder, 'cassettes', 'openrouter'), { recursive: true });
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(command: readonly string[], reports = 'reports'): ReturnType<typeof runCli> {
  const cassettes = join(folder, 'cassettes');
  return runCli(
    ...command,
    '--cassettes',
    cassettes,
    '--reports',
    join(folder, reports),
    '--fail-on',
    'should',
  );
}

function replayShards(total: number): void {
  for (let current = 1; current <= total; current += 1) {
    expect(run(['replay', '--shard', `${current}/${total}`])).toMatchObject({ code: 0 });
  }
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

test('two shards, merged, are the whole: the same bytes but for id and time, and all reports', () => {
  test.slow();
  const whole = run(['replay', '--no-report'], 'whole');
  replayShards(2);
  expect(readdirSync(shards)).toEqual(['shard-1-of-2.zip', 'shard-2-of-2.zip']);
  expect(existsSync(join(folder, 'reports', 'results.jsonl'))).toBe(false);

  const merged = run(['merge', shards], 'merged');
  expect([whole.code, merged.code], merged.output).toEqual([0, 0]);
  expect(merged.output).toContain('held: 5 conversations (10 exchanges) judged');
  expect(resultsOf('merged')).toBe(resultsOf('whole'));
  expect(merged.output).not.toContain('Error');
  for (const page of ['index.html', 'allure/index.html', 'playwright/index.html']) {
    expect(existsSync(join(folder, 'merged', page)), page).toBe(true);
  }
});

test('a failure in any shard turns the whole red, and the shards stay green', () => {
  test.slow();
  breakPromise();
  replayShards(2);
  const merged = run(['merge', shards, '--no-report'], 'merged');
  expect(merged.output).toContain('new failure: MUST usage/total');
  expect(merged.code).toBe(1);
});

test('a shard that no spec falls to is kept all the same', () => {
  expect(run(['replay', '--shard', '7/7']).code).toBe(0);
  expect(readdirSync(shards)).toEqual(['shard-7-of-7.zip']);
});

const NO_WHOLE: Record<string, { files: readonly string[]; told: string }> = {
  none: { files: [], told: ': no shards; keep some with replay --shard 1/4' },
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

test('a part is written as Playwright writes it', () => {
  expect(parseShard('2/4')).toEqual({ current: 2, total: 4 });
  for (const text of ['', '2', '0/4', '5/4', '1/0', '1/4/4', '-1/4', '1.5/4', ' 1/4']) {
    expect(() => parseShard(text), text).toThrow(`--shard ${text}: is no part of a whole`);
  }
});
