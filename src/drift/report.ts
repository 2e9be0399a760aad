/** The drift report: what changed in conversations that were recorded again. */
import type { ConversationRecord } from '../results/results.ts';
import type { StructuralDrift } from './structural-drift.ts';
import type { VerdictDrift } from './verdict-drift.ts';

export type DriftKey = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>;

export interface ConversationDrift {
  readonly structure: StructuralDrift;
  readonly verdicts: VerdictDrift;
}

/** One conversation that was recorded again; its drift is null when there was no older recording. */
export interface DriftEntry extends DriftKey {
  readonly drift: ConversationDrift | null;
}

/** The report in a form for JSON.stringify: plain objects, in the order of the entries. */
export interface DriftReport {
  readonly schema: 1;
  readonly drifted: readonly (DriftKey & ConversationDrift)[];
  /** Recorded for the first time. */
  readonly added: readonly DriftKey[];
  /** How many conversations are as they were. */
  readonly unchanged: number;
}

/** The report of the entries. Pure. */
export function driftReport(entries: readonly DriftEntry[]): DriftReport {
  const drifted = entries.flatMap(({ drift, ...key }) =>
    drift !== null && isDrift(drift) ? { ...keyOf(key), ...drift } : [],
  );
  const added = entries.filter(({ drift }) => drift === null).map(keyOf);
  return { schema: 1, drifted, added, unchanged: entries.length - drifted.length - added.length };
}

/** A conversation that is too large to be compared whole is not said to be as it was. */
function isDrift({ structure, verdicts }: ConversationDrift): boolean {
  const { incomplete, ...structural } = structure;
  return (
    incomplete || [structural, verdicts].some((lists) => Object.values(lists).some((list) => list.length > 0))
  );
}

function keyOf({ target, scenario, delivery, sample }: DriftKey): DriftKey {
  return { target, scenario, delivery, sample };
}
