/** Every verdict of a run, those included that results.jsonl keeps as mere lists of checks. */

import type { Outcome } from '../judge/verdict.ts';
import { checkOf } from '../results/check-readings.ts';
import type { CheckDescription, ConversationRecord, Results, VerdictRecord } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';

export interface EveryVerdict {
  readonly check: string;
  /** As it reads for the target. */
  readonly record: CheckDescription;
  readonly outcome: Outcome;
  /** Null for `pass` and `not-applicable`, which have nothing more to say. */
  readonly verdict: VerdictRecord | null;
}

export interface ExportedConversation {
  readonly conversation: ConversationRecord;
  /** One a check, in the order of the catalogue. */
  readonly verdicts: readonly EveryVerdict[];
}

/** Goes through the conversations in their order; a large run has too many verdicts to hold them all. */
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
