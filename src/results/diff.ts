/** What changed between two runs. Pure: two runs in, lists out. */

import type { Level, Outcome, Subject } from '../judge/verdict.ts';
import { groupBy } from '../text/group-by.ts';
import { checkOf, dialectsOf, readingIn, revisionOf } from './check-readings.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from './results.ts';

/** What names a conversation from run to run; its samples are pooled. */
export type DiffedConversation = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery'>;

/** One verdict key, `target · scenario · delivery · check`, that is not as it was. */
export interface Change extends DiffedConversation {
  readonly check: string;
  /** Null when the run before did not have the key. */
  readonly before: Outcome | null;
  /** Null when the run after does not have the key. */
  readonly after: Outcome | null;
  /** Level, subject and `known` are those of the failure where one of the runs has one, of the later where both have. */
  readonly level: Level;
  readonly subject: Subject;
  /** True when an expectation accepts the failure. */
  readonly known: boolean;
  /** The issue that the expectation names, where it names one. */
  readonly issue: string | null;
}

/** A rule with its revision on both sides. */
export interface RevisedCheck {
  readonly check: string;
  readonly before: number;
  readonly after: number;
}

/** How the catalogue of checks changed between the versions of the suite. */
export interface CatalogueChange {
  readonly added: readonly string[];
  readonly retired: readonly string[];
  readonly regraded: readonly { readonly check: string; readonly before: Level; readonly after: Level }[];
  /** Rules that mean something else now: their verdicts are not compared. */
  readonly revised: readonly RevisedCheck[];
}

/**
 * The lists keep the order of the later run, then that of the earlier one, and within a conversation of the checks. Of
 * what newly fails, that without a linked issue comes first.
 */
export interface RunDiff {
  /** Fails now, and did not before; or fails now at a stronger level, unless it is the check that was graded anew. */
  readonly newlyFailing: readonly Change[];
  /** Failed before, and passes now. */
  readonly newlyPassing: readonly Change[];
  /** Keys that the earlier run did not have, because of a new conversation or a new check. */
  readonly added: readonly Change[];
  /** Keys that the later run does not have. */
  readonly removed: readonly Change[];
  /** Passed or failed before, and does neither now: what became of them is unknown. */
  readonly unknownNow: readonly Change[];
  /** Conversations that the later run does not have. */
  readonly vanished: readonly DiffedConversation[];
  readonly catalogue: CatalogueChange;
}

/** Compares two runs. A key fails when any of its samples fails; one that applied nowhere is neither added nor removed. */
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
  // What nobody has reported yet comes first.
  const newlyFailing = lists.newlyFailing.toSorted(
    (left, right) => Number(left.issue !== null) - Number(right.issue !== null),
  );
  return { ...lists, newlyFailing, vanished, catalogue };
}

type ChangeKind = 'newlyFailing' | 'newlyPassing' | 'added' | 'removed' | 'unknownNow';

/** The gravest of the samples. */
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

/** Null when nothing changed that a reader should know of. */
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

const LEVEL_RANK: Readonly<Record<Level, number>> = { MAY: 0, SHOULD: 1, MUST: 2 };

const OUTCOME_RANK: Readonly<Record<Outcome, number>> = {
  'not-applicable': 0,
  pass: 1,
  unsupported: 2,
  inconclusive: 3,
  error: 4,
  fail: 5,
};

/** Among failures the one at the strongest level. Samples share their expectation, since it names none. */
function gravity({ outcome, level }: Pooled): number {
  return OUTCOME_RANK[outcome] + (outcome === 'fail' ? LEVEL_RANK[level] : 0);
}

function conversationsOf({ conversations, verdicts }: Results): Map<string, Samples> {
  const verdictsOf = groupBy(verdicts, keyText);
  const samples = new Map<string, Samples>();
  for (const [key, own] of groupBy(conversations, keyText)) {
    const [first] = own;
    if (first === undefined) continue;
    const { target, scenario, delivery } = first;
    const named = { target, scenario, delivery };
    samples.set(key, { key: named, conversations: own, verdicts: verdictsOf.get(key) ?? [] });
  }
  return samples;
}

function keyText({ target, scenario, delivery }: DiffedConversation): string {
  return JSON.stringify([target, scenario, delivery]);
}

/** The checks of a conversation, in the order of the catalogue. */
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
