/** Commands that run at the same time in the same folders. */
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readHistory } from '../../src/results/history/store.ts';
import { lockFolder } from '../../src/system/lock.ts';
import { runCli, startCli } from '../support/cli.ts';
import { liveCommand, type Served, serveCounted, writeConfig } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

const RECORDED = 'cassettes/openrouter/deepseek/deepseek-v3.2/weather.streaming.yaml';

let folder: string;
let served: Served | undefined;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'at-once-'));
});

test.afterEach(async () => {
  await served?.close();
  served = undefined;
  rmSync(folder, { recursive: true, force: true });
});

test('six runs are added to one night, and what a stopped process left is cleared away', async () => {
  const store = join(folder, 'store');
  const { stdout } = await runCli('audit', RECORDED, '--json');
  const names = Array.from({ length: 6 }, (_, at) => `openrouter.ai/deepseek/model-${at}`);
  const files = names.map((name, at) => {
    const file = join(folder, `${at}.jsonl`);
    writeFileSync(file, stdout.replaceAll('openrouter.ai/deepseek/deepseek-v3.2', name));
    return file;
  });
  const release = await lockFolder(store);
  writeFileSync(join(store, '.2026-01-01.jsonl.0.tmp'), 'cut o');
  const running = files.map(
    (file) => startCli(['history', '--add', file, '--store', store, '--date', '2026-01-01']).ended,
  );
  release();
  const line = `added to ${join(store, '2026-01-01.jsonl')}\n`;
  expect((await Promise.all(running)).map(({ code, stdout }) => ({ code, stdout }))).toEqual(
    names.map(() => ({ code: 0, stdout: line })),
  );
  expect(readHistory(store).nights.map(({ targets }) => [...targets.keys()])).toEqual([names]);
  expect(readdirSync(store)).toEqual(['2026-01-01.jsonl']);
});

test('a live run that goes on cannot be resumed', async () => {
  const asked = new EventEmitter();
  const isAsked = once(asked, 'request');
  const mayEnd = once(asked, 'go on');
  served = await serveCounted({}, async () => {
    asked.emit('request');
    await mayEnd;
  });
  const config = writeConfig(folder, { baseUrl: served.baseUrl });
  const command = liveCommand(folder, config, '--scenario', 'weather', '--no-judge');
  const { child, ended } = startCli(command);
  await isAsked;
  const [id = ''] = readdirSync(join(folder, 'reports', 'live'));
  const run = join(folder, 'reports', 'live', id);
  const second = await runCli(...command, '--resume', id);
  asked.emit('go on');
  expect(second).toMatchObject({
    code: 2,
    output: expect.stringMatching(
      new RegExp(
        `^error: ${run}: process ${child.pid} works there since .*; wait for it to end, or stop it\n$`,
        'u',
      ),
    ),
  });
  expect((await ended).code).toBe(0);
  expect(readdirSync(run).toSorted()).toEqual(['cassettes', 'run.json']);
  expect((await runCli(...command, '--resume', id)).code).toBe(0);
});

test('a report waits until another one is built', async () => {
  const reports = join(folder, 'reports');
  const cassettes = join(folder, 'none');
  const { stdout } = await runCli('audit', RECORDED, '--json');
  const release = await lockFolder(reports);
  writeFileSync(join(reports, 'results.jsonl'), 'not yet');
  const { child, ended } = startCli(['report', '--reports', reports, '--cassettes', cassettes]);
  if (child.stderr !== null) await once(child.stderr, 'data');
  writeFileSync(join(reports, 'results.jsonl'), stdout);
  release();
  const { code, output } = await ended;
  expect({ code, output }).toMatchObject({
    code: 0,
    output: expect.stringContaining(`${reports}: waiting for process ${process.pid}, which works there\n`),
  });
  expect(readFileSync(join(reports, 'index.html'), 'utf8')).toContain('deepseek-v3.2');
  expect(readdirSync(reports).filter((name) => name.startsWith('.'))).toEqual([]);
});
