/** The measuring, measured where a provider does something only some of the time: the rate lies in the interval. */
import assert from 'node:assert/strict';
import { type AnyDialect, dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { FACTS } from '../../src/profile/catalogue.ts';
import type { Finding, RateFound } from '../../src/profile/finding.ts';
import { rehearse } from '../../src/profile/rehearsal.ts';
import { profileRulesSchema } from '../../src/provider/profile-rules.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

/** What the conforming provider accepts, and can be told to do otherwise with. */
const CONTRACT = (await Promise.all(dialects().map(acceptedIn))).flat().map(({ dialect, name }) => ({
  dialect,
  fact: `contract/${name}`,
  rules: (effect: Effect, rate: number) => ({ contract: { [name]: { effect, rate } } }),
}));

async function acceptedIn(dialect: AnyDialect) {
  const names = ['results-reversed', ...dialect.historyEdits.map(({ id }) => id)];
  const facts = FACTS.filter(({ id }) => names.some((name) => id === `contract/${name}`));
  const { measured } = await rehearse(facts, dialect);
  const accepted = measured.filter(({ finding }) => finding.kind === 'accepted');
  return accepted.map(({ fact }) => ({ dialect: dialect.id, name: fact.id.replace('contract/', '') }));
}

type Effect = 'refused' | 'degraded' | 'ignored';

const SCHEMAS = ['enum', 'pattern', 'maxLength', 'maximum'].flatMap((name) =>
  dialects().map(({ id }) => ({
    dialect: id,
    fact: `schemas/${name}`,
    rules: (effect: Effect, rate: number) => ({ schemas: { [name]: { effect, rate } } }),
  })),
);

function contains({ low, high }: RateFound, share: number): boolean {
  return low <= share && share <= high;
}

/** Whether what is found agrees with a rule of that rate; null where nothing is said of it. */
function agrees(finding: Finding, effect: Effect, rate: number): boolean | null {
  switch (finding.kind) {
    case 'required':
    case 'refused':
      return effect === 'refused' && finding.rate !== undefined && contains(finding.rate, rate);
    case 'degraded':
    case 'honoured':
    case 'ignored':
    case 'rate':
      return contains(finding.rate, 1 - rate);
    case 'accepted':
      return finding.rate === undefined ? null : contains(finding.rate, 1 - rate);
    case 'unknown':
    case 'not-applicable':
      assert.ok(finding.reason !== '');
      return null;
    case 'number':
      return false;
  }
}

test('the rates of 200 random profiles lie in the intervals that are found', async () => {
  let [told, missed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.tuple(fc.constantFrom(...CONTRACT), fc.constantFrom('refused' as const, 'degraded' as const)),
        fc.tuple(fc.constantFrom(...SCHEMAS), fc.constantFrom('refused' as const, 'ignored' as const)),
      ),
      fc.integer({ min: 1, max: 10 }),
      fc.nat(),
      async ([{ dialect, fact, rules }, effect], tenths, seed) => {
        const facts = FACTS.filter(({ id }) => id === fact);
        const given = profileRulesSchema.parse(rules(effect, tenths / 10));
        const { measured } = await rehearse(facts, dialectOf(dialect), given, String(seed));
        for (const { fact: asked, finding, trials } of measured) {
          assert.ok(trials.length <= asked.mostRequests, asked.id);
          const agreed = agrees(finding, effect, tenths / 10);
          if (agreed === null) continue;
          told += 1;
          if (!agreed) missed += 1;
          // What nobody saw is not said: an answer that kept to it is no answer that ignored it.
          if (finding.kind === 'ignored') assert.equal(finding.rate.yes, 0);
        }
      },
    ),
    { numRuns: 200 },
  );
  expect(told).toBeGreaterThan(80);
  // An interval at 95 % misses one in twenty.
  expect(missed / told).toBeLessThan(0.1);
});
