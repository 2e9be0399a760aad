/** What comparisons are made of, for the pages and for the script that compares any two targets. */
import type { FeatureState } from '../../../features/deciding/states.ts';
import type { Level, Subject } from '../../../judge/verdict.ts';
import type { Sign } from '../../../results/signs.ts';

/** What all targets are compared by. */
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
  /** By dialect, what it says otherwise. */
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
  /** The id of its dialect; null where the run does not describe the target. */
  readonly dialect: string | null;
  readonly dialectName: string | null;
  readonly conversations: number;
  /** In the order of {@link ComparisonCatalogue.features}. */
  readonly features: readonly ComparedFeature[];
  /** Of the checks that applied somewhere, by id. */
  readonly checks: Readonly<Record<string, ComparedSide>>;
}

export interface ComparedFeature {
  readonly state: FeatureState;
  readonly sentence: string;
}

export interface ComparedSide {
  readonly sign: Sign;
  /** Conversations with that sign, and those that the check applied to. */
  readonly count: number;
  readonly of: number;
  /** The first verdict of that sign; null where all is well or nothing applied. */
  readonly first: ComparedVerdict | null;
}

export interface ComparedVerdict {
  /** Its section on the page of the target. */
  readonly anchor: string;
  /** The message of its first finding, or the reason why it has none. */
  readonly text: string;
  /** Where that finding stands; null where there is none. */
  readonly finding: {
    /** `weather · streaming, exchange 1, event 3`. */
    readonly place: string;
    readonly found: string;
    /** Below the folder of the report; null where conversations have no pages. */
    readonly file: string | null;
  } | null;
}

declare global {
  var comparisonCatalogue: ComparisonCatalogue | undefined;
  /** The targets that were loaded, by id. */
  var comparedTargets: Map<string, ComparedTarget> | undefined;
}

// Scripts and not JSON, because a page that is opened from the file system may load nothing else.

export function catalogueScript(catalogue: ComparisonCatalogue): string {
  return `globalThis.comparisonCatalogue=${JSON.stringify(catalogue)};\n`;
}

export function targetScript(target: ComparedTarget): string {
  return `(globalThis.comparedTargets??=new Map).set(${JSON.stringify(target.id)},${JSON.stringify(target)});\n`;
}
