/** The state of a feature at one target in one night, and its compact text in the file. */

import { tokensOf } from './cell.ts';
import { NO_ANSWER, NO_DATA } from './letters.ts';

export type FeatureState = 'not-offered' | 'broken' | 'works-but' | 'works' | 'not-tested';

export interface NightFeature {
  readonly state: FeatureState;
  /** True when a conversation asked for the feature. If it is also `not-tested`, the evidence was insufficient. */
  readonly asked: boolean;
  /** The checks that decide the states `broken` and `works-but`. */
  readonly causes: readonly string[];
}

/**
 * One letter for each day, from the first night of the history to the last: {@link STATE_OF_LETTER}, {@link NO_DATA} or
 * {@link NO_ANSWER}.
 */
export type FeatureStrip = string;

export const STATE_OF_LETTER: Readonly<Record<string, FeatureState>> = {
  W: 'works',
  A: 'works-but',
  B: 'broken',
  U: 'not-offered',
};

/** The text of a feature that the run does not have. */
const UNKNOWN = '.';

/**
 * Formats the features of a target as one text.
 *
 * @param ids the ids of the features, in the order of the text
 */
export function formatFeatures(features: ReadonlyMap<string, NightFeature>, ids: readonly string[]): string {
  return ids.map((id) => formatFeature(features.get(id))).join(' ');
}

/** Parses the text of {@link formatFeatures}. */
export function parseFeatures(text: string, ids: readonly string[]): Map<string, NightFeature> {
  const tokens = tokensOf(text);
  const found = ids.map((id, at) => [id, parseFeature(tokens[at] ?? UNKNOWN)] as const);
  return new Map(found.flatMap(([id, feature]) => (feature === null ? [] : [[id, feature]])));
}

/**
 * Formats a feature: `W`, or `B:deltas/index-from-zero,ids/present` with the deciding checks. `-` means not asked, `?`
 * means asked without a result.
 */
function formatFeature(feature: NightFeature | undefined): string {
  if (feature === undefined) return UNKNOWN;
  const letter = letterOf(feature);
  return feature.causes.length === 0 ? letter : `${letter}:${feature.causes.join(',')}`;
}

/** Returns the strip letter of a feature. */
export function letterOf({ state, asked }: NightFeature): string {
  const found = Object.entries(STATE_OF_LETTER).find(([, each]) => each === state);
  return found?.[0] ?? (asked ? NO_ANSWER : NO_DATA);
}

/** Parses the text of {@link formatFeature}; returns null when the run does not have the feature. */
function parseFeature(token: string): NightFeature | null {
  if (token === UNKNOWN) return null;
  const [letter = '', causes = ''] = token.split(':', 2);
  return {
    state: STATE_OF_LETTER[letter] ?? 'not-tested',
    asked: letter !== NO_DATA,
    causes: causes === '' ? [] : causes.split(','),
  };
}

const ONE = '(?:[-.?WU]|[AB](?::[\\w/,-]+)?)';

/** Matches the features of one target, joined with single spaces. */
export const FEATURE_CELLS = new RegExp(`^(?:${ONE}(?: ${ONE})*)?$`, 'u');
