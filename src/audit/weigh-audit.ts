/** The gate of an audit: the policy for recordings from elsewhere. */
import { folderOf } from '../config/target-id.ts';
import { type FailOn, type Gate, gate } from '../gate/gate.ts';
import { type Policy, policyOf } from '../gate/policy.ts';
import type { Results } from '../results/results.ts';
import type { ConversationPlace } from './files.ts';
import type { AuditResults } from './records.ts';

export interface AuditPolicy {
  readonly failOn: FailOn;
  /** The folder of known deviations, `<host>/<model>[@upstream].yaml`; without it there are no expectations. */
  readonly expectations?: string | undefined;
  /** The path of the results.jsonl of an earlier audit. */
  readonly baseline?: string | undefined;
}

export interface WeighedAudit {
  /** The results, with the expectations that accept failures. */
  readonly results: Results;
  readonly gate: Gate;
  readonly policy: Policy;
}

/**
 * Applies the policy to an audit. Expectations for targets that were not found are stale, because the recordings are
 * the only evidence.
 *
 * @param incomplete why too little could be judged; null when enough was judged
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

/** Returns the results with the file of each conversation, relative to the working directory. */
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

/**
 * Returns a function that gives the line of an exchange. It gives null for a file with several conversations, because
 * exchange numbers are per conversation.
 */
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
