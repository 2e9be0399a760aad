/** Which targets of a live run fall to which machine. */

import { defineProviders, type Target, targetsOf } from '../../src/config/providers.ts';
import { partOfRun } from '../../src/live/live-shard.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { expect, test } from '../support/test.ts';

/** Targets of providers with so many models each, which all take the same number of requests. */
function targetsWith(models: readonly number[]): Target[] {
  return targetsOf(
    defineProviders({
      providers: models.map((count, provider) => ({
        id: `p${provider}`,
        name: `Provider ${provider}`,
        baseUrl: 'https://llm.example.org/v1',
        dialect: 'openai-chat',
        models: Array.from({ length: count }, (_, model) => ({ id: `m${model}` })),
      })),
    }),
  );
}

/** The providers of each part with its share in percent. */
async function dealt(models: readonly number[], total: number): Promise<string[]> {
  const selection = {
    targets: targetsWith(models),
    scenarios: SCENARIOS.filter(({ id }) => id === 'weather'),
    deliveries: ['buffered'],
    samples: 1,
  } as const;
  const parts = Array.from({ length: total }, (_, index) =>
    partOfRun(selection, { current: index + 1, total }),
  );
  return (await Promise.all(parts)).map(({ targets, share }) => {
    const providers = [...new Set(targets.map(({ provider }) => provider.id))];
    return `${providers.join(' ')} ${Math.round(100 * share)} %`.trim();
  });
}

test('a provider stays whole, and the parts are as equal as that allows', async () => {
  expect(await dealt([1, 2, 3, 4], 2)).toEqual(['p0 p3 50 %', 'p1 p2 50 %']);
  expect(await dealt([8, 1, 1], 2)).toEqual(['p0 80 %', 'p1 p2 20 %']);
});

test('with fewer providers than machines some have nothing to do', async () => {
  expect(await dealt([1, 3], 4)).toEqual(['p1 75 %', 'p0 25 %', '0 %', '0 %']);
});

test('nothing is lost and nothing is done twice', async () => {
  const models = Array.from({ length: 23 }, (_, index) => 1 + ((index * 7) % 5));
  const parts = await dealt(models, 10);
  const providers = parts.flatMap((part) => part.split(' ').filter((word) => word.startsWith('p')));
  expect(providers.toSorted()).toEqual(models.map((_, index) => `p${index}`).toSorted());
});
