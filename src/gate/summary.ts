/** The short account of a run on the terminal: a line for each target, then what the gate holds against whom. */
import Table from 'cli-table3';
import pc from 'picocolors';
import type { Level } from '../judge/verdict.ts';
import { type ConversationRate, type Interval, ratesOf, sampledKey, wilson } from '../results/rates.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { plural } from '../text/quantities.ts';
import { decisionOf, exitCode, type Gate, type RateVerdict } from './gate.ts';

export function summarise(results: Results, weighed: Gate, file: string): string {
  return [
    targetTable(results),
    ...newFailures(results, weighed),
    ...complaints(weighed),
    ...circumstances(results),
    closing(results, weighed, file),
  ].join('\n');
}

function targetTable({ run, conversations, verdicts }: Results): string {
  const head = [
    'target',
    'conversations',
    'passed',
    'MUST',
    'SHOULD',
    'MAY',
    'known',
    'inconclusive',
    'other',
    'error',
  ];
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  const conversationsOf = groupBy(conversations, ({ target }) => target);
  const verdictsOf = groupBy(verdicts, ({ target }) => target);
  for (const target of Object.keys(run.targets)) {
    const own = conversationsOf.get(target) ?? [];
    const judged = verdictsOf.get(target) ?? [];
    const failures = judged.filter(({ outcome }) => outcome === 'fail');
    const byProvider = failures.filter(
      ({ subject, expectation }) => subject === 'provider' && expectation === null,
    );
    const count = (level: Level) => byProvider.filter((verdict) => verdict.level === level).length;
    const byOthers = failures.filter(
      ({ subject, expectation }) => subject !== 'provider' && expectation === null,
    );
    table.push([
      plain(target),
      own.length,
      own.reduce((sum, { passed }) => sum + passed.length, 0),
      count('MUST'),
      count('SHOULD'),
      count('MAY'),
      failures.filter(({ expectation }) => expectation !== null).length,
      judged.filter(({ outcome }) => outcome === 'inconclusive').length,
      byOthers.length,
      judged.filter(({ outcome }) => outcome === 'error').length,
    ]);
  }
  return table.toString();
}

/** A line for each; of a conversation that was held several times one line for all samples that break a rule alike. */
function newFailures(results: Results, weighed: Gate): string[] {
  const rates = ratesOfFailing(results, weighed.newFailures);
  const alike = groupBy(weighed.newFailures, (verdict) => JSON.stringify([verdict.level, keyOf(verdict)]));
  return [...alike.values()].flatMap((failures) => {
    const [first] = failures.toSorted((left, right) => left.sample - right.sample);
    if (first === undefined) return [];
    const rate = rates.get(keyOf(first));
    const often = rate === undefined || rate.samples === 1 ? '' : `: ${describeRate(failures.length, rate)}`;
    const { level, check, target, scenario, delivery } = first;
    const place = `${target} · ${scenario} · ${delivery}${often}${describePlace(first)}`;
    return pc.red(plain(`new failure: ${level} ${check}: ${place}`));
  });
}

/** Only the conversations with failures are looked at: a large run has millions of rates. */
function ratesOfFailing(
  { conversations, verdicts }: Results,
  failures: readonly VerdictRecord[],
): Map<string, ConversationRate> {
  const failing = new Set(failures.map(sampledKey));
  const isFailing = (record: ConversationRecord | VerdictRecord) => failing.has(sampledKey(record));
  const records = { conversations: conversations.filter(isFailing), verdicts: verdicts.filter(isFailing) };
  const failed = new Set(failures.map(keyOf));
  const rates = new Map<string, ConversationRate>();
  for (const rate of ratesOf(records)) if (failed.has(keyOf(rate))) rates.set(keyOf(rate), rate);
  return rates;
}

function keyOf(verdict: Pick<VerdictRecord, 'target' | 'scenario' | 'delivery' | 'check'>): string {
  return JSON.stringify([sampledKey(verdict), verdict.check]);
}

/** What came to no judgement is said as well, so that nothing leaves the denominator in silence. */
function describeRate(failed: number, rate: ConversationRate): string {
  const { judged, inconclusive, notApplicable, unsupported, error } = rate;
  const unjudged = [
    [inconclusive, 'inconclusive'],
    [notApplicable, 'not applicable'],
    [unsupported, 'unsupported'],
    [error, 'error'],
  ].flatMap(([count, word]) => (count === 0 ? [] : `, ${count} ${word}`));
  return `${failed} of ${plural(judged, 'sample')} (${describeInterval(wilson(failed, judged))})${unjudged.join('')}`;
}

function describeInterval({ low, high }: Interval): string {
  return `${Math.round(100 * low)} % to ${Math.round(100 * high)} %`;
}

function describePlace({ findings }: VerdictRecord): string {
  const [first] = findings;
  if (first === undefined) return ': ';
  const event = first.event === null ? '' : `, event ${first.event}`;
  return `: exchange ${first.exchange}${event}: ${first.message}`;
}

function complaints({ rates, stale, vanished, verdicts }: Gate): string[] {
  const errors = new Map(
    verdicts
      .filter(({ outcome }) => outcome === 'error')
      .map((verdict) => [
        `${verdict.target} · ${verdict.scenario} · ${verdict.delivery}`,
        verdict.reason ?? '',
      ]),
  );
  return [
    ...rates.flatMap(describeThreshold),
    ...vanished.map(({ target, scenario, delivery }) =>
      pc.red(plain(`vanished: ${target} · ${scenario} · ${delivery}`)),
    ),
    ...stale.map(({ expectation, why }) =>
      pc.red(plain(`stale: ${expectation.file}:${expectation.line}: ${why}`)),
    ),
    ...[...new Set(errors.values())].map((reason) => pc.red(`error: ${plain(reason)}`)),
  ];
}

/** Nothing where the threshold is kept, or could not be measured. */
function describeThreshold({
  target,
  check,
  scenario,
  delivery,
  passed,
  judged,
  interval,
  threshold,
  standing,
}: RateVerdict): string[] {
  if (standing !== 'broken' && standing !== 'unproven') return [];
  const found = `${passed} of ${plural(judged, 'sample')} passed (${describeInterval(interval)})`;
  const wanted = `at least ${Number((100 * threshold).toPrecision(12))} % are to`;
  const place = plain(`${target} · ${scenario} · ${delivery}: ${check}: ${found}, ${wanted}`);
  if (standing === 'broken') return [pc.red(`below the threshold: ${place}`)];
  return [pc.yellow(`below the threshold, not proven with ${plural(judged, 'sample')}: ${place}`)];
}

/** What a reader of the verdicts should know of how the run went. */
function circumstances({ run, conversations }: Results): string[] {
  const byTarget = groupBy(conversations, ({ target }) => target);
  const troubled = [...byTarget].flatMap(([target, own]) => [
    ...recovered(own).map((text) => `recovered: ${target}: ${text}`),
    ...notSent(own).map((text) => `not sent: ${target}: ${text}`),
  ]);
  return [...skippedLines(run.skipped ?? {}), ...troubled.map((line) => pc.yellow(plain(line)))];
}

/** The targets that were not run: each reason once, with the first target that it holds for. */
export function skippedLines(skipped: Readonly<Record<string, string>>): string[] {
  const byReason = groupBy(Object.entries(skipped), ([, why]) => why);
  return [...byReason].map(([why, targets]) => {
    const [first] = targets[0] ?? [''];
    const more = targets.length === 1 ? '' : ` and ${targets.length - 1} more`;
    return pc.yellow(plain(`skipped: ${first}${more}: ${why}`));
  });
}

function recovered(conversations: readonly ConversationRecord[]): string[] {
  const counts = conversations.flatMap(({ retries }) => retries ?? []);
  if (counts.length === 0) return [];
  const retries = counts.reduce((sum, count) => sum + count, 0);
  return [`${plural(counts.length, 'conversation')} after ${retries} ${retries === 1 ? 'retry' : 'retries'}`];
}

function notSent(conversations: readonly ConversationRecord[]): string[] {
  const reasons = conversations.flatMap(({ notSent }) => notSent ?? []);
  if (reasons.length === 0) return [];
  const counts = [...groupBy(reasons, (reason) => reason)].map(([reason, own]) => `${reason}: ${own.length}`);
  return [`requests of ${plural(reasons.length, 'conversation')} (${counts.join(', ')})`];
}

function closing({ end }: Results, weighed: Gate, file: string): string {
  const { conversations, exchanges } = end.counts;
  const what = `${conversations} conversations (${exchanges} exchanges) judged, results in ${plain(file)}`;
  const decision = plain(decisionOf(weighed));
  const code = exitCode(weighed);
  if (code === 2) return `${what}\n${pc.red(decision)}`;
  return `${code === 0 ? pc.green(decision) : pc.red(decision)}: ${what}`;
}
