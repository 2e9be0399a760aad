/** The failure rate of a check over several samples of the same conversation, with its confidence interval. */
import { groupBy } from '../text/group-by.ts';
import type { ConversationRecord, Results, VerdictRecord } from './results.ts';

/** The records of a run, or a part of them. */
export type RatedRecords = Pick<Results, 'conversations' | 'verdicts'>;

/** The bounds of a share, from 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The outcomes of one check over several samples. Each sample is counted once. */
export interface Rate {
  readonly check: string;
  readonly samples: number;
  /** The samples with the outcome pass or fail. */
  readonly judged: number;
  readonly failed: number;
  readonly inconclusive: number;
  readonly notApplicable: number;
  readonly unsupported: number;
  readonly error: number;
  /** The 95 % confidence interval of the share of failures among the judged samples. */
  readonly failures: Interval;
}

/** The rate over the samples of one conversation. */
export interface ConversationRate
  extends Rate,
    Pick<ConversationRecord, 'target' | 'scenario' | 'delivery'> {}

/**
 * Returns the Wilson score interval of a share at 95 %. It stays within 0 and 1, and is valid for few trials and for
 * shares near 0 or 1.
 *
 * Wilson (1927), Journal of the American Statistical Association 22, 209-212, without correction for continuity:
 * method 3 of Newcombe (1998), Statistics in Medicine 17, 857-872.
 *
 * @param successes an integer from 0 to `trials`
 * @returns 0 to 1 when there are no trials
 */
export function wilson(successes: number, trials: number): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const share = successes / trials;
  const weight = 1 + Z ** 2 / trials;
  const centre = (share + Z ** 2 / (2 * trials)) / weight;
  const reach = (Z / weight) * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return {
    // The exact bounds are 0 and 1 here. Floating-point arithmetic would miss them slightly.
    low: successes === 0 ? 0 : centre - reach,
    high: successes === trials ? 1 : centre + reach,
  };
}

/** The 0.975 quantile of the standard normal distribution: https://en.wikipedia.org/wiki/97.5th_percentile_point. */
const Z = 1.959963984540054;

/**
 * Yields a rate for each target, scenario, delivery and check, conversation by conversation. A large run has millions
 * of rates, so only those of one conversation are in memory at a time.
 */
export function* ratesOf({ conversations, verdicts }: RatedRecords): Generator<ConversationRate> {
  const verdictsOf = groupBy(verdicts, sampledKey);
  for (const [key, samples] of groupBy(conversations, sampledKey)) {
    const [first] = samples;
    if (first === undefined) continue;
    const { target, scenario, delivery } = first;
    for (const rate of countRates(samples, verdictsOf.get(key) ?? [])) {
      yield { target, scenario, delivery, ...rate };
    }
  }
}

/**
 * Returns the worst rate of different conversations: the highest share of failures; on a tie, the rate with more judged
 * samples. Rates are not summed, because scenarios and deliveries test a check differently. Undefined when none is
 * judged.
 */
export function worstOf<One extends Pick<Rate, 'failed' | 'judged'>>(rates: Iterable<One>): One | undefined {
  let worst: One | undefined;
  for (const rate of rates) {
    if (rate.judged === 0) continue;
    const [own, other] = [rate.failed * (worst?.judged ?? 0), (worst?.failed ?? 0) * rate.judged];
    if (worst === undefined || own > other || (own === other && rate.judged > worst.judged)) worst = rate;
  }
  return worst;
}

/** Returns the key that the samples of a conversation share. */
export function sampledKey({
  target,
  scenario,
  delivery,
}: Pick<ConversationRecord, 'target' | 'scenario' | 'delivery'>): string {
  return JSON.stringify([target, scenario, delivery]);
}

type Outcome = 'passed' | 'notApplicable' | VerdictRecord['outcome'];
type Counts = Record<Outcome, number>;

/** Returns the rates, in the order in which their checks first appear. */
function countRates(
  conversations: readonly Pick<ConversationRecord, 'passed' | 'notApplicable'>[],
  verdicts: readonly Pick<VerdictRecord, 'check' | 'outcome'>[],
): Rate[] {
  const counted = new Map<string, Counts>();
  const count = (check: string, outcome: Outcome) => {
    const counts = counted.get(check) ?? none();
    counts[outcome] += 1;
    counted.set(check, counts);
  };
  for (const { passed, notApplicable } of conversations) {
    for (const check of passed) count(check, 'passed');
    for (const check of notApplicable) count(check, 'notApplicable');
  }
  for (const { check, outcome } of verdicts) count(check, outcome);
  return Array.from(counted, ([check, counts]) => rateOf(check, counts));
}

function none(): Counts {
  return { passed: 0, fail: 0, inconclusive: 0, notApplicable: 0, unsupported: 0, error: 0 };
}

function rateOf(
  check: string,
  { passed, fail, inconclusive, notApplicable, unsupported, error }: Counts,
): Rate {
  const judged = passed + fail;
  return {
    check,
    samples: judged + inconclusive + notApplicable + unsupported + error,
    judged,
    failed: fail,
    inconclusive,
    notApplicable,
    unsupported,
    error,
    failures: wilson(fail, judged),
  };
}
