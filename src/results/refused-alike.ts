/**
 * A server that refuses every request in the same way does not show why it refuses. So its refusals prove neither that
 * it detects a result without a call, nor that it rejects foreign ids.
 */
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { mayBeRefused } from '../scenarios/scenario.ts';
import { groupBy } from '../text/group-by.ts';
import { checkOf } from './check-readings.ts';
import { isErrorUnderSuccess } from './conversation-result.ts';
import { conversationKeyOf } from './page-addresses.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from './results.ts';

/** The checks that a refusal decides. */
const JUDGED_BY_REFUSAL: ReadonlySet<string> = new Set([
  'roundtrip/orphan-rejected',
  'roundtrip/unanswered-rejected',
  'roundtrip/foreign-id',
]);

interface Records {
  readonly conversations: readonly ConversationRecord[];
  readonly verdicts: readonly VerdictRecord[];
}

/**
 * Makes the checks that a refusal decides inconclusive for each target that refused every request in the same way. At
 * least one of its requests must be one that should be answered.
 *
 * In a run, the scenario determines which requests should be answered. A run asks for several things, so the same
 * status is enough. In an audit, these are the conversations that the checks do not judge, and the reasons must be
 * equal, too.
 */
export function withoutRefusedAlike(run: RunRecord, records: Records): Records {
  const isAudit = run.mode === 'audit';
  const asksForIt = isAudit
    ? judgedByRefusal(records)
    : ({ scenario }: ConversationRecord) => mayBeRefusedCalled(scenario);
  const statuses = new Map<string, number>();
  for (const [target, own] of groupBy(records.conversations, (conversation) => conversation.target)) {
    const status = own.every(asksForIt) ? null : statusOfAll(own, isAudit);
    if (status !== null) statuses.set(target, status);
  }
  if (statuses.size === 0) return records;
  const reasonFor = (target: string) =>
    `every request of the run was refused with ${statuses.get(target)}, whatever it asked for`;
  const isVoid = (target: string, check: string) => statuses.has(target) && JUDGED_BY_REFUSAL.has(check);
  const doubts = records.conversations.flatMap(({ target, scenario, delivery, sample, passed }) =>
    passed
      .filter((check) => isVoid(target, check))
      .flatMap((check): VerdictRecord[] => {
        const reading = checkOf(run, target, check);
        if (reading === null) return [];
        const { level, subject } = reading;
        const key = { type: 'verdict', target, scenario, delivery, sample, check, level, subject } as const;
        return [{ ...key, ...inconclusive(reasonFor(target)), expectation: null }];
      }),
  );
  return {
    conversations: records.conversations.map((conversation) => ({
      ...conversation,
      passed: conversation.passed.filter((check) => !isVoid(conversation.target, check)),
    })),
    verdicts: [
      ...records.verdicts.map((verdict) =>
        verdict.outcome === 'fail' && isVoid(verdict.target, verdict.check)
          ? { ...verdict, ...inconclusive(reasonFor(verdict.target)), expectation: null }
          : verdict,
      ),
      ...doubts,
    ],
  };
}

function inconclusive(reason: string) {
  return { outcome: 'inconclusive' as const, findings: [], findingCount: 0, reason };
}

/** Returns a function that is true for a conversation with a verdict that a refusal decided. */
function judgedByRefusal({ verdicts }: Records): (conversation: ConversationRecord) => boolean {
  const failed = new Set(
    verdicts
      .filter(({ check, outcome }) => outcome === 'fail' && JUDGED_BY_REFUSAL.has(check))
      .map(conversationKeyOf),
  );
  return (conversation) =>
    conversation.passed.some((check) => JUDGED_BY_REFUSAL.has(check)) ||
    failed.has(conversationKeyOf(conversation));
}

/**
 * Returns the common status of all refusals. Returns null when a request was answered, when the statuses differ, or
 * when the reasons differ and `wordsCount` is true.
 */
function statusOfAll(conversations: readonly ConversationRecord[], wordsCount: boolean): number | null {
  const statuses = new Set<number>();
  const reasons = new Set<string>();
  for (const { exchanges, unanswered = [] } of conversations) {
    if (exchanges > unanswered.length) return null;
    for (const { status, reason } of unanswered) {
      if (status === null) continue;
      if (isErrorUnderSuccess({ status })) return null;
      statuses.add(status);
      reasons.add(reason);
    }
  }
  if (wordsCount && reasons.size > 1) return null;
  const [status, ...others] = statuses;
  return others.length > 0 ? null : (status ?? null);
}

/** Returns true when the scenario with this id accepts a refusal. */
export function mayBeRefusedCalled(id: string): boolean {
  const scenario = SCENARIOS.find((one) => one.id === id);
  return scenario !== undefined && mayBeRefused(scenario);
}
