/** What a cell of the feature table can say, in the words and the order that every page uses. */

export type FeatureState = 'not-offered' | 'broken' | 'works-but' | 'works' | 'not-tested';

interface StateWords {
  readonly word: string;
  readonly meaning: string;
}

/** The worst first: the first of them that any conversation shows is what the cell says. */
export const FEATURE_STATES: Readonly<Record<FeatureState, StateWords>> = {
  'not-offered': { word: 'not offered', meaning: 'declared as unsupported, or refused by name' },
  broken: { word: 'broken', meaning: 'a promise that it rests on is broken' },
  'works-but': { word: 'works, but', meaning: 'it works, and something about it is awkward' },
  works: { word: 'works', meaning: 'held to its end, and nothing failed' },
  'not-tested': { word: 'not tested', meaning: 'nothing asked for it, or nothing could tell' },
};

export const ALL_STATES = Object.keys(FEATURE_STATES) as readonly FeatureState[];

/** The worst of them; `not-tested` of none. */
export function worstState(states: Iterable<FeatureState>): FeatureState {
  const seen = new Set(states);
  return ALL_STATES.find((state) => seen.has(state)) ?? 'not-tested';
}

/** Whether a feature is worse off on the second side; what was not tested is neither worse nor better. */
export function isWorse(was: FeatureState, is: FeatureState): boolean {
  return was !== 'not-tested' && is !== 'not-tested' && RANK[is] > RANK[was];
}

const RANK: Readonly<Record<Exclude<FeatureState, 'not-tested'>, number>> = {
  works: 0,
  'works-but': 1,
  broken: 2,
  'not-offered': 3,
};
