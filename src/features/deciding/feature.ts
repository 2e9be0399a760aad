/** A feature as data: a question of an API's user, and the checks that answer it. */
import type { CheckId, Family } from '../../checks/catalogue.ts';
import type { Feature as Declarable } from '../../judge/check.ts';
import type { Level, Subject } from '../../judge/verdict.ts';

/** A check, or all checks of a family. */
export type CheckPattern = CheckId | `${Family}/*`;

/** Checks whose failures at one of the levels decide a feature. */
export interface Deciding {
  readonly checks: readonly CheckPattern[];
  readonly levels: readonly Level[];
  /** The subject that a failure must belong to. */
  readonly subject: Subject;
}

export interface Feature {
  /** Permanent, because it is part of URLs and of the documents of the API. */
  readonly id: string;
  /** The position in the table. Each feature has its own number. */
  readonly order: number;
  /** The question as a user asks it. */
  readonly question: string;
  /** The question in one or two short words, as a column heading. */
  readonly label: string;
  /** The ids of the scenarios that ask for the feature; `all` if every conversation does. */
  readonly scenarios: readonly [string, ...string[]] | 'all';
  /** The failures that break the feature. `rest` means every MUST that no other feature of the conversation takes. */
  readonly breaks: readonly Deciding[] | 'rest';
  /** The failures that only make the feature awkward. `rest` means the same at SHOULD. */
  readonly awkward: readonly Deciding[] | 'rest';
  /**
   * Checks that apply only if the feature was really used. A conversation in which none of them was judged does not
   * show that the feature works. For recordings from elsewhere, which have no scenario, they show that the feature was
   * asked for. Omitted if every conversation uses the feature.
   */
  readonly shownBy?: readonly CheckPattern[];
  /** Only a scenario shows that the feature was asked for, so recordings from elsewhere leave it not tested. */
  readonly askedByScenarioAlone?: true;
  /** The minimum number of exchanges that can show the feature. Default 1. */
  readonly leastExchanges?: number;
  /**
   * Why a conversation that asks for the feature may not show it, and whether this is up to the model or to the
   * request.
   */
  readonly notShown?: { readonly reason: string; readonly by: 'model' | 'request' };
  /** Matches the message of a server that refuses the first request because of the feature. */
  readonly refusedAs?: RegExp;
  /** The feature is part of the tool results, so a later request may be the one that is refused. */
  readonly refusedWithResults?: true;
  /** The name by which a target declares that it does not support the feature. */
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

/** Failures of the model. They come from its sampling, which breaks no feature. */
export function sampledBy(...checks: readonly CheckPattern[]): Deciding {
  return { checks, levels: ['MUST', 'SHOULD'], subject: 'model' };
}
