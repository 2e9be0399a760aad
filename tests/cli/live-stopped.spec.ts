/** The command `live`, killed, interrupted or out of room: what is left, and how it goes on. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, startCli } from '../support/cli.ts';
import {
  conversationsOf,
  liveCommand,
  openingOf,
  type Served,
  scenariosIn,
  serveCounted,
  writeConfig,
} from '../support/live-run.ts';
import { RecordedRun } from '../support/recorded-run.ts';
import { expect, same, test } from '../support/test.ts';

/** How often a run is killed; the nightly workflow asks for thirty times. */
const KILLS = Number(process.env['KILLS'] ?? 6);

let folder: string;
let recorded: RecordedRun;
let served: Served | undefined;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-'));
  recorded = new RecordedRun(join(folder, 'reports'));
});

test.afterEach(async () => {
  await served?.close();
  served = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const live = (config: string, ...more: readonly string[]) => liveCommand(folder, config, ...more);

/** What the one target of these tests can hold. */
const HELD = scenariosIn('openai-chat');

test(`killed at any of ${KILLS} moments, it goes on with what is missing: nothing is lost, sent twice or half-written`, async () => {
  test.setTimeout(60_000 + KILLS * 30_000);
  const scenarios = HELD.filter(({ copies }) => copies === undefined).map(({ id }) => id);
  let kill = (): void => {};
  let killAt = Number.POSITIVE_INFINITY;
  served = await serveCounted({ latency: 5 }, (count) => {
    if (count >= killAt) kill();
  });
  const config = writeConfig(folder, {
    baseUrl: served.baseUrl,
    limits: { inFlight: 2, requestsPerMinute: 6000 },
  });
  const command = live(config, '--no-judge', '--scenario', ...scenarios);
  // A fixed sequence: how many requests each start may send, and how many milliseconds later it is killed.
  const moments = Array.from({ length: KILLS }, (_, at) => ({
    requests: 1 + ((at * 7) % 5),
    ms: (at * 13) % 17,
  }));
  const settled: { readonly openings: ReadonlySet<string>; readonly from: number }[] = [];
  let before = new Map<string, string>();
  for (const { requests, ms } of moments) {
    const resume = before.size === 0 && !existsSync(join(folder, 'reports')) ? [] : ['--resume', recorded.id];
    const { child, ended } = startCli([...command, ...resume]);
    kill = () => setTimeout(() => child.kill('SIGKILL'), ms);
    killAt = served.asked.length + requests;
    await ended;
    killAt = Number.POSITIVE_INFINITY;
    const after = recorded.cassettes();
    for (const [name, hash] of before) same(after.get(name), hash, name);
    same(
      [...after.keys()].filter((name) => recorded.exchangesOf(name).length === 0),
      [],
    );
    before = after;
    const openings = [...after.keys()].map((name) =>
      openingOf(recorded.exchangesOf(name)[0]?.request.body ?? new Uint8Array()),
    );
    settled.push({ openings: new Set(openings), from: served.asked.length });
  }
  const last = await runCli(...command, '--resume', recorded.id);
  expect(last.code).toBe(0);
  expect(recorded.cassettes().size).toBe(2 * scenarios.length);
  const atLast = recorded.cassettes();
  for (const [name, hash] of before) same(atLast.get(name), hash, name);
  for (const { openings, from } of settled) {
    expect(served.asked.slice(from).filter((opening) => openings.has(opening))).toEqual([]);
  }
  const left = readdirSync(recorded.folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tmp'),
  );
  expect(left).toEqual([]);
});

test('interrupted, it ends what is under way, says what is done, and exits with 130', async () => {
  let interrupt = (): void => {};
  served = await serveCounted({ latency: 50 }, (count) => {
    if (count === 3) interrupt();
  });
  const config = writeConfig(folder, {
    baseUrl: served.baseUrl,
    limits: { inFlight: 2, requestsPerMinute: 6000 },
  });
  const { child, ended } = startCli(live(config));
  interrupt = () => child.kill('SIGINT');
  const { code, output } = await ended;
  expect(code).toBe(130);
  const done = recorded.cassettes().size;
  expect(done).toBeGreaterThanOrEqual(1);
  expect(output).toContain(
    `${done} of ${conversationsOf(HELD)} conversations are recorded in ${recorded.folder}`,
  );
  expect(output).toContain(`--resume ${recorded.id}`);
  for (const name of recorded.cassettes().keys()) {
    expect(
      recorded.exchangesOf(name).every(({ response }) => response !== null),
      name,
    ).toBe(true);
  }
});

test('a run can only be resumed as what it was', async () => {
  const config = writeConfig(folder, { baseUrl: 'http://127.0.0.1:9/v1' });
  expect(await runCli(...live(config, '--resume', 'nowhere'))).toMatchObject({
    code: 2,
    output: `error: --resume nowhere: no such run in ${join(folder, 'reports', 'live')}; no run was kept\n`,
  });
  expect((await runCli(...live(config, '--scenario', 'weather', '--no-judge'))).code).toBe(2);
  const other = await runCli(
    ...live(config, '--scenario', 'weather', '--samples', '2', '--resume', recorded.id),
  );
  expect(other.code).toBe(2);
  expect(other.output).toContain('the run was asked for other samples (1, now 2)');
});

test('a cassette that cannot be written midway ends the run, and what was recorded stays', async () => {
  served = await serveCounted({ latency: 20 }, (count) => {
    if (count === 5)
      mkdirSync(join(recorded.folder, 'cassettes/test/reference/no-arguments.streaming.yaml/taken'), {
        recursive: true,
      });
  });
  const config = writeConfig(folder, {
    baseUrl: served.baseUrl,
    limits: { inFlight: 1, requestsPerMinute: 6000 },
  });
  const scenarios = ['weather', 'add-and-multiply', 'no-arguments'];
  const { code, output } = await runCli(...live(config, '--scenario', ...scenarios));
  expect(code).toBe(2);
  expect(output).toMatch(/error: .*no-arguments\.streaming\.yaml: cannot be written \((EISDIR|ENOTEMPTY)\)/u);
  expect(output).toContain('--resume');
  rmSync(join(recorded.folder, 'cassettes/test/reference/no-arguments.streaming.yaml'), { recursive: true });
  expect([...recorded.cassettes().keys()].map((name) => name.slice('test/reference/'.length))).toEqual(
    ['add-and-multiply', 'weather'].flatMap((name) => [`${name}.buffered.yaml`, `${name}.streaming.yaml`]),
  );
});
