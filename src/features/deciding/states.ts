/** What a cell of the feature table can say, in the words and the order that every page uses. */

import type { FeatureState } from '../../results/history/feature.ts';

export type { FeatureState };

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

/** Whether one is worse than the other, for lists that begin with the worst: below zero where the first is. */
export function worstFirst(one: FeatureState, other: FeatureState): number {
  return ALL_STATES.indexOf(one) - ALL_STATES.indexOf(other);
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

/** What became of a feature between two runs. */
export type ChangeKind = 'worse' | 'better' | 'noAnswer' | 'ruleChanged';

/** How a feature stood in a run. */
interface Standing {
  readonly state: FeatureState;
  /** Whether a conversation asked for it. */
  readonly asked: boolean;
}

/**
 * Null where nothing changed that a reader should know of.
 *
 * @param isRevised whether a rule that decides one of them means something else at the other
 */
export function changeKind(was: Standing, is: Standing, isRevised: boolean): ChangeKind | null {
  if (was.state === is.state || was.state === 'not-tested') return null;
  if (is.state === 'not-tested') return is.asked ? 'noAnswer' : null;
  if (isRevised) return 'ruleChanged';
  return isWorse(was.state, is.state) ? 'worse' : 'better';
}
