/** Nothing that a provider can break stays out of the first view. */

import { RULES } from '../../src/checks/catalogue.ts';
import { asksFor, columnOf } from '../../src/features/deciding/columns.ts';
import { FEATURES } from '../../src/features/deciding/table.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { expect, test } from '../support/test.ts';

test('every check of the provider decides at least one feature in every scenario: MUST breaks one', () => {
  const unseen = SCENARIOS.flatMap(({ id: scenario }) => {
    const asked = FEATURES.filter((feature) => asksFor(feature, scenario));
    return Object.entries(RULES).flatMap(([check, { subject }]) =>
      (subject === 'provider' ? (['MUST', 'SHOULD'] as const) : []).flatMap((level) => {
        const columns = asked.map((feature) => columnOf(feature, { check, level, subject }, asked));
        return columns.some((column) => column !== null) ? [] : `${scenario}: ${check} at ${level}`;
      }),
    );
  });
  expect(unseen).toEqual([]);
});

test('every scenario that a feature names is one, and ids and orders are each their own', () => {
  const known = new Set(SCENARIOS.map(({ id }) => id));
  const strange = FEATURES.flatMap(({ id, scenarios }) =>
    scenarios === 'all'
      ? []
      : scenarios.filter((scenario) => !known.has(scenario)).map((each) => `${id}: ${each}`),
  );
  expect(strange).toEqual([]);
  expect(new Set(FEATURES.map(({ id }) => id)).size).toBe(FEATURES.length);
  expect(new Set(FEATURES.map(({ order }) => order)).size).toBe(FEATURES.length);
});
