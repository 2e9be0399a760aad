/** Converts verdicts to the records of results.jsonl. */

import { whyUnsent } from '../evidence/exchange.ts';
import type { Rule } from '../judge/check.ts';
import type { Judged } from '../judge/judge.ts';
import type { Verdict } from '../judge/verdict.ts';
import type { Choice, Reading } from '../reading/reading.ts';
import { reasonOf, wordsOf } from '../reading/standing.ts';
import type { Json } from '../text/json.ts';
import type { ConversationRecord, VerdictRecord } from './results.ts';
import { timingsOf } from './timings.ts';

/** A judged conversation: its record, and a verdict record for each outcome except `pass` and `not-applicable`. */
export interface ConversationResult {
  readonly conversation: ConversationRecord;
  readonly verdicts: readonly VerdictRecord[];
}

export type ConversationKey = Pick<
  ConversationRecord,
  'target' | 'scenario' | 'delivery' | 'sample' | 'cassette'
>;

export function recordConversation(
  key: ConversationKey,
  { verdicts, readings, retries }: Omit<Judged<Reading>, 'looked'>,
  recordedAt: string | null,
): ConversationResult {
  const { cassette, ...keyOfVerdict } = key;
  const [notSent] = readings.flatMap(({ exchange }) => whyUnsent(exchange) ?? []);
  const timings = timingsOf(readings);
  const unanswered = readings.flatMap(unansweredBy);
  const conversation: ConversationRecord = {
    type: 'conversation',
    ...key,
    recordedAt,
    exchanges: readings.length,
    model: readings.find(({ request }) => request.model !== null)?.request.model ?? null,
    upstreams: [...new Set(readings.flatMap(({ turn }) => turn.upstreams.map(({ value }) => value)))],
    ms: total(readings.map(({ exchange }) => exchange.ms)),
    usage: usageOf(readings),
    cost: total(readings.map(({ turn }) => turn.usages.at(-1)?.cost)),
    ...(retries === 0 ? {} : { retries }),
    ...(notSent === undefined ? {} : { notSent }),
    ...(unanswered.length === 0 ? {} : { unanswered }),
    ...(timings.length === 0 ? {} : { timings }),
    passed: verdicts.filter(({ outcome }) => outcome === 'pass').map(({ check }) => check),
    notApplicable: verdicts.filter(({ outcome }) => outcome === 'not-applicable').map(({ check }) => check),
  };
  return { conversation, verdicts: verdicts.flatMap((verdict) => recordVerdict(keyOfVerdict, verdict)) };
}

/** The reason when the body of an answer is missing in the recording, so the answer is unknown. */
export const NO_BODY = 'the recording has no body of the answer';

function unansweredBy({ number, standing, turn }: Reading): NonNullable<ConversationRecord['unanswered']> {
  const [error] = turn.errors;
  if (standing.kind === 'answered' && error !== undefined && !turn.choices.some(saysSomething)) {
    const { status } = standing;
    return [{ exchange: number, status, reason: reasonOf(status, wordsOf(error.value) ?? '') }];
  }
  // An empty body may be a gap in the recording, so it is not judged.
  if (standing.kind === 'empty' && !standing.proven)
    return [{ exchange: number, status: null, reason: NO_BODY }];
  if (standing.kind !== 'refused' && standing.kind !== 'lost') return [];
  const status = standing.kind === 'refused' ? standing.status : null;
  return [{ exchange: number, status, reason: standing.reason }];
}

/** Returns true when an unanswered request got only an error, with a success status. */
export function isErrorUnderSuccess({ status }: { readonly status: number | null }): boolean {
  return status !== null && status < 300;
}

function saysSomething({ hasAnswer, reasoning }: Choice): boolean {
  return hasAnswer || reasoning !== '';
}

/** Returns the result of a conversation that the suite could not judge: every check is an `error` with the reason. */
export function brokenConversation(
  key: ConversationKey,
  checks: readonly Rule[],
  reason: string,
): ConversationResult {
  const verdicts = checks.map(({ id, level, subject }) => {
    const outcome = 'error' as const;
    return { check: id, level, subject, outcome, findings: [], findingCount: 0, reason };
  });
  return recordConversation(key, { verdicts, readings: [], retries: 0 }, null);
}

function recordVerdict(key: Omit<ConversationKey, 'cassette'>, verdict: Verdict): VerdictRecord[] {
  const { outcome } = verdict;
  if (outcome === 'pass' || outcome === 'not-applicable') return [];
  return [
    { type: 'verdict', ...key, ...verdict, outcome, findings: [...verdict.findings], expectation: null },
  ];
}

function usageOf(readings: readonly Reading[]): ConversationRecord['usage'] {
  const reports = readings.flatMap(({ turn }) => turn.usages.at(-1) ?? []);
  const promptTokens = total(reports.map(({ prompt }) => prompt));
  const completionTokens = total(reports.map(({ completion }) => completion));
  // Some dialects do not report a total, so the sum is used.
  const totalTokens = total(
    reports.map((report) => report.total ?? total([report.prompt, report.completion])),
  );
  if (promptTokens === null || completionTokens === null || totalTokens === null) return null;
  return { promptTokens, completionTokens, totalTokens };
}

/** Returns the sum of the finite numbers, without floating-point noise; null when there are none. */
function total(values: readonly Json[]): number | null {
  const numbers = values.filter(
    (value): value is number => typeof value === 'number' && Number.isFinite(value),
  );
  if (numbers.length === 0) return null;
  return Number(numbers.reduce((sum, value) => sum + value, 0).toPrecision(12));
}
