/** What one conversation says of a feature. */
import { isAboutTheRequest } from '../../judge/check.ts';
import { checkOf } from '../../results/check-readings.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from '../../results/results.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { mayBeRefused } from '../../scenarios/scenario.ts';
import { type Column, columnOf, isAmong, showsWhole } from './columns.ts';
import type { Feature } from './feature.ts';
import type { FeatureState } from './states.ts';

/** One conversation with all its verdicts that are neither a pass nor not applicable. */
export interface JudgedConversation {
  readonly record: ConversationRecord;
  readonly verdicts: readonly VerdictRecord[];
}

export interface DecidingFailure {
  readonly column: Column;
  readonly verdict: VerdictRecord;
}

export interface Answer {
  readonly state: FeatureState;
  readonly record: ConversationRecord;
  /** The failures that decide, in the order of the verdicts. */
  readonly failures: readonly DecidingFailure[];
  /** Why it is not offered, or could not be told; null otherwise. */
  readonly reason: string | null;
  /** The exchange in which the feature was refused; null where it was not. */
  readonly refusedIn: number | null;
  /** Whether the feature was really used. */
  readonly shown: boolean;
}

/** Answers for a run: what can be told once for many conversations is told once. */
export class Answers {
  readonly #run: RunRecord;
  /** By dialect, feature and the features beside it, and then by check: whether its pass shows that nothing broke. */
  readonly #showing = new Map<string, Map<string, boolean>>();

  constructor(run: RunRecord) {
    this.#run = run;
  }

  /** @param others all features that the conversation asks for */
  of(feature: Feature, { record, verdicts }: JudgedConversation, others: readonly Feature[]): Answer {
    const failures = verdicts.flatMap((verdict): DecidingFailure[] => {
      const column = verdict.outcome === 'fail' ? columnOf(feature, verdict, others) : null;
      return column === null ? [] : [{ column, verdict }];
    });
    const shown = isShown(feature, record, verdicts);
    const answer = { record, failures, reason: null, refusedIn: null, shown };
    const refusal = refusalOf(feature, record) ?? lackOf(feature, verdicts);
    if (refusal !== null) return { ...answer, state: 'not-offered', ...refusal };
    if (failures.some(({ column }) => column === 'breaks')) return { ...answer, state: 'broken' };
    if (failures.length > 0) return { ...answer, state: 'works-but' };
    const works = shown && isHeldToItsEnd(feature, record) && this.#hasPassed(feature, record, others);
    if (works) return { ...answer, state: 'works' };
    return { ...answer, state: 'not-tested', reason: whyNotTold(feature, record, verdicts) };
  }

  /** Whether a check that passed there shows that nothing broke. */
  #hasPassed(feature: Feature, { target, scenario, passed }: ConversationRecord, others: readonly Feature[]) {
    const dialect = this.#run.targets[target]?.dialect ?? '';
    // Only what takes the rest depends on the features beside it, which are the same for all conversations of a scenario.
    const key = [dialect, feature.id, feature.breaks === 'rest' ? scenario : ''].join(' ');
    const known = this.#showing.get(key) ?? new Map<string, boolean>();
    this.#showing.set(key, known);
    const shows = (check: string): boolean => {
      const reading = checkOf(this.#run, target, check);
      return reading !== null && showsWhole(feature, { check, ...reading }, others);
    };
    // Most of the time the first one does, so the others are never looked at.
    return passed.some((check) => {
      const isShowing = known.get(check) ?? shows(check);
      known.set(check, isShowing);
      return isShowing;
    });
  }
}

/** Whether one of the checks that show a feature was judged. */
export function isShown(
  { shownBy, leastExchanges = 1 }: Feature,
  record: Pick<ConversationRecord, 'passed' | 'exchanges'>,
  verdicts: readonly VerdictRecord[],
): boolean {
  if (shownBy === undefined) return true;
  if (record.exchanges < leastExchanges) return false;
  return (
    record.passed.some((check) => isAmong(shownBy, check)) ||
    verdicts.some(({ check, outcome }) => outcome === 'fail' && isAmong(shownBy, check))
  );
}

/** A refusal that names the feature, of the first request or of one that returns results. */
function refusalOf(
  { refusedAs, refusedWithResults }: Feature,
  { unanswered = [] }: ConversationRecord,
): { reason: string; refusedIn: number } | null {
  const refused = unanswered.find(
    ({ exchange, status, reason }) =>
      (exchange === 1 || refusedWithResults === true) &&
      status !== null &&
      isAboutTheRequest(status) &&
      refusedAs?.test(reason) === true,
  );
  return refused === undefined ? null : { reason: refused.reason, refusedIn: refused.exchange };
}

/** What the target does not have, as it declares or as its server says. */
function lackOf(
  { shownBy = [] }: Feature,
  verdicts: readonly VerdictRecord[],
): { reason: string | null } | null {
  const lacking = verdicts.find(({ outcome, check }) => outcome === 'unsupported' && isAmong(shownBy, check));
  return lacking === undefined ? null : { reason: lacking.reason };
}

const REFUSABLE: ReadonlySet<string> = new Set(SCENARIOS.filter(mayBeRefused).map(({ id }) => id));

/** What any conversation asks for need not be held to its end, and a scenario that asks for a refusal ends with it. */
function isHeldToItsEnd(
  { scenarios }: Feature,
  { scenario, exchanges, unanswered = [], notSent }: ConversationRecord,
): boolean {
  if (scenarios === 'all' || REFUSABLE.has(scenario)) return true;
  return notSent === undefined && !unanswered.some(({ exchange }) => exchange === exchanges);
}

function whyNotTold(
  feature: Feature,
  { unanswered = [], notSent, exchanges }: ConversationRecord,
  verdicts: readonly VerdictRecord[],
): string {
  const broke = verdicts.find(({ outcome }) => outcome === 'error');
  if (broke !== undefined) return `this suite could not judge it: ${broke.reason}`;
  if (notSent !== undefined) return `a request was not sent: ${notSent}`;
  const last = unanswered.find(({ exchange }) => exchange === exchanges);
  if (last !== undefined) return last.reason;
  const open = verdicts.find(
    (verdict) => verdict.outcome === 'inconclusive' && columnOf(feature, verdict, []) === 'breaks',
  );
  return open?.reason ?? feature.notShown?.reason ?? 'nothing in the conversation called for it';
}
