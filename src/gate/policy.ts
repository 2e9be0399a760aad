/** What a run is held to: its gate's level, the known deviations, and the run it is compared with. */

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
  /** The verdict with the expectation that accepts it, if one does. */
  readonly accept: (verdict: VerdictRecord) => VerdictRecord;
  /** Whether the gate holds an accepted-or-not verdict against the provider. */
  readonly isHeld: (verdict: VerdictRecord) => boolean;
}

/** What a policy knows of a target. */
export type PolicyTarget = Pick<Target, 'id' | 'folder'> & {
  readonly provider: Pick<Target['provider'], 'dialect'>;
};

/**
 * @param settings without a folder of expectations nothing is expected
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

/** The levels of today's catalogue, each in the dialect of the target. */
function levelsOf(targets: readonly PolicyTarget[]): LevelOf {
  const dialects = new Map(targets.map(({ id, provider }) => [id, dialectOf(provider.dialect)]));
  return (target, check) => dialects.get(target)?.rules.find(({ id }) => id === check)?.level;
}
