/** Changes as the pages show them: between two runs by verdicts, between two nights by counts. */

import type { Level, Outcome, Subject } from '../../../judge/verdict.ts';
import type { CatalogueChange, Change, DiffedConversation, RunDiff } from '../../../results/diff.ts';
import type { Sign } from '../../../results/signs.ts';
import { groupBy } from '../../../text/group-by.ts';

/** The state of a check on one side. */
export interface DiffSide {
  readonly sign: Sign;
  /** Numbers, such as `3 of 48 fail`; null if the sign's word is enough. */
  readonly words: string | null;
}

/** One changed check of one target. */
export interface DiffEntry {
  readonly target: string;
  readonly check: string;
  readonly level: Level;
  readonly subject: Subject;
  /** Null when that side did not have it. */
  readonly before: DiffSide | null;
  readonly after: DiffSide | null;
  /** The conversations in which it changed; empty if only their number is known. */
  readonly conversations: readonly DiffedConversation[];
}

/** Something that the later side has no data about. */
export interface Vanished {
  readonly target: string;
  /** Null for the whole target. */
  readonly conversation: DiffedConversation | null;
  readonly reason: string | null;
  /** True if it could not be asked because the key is missing. */
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

/** Returns true if both sides are equal, judged by the same rules. */
export function isSame({ catalogue, vanished, ...lists }: DiffModel): boolean {
  return (
    vanished.length === 0 &&
    Object.values(lists).every((entries) => entries.length === 0) &&
    Object.values(catalogue).every((checks) => checks.length === 0)
  );
}

/** Returns true for changes that are charged to the provider. */
export function isHeld({ subject, level }: DiffEntry): boolean {
  return subject === 'provider' && level !== 'MAY';
}

/** The diff of two runs; conversations in which a check changed in the same way are one entry. */
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

/** The weaker level of a check that failed on both sides, because it is listed for the stronger level. */
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
