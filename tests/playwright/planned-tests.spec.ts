/** What Playwright is given to run, by the plan alone. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { defineProviders, targetsOf } from '../../src/config/providers.ts';
import { plannedGroups } from '../../src/playwright/planned-tests.ts';
import { cassetteOf, DELIVERIES } from '../../src/replay/plan.ts';
import type { Settings } from '../../src/replay/settings.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { expect, test } from '../support/test.ts';

const MACHINES = 50;
/** 25 providers with 20 models each. */
const PROVIDERS = defineProviders({
  providers: Array.from({ length: 25 }, (_, provider) => ({
    id: `provider-${provider}`,
    name: `Provider ${provider}`,
    baseUrl: 'https://llm.example.org/v1',
    dialect: 'openai-chat',
    models: Array.from({ length: 20 }, (__, model) => ({ id: `model-${model}` })),
  })),
});

let settings: Settings;

test.beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-'));
  const config = join(folder, 'providers.json');
  writeFileSync(config, JSON.stringify(PROVIDERS));
  settings = {
    config,
    cassettes: join(folder, 'cassettes'),
    expectations: join(folder, 'expectations'),
    reports: join(folder, 'reports'),
    failOn: 'must',
    again: ['replay'],
    verbose: false,
  };
  // One has a conversation, the next two, up to ten: no target is like its neighbour.
  const scenarios = SCENARIOS.slice(0, 5);
  for (const [index, target] of targetsOf(PROVIDERS).entries()) {
    const own = scenarios.flatMap((scenario) =>
      DELIVERIES.map((delivery) => cassetteOf(target, scenario, delivery, 1)),
    );
    for (const cassette of own.slice(0, 1 + (index % own.length))) {
      const file = join(settings.cassettes, cassette);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, '');
    }
  }
});

test.afterAll(() => rmSync(dirname(settings.config), { recursive: true, force: true }));

/** The full titles of the tests of a run, in order, by the group that they fall to. */
async function titlesOf(run: Settings): Promise<string[][]> {
  return (await plannedGroups(run)).map((group) =>
    group.flatMap((target) =>
      target.conversations.flatMap((conversation) =>
        conversation.tests.map(({ title }) => [target.title, conversation.title, title].join(' › ')),
      ),
    ),
  );
}

test('500 targets on 50 machines: together they run every test once, and none has over 1.2 times its share', async () => {
  const whole = (await titlesOf(settings)).flat();
  expect(whole).toHaveLength(500 * 5.5 * 6);
  const shards: string[][] = [];
  for (let current = 1; current <= MACHINES; current += 1) {
    shards.push((await titlesOf({ ...settings, shard: { current, total: MACHINES } })).flat());
  }
  expect(shards.flat()).toEqual(whole);
  const share = whole.length / MACHINES;
  expect(Math.max(...shards.map(({ length }) => length))).toBeLessThanOrEqual(1.2 * share);
});

test('the workers of a machine have many groups to share, all of about the same size', async () => {
  const sizes = (await titlesOf(settings)).map(({ length }) => length);
  expect(sizes).toHaveLength(32);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(6);
});

test('what one worker judges while another one starts is one group', async () => {
  const few = { ...settings, shard: { current: 1, total: 500 } };
  expect((await titlesOf(few)).map(({ length }) => length)).toEqual([5 * 6]);
});
