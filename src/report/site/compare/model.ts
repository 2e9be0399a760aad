/** Targets side by side, feature by feature and check by check. Pure, and small enough for the script. */
import { type FeatureState, isWorse } from '../../../features/deciding/states.ts';
import type { Sign } from '../../../results/signs.ts';
import type {
  CataloguedCheck,
  CheckWords,
  ComparedFeature,
  ComparedSide,
  ComparedTarget,
  ComparisonCatalogue,
} from './data.ts';

export interface ComparisonModel {
  readonly targets: readonly ComparedTarget[];
  /** The features that differ; a feature that was not tested on one side does not count. */
  readonly features: readonly FeatureBeside[];
  /** The checks that only some of them break: first those about the provider, then others. */
  readonly differing: readonly CheckBeside[];
  /** The checks that could be judged only for some of them. */
  readonly untold: readonly CheckBeside[];
  /** Observations that differ; these are not faults. */
  readonly observed: readonly CheckBeside[];
  /** All other checks that judged at least one of the targets, each with its most informative sign. */
  readonly alike: readonly { readonly id: string; readonly sign: Sign }[];
}

export interface FeatureBeside {
  readonly id: string;
  readonly question: string;
  /** One a target, in their order. */
  readonly sides: readonly ComparedFeature[];
}

export interface CheckBeside {
  readonly id: string;
  /** In the words of the first of their dialects that has it. */
  readonly words: CheckWords;
  /** One a target, in their order; null where its dialect has no such check. */
  readonly sides: readonly (ComparedSide | null)[];
}

export function comparisonModel(
  catalogue: ComparisonCatalogue,
  targets: readonly ComparedTarget[],
): ComparisonModel {
  const compared = catalogue.checks.map(
    (check): CheckBeside => ({
      id: check.id,
      words: wordsFor(check, targets),
      sides: targets.map((target) => (hasCheck(target, check) ? (target.checks[check.id] ?? NOTHING) : null)),
    }),
  );
  const isDifferent = ({ sides }: CheckBeside) => differ(sides.map(weightOf));
  const differing = compared.filter(isDifferent);
  const isBroken = ({ sides }: CheckBeside) => sides.some((side) => FAULTS.includes(weightOf(side)));
  const isMay = ({ words }: CheckBeside) => words.level === 'MAY';
  const faults = differing.filter((each) => !isMay(each) && isBroken(each));
  return {
    targets,
    features: featuresBeside(catalogue, targets).filter(({ sides }) =>
      differ(sides.map(({ state }) => (state === 'not-tested' ? ABSENT : state))),
    ),
    differing: [
      ...faults.filter(({ words }) => words.subject === 'provider'),
      ...faults.filter(({ words }) => words.subject !== 'provider'),
    ],
    untold: differing.filter((each) => !isMay(each) && !isBroken(each)),
    observed: differing.filter(isMay),
    alike: compared
      .filter((one) => !isDifferent(one))
      .flatMap(({ id, sides }) => {
        const signs = sides.flatMap((side) => (side === null ? [] : [side.sign]));
        const [sign] = signs.filter((each) => each !== 'not-applicable');
        return sign === undefined ? [] : [{ id, sign }];
      }),
  };
}

/** Which features of one target are kept, won or lost on the other. */
export interface SwitchModel {
  readonly worse: readonly FeatureBeside[];
  readonly better: readonly FeatureBeside[];
  /** Features known for the first target, and not tested for the second. */
  readonly unknown: readonly FeatureBeside[];
  /** The number of equal features, among those tested for both. */
  readonly same: number;
}

export function switchModel(
  catalogue: ComparisonCatalogue,
  from: ComparedTarget,
  to: ComparedTarget,
): SwitchModel {
  const all = featuresBeside(catalogue, [from, to]);
  const states = ({ sides: [was, is] }: FeatureBeside): [FeatureState, FeatureState] => [
    was?.state ?? 'not-tested',
    is?.state ?? 'not-tested',
  ];
  return {
    worse: all.filter((each) => isWorse(...states(each))),
    better: all.filter((each) => isWorse(...swapped(states(each)))),
    unknown: all.filter((each) => states(each)[0] !== 'not-tested' && states(each)[1] === 'not-tested'),
    same: all.filter((each) => states(each)[0] === states(each)[1] && states(each)[0] !== 'not-tested')
      .length,
  };
}

function swapped([one, other]: [FeatureState, FeatureState]): [FeatureState, FeatureState] {
  return [other, one];
}

function featuresBeside(
  { features }: ComparisonCatalogue,
  targets: readonly ComparedTarget[],
): FeatureBeside[] {
  return features.map(({ id, question }, at) => ({
    id,
    question,
    sides: targets.map((target) => target.features[at] ?? UNTESTED),
  }));
}

const UNTESTED: ComparedFeature = { state: 'not-tested', sentence: 'Not tested.' };
const NOTHING: ComparedSide = { sign: 'not-applicable', count: 0, of: 0, first: null };

function wordsFor(check: CataloguedCheck, targets: readonly ComparedTarget[]): CheckWords {
  const speaker = targets.find((target) => target.dialect !== null && hasCheck(target, check));
  return { ...check, ...check.readings[speaker?.dialect ?? ''] };
}

function hasCheck({ dialect }: ComparedTarget, { dialects }: CataloguedCheck): boolean {
  return dialects === null || dialect === null || dialects.includes(dialect);
}

/** The weight of a side; a pass and nothing to judge have the same weight. */
function weightOf(side: ComparedSide | null): Sign | typeof ABSENT {
  if (side === null) return ABSENT;
  return side.sign === 'not-applicable' ? 'pass' : side.sign;
}

/** The weight of a dialect without the check, or of a feature that was not tested. */
const ABSENT = 'absent';
const FAULTS: readonly string[] = ['must', 'should', 'known', 'error'] satisfies readonly Sign[];

/** Returns true if sides with these weights are worth a row; a side without the check is compared only with faults. */
export function differ(weights: readonly string[]): boolean {
  const present = new Set(weights.filter((weight) => weight !== ABSENT));
  const isAbsent = weights.includes(ABSENT);
  return present.size > 1 || (isAbsent && FAULTS.some((fault) => present.has(fault)));
}
