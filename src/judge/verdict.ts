/** The parts of a verdict; docs/results.md describes the records that contain them. */
import type { Place } from '../evidence/exchange.ts';

/** How strong the promise is that a check holds a provider to. */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** The strength of each level, for comparisons. */
export const LEVEL_RANK: Readonly<Record<Level, number>> = { MAY: 0, SHOULD: 1, MUST: 2 };

/** What breaks for a client when the rule is broken. */
export type Impact = 'critical' | 'major' | 'minor' | 'trivial';

/** Who broke it: the provider's protocol, the model's sampling, or the client that made the recording. */
export type Subject = 'provider' | 'model' | 'client';

/** `fail` is the subject's fault; `error` is ours. */
export type Outcome = 'pass' | 'fail' | 'inconclusive' | 'not-applicable' | 'unsupported' | 'error';

/** One place where a rule is broken. */
export interface PlacedFinding extends Place {
  readonly message: string;
  /** What stood there, as JSON text, shortened to a few hundred characters. */
  readonly found: string;
  readonly expected: string;
}

/** The answer of one check for one conversation. */
export interface Verdict {
  readonly check: string;
  /** The level for this conversation; a few checks are stronger under some circumstances. */
  readonly level: Level;
  readonly subject: Subject;
  readonly outcome: Outcome;
  /** The first {@link FINDINGS_KEPT} places; empty unless the outcome is `fail`. */
  readonly findings: readonly PlacedFinding[];
  /** The total number of places. */
  readonly findingCount: number;
  /** Why the check could not decide (inconclusive), does not apply to the target (unsupported) or threw (error). */
  readonly reason: string | null;
}

/** How many findings of one verdict are kept. */
export const FINDINGS_KEPT = 20;
