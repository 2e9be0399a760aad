/** The answer of one conversation to the question of a feature. */
import { isAboutTheRequest } from '../../judge/check.ts';
import { checkOf } from '../../results/check-readings.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from '../../results/results.ts';
import { SCENARIOS } from '../../scenarios/catalogue.ts';
import { mayBeRefused } from '../../scenarios/scenario.ts';
import { type Column, columnOf, isAmong, showsWhole } from './columns.ts';
import type { Feature } from './feature.ts';
import type { FeatureState } from './states.ts';

/** A conversation with its verdicts. Passes and not-applicable verdicts are left out. */
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
  /** The failures that decide the state, in the order of the verdicts. */
  readonly failures: readonly DecidingFailure[];
  /** Why the feature is not offered or not tested. Null if no reason is known, and in other states. */
  readonly reason: string | null;
  /** The exchange in which the feature was refused; null if it was not refused. */
  readonly refusedIn: number | null;
  /** True if the conversation really used the feature. */
  readonly shown: boolean;
}

/** The answers for a run. Caches what many conversations have in common. */
export class Answers {
  readonly #run: RunRecord;
  /**
   * Whether a passed check shows that the feature is not broken. Keyed by dialect, feature and scenario, then by check.
   */
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

  /** Returns true if a check that passed in the conversation shows that the feature is not broken. */
  #hasPassed(feature: Feature, { target, scenario, passed }: ConversationRecord, others: readonly Feature[]) {
    const dialect = this.#run.targets[target]?.dialect ?? '';
    // Only a feature with `breaks: 'rest'` depends on the other features, which are the same throughout a scenario.
    const key = [dialect, feature.id, feature.breaks === 'rest' ? scenario : ''].join(' ');
    const known = this.#showing.get(key) ?? new Map<string, boolean>();
    this.#showing.set(key, known);
    const shows = (check: string): boolean => {
      const reading = checkOf(this.#run, target, check);
      return reading !== null && showsWhole(feature, { check, ...reading }, others);
    };
    // Usually the first check is enough, so the others are not looked up.
    return passed.some((check) => {
      const isShowing = known.get(check) ?? shows(check);
      known.set(check, isShowing);
      return isShowing;
    });
  }
}

/**
 * Returns true if the conversation is long enough and a check that shows the feature passed or failed. Always true for a
 * feature without such checks.
 */
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

/** Finds a refusal that names the feature: of the first request, or of a later one if the feature needs results. */
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

/** Returns the reason if the target lacks the feature, as the target declares or its server reports. */
function lackOf(
  { shownBy = [] }: Feature,
  verdicts: readonly VerdictRecord[],
): { reason: string | null } | null {
  const lacking = verdicts.find(({ outcome, check }) => outcome === 'unsupported' && isAmong(shownBy, check));
  return lacking === undefined ? null : { reason: lacking.reason };
}

const REFUSABLE: ReadonlySet<string> = new Set(SCENARIOS.filter(mayBeRefused).map(({ id }) => id));

/** A feature of all scenarios does not need the end of a conversation. A refusable scenario may end with a refusal. */
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
