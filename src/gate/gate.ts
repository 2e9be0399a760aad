/**
 * The gate applies policy to results. It does not change what happened; levels and expectations only decide whether a
 * run passes.
 */

import { type Interval, type RatedRecords, ratesOf, wilson, worstOf } from '../results/rates.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';
import { suggest } from '../text/nearest-name.ts';
import { plural } from '../text/quantities.ts';
import { type Baseline, vanishedSince } from './baseline.ts';
import type { Expectation } from './expectations.ts';

/** The weakest level of failures that count against a provider. */
export type FailOn = 'must' | 'should' | 'never';

export interface GateInput {
  readonly conversations: readonly ConversationRecord[];
  readonly verdicts: readonly VerdictRecord[];
  readonly expectations: readonly Expectation[];
  /** None by default; {@link thresholdsOf} returns those of a run. */
  readonly thresholds?: readonly Threshold[];
  readonly failOn: FailOn;
  /** Why the run proves too little to pass, from `whyIncomplete`; null or absent when it proves enough. */
  readonly incomplete?: string | null;
  /** A stored run: only new failures count against a provider, and vanished conversations count against this run. */
  readonly baseline?: Baseline | undefined;
  /** Everything that exists, whether or not this run selected it. */
  readonly known: {
    readonly checks: readonly string[];
    /** Returns true when the dialect of a target does not have a check; by default, every dialect has every check. */
    readonly lacks?: (target: string, check: string) => boolean;
    readonly targets: readonly string[];
    readonly scenarios: readonly string[];
    /** The conversations of a run without any filter. */
    readonly conversations: readonly ExpectedConversation[];
  };
}

export type ExpectedConversation = Pick<ConversationRecord, 'target' | 'scenario' | 'delivery'>;

/** An expectation that no longer holds, or never could. */
export interface StaleExpectation {
  readonly expectation: Expectation;
  readonly why: string;
}

/** The minimum share, from 0 to 1, of a target's samples that must pass a check on the model. */
export interface Threshold {
  readonly target: string;
  readonly check: string;
  readonly least: number;
}

/**
 * The result of a threshold, for the scenario and delivery that fails most often: `kept` when enough samples passed;
 * `broken` when the whole confidence interval is below the threshold; `unproven` when too few passed but the interval
 * reaches the threshold, so that it may be chance; `unmeasured` when no sample passed or failed.
 */
export interface RateVerdict extends Pick<Threshold, 'target' | 'check'> {
  /** The conversation that fails most often; null when none was judged. */
  readonly scenario: string | null;
  readonly delivery: VerdictRecord['delivery'] | null;
  readonly passed: number;
  readonly judged: number;
  /** The 95 % confidence interval of the share of passes. */
  readonly interval: Interval;
  readonly threshold: number;
  readonly standing: 'kept' | 'unproven' | 'broken' | 'unmeasured';
}

export interface Gate {
  /** The given verdicts; each accepted failure has its expectation. */
  readonly verdicts: readonly VerdictRecord[];
  /**
   * Failures of the provider that no expectation accepts and that count at this gate; with a baseline, only new ones.
   */
  readonly newFailures: readonly VerdictRecord[];
  /** Failures that an expectation accepts, of any level and subject. */
  readonly known: readonly VerdictRecord[];
  /** MUST and SHOULD failures of the provider that no expectation accepts and that do not count at this gate. */
  readonly tolerated: readonly VerdictRecord[];
  /** MUST and SHOULD failures of the model or the client; they never count against the provider. */
  readonly byOthers: readonly VerdictRecord[];
  readonly stale: readonly StaleExpectation[];
  /** Conversations of the baseline that a run without any filter would no longer judge. */
  readonly vanished: readonly ExpectedConversation[];
  /** Each threshold, in the given order. Accepted failures count as failures here too. */
  readonly rates: readonly RateVerdict[];
  /** Checks that broke: bugs of the suite. */
  readonly errors: readonly VerdictRecord[];
  /** Why the run proves too little to pass; null when it proves enough. */
  readonly incomplete: string | null;
  /** True when the run must not pass. */
  readonly red: boolean;
}

/** Weighs the results of a run. Pure; the order of the input affects only the order of the lists. */
export function gate(input: GateInput): Gate {
  const {
    conversations,
    verdicts,
    expectations,
    thresholds = [],
    failOn,
    incomplete = null,
    baseline,
    known,
  } = input;
  const isHeld = (verdict: VerdictRecord) => isHeldAgainst(verdict, { failOn, baseline });
  const weighed = verdicts.map(acceptance(expectations));

  const failures = weighed.filter(({ outcome }) => outcome === 'fail');
  const unexpected = failures.filter(({ expectation, level }) => expectation === null && level !== 'MAY');
  const byProvider = unexpected.filter(({ subject }) => subject === 'provider');
  const newFailures = byProvider.filter(isHeld);
  const errors = weighed.filter(({ outcome }) => outcome === 'error');
  const stale = staleExpectations(expectations, conversations, verdicts, known);
  const rates = rateVerdicts(thresholds, { conversations, verdicts });
  const vanished = baseline === undefined ? [] : vanishedSince(baseline, known.conversations);
  const isBroken =
    stale.length > 0 || vanished.length > 0 || rates.some(({ standing }) => standing === 'broken');
  return {
    verdicts: weighed,
    newFailures,
    known: failures.filter(({ expectation }) => expectation !== null),
    tolerated: byProvider.filter((verdict) => !isHeld(verdict)),
    byOthers: unexpected.filter(({ subject }) => subject !== 'provider'),
    stale,
    vanished,
    rates,
    errors,
    incomplete,
    red:
      errors.length > 0 || incomplete !== null || newFailures.length > 0 || (failOn !== 'never' && isBroken),
  };
}

/** Returns a function that adds the accepting expectation to a failure; of several, the most specific one. */
export function acceptance(expectations: readonly Expectation[]): (verdict: VerdictRecord) => VerdictRecord {
  const accepting = groupBy(expectations, ({ target, check }) => pairKey(target, check));
  return (verdict) => {
    const candidates = accepting.get(pairKey(verdict.target, verdict.check)) ?? [];
    const expectation = verdict.outcome === 'fail' ? mostSpecific(candidates, verdict) : undefined;
    if (!expectation) return { ...verdict, expectation: null };
    const { reason, link, since } = expectation;
    return { ...verdict, expectation: { reason, link, since } };
  };
}

/** True for a failure of the provider that no expectation accepts, that has a level that counts, and that is new. */
export function isHeldAgainst(
  verdict: VerdictRecord,
  { failOn, baseline }: Pick<GateInput, 'failOn' | 'baseline'>,
): boolean {
  const { outcome, subject, expectation, level } = verdict;
  if (outcome !== 'fail' || subject !== 'provider' || expectation !== null) return false;
  return counts(level, failOn) && baseline?.isNews(verdict) !== false;
}

/** Returns the thresholds in the configuration of the run's targets. */
export function thresholdsOf({ targets }: Pick<RunRecord, 'targets'>): Threshold[] {
  return Object.entries(targets).flatMap(([target, { thresholds = {} }]) =>
    Object.entries(thresholds).map(([check, least]) => ({ target, check, least })),
  );
}

/** The values that decide the result of a run. */
export type Decided = Pick<Gate, 'errors' | 'incomplete' | 'red'>;

/** Returns 2 when the suite itself broke or judged too little, otherwise 1 when the gate is red, otherwise 0. */
export function exitCode({ errors, incomplete, red }: Decided): 0 | 1 | 2 {
  if (errors.length > 0 || incomplete !== null) return 2;
  return red ? 1 : 0;
}

/** Returns the final line of a run, for terminals and summaries. */
export function decisionOf(weighed: Decided): string {
  const code = exitCode(weighed);
  if (code !== 2) return code === 0 ? 'passed' : 'conformance failures';
  const [broken = '', ...others] = new Set(weighed.errors.map(({ reason }) => reason ?? ''));
  const more = others.length === 0 ? '' : `; and ${plural(others.length, 'more problem')}`;
  return `the run could not be completed: ${weighed.errors.length > 0 ? `${broken}${more}` : weighed.incomplete}`;
}

/** True when failures of this level count at the gate. */
export function counts(level: VerdictRecord['level'], failOn: FailOn): boolean {
  return failOn !== 'never' && (level === 'MUST' || (level === 'SHOULD' && failOn === 'should'));
}

/** Compares each threshold with the worst scenario and delivery of its target. */
function rateVerdicts(
  thresholds: readonly Threshold[],
  { conversations, verdicts }: RatedRecords,
): RateVerdict[] {
  if (thresholds.length === 0) return [];
  const checks = new Set(thresholds.map(({ check }) => check));
  const records = {
    conversations: conversations.map((conversation) => ({
      ...conversation,
      passed: conversation.passed.filter((check) => checks.has(check)),
      notApplicable: [],
    })),
    verdicts: verdicts.filter(({ check }) => checks.has(check)),
  };
  const rates = groupBy([...ratesOf(records)], ({ target, check }) => pairKey(target, check));
  return thresholds.map(({ target, check, least }): RateVerdict => {
    const worst = worstOf(rates.get(pairKey(target, check)) ?? []);
    const { judged, failed } = worst ?? { judged: 0, failed: 0 };
    const passed = judged - failed;
    const interval = wilson(passed, judged);
    const standing = standingOf(passed, judged, interval, least);
    const { scenario = null, delivery = null } = worst ?? {};
    return { target, check, scenario, delivery, passed, judged, interval, threshold: least, standing };
  });
}

function standingOf(
  passed: number,
  judged: number,
  { high }: Interval,
  least: number,
): RateVerdict['standing'] {
  if (judged === 0) return 'unmeasured';
  if (passed / judged >= least) return 'kept';
  return high < least ? 'broken' : 'unproven';
}

function staleExpectations(
  expectations: readonly Expectation[],
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
  known: GateInput['known'],
): StaleExpectation[] {
  if (expectations.length === 0) return [];
  const plannedOf = groupBy(known.conversations, ({ target }) => target);
  const judgedOf = groupBy(conversations, ({ target }) => target);
  const verdictsOf = groupBy(verdicts, ({ target, check }) => pairKey(target, check));

  return expectations.flatMap((expectation) => {
    const { target, check } = expectation;
    const why =
      unknownName(expectation, known) ??
      whyOutlived(
        expectation,
        (plannedOf.get(target) ?? []).filter((planned) => covers(expectation, planned)),
        (judgedOf.get(target) ?? []).filter((judged) => covers(expectation, judged)),
        (verdictsOf.get(pairKey(target, check)) ?? []).filter((verdict) => covers(expectation, verdict)),
      );
    return why === null ? [] : [{ expectation, why }];
  });
}

/** Describes the first unknown name in the expectation; null when all names exist. */
function unknownName({ check, target, scenario }: Expectation, known: GateInput['known']): string | null {
  if (!known.targets.includes(target)) return `no target "${target}"; ${suggest(target, known.targets)}`;
  if (!known.checks.includes(check)) return `no check "${check}"; ${suggest(check, known.checks)}`;
  if (known.lacks?.(target, check) === true) return `the dialect of the target has no check "${check}"`;
  if (scenario !== null && !known.scenarios.includes(scenario)) {
    return `no scenario "${scenario}"; ${suggest(scenario, known.scenarios)}`;
  }
  return null;
}

/**
 * Says why the expectation is stale: every conversation that it covers was judged, at least one passed, and none failed
 * or is inconclusive. Null when the deviation still occurs, or when this run cannot decide.
 */
function whyOutlived(
  { check }: Expectation,
  planned: readonly ExpectedConversation[],
  judged: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
): string | null {
  if (verdicts.some(({ outcome }) => outcome !== 'unsupported')) return null;
  const judgedKeys = new Set(judged.map(plannedKey));
  if (!planned.every((conversation) => judgedKeys.has(plannedKey(conversation)))) return null;
  const passed = judged.filter((conversation) => conversation.passed.includes(check)).length;
  if (passed === 0) return null;
  return `${check} passes in ${passed === 1 ? 'the conversation' : `all ${passed} conversations`} it applies to; remove the expectation`;
}

/** Of several matching expectations, returns the most specific one: a scenario counts more than a delivery. */
function mostSpecific(expectations: readonly Expectation[], verdict: VerdictRecord): Expectation | undefined {
  const weight = ({ scenario, delivery }: Expectation) =>
    (scenario === null ? 0 : 2) + (delivery === null ? 0 : 1);
  return expectations
    .filter((expectation) => covers(expectation, verdict))
    .toSorted((left, right) => weight(right) - weight(left))[0];
}

/** True when the expectation, of the same target, applies to this conversation. */
function covers({ scenario, delivery }: Expectation, conversation: ExpectedConversation): boolean {
  return (
    (scenario === null || scenario === conversation.scenario) &&
    (delivery === null || delivery === conversation.delivery)
  );
}

function plannedKey({ scenario, delivery }: ExpectedConversation): string {
  return pairKey(scenario, delivery);
}

function pairKey(left: string, right: string): string {
  return JSON.stringify([left, right]);
}
