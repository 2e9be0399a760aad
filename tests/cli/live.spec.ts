/** The command `live`: what it sends, what it writes, and what is left when it is stopped. */
import { createHash } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
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
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { BASE_PATHS } from '../../src/dialects/openai-chat/serve/service.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import { whyUnsent } from '../../src/evidence/exchange.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { parseResults } from '../../src/results/read-jsonl.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { canHold } from '../../src/scenarios/held.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { runCli, startCli } from '../support/cli.ts';
import { openingOf, type Served, serveCounted, writeConfig } from '../support/live-run.ts';
import { expect, same, test } from '../support/test.ts';

/** How often a run is killed; the nightly workflow asks for thirty times. */
const KILLS = Number(process.env['KILLS'] ?? 6);

let folder: string;
let served: Served | undefined;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-'));
});

test.afterEach(async () => {
  await served?.close();
  served = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function live(config: string, ...more: readonly string[]): string[] {
  const folders = ['reports', 'expectations'].flatMap((name) => [`--${name}`, join(folder, name)]);
  return ['live', '--config', config, ...folders, ...more];
}

function runFolder(): string {
  const runs = readdirSync(join(folder, 'reports', 'live'));
  expect(runs.length).toBe(1);
  return join(folder, 'reports', 'live', runs[0] ?? '');
}

/** Every cassette of the run with the hash of its bytes. */
function cassettes(): Map<string, string> {
  const root = join(runFolder(), 'cassettes');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  );
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(root, name)))
      .digest('hex');
  return new Map(names.sort().map((name) => [name, hash(name)]));
}

function exchangesOf(name: string) {
  return readCassette(join(runFolder(), 'cassettes', name)).interactions.map(({ exchange }) => exchange);
}

function resultsOf() {
  const file = join(runFolder(), 'results.jsonl');
  return parseResults(readFileSync(file, 'utf8'), file);
}

test('what is recorded is judged as a replay is, under the id of the run', async () => {
  served = await serveCounted();
  const model = { id: 'reference', body: { seed: 7 }, tokenLimitField: 'max_completion_tokens' };
  const config = writeConfig(folder, { baseUrl: served.baseUrl, models: [model] });
  const { code, output } = await runCli(
    ...live(config, '--scenario', 'weather', 'concurrent', '--no-report', '--fail-on', 'should'),
  );
  expect(output).toContain('passed: 10 conversations');
  expect(code).toBe(0);
  const { run, conversations, verdicts } = resultsOf();
  expect([run.mode, runFolder().endsWith(run.id)]).toEqual(['live', true]);
  expect(conversations.map(({ scenario, delivery, sample }) => `${scenario} ${delivery} ${sample}`)).toEqual([
    ...['buffered', 'streaming'].flatMap((delivery) =>
      [1, 2, 3, 4].map((copy) => `concurrent ${delivery} ${copy}`),
    ),
    'weather buffered 1',
    'weather streaming 1',
  ]);
  expect(conversations.every(({ cassette }) => cassette.startsWith('cassettes/test/reference/'))).toBe(true);
  expect(conversations.flatMap(({ timings = [] }) => timings).length).toBe(20);
  expect(verdicts.filter(({ outcome, level }) => outcome === 'fail' && level !== 'MAY')).toEqual([]);
  const sent = exchangesOf('test/reference/weather.buffered.yaml').map(({ request }) =>
    JSON.parse(new TextDecoder().decode(request.body)),
  );
  expect(
    sent.map(({ seed, max_completion_tokens, max_tokens }) => [seed, max_completion_tokens, max_tokens]),
  ).toEqual([
    [7, 4000, undefined],
    [7, 4000, undefined],
  ]);
});

/** What the one target of most of these tests can hold. */
const HELD = scenariosIn('openai-chat');

const HELD_CONVERSATIONS = conversationsOf(HELD);

function scenariosIn(dialect: string): Scenario[] {
  return SCENARIOS.filter((scenario) => canHold(dialectOf(dialect), scenario));
}

function conversationsOf(scenarios: readonly Scenario[]): number {
  return 2 * scenarios.reduce((sum, { copies = 1 }) => sum + copies, 0);
}

/** By dialect, the checks that nothing lets apply in a run of a provider that keeps its promises. */
const UNASKED: Readonly<Record<string, readonly string[]>> = {
  // An error within an answer, a provider that is pressed too hard, and (but in Responses) a second reason: in every dialect.
  'openai-chat': ['errors/midstream', 'errors/retry-after', 'finish/consistent'],
  // A stream need not end with [DONE], and this one does not.
  'openai-responses': ['errors/midstream', 'errors/retry-after', 'framing/nothing-after-done'],
  'anthropic-messages': ['errors/midstream', 'errors/retry-after', 'finish/consistent'],
  // Vertex AI's field, arguments in pieces, streams that are asked for as an array, calls without ids, a blocked prompt.
  gemini: [
    'deltas/one-call-per-index',
    'framing/json-array',
    'shape/one-created',
    'finish/blocked',
    'finish/consistent',
    'roundtrip/response-order',
    'errors/midstream',
    'errors/retry-after',
  ],
  // The details of what a prompt writes to a cache.
  'bedrock-converse': [
    'usage/cache-breakdown',
    'errors/midstream',
    'errors/retry-after',
    'finish/consistent',
  ],
  // Results in another order than their calls.
  ollama: ['roundtrip/response-order', 'errors/midstream', 'errors/retry-after', 'finish/consistent'],
};

test('on a fresh machine without keys everything is held with the reference provider, and every check passes somewhere', async () => {
  test.setTimeout(300_000);
  const { code, output } = await runCli(
    ...['live', '--reports', join(folder, 'reports'), '--no-report', '--fail-on', 'should'],
  );
  const { run, conversations, verdicts } = resultsOf();
  const planned = Object.values(run.targets).map(({ dialect }) => conversationsOf(scenariosIn(dialect)));
  expect(output).toContain(`passed: ${planned.reduce((sum, count) => sum + count)} conversations`);
  expect(code).toBe(0);
  expect(output).toMatch(/skipped: openai\/.* OPENAI_API_KEY is not set/u);
  const inOthers = dialects().filter(({ id }) => id !== 'openai-chat');
  expect(Object.keys(run.targets).toSorted()).toEqual(
    [
      'local/reference',
      'local/reference:free',
      'local/reference@reference',
      ...inOthers.map(({ id }) => `local/reference+${id}`),
    ].toSorted(),
  );
  const failing = verdicts.filter(({ outcome }) => outcome === 'fail');
  // Long answers hold a ping, which may be.
  expect(failing.filter(({ check }) => check !== 'events/ping')).toEqual([]);
  for (const [dialect, unasked] of Object.entries(UNASKED)) {
    const own = conversations.filter(({ target }) => run.targets[target]?.dialect === dialect);
    const passed = new Set(own.flatMap((conversation) => conversation.passed));
    const missing = dialectOf(dialect).rules.filter(({ id }) => !passed.has(id));
    expect.soft(missing.map(({ id }) => id).toSorted(), dialect).toEqual(unasked.toSorted());
  }
});

test('samples are conversations of their own, and a refusal that was retried is told', async () => {
  served = await serveCounted({ throttle: { requests: 2, retryAfter: 0 } });
  const config = writeConfig(folder, { baseUrl: served.baseUrl });
  const { code } = await runCli(
    ...live(config, '--scenario', 'weather', '--delivery', 'buffered', '--samples', '3', '--no-report'),
  );
  expect(code).toBe(0);
  const { conversations } = resultsOf();
  expect(conversations.map(({ sample }) => sample)).toEqual([1, 2, 3]);
  expect(conversations.reduce((sum, { retries = 0 }) => sum + retries, 0)).toBe(2);
  expect(served.asked.length).toBe(8);
});

test('as many requests are in flight as the limits allow, and never more, though more conversations are under way', async () => {
  let inFlight = 0;
  let most = 0;
  const begun = () => {
    inFlight += 1;
    most = Math.max(most, inFlight);
  };
  const ended = () => {
    inFlight -= 1;
  };
  const provider = createReferenceProvider({ latency: 50 });
  const { url } = await provider.listen();
  subscribe('http.server.request.start', begun);
  subscribe('http.server.response.finish', ended);
  try {
    const config = writeConfig(folder, {
      baseUrl: `${url}${BASE_PATHS.openrouter}`,
      limits: { inFlight: 4, requestsPerMinute: 60_000 },
    });
    const { code } = await runCli(
      ...live(config, '--no-judge', '--scenario', 'weather', '--delivery', 'buffered', '--samples', '10'),
    );
    expect([code, cassettes().size, most]).toEqual([0, 10, 4]);
  } finally {
    unsubscribe('http.server.request.start', begun);
    unsubscribe('http.server.response.finish', ended);
    await provider.close();
  }
});

test('what the budget does not allow is not sent, is not missing, and is inconclusive', async () => {
  served = await serveCounted();
  const config = writeConfig(folder, { baseUrl: served.baseUrl });
  const { code, output } = await runCli(
    ...live(config, '--scenario', 'weather', 'add-and-multiply', '--no-report', '--max-tokens', '1'),
  );
  expect([code, served.asked, output.trim().split('\n').slice(-2)]).toEqual([
    2,
    [],
    [
      'the run could not be completed: no request was sent (budget); raise --max-cost or --max-tokens',
      'not sent: test/reference: requests of 4 conversations (budget: 4)',
    ],
  ]);
  const { conversations, verdicts } = resultsOf();
  expect(conversations.map(({ notSent }) => notSent)).toEqual(['budget', 'budget', 'budget', 'budget']);
  expect(conversations.flatMap(({ passed }) => passed)).toEqual([]);
  expect([...new Set(verdicts.map(({ outcome }) => outcome))]).toEqual(['inconclusive']);
  expect(verdicts.find(({ check }) => check === 'ids/present')?.reason).toBe('exchange 1: not sent: budget');
  for (const name of cassettes().keys()) expect(exchangesOf(name).map(whyUnsent)).toEqual(['budget']);

  const again = await runCli(
    ...live(config, '--scenario', 'weather', 'add-and-multiply', '--no-judge'),
    '--resume',
    runFolder().slice(runFolder().lastIndexOf('/') + 1),
  );
  expect(again.code).toBe(0);
  for (const name of cassettes().keys()) expect(exchangesOf(name).map(whyUnsent)).toEqual([null, null]);
});

test('a plan sends nothing, and says what would be sent', async () => {
  served = await serveCounted();
  const config = writeConfig(folder, {
    baseUrl: served.baseUrl,
    models: [
      {
        id: 'reference',
        price: {
          promptPerMillion: 1,
          completionPerMillion: 2,
          source: 'https://example.com',
          date: '2026-01-01',
        },
      },
    ],
  });
  const { code, output } = await runCli(...live(config, '--plan', '--scenario', 'weather'));
  expect(code).toBe(0);
  expect(output).toMatch(/test\/reference +│ +2 │ +4 │ /u);
  expect(served.asked).toEqual([]);
  expect(existsSync(join(folder, 'reports'))).toBe(false);
});

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
    const resume = before.size === 0 && !existsSync(join(folder, 'reports')) ? [] : ['--resume', idOfRun()];
    const { child, ended } = startCli([...command, ...resume]);
    kill = () => setTimeout(() => child.kill('SIGKILL'), ms);
    killAt = served.asked.length + requests;
    await ended;
    killAt = Number.POSITIVE_INFINITY;
    const after = cassettes();
    for (const [name, hash] of before) same(after.get(name), hash, name);
    same(
      [...after.keys()].filter((name) => exchangesOf(name).length === 0),
      [],
    );
    before = after;
    const openings = [...after.keys()].map((name) =>
      openingOf(exchangesOf(name)[0]?.request.body ?? new Uint8Array()),
    );
    settled.push({ openings: new Set(openings), from: served.asked.length });
  }
  const last = await runCli(...command, '--resume', idOfRun());
  expect(last.code).toBe(0);
  expect(cassettes().size).toBe(2 * scenarios.length);
  const atLast = cassettes();
  for (const [name, hash] of before) same(atLast.get(name), hash, name);
  for (const { openings, from } of settled) {
    expect(served.asked.slice(from).filter((opening) => openings.has(opening))).toEqual([]);
  }
  const left = readdirSync(runFolder(), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tmp'),
  );
  expect(left).toEqual([]);
});

function idOfRun(): string {
  const run = runFolder();
  return run.slice(run.lastIndexOf('/') + 1);
}

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
  const done = cassettes().size;
  expect(done).toBeGreaterThanOrEqual(1);
  expect(output).toContain(`${done} of ${HELD_CONVERSATIONS} conversations are recorded in ${runFolder()}`);
  expect(output).toContain(`--resume ${idOfRun()}`);
  for (const name of cassettes().keys()) {
    expect(
      exchangesOf(name).every(({ response }) => response !== null),
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
    ...live(config, '--scenario', 'weather', '--samples', '2', '--resume', idOfRun()),
  );
  expect(other.code).toBe(2);
  expect(other.output).toContain('the run was asked for other samples (1, now 2)');
});

test('a folder that cannot be written to is an error before the first request', async () => {
  served = await serveCounted();
  const config = writeConfig(folder, { baseUrl: served.baseUrl });
  writeFileSync(join(folder, 'reports'), 'a file where a folder is wanted');
  const { code, output } = await runCli(...live(config, '--scenario', 'weather'));
  expect(code).toBe(2);
  expect(output).toMatch(/^error: .*: cannot be written \((ENOTDIR|EEXIST)\); make room there/mu);
  expect(served.asked).toEqual([]);
});

test('a cassette that cannot be written midway ends the run, and what was recorded stays', async () => {
  served = await serveCounted({ latency: 20 }, (count) => {
    if (count === 5)
      mkdirSync(join(runFolder(), 'cassettes/test/reference/no-arguments.streaming.yaml/taken'), {
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
  rmSync(join(runFolder(), 'cassettes/test/reference/no-arguments.streaming.yaml'), { recursive: true });
  expect([...cassettes().keys()].map((name) => name.slice('test/reference/'.length))).toEqual(
    ['add-and-multiply', 'weather'].flatMap((name) => [`${name}.buffered.yaml`, `${name}.streaming.yaml`]),
  );
});

test('targets without their key are skipped, said, and named in the results', async () => {
  served = await serveCounted();
  const config = writeConfig(folder, { baseUrl: served.baseUrl, keyEnv: 'NOBODY_SET_THIS_API_KEY' });
  const off = await runCli(...live(config, '--scenario', 'weather'));
  expect(off.code).toBe(2);
  expect(off.output).toContain('no target is on: NOBODY_SET_THIS_API_KEY is not set');
  expect(served.asked).toEqual([]);
});
