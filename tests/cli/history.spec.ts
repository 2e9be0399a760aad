/** The command `history`: what a night keeps of a run, and judging it again. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/cli.ts';
import { type Served, serveCounted, writeConfig } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

let folder: string;
let served: Served;

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
  served = await serveCounted();
});

test.afterEach(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Where calls come without their ids. */
function faulty(): string {
  const url = new URL(served.baseUrl);
  return `${url.origin}/fault/ids/dropped${url.pathname}`;
}

test('nights are judged again from the recordings that are kept, and one without them is named', async () => {
  const [reports, store] = [join(folder, 'reports'), join(folder, 'nights')];
  const config = writeConfig(folder, { baseUrl: faulty() });
  const expectations = ['--expectations', join(folder, 'expectations')];
  const folders = ['--reports', reports, ...expectations];
  await runCli('live', '--config', config, ...folders, '--scenario', 'weather', '--no-report');
  const runs = join(reports, 'live');
  const [run = ''] = readdirSync(runs);
  const results = join(runs, run, 'results.jsonl');
  await runCli('history', '--add', results, '--store', store, '--date', '2026-01-02');
  const night = join(store, '2026-01-02.jsonl');
  const recorded = readFileSync(night, 'utf8');
  expect(recorded).toContain('B:ids/present');

  // As a suite would have left it to which a missing id meant nothing.
  writeFileSync(night, recorded.replace(/\b\d+f\d+M\b/gu, '2').replaceAll(/B:[\w/,-]+/gu, 'W'));
  writeFileSync(
    join(store, '2026-01-01.jsonl'),
    recorded.replaceAll('2026-01-02', '2026-01-01').replaceAll(run, 'run-of-old'),
  );
  const { code: ended, output: told } = await runCli(
    ...['history', '--rejudge', '--store', store, '--recordings', runs, ...expectations],
  );
  expect([ended, told]).toEqual([
    0,
    [
      `2026-01-01: not judged again: no recordings of the run run-of-old are kept in ${runs}`,
      `2026-01-02: judged again, ${night}`,
      '1 of 2 nights judged again by the rules of today',
      '',
    ].join('\n'),
  ]);
  expect(readFileSync(night, 'utf8')).toBe(recorded);
});

test('the front page of a live run says what got worse since the one before it', async () => {
  const reports = join(folder, 'reports');
  for (const [baseUrl, ...more] of [[served.baseUrl, '--no-report'], [faulty()]]) {
    const config = writeConfig(folder, { baseUrl });
    const folders = ['--reports', reports, '--expectations', join(folder, 'expectations')];
    await runCli('live', '--config', config, ...folders, '--scenario', 'weather', ...more);
  }
  const [, run = ''] = readdirSync(join(reports, 'live')).filter((name) => name.startsWith('2'));
  const page = readFileSync(join(reports, 'live', run, 'index.html'), 'utf8');
  expect(page).toMatch(/\d+ features? worse than in the previous run/u);
});

test('either a run is added, or the nights are judged again', async () => {
  const { code, output } = await runCli('history', '--store', join(folder, 'nights'));
  expect([code, output]).toEqual([
    2,
    'error: give --add <results.jsonl> to add a run, or --rejudge to judge the kept nights again\n',
  ]);
});
