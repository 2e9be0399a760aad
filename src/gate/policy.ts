/** The policy of a run: the level of its gate, the known deviations, and the baseline. */

import type { Target } from '../config/providers.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Settings } from '../replay/settings.ts';
import { readResults } from '../results/file.ts';
import type { VerdictRecord } from '../results/results.ts';
import { type Baseline, baselineOf, type LevelOf } from './baseline.ts';
import { type Expectation, readExpectations } from './expectations.ts';
import { acceptance, type FailOn, isHeldAgainst } from './gate.ts';

export interface Policy {
  readonly failOn: FailOn;
  readonly expectations: readonly Expectation[];
  readonly baseline: Baseline | undefined;
  /** Returns the verdict with the expectation that accepts it, if there is one. */
  readonly accept: (verdict: VerdictRecord) => VerdictRecord;
  /** True when the verdict counts against the provider at the gate. */
  readonly isHeld: (verdict: VerdictRecord) => boolean;
}

/** The part of a target that a policy needs. */
export type PolicyTarget = Pick<Target, 'id' | 'folder'> & {
  readonly provider: Pick<Target['provider'], 'dialect'>;
};

/**
 * @param settings no expectations apply without their folder
 * @throws {SuiteError} when the expectations or the baseline cannot be read
 */
export function policyOf(
  {
    expectations: folder,
    failOn,
    baseline: file,
  }: Pick<Settings, 'failOn' | 'baseline'> & { readonly expectations?: string | undefined },
  targets: readonly PolicyTarget[],
): Policy {
  const expectations = folder === undefined ? [] : readExpectations(folder, targets);
  const baseline = file === undefined ? undefined : baselineOf(readResults(file), levelsOf(targets));
  return {
    failOn,
    expectations,
    baseline,
    accept: acceptance(expectations),
    isHeld: (verdict) => isHeldAgainst(verdict, { failOn, baseline }),
  };
}

/** Returns the levels of the current catalogue, in the dialect of each target. */
function levelsOf(targets: readonly PolicyTarget[]): LevelOf {
  const dialects = new Map(targets.map(({ id, provider }) => [id, dialectOf(provider.dialect)]));
  return (target, check) => dialects.get(target)?.rules.find(({ id }) => id === check)?.level;
}
