/** The states of a feature, with the words and the order that every page uses. */

import type { FeatureState } from '../../results/history/feature.ts';

export type { FeatureState };

interface StateWords {
  readonly word: string;
  readonly meaning: string;
}

/** The worst first. A cell has the worst state of its conversations. */
export const FEATURE_STATES: Readonly<Record<FeatureState, StateWords>> = {
  'not-offered': { word: 'not offered', meaning: 'declared as unsupported, or refused by name' },
  broken: { word: 'broken', meaning: 'a promise that it rests on is broken' },
  'works-but': { word: 'works, but', meaning: 'it works, and something about it is awkward' },
  works: { word: 'works', meaning: 'held to its end, and nothing failed' },
  'not-tested': { word: 'not tested', meaning: 'nothing asked for it, or nothing could tell' },
};

export const ALL_STATES = Object.keys(FEATURE_STATES) as readonly FeatureState[];

/** Returns the worst of the states; `not-tested` if there are none. */
export function worstState(states: Iterable<FeatureState>): FeatureState {
  const seen = new Set(states);
  return ALL_STATES.find((state) => seen.has(state)) ?? 'not-tested';
}

/** Compares two states for sorting, the worst first. */
export function worstFirst(one: FeatureState, other: FeatureState): number {
  return ALL_STATES.indexOf(one) - ALL_STATES.indexOf(other);
}

/** Returns true if the second state is worse. A state of `not-tested` is neither worse nor better. */
export function isWorse(was: FeatureState, is: FeatureState): boolean {
  return was !== 'not-tested' && is !== 'not-tested' && RANK[is] > RANK[was];
}

const RANK: Readonly<Record<Exclude<FeatureState, 'not-tested'>, number>> = {
  works: 0,
  'works-but': 1,
  broken: 2,
  'not-offered': 3,
};

/** How a feature changed between two runs. */
export type ChangeKind = 'worse' | 'better' | 'noAnswer' | 'ruleChanged';

/** The state of a feature in one run. */
interface Standing {
  readonly state: FeatureState;
  /** True if a conversation asked for the feature. */
  readonly asked: boolean;
}

/**
 * Returns the kind of change; null if there is no change worth reporting.
 *
 * @param isRevised true if a check that decides one side was revised or is missing on the other side
 */
export function changeKind(was: Standing, is: Standing, isRevised: boolean): ChangeKind | null {
  if (was.state === is.state || was.state === 'not-tested') return null;
  if (is.state === 'not-tested') return is.asked ? 'noAnswer' : null;
  if (isRevised) return 'ruleChanged';
  return isWorse(was.state, is.state) ? 'worse' : 'better';
}
