/** The command `live`: what it sends, and what it writes. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { BASE_PATHS } from '../../src/dialects/openai-chat/serve/service.ts';
import { whyUnsent } from '../../src/evidence/exchange.ts';
import { createReferenceProvider } from '../../src/provider/reference-provider.ts';
import { runCli } from '../support/cli.ts';
import {
  conversationsOf,
  liveCommand,
  type Served,
  scenariosIn,
  serveCounted,
  writeConfig,
} from '../support/live-run.ts';
import { RecordedRun } from '../support/recorded-run.ts';
import { expect, test } from '../support/test.ts';

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

test('what is recorded is judged as a replay is, under the id of the run', async () => {
  served = await serveCounted();
  const model = { id: 'reference', body: { seed: 7 }, tokenLimitField: 'max_completion_tokens' };
  const config = writeConfig(folder, { baseUrl: served.baseUrl, models: [model] });
  const { code, output } = await runCli(
    ...live(config, '--scenario', 'weather', 'concurrent', '--no-report', '--fail-on', 'should'),
  );
  expect(output).toContain('passed: 10 conversations');
  expect(code).toBe(0);
  const { run, conversations, verdicts } = recorded.results();
  expect([run.mode, recorded.folder.endsWith(run.id)]).toEqual(['live', true]);
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
  const sent = recorded
    .exchangesOf('test/reference/weather.buffered.yaml')
    .map(({ request }) => JSON.parse(new TextDecoder().decode(request.body)));
  expect(
    sent.map(({ seed, max_completion_tokens, max_tokens }) => [seed, max_completion_tokens, max_tokens]),
  ).toEqual([
    [7, 4000, undefined],
    [7, 4000, undefined],
  ]);
});

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
  const { run, conversations, verdicts } = recorded.results();
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
  const { conversations } = recorded.results();
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
    expect([code, recorded.cassettes().size, most]).toEqual([0, 10, 4]);
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
  const { conversations, verdicts } = recorded.results();
  expect(conversations.map(({ notSent }) => notSent)).toEqual(['budget', 'budget', 'budget', 'budget']);
  expect(conversations.flatMap(({ passed }) => passed)).toEqual([]);
  expect([...new Set(verdicts.map(({ outcome }) => outcome))]).toEqual(['inconclusive']);
  expect(verdicts.find(({ check }) => check === 'ids/present')?.reason).toBe('exchange 1: not sent: budget');
  for (const name of recorded.cassettes().keys())
    expect(recorded.exchangesOf(name).map(whyUnsent)).toEqual(['budget']);

  const again = await runCli(
    ...live(config, '--scenario', 'weather', 'add-and-multiply', '--no-judge'),
    '--resume',
    recorded.id,
  );
  expect(again.code).toBe(0);
  for (const name of recorded.cassettes().keys())
    expect(recorded.exchangesOf(name).map(whyUnsent)).toEqual([null, null]);
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

test('a folder that cannot be written to is an error before the first request', async () => {
  served = await serveCounted();
  const config = writeConfig(folder, { baseUrl: served.baseUrl });
  writeFileSync(join(folder, 'reports'), 'a file where a folder is wanted');
  const { code, output } = await runCli(...live(config, '--scenario', 'weather'));
  expect(code).toBe(2);
  expect(output).toMatch(/^error: .*: cannot be written \((ENOTDIR|EEXIST)\); make room there/mu);
  expect(served.asked).toEqual([]);
});

test('targets without their key are skipped, said, and named in the results', async () => {
  served = await serveCounted();
  const config = writeConfig(folder, { baseUrl: served.baseUrl, keyEnv: 'NOBODY_SET_THIS_API_KEY' });
  const off = await runCli(...live(config, '--scenario', 'weather'));
  expect(off.code).toBe(2);
  expect(off.output).toContain('no target is on: NOBODY_SET_THIS_API_KEY is not set');
  expect(served.asked).toEqual([]);
});
