/** Decides which verdicts break a feature and which only make it awkward. */
import { familyOf } from '../../checks/family.ts';
import type { VerdictRecord } from '../../results/results.ts';
import type { CheckPattern, Deciding, Feature } from './feature.ts';

export type Column = 'breaks' | 'awkward';

/** The members of a verdict that show what it decides. */
export type Judgement = Pick<VerdictRecord, 'check' | 'level' | 'subject'>;

/** Returns true if the check matches one of the patterns. */
export function isAmong(patterns: readonly CheckPattern[], check: string): boolean {
  const family = `${familyOf(check)}/*`;
  return patterns.some((pattern) => pattern === check || pattern === family);
}

/** Returns true if the scenario asks for the feature. */
export function asksFor({ scenarios }: Feature, scenario: string): boolean {
  return scenarios === 'all' || scenarios.includes(scenario);
}

/**
 * Returns the column of the feature that a judgement belongs to; null if it belongs to none.
 *
 * @param others the features that the same conversation asks for. A judgement that none of them takes is the rest.
 */
export function columnOf(feature: Feature, judgement: Judgement, others: readonly Feature[]): Column | null {
  const { breaks, awkward } = feature;
  if (breaks === 'rest' || awkward === 'rest') {
    const { level, subject } = judgement;
    const isRest =
      subject === 'provider' && level !== 'MAY' && !others.some((other) => takes(other, judgement));
    return isRest ? (level === 'MUST' ? 'breaks' : 'awkward') : null;
  }
  if (breaks.some((deciding) => decides(deciding, judgement))) return 'breaks';
  // One dialect may blame the model where another blames the provider. Sampling breaks no feature.
  const isModels = judgement.subject === 'model' && breaks.some((deciding) => speaksOf(deciding, judgement));
  return isModels || awkward.some((deciding) => decides(deciding, judgement)) ? 'awkward' : null;
}

/** Returns true if a pass of the check shows that the feature is not broken, whatever the subject of the check. */
export function showsWhole(feature: Feature, judgement: Judgement, others: readonly Feature[]): boolean {
  const { breaks } = feature;
  if (breaks === 'rest') return columnOf(feature, judgement, others) === 'breaks';
  return breaks.some((deciding) => speaksOf(deciding, judgement));
}

function takes(feature: Feature, judgement: Judgement): boolean {
  return feature.breaks !== 'rest' && columnOf(feature, judgement, []) !== null;
}

function decides(deciding: Deciding, judgement: Judgement): boolean {
  return deciding.subject === judgement.subject && speaksOf(deciding, judgement);
}

function speaksOf({ checks, levels }: Deciding, { check, level }: Judgement): boolean {
  return levels.includes(level) && isAmong(checks, check);
}
