/** The data of comparisons, for the pages and for the script that compares any two targets. */
import type { FeatureState } from '../../../features/deciding/states.ts';
import type { Level, Subject } from '../../../judge/verdict.ts';
import type { Sign } from '../../../results/signs.ts';

/** The features and checks by which all targets are compared. */
export interface ComparisonCatalogue {
  /** In the order of the table. */
  readonly features: readonly { readonly id: string; readonly question: string }[];
  /** In the order of the catalogue. */
  readonly checks: readonly CataloguedCheck[];
  readonly targets: readonly {
    readonly id: string;
    /** Its {@link ComparedTarget}, below the folder of the report. */
    readonly file: string;
  }[];
}

export interface CataloguedCheck extends CheckWords {
  readonly id: string;
  /** The differing words, by dialect. */
  readonly readings: Readonly<Record<string, Partial<CheckWords>>>;
  /** The dialects that have it; null for all. */
  readonly dialects: readonly string[] | null;
}

export interface CheckWords {
  readonly title: string;
  readonly level: Level;
  readonly subject: Subject;
}

export interface ComparedTarget {
  readonly id: string;
  /** The id of its dialect; null if the run does not describe the target. */
  readonly dialect: string | null;
  readonly dialectName: string | null;
  readonly conversations: number;
  /** In the order of {@link ComparisonCatalogue.features}. */
  readonly features: readonly ComparedFeature[];
  /** The checks that applied somewhere, by id. */
  readonly checks: Readonly<Record<string, ComparedSide>>;
}

export interface ComparedFeature {
  readonly state: FeatureState;
  readonly sentence: string;
}

export interface ComparedSide {
  readonly sign: Sign;
  /** The number of conversations with that sign, and of those that the check applied to. */
  readonly count: number;
  readonly of: number;
  /** The first verdict of that sign; null if everything passed or nothing applied. */
  readonly first: ComparedVerdict | null;
}

export interface ComparedVerdict {
  /** Its section on the page of the target. */
  readonly anchor: string;
  /** The message of its first finding, or the reason why it has none. */
  readonly text: string;
  /** The place of that finding; null without one. */
  readonly finding: {
    /** `weather · streaming, exchange 1, event 3`. */
    readonly place: string;
    readonly found: string;
    /** The page, below the report's folder; null if conversations have no pages. */
    readonly file: string | null;
  } | null;
}

declare global {
  var comparisonCatalogue: ComparisonCatalogue | undefined;
  /** The targets that were loaded, by id. */
  var comparedTargets: Map<string, ComparedTarget> | undefined;
}

// Scripts and not JSON, because a page from the file system may load only scripts.

export function catalogueScript(catalogue: ComparisonCatalogue): string {
  return `globalThis.comparisonCatalogue=${JSON.stringify(catalogue)};\n`;
}

export function targetScript(target: ComparedTarget): string {
  return `(globalThis.comparedTargets??=new Map).set(${JSON.stringify(target.id)},${JSON.stringify(target)});\n`;
}
