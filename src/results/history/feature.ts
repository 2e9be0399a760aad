/** What a feature came to at one target in one night, and the short text that a file keeps. */

import { tokensOf } from './cell.ts';
import { NO_ANSWER, NO_DATA } from './letters.ts';

export type FeatureState = 'not-offered' | 'broken' | 'works-but' | 'works' | 'not-tested';

export interface NightFeature {
  readonly state: FeatureState;
  /** Whether a conversation asked for it; where one did and it is not tested, nothing could tell. */
  readonly asked: boolean;
  /** The checks that decide a state that is broken, or works but. */
  readonly causes: readonly string[];
}

/** One letter a day, from the first night of the history to the last: {@link STATE_OF_LETTER}, {@link NO_DATA} or {@link NO_ANSWER}. */
export type FeatureStrip = string;

export const STATE_OF_LETTER: Readonly<Record<string, FeatureState>> = {
  W: 'works',
  A: 'works-but',
  B: 'broken',
  U: 'not-offered',
};

/** What stands where the run did not know the feature. */
const UNKNOWN = '.';

/** The features of a target as one text. @param ids in the order that the text has */
export function formatFeatures(features: ReadonlyMap<string, NightFeature>, ids: readonly string[]): string {
  return ids.map((id) => formatFeature(features.get(id))).join(' ');
}

/** From the text of {@link formatFeatures}. */
export function parseFeatures(text: string, ids: readonly string[]): Map<string, NightFeature> {
  const tokens = tokensOf(text);
  const found = ids.map((id, at) => [id, parseFeature(tokens[at] ?? UNKNOWN)] as const);
  return new Map(found.flatMap(([id, feature]) => (feature === null ? [] : [[id, feature]])));
}

/** `W`; `B:deltas/index-from-zero,ids/present` with the checks that decide; `-` not asked, `?` asked and not told. */
function formatFeature(feature: NightFeature | undefined): string {
  if (feature === undefined) return UNKNOWN;
  const letter = letterOf(feature);
  return feature.causes.length === 0 ? letter : `${letter}:${feature.causes.join(',')}`;
}

/** The letter of a strip. */
export function letterOf({ state, asked }: NightFeature): string {
  const found = Object.entries(STATE_OF_LETTER).find(([, each]) => each === state);
  return found?.[0] ?? (asked ? NO_ANSWER : NO_DATA);
}

/** The feature as it was formatted; null where the run did not know it. */
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

/** The features of one target, joined with single spaces. */
export const FEATURE_CELLS = new RegExp(`^(?:${ONE}(?: ${ONE})*)?$`, 'u');
