/** All verdicts of a run, including those that results.jsonl stores only as lists of check ids. */

import type { Outcome } from '../judge/verdict.ts';
import { checkOf } from '../results/check-readings.ts';
import type { CheckDescription, ConversationRecord, Results, VerdictRecord } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';

export interface EveryVerdict {
  readonly check: string;
  /** The description of the check as it applies to the target. */
  readonly record: CheckDescription;
  readonly outcome: Outcome;
  /** Null for `pass` and `not-applicable`, which have no further details. */
  readonly verdict: VerdictRecord | null;
}

export interface ExportedConversation {
  readonly conversation: ConversationRecord;
  /** One verdict per check, in the order of the catalogue. */
  readonly verdicts: readonly EveryVerdict[];
}

/**
 * Yields the conversations one by one in their order, because all verdicts of a large run would need too much memory.
 */
export function* everyVerdict({ run, conversations, verdicts }: Results): Generator<ExportedConversation> {
  const readings = new Map<string, readonly (readonly [check: string, record: CheckDescription])[]>();
  const verdictsOf = groupBy(verdicts, conversationText);
  for (const conversation of conversations) {
    const { target } = conversation;
    const checks =
      readings.get(target) ??
      Object.entries(run.checks).map(([id, record]) => [id, checkOf(run, target, id) ?? record] as const);
    readings.set(target, checks);
    const passed = new Set(conversation.passed);
    const own = new Map(
      (verdictsOf.get(conversationText(conversation)) ?? []).map((verdict) => [verdict.check, verdict]),
    );
    yield {
      conversation,
      verdicts: checks.map(([check, record]) => {
        const verdict = own.get(check) ?? null;
        const outcome = verdict?.outcome ?? (passed.has(check) ? 'pass' : 'not-applicable');
        return { check, record, outcome, verdict };
      }),
    };
  }
}

function conversationText(
  key: Pick<ConversationRecord, 'target' | 'scenario' | 'delivery' | 'sample'>,
): string {
  return JSON.stringify([key.target, key.scenario, key.delivery, key.sample]);
}
