/** A feature is data: a question that a user of an API has, and the checks that answer it. */
import type { CheckId, Family } from '../../checks/catalogue.ts';
import type { Feature as Declarable } from '../../judge/check.ts';
import type { Level, Subject } from '../../judge/verdict.ts';

/** A check, or every check of a family. */
export type CheckPattern = CheckId | `${Family}/*`;

/** Checks that decide by failing at one of the levels. */
export interface Deciding {
  readonly checks: readonly CheckPattern[];
  readonly levels: readonly Level[];
  /** Who must have failed. */
  readonly subject: Subject;
}

export interface Feature {
  /** Permanent: it is part of addresses and of the documents of the API. */
  readonly id: string;
  /** Where it stands in the table: a number that no other feature has. */
  readonly order: number;
  /** What a user asks. */
  readonly question: string;
  /** The question in one or two short words, for the head of a column. */
  readonly label: string;
  /** The ids of the scenarios that ask it; `all` where any conversation does. */
  readonly scenarios: readonly [string, ...string[]] | 'all';
  /** What breaks it; `rest` for whatever no other feature of the conversation has taken, at MUST. */
  readonly breaks: readonly Deciding[] | 'rest';
  /** What only makes it awkward; the same at SHOULD. */
  readonly awkward: readonly Deciding[] | 'rest';
  /**
   * Checks that apply only where the feature was really used: it works in no conversation in which none of them was
   * judged. In recordings from elsewhere, which have no scenario, they tell that it was asked for. Left out where every
   * conversation uses it.
   */
  readonly shownBy?: readonly CheckPattern[];
  /** Only a scenario tells that it was asked for: a recording from elsewhere leaves it not tested. */
  readonly askedByScenarioAlone?: true;
  /** The least number of exchanges that show it. */
  readonly leastExchanges?: number;
  /** Why it was not shown, where the conversations that ask for it were held; and whether the model could have shown it. */
  readonly notShown?: { readonly reason: string; readonly by: 'model' | 'request' };
  /** What a server says that refuses the first request because of it. */
  readonly refusedAs?: RegExp;
  /** It is asked for with the results of the calls, so a later request may be the one that is refused. */
  readonly refusedWithResults?: true;
  /** As a target declares that it does not have it. */
  readonly declaredAs?: Declarable;
}

/** Failures of the provider at MUST or SHOULD. */
export function failing(...checks: readonly CheckPattern[]): Deciding {
  return { checks, levels: ['MUST', 'SHOULD'], subject: 'provider' };
}

/** Failures of the provider at one level. */
export function failingAt(level: 'MUST' | 'SHOULD', ...checks: readonly CheckPattern[]): Deciding {
  return { checks, levels: [level], subject: 'provider' };
}

/** Failures of the model: its sampling, which breaks no feature. */
export function sampledBy(...checks: readonly CheckPattern[]): Deciding {
  return { checks, levels: ['MUST', 'SHOULD'], subject: 'model' };
}
