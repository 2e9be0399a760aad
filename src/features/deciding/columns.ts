/** Which verdicts decide a feature: those that break it, and those that only make it awkward. */
import { familyOf } from '../../checks/family.ts';
import type { VerdictRecord } from '../../results/results.ts';
import type { CheckPattern, Deciding, Feature } from './feature.ts';

export type Column = 'breaks' | 'awkward';

/** The part of a verdict that tells whether it decides something. */
export type Judgement = Pick<VerdictRecord, 'check' | 'level' | 'subject'>;

/** Whether a check is one of the patterns. */
export function isAmong(patterns: readonly CheckPattern[], check: string): boolean {
  const family = `${familyOf(check)}/*`;
  return patterns.some((pattern) => pattern === check || pattern === family);
}

/** Whether a scenario asks for a feature. */
export function asksFor({ scenarios }: Feature, scenario: string): boolean {
  return scenarios === 'all' || scenarios.includes(scenario);
}

/**
 * The column of a feature that a judgement falls into; null for none.
 *
 * @param others the features that the same conversation asks for: what none of them takes is the rest
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
  // A dialect may hold against the model what another holds against the provider: sampling breaks nothing.
  const isModels = judgement.subject === 'model' && breaks.some((deciding) => speaksOf(deciding, judgement));
  return isModels || awkward.some((deciding) => decides(deciding, judgement)) ? 'awkward' : null;
}

/** Whether a check that passes shows that the feature is not broken, whoever would have broken it. */
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
