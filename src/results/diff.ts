/** Compares two runs. Pure: takes two runs and returns lists of changes. */

import { LEVEL_RANK, type Level, type Outcome, type Subject } from '../judge/verdict.ts';
import { groupBy } from '../text/group-by.ts';
import { checkOf, dialectsOf, readingIn, revisionOf } from './check-readings.ts';
import { sampledKey } from './rates.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from './results.ts';

/** The key of a conversation across runs. Its samples are pooled. */
export type DiffedConversation = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery'>;

/** A changed verdict key: `target · scenario · delivery · check`. */
export interface Change extends DiffedConversation {
  readonly check: string;
  /** Null when the earlier run does not have the key. */
  readonly before: Outcome | null;
  /** Null when the later run does not have the key. */
  readonly after: Outcome | null;
  /**
   * `level`, `subject` and `known` come from the failure. When both runs have a failure, they come from the later one.
   */
  readonly level: Level;
  readonly subject: Subject;
  /** True when an expectation accepts the failure. */
  readonly known: boolean;
  /** The link to the issue in the expectation, or null. */
  readonly issue: string | null;
}

/** A rule with its revision in both runs. */
export interface RevisedCheck {
  readonly check: string;
  readonly before: number;
  readonly after: number;
}

/** The changes of the check catalogue between the two runs. */
export interface CatalogueChange {
  readonly added: readonly string[];
  readonly retired: readonly string[];
  readonly regraded: readonly { readonly check: string; readonly before: Level; readonly after: Level }[];
  /** Rules whose meaning changed. Their verdicts are not compared. */
  readonly revised: readonly RevisedCheck[];
}

/**
 * The lists follow the order of conversations in the later run, then in the earlier one. Within a conversation they
 * follow the order of the checks. In `newlyFailing`, entries without a linked issue come first.
 */
export interface RunDiff {
  /** Fails only in the later run, or fails there at a stronger level although the level of the check is unchanged. */
  readonly newlyFailing: readonly Change[];
  /** Fails in the earlier run and passes in the later one. */
  readonly newlyPassing: readonly Change[];
  /** Keys that only the later run has, because of a new conversation or a new check. */
  readonly added: readonly Change[];
  /** Keys that only the earlier run has. */
  readonly removed: readonly Change[];
  /** Passes or fails in the earlier run, and does neither in the later one. */
  readonly unknownNow: readonly Change[];
  /** Conversations that only the earlier run has. */
  readonly vanished: readonly DiffedConversation[];
  readonly catalogue: CatalogueChange;
}

/**
 * Compares two runs. A key fails when any of its samples fails. A key that is not applicable is not added or removed.
 */
export function diffRuns(before: Results, after: Results): RunDiff {
  const catalogue = diffCatalogues(before.run, after.run);
  const revised = new Set(catalogue.revised.map(({ check }) => check));
  const isRegraded = (target: string, check: string) =>
    checkOf(before.run, target, check)?.level !== checkOf(after.run, target, check)?.level;
  const earlier = conversationsOf(before);
  const later = conversationsOf(after);
  const lists: Record<ChangeKind, Change[]> = {
    newlyFailing: [],
    newlyPassing: [],
    added: [],
    removed: [],
    unknownNow: [],
  };
  for (const key of new Set([...later.keys(), ...earlier.keys()])) {
    const samples = later.get(key) ?? earlier.get(key);
    if (samples === undefined) continue;
    const { target, scenario, delivery } = samples.key;
    const was = poolSamples(earlier.get(key), before.run);
    const is = poolSamples(later.get(key), after.run);
    for (const check of new Set([...is.keys(), ...was.keys()])) {
      if (revised.has(check)) continue;
      const from = was.get(check) ?? null;
      const to = is.get(check) ?? null;
      const kind = kindOf(from, to, isRegraded(target, check));
      const told = to?.outcome === 'fail' ? to : from?.outcome === 'fail' ? from : (to ?? from);
      if (kind === null || told === null) continue;
      const { level, subject, known, issue } = told;
      const outcomes = { before: from?.outcome ?? null, after: to?.outcome ?? null };
      lists[kind].push({ target, scenario, delivery, check, ...outcomes, level, subject, known, issue });
    }
  }
  const vanished = [...earlier].flatMap(([key, samples]) => (later.has(key) ? [] : samples.key));
  // Failures without a linked issue come first.
  const newlyFailing = lists.newlyFailing.toSorted(
    (left, right) => Number(left.issue !== null) - Number(right.issue !== null),
  );
  return { ...lists, newlyFailing, vanished, catalogue };
}

type ChangeKind = 'newlyFailing' | 'newlyPassing' | 'added' | 'removed' | 'unknownNow';

/** The most severe outcome of the samples. */
interface Pooled {
  readonly outcome: Outcome;
  readonly level: Level;
  readonly subject: Subject;
  readonly known: boolean;
  readonly issue: string | null;
}

interface Samples {
  readonly key: DiffedConversation;
  readonly conversations: readonly ConversationRecord[];
  readonly verdicts: readonly VerdictRecord[];
}

/** Returns the kind of the change; null when there is no relevant change. */
function kindOf(from: Pooled | null, to: Pooled | null, isRegraded: boolean): ChangeKind | null {
  if (from === null) return to === null || to.outcome === 'not-applicable' ? null : 'added';
  if (to === null) return from.outcome === 'not-applicable' ? null : 'removed';
  if (to.outcome === 'fail') {
    if (from.outcome !== 'fail') return 'newlyFailing';
    return LEVEL_RANK[to.level] > LEVEL_RANK[from.level] && !isRegraded ? 'newlyFailing' : null;
  }
  if (to.outcome === 'pass') return from.outcome === 'fail' ? 'newlyPassing' : null;
  return from.outcome === 'fail' || from.outcome === 'pass' ? 'unknownNow' : null;
}

const OUTCOME_RANK: Readonly<Record<Outcome, number>> = {
  'not-applicable': 0,
  pass: 1,
  unsupported: 2,
  inconclusive: 3,
  error: 4,
  fail: 5,
};

/**
 * Ranks outcomes by severity, and failures by level. Expectations do not differ between samples, because an expectation
 * names no sample.
 */
function gravity({ outcome, level }: Pooled): number {
  return OUTCOME_RANK[outcome] + (outcome === 'fail' ? LEVEL_RANK[level] : 0);
}

function conversationsOf({ conversations, verdicts }: Results): Map<string, Samples> {
  const verdictsOf = groupBy(verdicts, sampledKey);
  const samples = new Map<string, Samples>();
  for (const [key, own] of groupBy(conversations, sampledKey)) {
    const [first] = own;
    if (first === undefined) continue;
    const { target, scenario, delivery } = first;
    const named = { target, scenario, delivery };
    samples.set(key, { key: named, conversations: own, verdicts: verdictsOf.get(key) ?? [] });
  }
  return samples;
}

/** Returns the pooled outcome of each check of a conversation, in the order of the catalogue. */
function poolSamples(samples: Samples | undefined, run: RunRecord): Map<string, Pooled> {
  const met = new Map<string, Pooled>();
  if (samples === undefined) return met;
  const meet = (check: string, one: Pooled) => {
    const other = met.get(check);
    if (other === undefined || gravity(one) > gravity(other)) met.set(check, one);
  };
  const meetQuiet = (ids: readonly string[], outcome: Outcome) => {
    for (const check of ids) {
      const record = checkOf(run, samples.key.target, check);
      if (record !== null) {
        meet(check, { outcome, level: record.level, subject: record.subject, known: false, issue: null });
      }
    }
  };
  for (const { passed, notApplicable } of samples.conversations) {
    meetQuiet(passed, 'pass');
    meetQuiet(notApplicable, 'not-applicable');
  }
  for (const { check, outcome, level, subject, expectation } of samples.verdicts) {
    meet(check, { outcome, level, subject, known: expectation !== null, issue: expectation?.link ?? null });
  }
  const inOrder = new Map<string, Pooled>();
  for (const check of Object.keys(run.checks)) {
    const pooled = met.get(check);
    if (pooled !== undefined) inOrder.set(check, pooled);
  }
  return inOrder;
}

function diffCatalogues(earlier: RunRecord, later: RunRecord): CatalogueChange {
  const [before, after] = [earlier.checks, later.checks];
  const inEarlier = new Set(dialectsOf(earlier));
  const shared = dialectsOf(later).filter((dialect) => inEarlier.has(dialect));
  return {
    added: Object.keys(after).filter((check) => before[check] === undefined),
    retired: Object.keys(before).filter((check) => after[check] === undefined),
    regraded: Object.entries(after).flatMap(([check, record]) => {
      const was = before[check];
      if (was === undefined) return [];
      const levels = (shared.length === 0 ? [null] : shared).map((dialect) => ({
        before: readingIn(was, dialect).level,
        after: readingIn(record, dialect).level,
      }));
      const change = levels.find((level) => level.before !== level.after);
      return change === undefined ? [] : [{ check, ...change }];
    }),
    revised: Object.entries(after).flatMap(([check, record]) => {
      const was = before[check];
      if (was === undefined || revisionOf(was) === revisionOf(record)) return [];
      return [{ check, before: revisionOf(was), after: revisionOf(record) }];
    }),
  };
}
