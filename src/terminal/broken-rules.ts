/** Groups the failures of a run by rule: how often and where each rule is broken. */
import type { Level, Subject } from '../judge/verdict.ts';
import { checkOf } from '../results/check-readings.ts';
import { sampledKey } from '../results/rates.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';

export interface BrokenRule {
  readonly level: Level;
  readonly check: string;
  readonly subject: Subject;
  /** The rule as a sentence; null when the run does not describe the check. */
  readonly title: string | null;
  /** Never empty; sorted by sample, then in the order of the run. */
  readonly failures: readonly [VerdictRecord, ...VerdictRecord[]];
  /** The number of conversations of the failing targets in which the rule passed or failed. */
  readonly judged: number;
  /** The number of those conversations in which it was inconclusive. */
  readonly inconclusive: number;
  readonly places: number;
}

type Records = Pick<Results, 'run' | 'conversations' | 'verdicts'>;

/** Returns one entry for each check, level and subject among the failures: MUST first, then by first appearance. */
export function brokenRules(records: Records, failures: readonly VerdictRecord[]): BrokenRule[] {
  const byRule = groupBy(failures, ({ level, check, subject }) => JSON.stringify([level, check, subject]));
  return [...byRule.values()]
    .flatMap((own) => ruleOf(records, own) ?? [])
    .toSorted((left, right) => LEVELS.indexOf(left.level) - LEVELS.indexOf(right.level));
}

const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY'];

function ruleOf(
  { run, conversations, verdicts }: Records,
  failures: readonly VerdictRecord[],
): BrokenRule | null {
  const [first, ...others] = failures.toSorted((left, right) => left.sample - right.sample);
  if (first === undefined) return null;
  const { level, check, subject, target } = first;
  const failing = new Set(failures.map((failure) => failure.target));
  const isOwn = (record: ConversationRecord | VerdictRecord) => failing.has(record.target);
  const other = verdicts.filter((verdict) => verdict.check === check && isOwn(verdict));
  const passed = conversations.filter((record) => isOwn(record) && record.passed.includes(check)).length;
  return {
    level,
    check,
    subject,
    title: checkOf(run, target, check)?.title ?? null,
    failures: [first, ...others],
    judged: passed + other.filter(({ outcome }) => outcome === 'fail').length,
    inconclusive: other.filter(({ outcome }) => outcome === 'inconclusive').length,
    places: failures.reduce((sum, { findingCount }) => sum + findingCount, 0),
  };
}

/** Returns the number of samples of the conversation that the verdict belongs to. */
export function samplesOf({ conversations }: Pick<Records, 'conversations'>, verdict: VerdictRecord): number {
  const key = sampledKey(verdict);
  return conversations.filter((conversation) => sampledKey(conversation) === key).length;
}
