/**
 * Commands that are killed (SIGKILL) at any moment: what they write is as before or as after, nothing is counted twice, what
 * had ended is not lost, and the next one is not kept waiting. `KILLS` says how often each is killed.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { finishReports } from '../../src/cli/written-reports.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { runCli, startCli } from '../support/cli.ts';
import { type Served, serveCounted, writeConfig } from '../support/live-run.ts';
import { expect, test } from '../support/test.ts';

const KILLS = Number(process.env['KILLS'] ?? 1);
const RECORDED = 'cassettes/openrouter/deepseek/deepseek-v3.2/weather.streaming.yaml';

let folder: string;
let served: Served | undefined;

test.beforeEach(() => {
  test.setTimeout(60_000 + KILLS * 30_000);
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
});

test.afterEach(async () => {
  await served?.close();
  served = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** Runs it undisturbed. @returns how many milliseconds it takes */
async function timed(command: readonly string[]): Promise<number> {
  const start = performance.now();
  const { code, output } = await startCli(command).ended;
  expect(code, output).toBe(0);
  return performance.now() - start;
}

/** Kills it at some moment of its time. @returns the moment, in words */
async function killed(command: readonly string[], time: number): Promise<string> {
  // Of a machine that is busy with other things each kill takes as much longer as the command did.
  test.setTimeout(60_000 + KILLS * Math.max(30_000, 10 * time));
  const moment = time * (0.2 + 0.9 * Math.random());
  const { child, ended } = startCli(command);
  await sleep(moment);
  child.kill('SIGKILL');
  await ended;
  return `killed after ${Math.round(moment)} of ${Math.round(time)} ms`;
}

/** Every file below a folder with its text, but for those that a process left unfinished. */
function filesIn(below: string, isMeant: (name: string) => boolean = () => true): Record<string, string> {
  const names = existsSync(below) ? readdirSync(below, { recursive: true, encoding: 'utf8' }) : [];
  return Object.fromEntries(
    names
      .filter((name) => !/(?:^|\/)\..*\.tmp(?:\/|$)/u.test(name) && isMeant(name))
      .filter((name) => statSync(join(below, name)).isFile())
      .toSorted()
      .map((name) => [name, readFileSync(join(below, name), 'utf8')]),
  );
}

function unfinishedIn(below: string): string[] {
  return readdirSync(below, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));
}

/** It waits for Allure, so it has its turn at night. */
const AT_NIGHT = process.env['KILLS'] === undefined ? [] : ['report'];

for (const name of AT_NIGHT) {
  test(`a ${name} that is killed leaves the earlier pages or the new ones, or what the next start finishes`, async () => {
    const [before, after] = [join(folder, 'before'), join(folder, 'after')];
    const now = (kill: number) => join(folder, `now-${kill}`);
    const command = (reports: string) => [name, '--reports', reports, '--cassettes', join(folder, 'none')];
    const { stdout } = await runCli('audit', RECORDED, '--json');
    mkdirSync(before);
    writeFileSync(join(before, 'results.jsonl'), stdout);
    await timed(command(before));
    const old = filesIn(before, isPage);
    cpSync(before, after, { recursive: true });
    const results = stdout.replaceAll('deepseek/deepseek-v3.2', 'deepseek/another');
    for (const reports of [before, after]) writeFileSync(join(reports, 'results.jsonl'), results);
    const time = await timed(command(after));
    const fresh = filesIn(after, isPage);
    for (let kill = 0; kill < KILLS; kill += 1) {
      cpSync(before, now(kill), { recursive: true });
      const when = await killed(command(now(kill)), time);
      finishReports(now(kill));
      expect({ when, mixed: mixedOutputs(filesIn(now(kill), isPage), old, fresh) }).toEqual({
        when,
        mixed: [],
      });
    }
    const last = now(KILLS - 1);
    await timed(command(last));
    expect(otherThan(fresh, filesIn(last, isPage))).toEqual([]);
    expect(unfinishedIn(last)).toEqual([]);
  });
}

/** The list of pages names those before and those to come while they are moved; Allure says when it made its own. */
function isPage(name: string): boolean {
  return !/^(?:api\/)?report-files\.txt$|^results\.jsonl$|^allure/u.test(name);
}

/** Outputs of which neither all earlier files are there nor all new ones. What is left besides is linked from nowhere. */
function mixedOutputs(
  left: Record<string, string>,
  ...states: readonly Record<string, string>[]
): readonly string[] {
  const outputs = new Set(Object.keys(left).map(outputOf));
  const isWhole = (state: Record<string, string>, output: string) =>
    Object.entries(state).every(([name, text]) => outputOf(name) !== output || left[name] === text);
  return [...outputs].filter((output) => !states.some((state) => isWhole(state, output)));
}

/** What is written in one step: the files of the pages or of the API, or one file of its own. */
function outputOf(name: string): string {
  const [first = ''] = name.split('/', 1);
  return /^api$|\.(?:xml|csv)$/u.test(first) ? first : 'pages';
}

/** The names of files that differ. */
function otherThan(meant: Record<string, string>, found: Record<string, string>): string[] {
  return Object.keys({ ...meant, ...found }).filter((name) => meant[name] !== found[name]);
}

test('a run that is killed while it is added is in its night once or not at all', async () => {
  const { stdout } = await runCli('audit', RECORDED, '--json');
  const [file, store, whole] = [join(folder, 'b.jsonl'), join(folder, 'store'), join(folder, 'whole')];
  const add = (run: string, to: string) => ['history', '--add', run, '--store', to, '--date', '2026-01-01'];
  writeFileSync(join(folder, 'a.jsonl'), stdout);
  writeFileSync(file, stdout.replaceAll('deepseek/deepseek-v3.2', 'deepseek/another'));
  await timed(add(join(folder, 'a.jsonl'), whole));
  const old = filesIn(whole);
  const time = await timed(add(file, whole));
  const fresh = filesIn(whole);
  for (let kill = 0; kill < KILLS; kill += 1) {
    rmSync(store, { recursive: true, force: true });
    await timed(add(join(folder, 'a.jsonl'), store));
    const when = await killed(add(file, store), time);
    expect([old, fresh], when).toContainEqual(filesIn(store));
    await timed(add(file, store));
    expect(filesIn(store), when).toEqual(fresh);
    expect(unfinishedIn(store)).toEqual([]);
  }
});

const SCENARIOS = ['weather', 'three-turns', 'no-arguments', 'tool-error'];

test('a run that is killed is resumed: what had ended is not asked again', async () => {
  const { command, time } = await liveRun('live');
  for (let kill = 0; kill < KILLS; kill += 1) {
    const reports = join(folder, `reports-${kill}`);
    const own = [...command, '--no-judge', '--reports', reports];
    const when = await killed(own, time);
    const [id] = runsIn(reports);
    if (id === undefined) continue;
    const cassettes = join(reports, 'live', id, 'cassettes');
    const before = filesIn(cassettes);
    await served?.left();
    const askedBefore = served?.asked.length ?? 0;
    await timed([...own, '--resume', id]);
    const after = filesIn(cassettes);
    expect(after, when).toMatchObject(before);
    expect(Object.keys(after), when).toHaveLength(2 * SCENARIOS.length);
    const sentAgain = Object.entries(after).filter(([name]) => before[name] === undefined);
    const exchanges = sentAgain.map(([name]) => readCassette(join(cassettes, name)).interactions.length);
    const asked = (served?.asked.length ?? 0) - askedBefore;
    expect(asked, when).toBe(exchanges.reduce((sum, count) => sum + count, 0));
    expect(unfinishedIn(reports)).toEqual([]);
  }
});

test('cassettes that a killed process was to refresh are the old or the new ones, each whole', async () => {
  const cassettes = join(folder, 'cassettes');
  const { command, time } = await liveRun('record', '--cassettes', cassettes, '--target', 'test/reference');
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = filesIn(cassettes);
    const when = await killed(command, time);
    const left = filesIn(cassettes);
    expect(Object.keys(left), when).toEqual(Object.keys(before));
    const recorded = Object.values(
      Object.assign({}, ...runsIn(join(folder, 'reports')).map((id) => newest(id))),
    );
    const mixed = Object.entries(left).filter(
      ([name, text]) => text !== before[name] && !recorded.includes(text),
    );
    expect(mixed, when).toEqual([]);
    await timed(command);
    expect(Object.entries(filesIn(cassettes)).filter(([name, text]) => text === before[name])).toEqual([]);
    expect(unfinishedIn(cassettes)).toEqual([]);
  }

  function newest(id: string): Record<string, string> {
    const run = filesIn(join(folder, 'reports', 'live', id, 'cassettes'));
    return Object.fromEntries(Object.entries(run).map(([name, text]) => [`${id}/${name}`, text]));
  }
});

/** Serves what is to be recorded, and records it once. */
async function liveRun(
  name: 'live' | 'record',
  ...more: readonly string[]
): Promise<{ readonly command: readonly string[]; readonly time: number }> {
  served = await serveCounted();
  const config = writeConfig(folder, { baseUrl: served.baseUrl });
  const command = [name, '--config', config, '--scenario', ...SCENARIOS, ...more];
  const reports = ['--reports', join(folder, 'reports')];
  if (name === 'record')
    return { command: [...command, ...reports], time: await timed([...command, ...reports]) };
  return { command, time: await timed([...command, ...reports, '--no-judge']) };
}

function runsIn(reports: string): string[] {
  const runs = join(reports, 'live');
  if (!existsSync(runs)) return [];
  return readdirSync(runs).filter((id) => existsSync(join(runs, id, 'run.json')));
}
