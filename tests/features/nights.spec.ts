/** Features over nights: what a night keeps of them, and when one became another. */
import { lastTurns } from '../../src/features/deciding/nights.ts';
import type { FeatureState, NightFeature } from '../../src/results/history/feature.ts';
import type { Night } from '../../src/results/history/night.ts';
import { formatNight, parseNight } from '../../src/results/history/night-file.ts';
import { syntheticHistory } from '../support/nights.ts';
import { expect, test } from '../support/test.ts';

const CHECK = 'ids/present';

/** Nights of one target, a feature in each; null for a night without an answer. */
function nightsOf(states: readonly (FeatureState | null)[], revisedFrom = states.length): readonly Night[] {
  const { nights } = syntheticHistory({
    from: '2025-11-01',
    days: states.length,
    targets: ['p/m'],
    checks: new Map([[CHECK, { level: 'MUST', subject: 'provider' }]]),
  });
  return nights.map((night, at) => {
    const state = states[at] ?? null;
    const [row] = night.targets.values();
    if (row === undefined || state === null) return { ...night, targets: new Map() };
    const causes = state === 'broken' || state === 'works-but' ? [CHECK] : [];
    const checks = new Map([[CHECK, { ...MUST, ...(at < revisedFrom ? {} : { revision: 2 }) }]]);
    const features = new Map([['one-call', { state, asked: true, causes }]]);
    return { ...night, checks, targets: new Map([['p/m', { ...row, checks, features }]]) };
  });
}

const MUST = { level: 'MUST', subject: 'provider' } as const;

for (const [name, states, revisedFrom, expected] of [
  ['worse', ['works', 'works', 'broken', 'broken'], 9, 'worse works broken 2025-11-02 2025-11-03'],
  [
    'worse over an outage',
    ['works', null, 'not-tested', 'broken'],
    9,
    'worse works broken 2025-11-01 2025-11-04',
  ],
  ['worse and better again', ['works', 'broken', 'works'], 9, 'better broken works 2025-11-02 2025-11-03'],
  [
    'not offered any more',
    ['works-but', 'not-offered'],
    9,
    'worse works-but not-offered 2025-11-01 2025-11-02',
  ],
  ['by a rule that changed', ['works', 'broken'], 1, 'ruleChanged works broken 2025-11-01 2025-11-02'],
  ['never', ['broken', null, 'broken'], 9, null],
  ['told for the first time', ['not-tested', 'broken'], 9, null],
] as const satisfies readonly (readonly [
  string,
  readonly (FeatureState | null)[],
  number,
  string | null,
])[]) {
  test(`a feature turns: ${name}`, () => {
    const turns = lastTurns(nightsOf(states, revisedFrom)).map(({ kind, before, after, until, since }) =>
      [kind, before, after, until, since].join(' '),
    );
    expect(turns).toEqual(expected === null ? [] : [expected]);
  });
}

test('a night keeps every state with its causes, and what was asked in vain', () => {
  const [night] = nightsOf(['works']);
  const [row] = night?.targets.values() ?? [];
  if (night === undefined || row === undefined) throw new Error('the history has no night');
  const features = new Map<string, NightFeature>([
    ['asked-in-vain', { state: 'not-tested', asked: true, causes: [] }],
    ['not-asked', { state: 'not-tested', asked: false, causes: [] }],
    ['not-offered', { state: 'not-offered', asked: true, causes: [] }],
    ['one-call', { state: 'broken', asked: true, causes: ['ids/present', 'deltas/index-from-zero'] }],
    ['works', { state: 'works', asked: true, causes: [] }],
  ]);
  const other = new Map([['works', { state: 'works-but', asked: true, causes: ['usage/last'] } as const]]);
  const kept = {
    ...night,
    targets: new Map([
      ['p/m', { ...row, features }],
      ['p/n', { ...row, target: 'p/n', features: other }],
      ['p/o', { ...row, target: 'p/o', features: new Map() }],
    ]),
  };
  expect(parseNight(formatNight(kept), night.date)).toEqual(kept);
});
