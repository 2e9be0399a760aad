/** What an audit found, ready to be shown. Findings against the model and the client stand apart from the provider's. */

import { dialectName } from '../catalogue/every-rule.ts';
import { dialects } from '../dialects/catalogue.ts';
import type { Level, Subject } from '../judge/verdict.ts';
import { checkOf } from '../results/check-readings.ts';
import type { ConversationRecord, VerdictRecord } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';
import type { AuditResult } from './audit.ts';

/** What was judged of one host's traffic in one dialect. */
export interface JudgedTraffic {
  readonly host: string;
  /** What people call the dialect. */
  readonly dialect: string;
  readonly conversations: number;
  readonly exchanges: number;
}

/** The counts of one target. */
export interface TargetCounts {
  readonly target: string;
  readonly conversations: number;
  readonly passed: number;
  /** Failures of the provider, by level; those of level MAY are observations. */
  readonly provider: Readonly<Record<Level, number>>;
  /** MUST and SHOULD failures of others. */
  readonly model: number;
  readonly client: number;
  readonly inconclusive: number;
  readonly errors: number;
}

/** The first place of a failed verdict. */
export interface FailurePlace {
  readonly file: string;
  /** Of the exchange in the file. */
  readonly line: number | null;
  readonly scenario: string;
  readonly delivery: ConversationRecord['delivery'];
  readonly exchange: number;
  readonly event: number | null;
  readonly path: string;
  readonly message: string;
  readonly found: string;
  readonly expected: string;
  /** How many places of this conversation there are in all. */
  readonly places: number;
}

/** One check that one target fails, in one conversation or several. */
export interface Failure {
  readonly subject: Subject;
  readonly level: Level;
  readonly check: string;
  readonly title: string;
  readonly target: string;
  /** The first place in each conversation. */
  readonly conversations: readonly FailurePlace[];
}

export interface AuditAccount {
  /** Host by host, then in the order of the dialects. */
  readonly judged: readonly JudgedTraffic[];
  readonly targets: readonly TargetCounts[];
  /** MUST before SHOULD, then in the order of the catalogue, then by target. */
  readonly failures: readonly Failure[];
  /** Checks that broke, which is a bug of this suite. */
  readonly errors: readonly { readonly file: string; readonly check: string; readonly reason: string }[];
}

export function accountOf({ results, places }: AuditResult): AuditAccount {
  const { run, conversations, verdicts } = results;
  const fileOf = ({ scenario }: VerdictRecord) => places.get(scenario)?.file ?? scenario;
  const verdictsOf = groupBy(verdicts, ({ target }) => target);
  const conversationsOf = groupBy(conversations, ({ target }) => target);
  const targets = Object.keys(run.targets);
  const levels: readonly Level[] = ['MUST', 'SHOULD'];
  const failed = groupBy(
    verdicts.filter(({ outcome, level }) => outcome === 'fail' && levels.includes(level)),
    ({ level, check }) => `${level} ${check}`,
  );
  return {
    judged: judgedTraffic(results),
    targets: targets.map((target) =>
      countsOf(target, conversationsOf.get(target) ?? [], verdictsOf.get(target) ?? []),
    ),
    failures: levels.flatMap((level) =>
      Object.keys(run.checks).flatMap((check) => {
        const byTarget = groupBy(failed.get(`${level} ${check}`) ?? [], ({ target }) => target);
        return targets.flatMap((target): Failure[] => {
          const own = byTarget.get(target);
          if (own === undefined) return [];
          const reading = checkOf(run, target, check);
          if (reading === null) return [];
          const { title, subject } = reading;
          const found = own.map((verdict) => placeOf(verdict, places));
          return [{ subject, level, check, title, target, conversations: found }];
        });
      }),
    ),
    errors: verdicts
      .filter(({ outcome }) => outcome === 'error')
      .map((verdict) => ({ file: fileOf(verdict), check: verdict.check, reason: verdict.reason ?? '' })),
  };
}

function judgedTraffic({ run, conversations }: AuditResult['results']): JudgedTraffic[] {
  const order = dialects().map(({ id }) => id);
  const byHost = groupBy(conversations, ({ target }) => {
    const { provider = '', dialect = '' } = run.targets[target] ?? {};
    return JSON.stringify([provider, order.indexOf(dialect)]);
  });
  return [...byHost.values()]
    .flatMap((own) => {
      const target = run.targets[own[0]?.target ?? ''];
      if (target === undefined) return [];
      const exchanges = own.reduce((sum, conversation) => sum + conversation.exchanges, 0);
      return [{ host: target.provider, dialect: target.dialect, conversations: own.length, exchanges }];
    })
    .toSorted(
      (left, right) =>
        (left.host < right.host ? -1 : Number(left.host > right.host)) ||
        order.indexOf(left.dialect) - order.indexOf(right.dialect),
    )
    .map((traffic) => ({ ...traffic, dialect: dialectName(traffic.dialect) }));
}

function countsOf(
  target: string,
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
): TargetCounts {
  const failures = verdicts.filter(({ outcome }) => outcome === 'fail');
  const provider = { MUST: 0, SHOULD: 0, MAY: 0 };
  for (const { subject, level } of failures) if (subject === 'provider') provider[level] += 1;
  const by = (who: Subject) =>
    failures.filter(({ subject, level }) => subject === who && level !== 'MAY').length;
  return {
    target,
    conversations: conversations.length,
    passed: conversations.reduce((sum, { passed }) => sum + passed.length, 0),
    provider,
    model: by('model'),
    client: by('client'),
    inconclusive: verdicts.filter(({ outcome }) => outcome === 'inconclusive').length,
    errors: verdicts.filter(({ outcome }) => outcome === 'error').length,
  };
}

function placeOf(verdict: VerdictRecord, places: AuditResult['places']): FailurePlace {
  const { scenario, delivery, findings, findingCount } = verdict;
  const place = places.get(scenario);
  const [first] = findings;
  return {
    file: place?.file ?? scenario,
    line: place?.lines[(first?.exchange ?? 1) - 1] ?? null,
    scenario,
    delivery,
    exchange: first?.exchange ?? 1,
    event: first?.event ?? null,
    path: first?.path ?? '',
    message: first?.message ?? '',
    found: first?.found ?? '',
    expected: first?.expected ?? '',
    places: findingCount,
  };
}
