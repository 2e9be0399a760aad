/**
 * The summary of a run for the terminal: a line for each target, the working features, a block for each broken rule.
 */
import pc from 'picocolors';
import type { Level } from '../judge/verdict.ts';
import { conversationKeyOf } from '../results/page-addresses.ts';
import {
  type ConversationRate,
  type Interval,
  ratesOf,
  sampledKey,
  wilson,
  worstOf,
} from '../results/rates.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../results/results.ts';
import { type BrokenRule, brokenRules, samplesOf } from '../terminal/broken-rules.ts';
import { type CountsRow, countsTable } from '../terminal/counts-table.ts';
import { type Fact, ruleBlock } from '../terminal/rule-block.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { fewOf, plural } from '../text/quantities.ts';
import { someAnswered } from './completeness.ts';
import { featureBlocks } from './feature-block.ts';
import { decisionOf, exitCode, type Gate, type RateVerdict } from './gate.ts';

/** Options of a summary. */
export interface SummaryOptions {
  /** The file of the results; null when they are not stored. */
  readonly file: string | null;
  /** The maximum width of a line, in characters. */
  readonly columns: number;
  /** More blocks about the targets, shown after those of the features. */
  readonly aboutTargets: readonly string[];
  /** True when the gate compared with an earlier run, so that the failures it counts are new. */
  readonly hasBaseline?: boolean;
  /** Returns the file and line of a failure; by default its conversation is named. */
  readonly placeOf?: (failure: VerdictRecord) => string | null;
  /** Returns the command that shows more of a failure. */
  readonly nextFor?: (failure: VerdictRecord) => string;
}

export function summarise(results: Results, weighed: Gate, options: SummaryOptions): string {
  const said = [...ruleBlocks(results, weighed, options), ...complaints(weighed), ...circumstances(results)];
  // Without any answer there are no counts to show, only the cause.
  return someAnswered(results)
    ? [
        countsTable('target', countsOf(results), options.columns),
        ...featureBlocks(results, options.columns),
        ...options.aboutTargets,
        ...said,
        closing(results, weighed, options.file),
      ].join('\n')
    : [pc.red(plain(decisionOf(weighed))), ...said].join('\n');
}

function countsOf({ run, conversations, verdicts }: Results): CountsRow[] {
  const conversationsOf = groupBy(conversations, ({ target }) => target);
  const verdictsOf = groupBy(verdicts, ({ target }) => target);
  return Object.keys(run.targets).map((target) => {
    const own = conversationsOf.get(target) ?? [];
    const judged = verdictsOf.get(target) ?? [];
    const failures = judged.filter(({ outcome }) => outcome === 'fail');
    const unexpected = failures.filter(({ expectation }) => expectation === null);
    const byProvider = unexpected.filter(({ subject }) => subject === 'provider');
    const count = (level: Level) => byProvider.filter((verdict) => verdict.level === level).length;
    const counts = {
      conversations: own.length,
      passed: own.reduce((sum, { passed }) => sum + passed.length, 0),
      MUST: count('MUST'),
      SHOULD: count('SHOULD'),
      MAY: count('MAY'),
      known: failures.length - unexpected.length,
      inconclusive: judged.filter(({ outcome }) => outcome === 'inconclusive').length,
      other: unexpected.length - byProvider.length,
      error: judged.filter(({ outcome }) => outcome === 'error').length,
    };
    return { name: target, counts };
  });
}

/** Returns a block for each rule, first those that count against a provider. */
function ruleBlocks(results: Results, weighed: Gate, options: SummaryOptions): string[] {
  const { newFailures, tolerated, byOthers } = weighed;
  const held = brokenRules(results, newFailures).map((rule) => ({ rule, isHeld: true }));
  const others = brokenRules(results, [...tolerated, ...byOthers]).map((rule) => ({ rule, isHeld: false }));
  return [...held, ...others].map(({ rule, isHeld }) => {
    const [first] = rule.failures;
    const { level, check, title, subject } = rule;
    const notes = [
      ...(isHeld && options.hasBaseline === true ? ['new'] : []),
      ...(subject === 'provider' ? [] : [`by the ${subject}`]),
      ...(isHeld ? [] : ['does not fail the gate']),
    ];
    const facts = factsOf(rule, results, options);
    return ruleBlock(
      { level, check, title, notes, isHeld, facts, next: options.nextFor?.(first) ?? null },
      options.columns,
    );
  });
}

function factsOf(rule: BrokenRule, results: Results, { placeOf }: SummaryOptions): Fact[] {
  const { failures, judged, inconclusive, places } = rule;
  const [first] = failures;
  const distinct = (name: 'target' | 'scenario' | 'delivery') => [
    ...new Set(failures.map((failure) => failure[name])),
  ];
  const unsure = inconclusive === 0 ? '' : `; inconclusive in ${inconclusive}`;
  const rate = samplesOf(results, first) > 1 ? ratesOfFailing(results, failures) : null;
  return [
    ['targets', fewOf(distinct('target'))],
    ['scenarios', `${fewOf(distinct('scenario'))} (${distinct('delivery').join(' and ')})`],
    ['count', `${failures.length} of ${plural(judged, 'conversation')}, ${plural(places, 'place')}${unsure}`],
    ...(rate === null ? [] : [['samples', rate] satisfies Fact]),
    ['first', `${placeOf?.(first) ?? conversationKeyOf(first)}: ${describePlace(first)}`],
  ];
}

/** Describes how often the worst conversation fails. */
function ratesOfFailing({ conversations, verdicts }: Results, failures: readonly VerdictRecord[]): string {
  const failing = new Set(failures.map(sampledKey));
  const isFailing = (record: ConversationRecord | VerdictRecord) => failing.has(sampledKey(record));
  const records = { conversations: conversations.filter(isFailing), verdicts: verdicts.filter(isFailing) };
  const rates = [...ratesOf(records)].filter(({ check }) => check === failures[0]?.check);
  const worst = worstOf(rates);
  if (worst === undefined) return 'none was judged';
  return `${worst.target} · ${worst.scenario} · ${worst.delivery}: ${describeRate(worst)}`;
}

/** Also counts the samples without a pass or fail, so that nothing leaves the denominator silently. */
function describeRate(rate: ConversationRate): string {
  const { failed, judged, inconclusive, notApplicable, unsupported, error } = rate;
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
  if (first === undefined) return 'no place';
  const { exchange, event, path, message, found, expected } = first;
  const where = [
    `exchange ${exchange}`,
    ...(event === null ? [] : [`event ${event}`]),
    ...(path === '' ? [] : [path]),
  ];
  const values = [
    ...(found === '' ? [] : [`found ${found}`]),
    ...(expected === '' ? [] : [`expected ${expected}`]),
  ];
  const said = values.length === 0 ? '' : `; ${values.join(', ')}`;
  return `${where.join(', ')}: ${message}${said}`;
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

/** Returns nothing when the threshold is kept, or could not be measured. */
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

/** Circumstances of the run that matter for reading the verdicts. */
function circumstances({ run, conversations }: Results): string[] {
  const byTarget = groupBy(conversations, ({ target }) => target);
  const troubled = [...byTarget].flatMap(([target, own]) => [
    ...recovered(own).map((text) => `recovered: ${target}: ${text}`),
    ...notSent(own).map((text) => `not sent: ${target}: ${text}`),
  ]);
  return [...skippedLines(run.skipped ?? {}), ...troubled.map((line) => pc.yellow(plain(line)))];
}

/** Lists the targets that were not run: each reason once, with the first target that it applies to. */
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

function closing({ end }: Results, weighed: Gate, file: string | null): string {
  const { conversations, exchanges } = end.counts;
  const what = `${plural(conversations, 'conversation')} (${plural(exchanges, 'exchange')}) judged${file === null ? '' : `, results in ${plain(file)}`}`;
  const decision = plain(decisionOf(weighed));
  const code = exitCode(weighed);
  if (code === 2) return `${what}\n${pc.red(decision)}`;
  return `${code === 0 ? pc.green(decision) : pc.red(decision)}: ${what}`;
}
