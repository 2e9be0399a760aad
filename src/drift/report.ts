/** The drift report: what changed in conversations that were recorded again. */
import type { ConversationRecord } from '../results/results.ts';
import type { StructuralDrift } from './structural-drift.ts';
import type { VerdictDrift } from './verdict-drift.ts';

export type DriftKey = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>;

export interface ConversationDrift {
  readonly structure: StructuralDrift;
  readonly verdicts: VerdictDrift;
}

/** A conversation that was recorded again. `drift` is null if there was no earlier recording. */
export interface DriftEntry extends DriftKey {
  readonly drift: ConversationDrift | null;
}

/** The report for JSON.stringify: plain objects, in the order of the entries. */
export interface DriftReport {
  readonly schema: 1;
  readonly drifted: readonly (DriftKey & ConversationDrift)[];
  /** Conversations recorded for the first time. */
  readonly added: readonly DriftKey[];
  /** The number of conversations without drift. */
  readonly unchanged: number;
}

/** Builds the report from the entries. Pure. */
export function driftReport(entries: readonly DriftEntry[]): DriftReport {
  const drifted = entries.flatMap(({ drift, ...key }) =>
    drift !== null && isDrift(drift) ? { ...keyOf(key), ...drift } : [],
  );
  const added = entries.filter(({ drift }) => drift === null).map(keyOf);
  return { schema: 1, drifted, added, unchanged: entries.length - drifted.length - added.length };
}

/** A conversation that is too large to compare in full counts as drifted, because it may have changed. */
function isDrift({ structure, verdicts }: ConversationDrift): boolean {
  const { incomplete, ...structural } = structure;
  return (
    incomplete || [structural, verdicts].some((lists) => Object.values(lists).some((list) => list.length > 0))
  );
}

function keyOf({ target, scenario, delivery, sample }: DriftKey): DriftKey {
  return { target, scenario, delivery, sample };
}
