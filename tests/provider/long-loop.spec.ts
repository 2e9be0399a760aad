/** A loop of a hundred calls, whose recordings would be too large to keep: the scenario long-loop with a longer trail. */
import { dialects } from '../../src/dialects/catalogue.ts';
import { copyOf } from '../../src/scenarios/scenario.ts';
import { trailOf } from '../../src/scenarios/tools/notes.ts';
import {
  complaintsOf,
  exchangesOf,
  scenarioCalled,
  verdictsOf,
  withProvider,
} from '../support/played-scenario.ts';
import { expect, test } from '../support/test.ts';

const HUNDRED = copyOf({ ...scenarioCalled('long-loop'), ...trailOf(100) }, 1);

for (const [at, dialect] of dialects().entries()) {
  test(`a hundred calls one after the other keep every rule (${dialect.id})`, async () => {
    await withProvider({}, async (url) => {
      const { basePaths } = await dialect.service();
      const extension = basePaths.openrouter === undefined ? 'plain' : 'openrouter';
      const setting = { dialect, extension, delivery: at % 2 === 0 ? 'streaming' : 'buffered' } as const;
      const exchanges = await exchangesOf(url, HUNDRED, setting);
      const verdicts = verdictsOf(HUNDRED, setting, exchanges);
      const passed = new Set(verdicts.flatMap(({ check, outcome }) => (outcome === 'pass' ? [check] : [])));
      const usages = exchanges.map((exchange, index) => dialect.read(exchange, index + 1).turn.usages.at(-1));
      expect({
        exchanges: exchanges.length,
        complaints: complaintsOf(verdicts),
        'result used': passed.has('roundtrip/result-used'),
        'price as configured': passed.has('cost/matches-price'),
        'read from the cache': usages.filter((usage) => Number(usage?.cached ?? 0) >= 1024).length,
      }).toEqual({
        exchanges: 101,
        complaints: [],
        'result used': true,
        // Elsewhere no price is compared.
        'price as configured': dialect.id === 'openai-chat',
        // The fourth note is the long one: the fifth request has it, and the sixth finds it in the cache.
        'read from the cache': dialect.id === 'ollama' ? 0 : 96,
      });
    });
  });
}
