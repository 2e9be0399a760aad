/**
 * Decides whether a target's real deviations break a client, by matching its findings with those of tried faults. Pure.
 */
import type { Delivery } from '../evidence/exchange.ts';
import type { VerdictRecord } from '../results/results.ts';
import { breaksClient, WEIGHTS, type Weight, weightOf } from './harm.ts';
import type { MeasuredClients, ShownRecord, TrialRecord } from './record.ts';

/** A deviation of a target that was tried on the client. */
export interface Deviation {
  /** The target's verdict with the finding. */
  readonly verdict: VerdictRecord;
  /** The same finding in the recording of the fault. */
  readonly shown: ShownRecord;
  readonly trial: TrialRecord;
  readonly weight: Weight;
}

export interface Readiness {
  /** The deviations that break the client, one for each check and delivery, the worst first. */
  readonly breaking: readonly Deviation[];
  /** How many checks (per delivery) the target fails in a way that the client tolerates. */
  readonly tolerated: number;
  /** How many checks (per delivery) it fails in ways that were not tried on the client. */
  readonly untried: number;
}

/**
 * A target breaks a client if one of its findings has the same check, delivery and kind as one of a fault that breaks
 * the client.
 *
 * @param verdicts of a target with the client's dialect
 */
export function readinessOf(
  client: string,
  dialect: string,
  verdicts: readonly VerdictRecord[],
  { trials, shown }: MeasuredClients,
): Readiness {
  const own = trials.filter((trial) => trial.client === client && trial.outcome !== 'not-shown');
  const failed = verdicts.filter(({ outcome, subject }) => outcome === 'fail' && subject !== 'client');
  const known = failed.flatMap((verdict) => deviationsIn(verdict, dialect, own, shown));
  const keyOf = (check: string, delivery: Delivery) => `${check} ${delivery}`;
  const gravest = new Map<string, Deviation>();
  for (const deviation of known) {
    const key = keyOf(deviation.verdict.check, deviation.verdict.delivery);
    const before = gravest.get(key);
    const isGraver =
      before === undefined || WEIGHTS.indexOf(deviation.weight) < WEIGHTS.indexOf(before.weight);
    if (isGraver) gravest.set(key, deviation);
  }
  const all = [...gravest.values()].toSorted(
    (one, other) => WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight),
  );
  const breaking = all.filter(({ weight }) => breaksClient(weight));
  const failing = new Set(failed.map(({ check, delivery }) => keyOf(check, delivery)));
  return { breaking, tolerated: all.length - breaking.length, untried: failing.size - all.length };
}

function deviationsIn(
  verdict: VerdictRecord,
  dialect: string,
  trials: readonly TrialRecord[],
  shown: readonly ShownRecord[],
): Deviation[] {
  const kinds = new Set(verdict.findings.map(({ message }) => kindOf(message)));
  const alike = shown.filter(
    (each) =>
      each.dialect === dialect &&
      each.check === verdict.check &&
      each.delivery === verdict.delivery &&
      each.findings.some((message) => kinds.has(kindOf(message))),
  );
  return alike.flatMap((each) =>
    trials
      .filter(({ fault, delivery }) => fault === each.fault && delivery === each.delivery)
      .map((trial) => ({ verdict, shown: each, trial, weight: weightOf(trial) })),
  );
}

/**
 * Returns the text of a finding without parts that differ between recordings: numbers, and names of the tool's
 * arguments. Texts in double quotes stay, because they are the target's own words.
 */
export function kindOf(message: string): string {
  return message
    .replaceAll(/'[^']*'/gu, "''")
    .replaceAll(/(?<=^| )\/\S+/gu, '/')
    .replaceAll(/\d+(?:[.,]\d+)*/gu, '0');
}
