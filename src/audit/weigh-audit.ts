/** The gate of an audit: what recordings from elsewhere are held to. */
import { folderOf } from '../config/target-id.ts';
import { type FailOn, type Gate, gate } from '../gate/gate.ts';
import { type Policy, policyOf } from '../gate/policy.ts';
import type { Results } from '../results/results.ts';
import type { ConversationPlace } from './files.ts';
import type { AuditResults } from './records.ts';

export interface AuditPolicy {
  readonly failOn: FailOn;
  /** The folder of known deviations, `<host>/<model>[@upstream].yaml`; without it nothing is expected. */
  readonly expectations?: string | undefined;
  /** The results.jsonl of an earlier audit. */
  readonly baseline?: string | undefined;
}

export interface WeighedAudit {
  /** With the expectations that accept failures. */
  readonly results: Results;
  readonly gate: Gate;
  readonly policy: Policy;
}

/**
 * What was found is all that exists, so expectations of targets that were not found are stale.
 *
 * @param incomplete why too little could be judged; null when nothing stands in the way
 * @throws {SuiteError} when the expectations or the baseline cannot be read
 */
export function weighAudit(found: Results, incomplete: string | null, settings: AuditPolicy): WeighedAudit {
  const { run, conversations } = found;
  const targets = Object.entries(run.targets).map(([id, { dialect }]) => ({
    id,
    folder: folderOf(id),
    provider: { dialect },
  }));
  const policy = policyOf(settings, targets);
  const results = { ...found, verdicts: found.verdicts.map(policy.accept) };
  const weighed = gate({
    conversations,
    verdicts: results.verdicts,
    expectations: policy.expectations,
    failOn: policy.failOn,
    incomplete,
    baseline: policy.baseline,
    known: {
      checks: Object.keys(run.checks),
      targets: Object.keys(run.targets),
      scenarios: Object.keys(run.scenarios),
      conversations,
    },
  });
  return { results, gate: weighed, policy };
}

/** The results with the files that their conversations stand in, from the working directory on. */
export function withFiles({ results, places }: AuditResults): Results {
  const fileOf = (scenario: string, name: string) => places.get(scenario)?.file ?? name;
  return {
    ...results,
    conversations: results.conversations.map((record) => ({
      ...record,
      cassette: fileOf(record.scenario, record.cassette),
    })),
  };
}

/** The lines of exchanges; null in a file with several conversations, whose exchanges are counted apart. */
export function auditLines({
  results,
  places,
}: AuditResults): (cassette: string, exchange: number) => number | null {
  const linesOf = new Map<string, ConversationPlace['lines'] | null>();
  for (const { cassette, scenario } of results.conversations) {
    linesOf.set(cassette, linesOf.has(cassette) ? null : (places.get(scenario)?.lines ?? null));
  }
  return (cassette, exchange) => linesOf.get(cassette)?.[exchange - 1] ?? null;
}
