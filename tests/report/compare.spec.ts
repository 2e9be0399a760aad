/** Targets side by side: what differs, and what becomes of who goes from one to the other. */
import type { FeatureState } from '../../src/features/deciding/states.ts';
import type {
  ComparedSide,
  ComparedTarget,
  ComparisonCatalogue,
} from '../../src/report/site/compare/data.ts';
import { comparisonModel, differ, switchModel } from '../../src/report/site/compare/model.ts';
import { expect, test } from '../support/test.ts';

for (const [weights, isDifferent] of [
  [['pass', 'pass'], false],
  [['pass', 'must'], true],
  [['must', 'must'], false],
  [['absent', 'pass'], false],
  [['absent', 'inconclusive'], false],
  [['absent', 'should'], true],
  [['absent', 'absent'], false],
] as const) {
  test(`${weights.join(' beside ')} ${isDifferent ? 'differ' : 'are alike'}`, () => {
    expect(differ(weights)).toBe(isDifferent);
  });
}

const FEATURES = ['a', 'b', 'c', 'd', 'e', 'f'];
const CATALOGUE: ComparisonCatalogue = {
  features: FEATURES.map((id) => ({ id, question: `${id}?` })),
  checks: [
    ...(['model', 'provider'] as const).map((subject) => check(`fault/${subject}`, 'SHOULD', subject)),
    check('may/observed', 'MAY', 'provider'),
    check('told/once', 'MUST', 'provider'),
    check('same/both', 'MUST', 'provider'),
  ],
  targets: [],
};

function check(id: string, level: 'MUST' | 'SHOULD' | 'MAY', subject: 'provider' | 'model') {
  return { id, title: id, level, subject, readings: {}, dialects: null };
}

function target(
  states: readonly FeatureState[],
  signs: Readonly<Record<string, ComparedSide['sign']>> = {},
): ComparedTarget {
  return {
    id: 't',
    dialect: null,
    dialectName: null,
    conversations: 1,
    features: states.map((state) => ({ state, sentence: state })),
    checks: Object.fromEntries(
      Object.entries(signs).map(([id, sign]) => [id, { sign, count: 1, of: 1, first: null }]),
    ),
  };
}

test('a switch makes features worse, better or unknown, and leaves the others as they are', () => {
  const from = target(['works', 'broken', 'works', 'works-but', 'not-tested', 'not-offered']);
  const to = target(['broken', 'works', 'not-tested', 'works-but', 'works', 'broken']);
  const { same, ...lists } = switchModel(CATALOGUE, from, to);
  const ids = Object.fromEntries(
    Object.entries(lists).map(([list, features]) => [list, features.map(({ id }) => id)]),
  );
  expect({ ...ids, same }).toEqual({ worse: ['a'], better: ['b', 'f'], unknown: ['c'], same: 1 });
});

test('faults of the provider come before those of others, and what is no fault is kept apart', () => {
  const signs = { 'fault/model': 'should', 'fault/provider': 'must', 'may/observed': 'observed' } as const;
  const model = comparisonModel(CATALOGUE, [
    target([], { ...signs, 'told/once': 'inconclusive', 'same/both': 'pass' }),
    target([], { 'told/once': 'pass', 'same/both': 'pass' }),
  ]);
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  expect({
    differing: ids(model.differing),
    untold: ids(model.untold),
    observed: ids(model.observed),
    alike: ids(model.alike),
  }).toEqual({
    differing: ['fault/provider', 'fault/model'],
    untold: ['told/once'],
    observed: ['may/observed'],
    alike: ['same/both'],
  });
});
