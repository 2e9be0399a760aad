/** What changed, as the pages show it: between two runs verdict by verdict, between two nights count by count. */

import type { Level, Outcome, Subject } from '../../../judge/verdict.ts';
import type { CatalogueChange, Change, DiffedConversation, RunDiff } from '../../../results/diff.ts';
import type { Sign } from '../../../results/signs.ts';
import { groupBy } from '../../../text/group-by.ts';

/** How a check stood on one side. */
export interface DiffSide {
  readonly sign: Sign;
  /** In numbers, such as `3 of 48 fail`; null where the sign's word says it all. */
  readonly words: string | null;
}

/** One check of one target that is not as it was. */
export interface DiffEntry {
  readonly target: string;
  readonly check: string;
  readonly level: Level;
  readonly subject: Subject;
  /** Null when that side did not have it. */
  readonly before: DiffSide | null;
  readonly after: DiffSide | null;
  /** The conversations in which it changed so; empty where only their number is kept. */
  readonly conversations: readonly DiffedConversation[];
}

/** What the later side has no data of. */
export interface Vanished {
  readonly target: string;
  /** Null for the whole target. */
  readonly conversation: DiffedConversation | null;
  readonly reason: string | null;
  /** True where it could not be asked for want of a key. */
  readonly notRun?: true;
}

export interface DiffModel {
  readonly newlyFailing: readonly DiffEntry[];
  readonly newlyPassing: readonly DiffEntry[];
  readonly added: readonly DiffEntry[];
  readonly removed: readonly DiffEntry[];
  readonly unknownNow: readonly DiffEntry[];
  readonly vanished: readonly Vanished[];
  readonly catalogue: CatalogueChange;
}

/** The lists of verdicts, in the order in which readers should see them. */
export const DIFF_LISTS = ['newlyFailing', 'newlyPassing', 'added', 'removed', 'unknownNow'] as const;

export type DiffList = (typeof DIFF_LISTS)[number];

/** Whether both sides say the same, by the same rules. */
export function isSame({ catalogue, vanished, ...lists }: DiffModel): boolean {
  return (
    vanished.length === 0 &&
    Object.values(lists).every((entries) => entries.length === 0) &&
    Object.values(catalogue).every((checks) => checks.length === 0)
  );
}

/** What is held against a provider, apart from what is about others or no fault. */
export function isHeld({ subject, level }: DiffEntry): boolean {
  return subject === 'provider' && level !== 'MAY';
}

/** The diff of two runs, the conversations in which a check changed alike joined into one entry. */
export function modelOfRuns(diff: RunDiff): DiffModel {
  return {
    newlyFailing: joined(diff.newlyFailing),
    newlyPassing: joined(diff.newlyPassing),
    added: joined(diff.added),
    removed: joined(diff.removed),
    unknownNow: joined(diff.unknownNow),
    vanished: diff.vanished.map((conversation) => ({
      target: conversation.target,
      conversation,
      reason: null,
    })),
    catalogue: diff.catalogue,
  };
}

function joined(changes: readonly Change[]): DiffEntry[] {
  const alike = groupBy(changes, ({ target, check, level, subject, before, after, known }) =>
    JSON.stringify([target, check, level, subject, before, after, known]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { target, check, level, subject } = first;
    return {
      target,
      check,
      level,
      subject,
      before: sideOf(first.before, first.after === 'fail' ? weaker(first) : first),
      after: sideOf(first.after, first),
      conversations: group.map(({ scenario, delivery }) => ({ target, scenario, delivery })),
    };
  });
}

/** A check that failed on both sides is listed for failing at a stronger level than before. */
function weaker({ level }: Change): Pick<Change, 'level' | 'known'> {
  return { level: level === 'MUST' ? 'SHOULD' : 'MAY', known: false };
}

function sideOf(outcome: Outcome | null, { level, known }: Pick<Change, 'level' | 'known'>): DiffSide | null {
  if (outcome === null) return null;
  if (outcome !== 'fail') return { sign: outcome, words: null };
  if (level === 'MAY') return { sign: 'observed', words: null };
  if (known) return { sign: 'known', words: null };
  return { sign: level === 'MUST' ? 'must' : 'should', words: null };
}
