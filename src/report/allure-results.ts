/**
 * Verdicts as Allure results: one file each, in the format of https://allurereport.org/docs/how-it-works-test-result-file/.
 *
 * Allure's page holds all results, 7 kB each, and 1.6 kB more for each run of its history: 4,000 make a page of 30 MB,
 * 16,000 one of 110 MB that takes 8 s to open. So what was not judged has no result, and in all but small runs the
 * passes of a conversation are one; see {@link allureResultsOf}.
 */
import { createHash } from 'node:crypto';
import { familyOf } from '../checks/family.ts';
import type { Impact, PlacedFinding } from '../judge/verdict.ts';
import { checkOf } from '../results/check-readings.ts';
import {
  type ConversationAddress,
  checkFile,
  conversationFile,
  conversationKeyOf,
  findingAnchor,
  verdictKeyOf,
} from '../results/page-addresses.ts';
import type {
  CheckDescription,
  ConversationRecord,
  Results,
  RunRecord,
  TargetRecord,
  VerdictRecord,
} from '../results/results.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import { categoryOf, type JudgedOutcome } from './allure-categories.ts';
import { type AllureStatusDetails, detailsOf, knownSince } from './allure-details.ts';
import { pageUrl } from './allure-links.ts';

/** Up to this many verdicts, each pass is a result of its own: with its history the page stays below 10 MB. */
const OWN_RESULTS_LIMIT = 500;

/**
 * An Allure result as far as this suite fills it in. `unknown`, of what is only observed, is a status that Allure reads and counts, though its
 * writers for JavaScript do not name it.
 */
export interface AllureResult {
  readonly uuid: string;
  readonly testCaseId: string;
  readonly fullName: string;
  readonly name: string;
  /** The branches that lead to this result in the tree. */
  readonly titlePath: readonly string[];
  readonly status: 'passed' | 'failed' | 'broken' | 'skipped' | 'unknown';
  readonly statusDetails: AllureStatusDetails;
  readonly stage: 'finished';
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly stop: number;
  /** Markdown. */
  readonly description: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly links: readonly { readonly type: 'link' | 'issue'; readonly name: string; readonly url: string }[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
}

/**
 * Impact as Allure severity, one to one. The three words that both know are kept, and `major` takes the step between
 * `critical` and `minor`; `blocker` stays unused.
 */
const SEVERITIES: Readonly<Record<Impact, 'critical' | 'normal' | 'minor' | 'trivial'>> = {
  critical: 'critical',
  major: 'normal',
  minor: 'minor',
  trivial: 'trivial',
};

const STATUSES = {
  fail: 'failed',
  error: 'broken',
  unsupported: 'skipped',
} as const;

export interface AllureResultsOptions {
  /** More verdicts than this, and the passes of a conversation become one result; by default {@link OWN_RESULTS_LIMIT}. */
  readonly ownResultsLimit?: number;
  /** Full names of verdicts whose pass is a result of its own in any case, since they did not pass before. */
  readonly ownResultsFor?: ReadonlySet<string>;
  /** Whether results link to our own pages; see {@link pageUrl}. */
  readonly withPages?: boolean;
}

/**
 * The verdicts of a run as Allure results, without those that do not apply or came to no judgement.
 *
 * Every other verdict that is not a pass is a result of its own, with the verdict's key as test-case id. So is every pass as
 * long as the run is small. In a large run, the passes of one conversation become one result with the conversation's
 * key, but for those that `ownResultsFor` names: a check that goes from fail to pass stays visible under its id.
 */
export function allureResultsOf(
  results: Results,
  {
    ownResultsLimit = OWN_RESULTS_LIMIT,
    ownResultsFor = new Set(),
    withPages = false,
  }: AllureResultsOptions = {},
): AllureResult[] {
  const stage: Stage = { run: results.run, withPages };
  const verdictsOf = groupBy(results.verdicts, conversationKeyOf);
  const fold = foldsPasses(results, ownResultsLimit);
  return results.conversations.flatMap((conversation) => {
    const others = verdictsOf.get(conversationKeyOf(conversation)) ?? [];
    const isFolded = (check: string) => fold && !ownResultsFor.has(fullNameOf({ ...conversation, check }));
    const folded = conversation.passed.filter(isFolded);
    return [
      ...others.filter(isJudged).map((verdict) => resultOfVerdict(stage, conversation, verdict)),
      ...conversation.passed
        .filter((check) => !isFolded(check))
        .map((check) => resultOfPass(stage, conversation, check)),
      ...(folded.length === 0 ? [] : [resultOfPasses(stage, conversation, folded)]),
    ];
  });
}

type JudgedVerdict = VerdictRecord & { readonly outcome: JudgedOutcome };

function isJudged(verdict: VerdictRecord): verdict is JudgedVerdict {
  return verdict.outcome !== 'inconclusive';
}

/** Whether the run is so large that its passes have no results of their own. */
export function foldsPasses({ conversations, verdicts }: Results, limit = OWN_RESULTS_LIMIT): boolean {
  return conversations.reduce((sum, { passed }) => sum + passed.length, verdicts.length) > limit;
}

/** What all results of a report have in common. */
interface Stage {
  readonly run: RunRecord;
  readonly withPages: boolean;
}

/** What a result is about: a verdict, or without `check` a conversation. */
type Key = ConversationAddress & { readonly check?: string | undefined };

/** `target · scenario · delivery · check`: the same for all samples. */
export function testCaseIdOf(key: Key): string {
  return fullNameOf({ ...key, sample: 1 });
}

/** The test-case id, and which sample when it is not the first. */
function fullNameOf({ check, ...conversation }: Key): string {
  return check === undefined ? conversationKeyOf(conversation) : verdictKeyOf({ ...conversation, check });
}

function resultOfVerdict(
  stage: Stage,
  conversation: ConversationRecord,
  verdict: JudgedVerdict,
): AllureResult {
  const { expectation } = verdict;
  const check = readingFor(stage.run, verdict.target, verdict.check);
  const category = categoryOf(verdict);
  const base = resultOf(stage, conversation, verdict.check);
  return {
    ...base,
    status: category === 'observed' ? 'unknown' : STATUSES[verdict.outcome],
    statusDetails: detailsOf(verdict),
    description: [
      describeCheck(check, verdict.level),
      ...(expectation === null ? [] : [knownSince(expectation)]),
      `Recording: \`${conversation.cassette}\``,
    ].join('\n\n'),
    labels: [
      ...base.labels,
      ...checkLabels(verdict.check, check, verdict.level),
      { name: 'category', value: category },
    ],
    links: [
      ...evidenceLinks(stage, conversation, verdict.findings[0]),
      ...checkLinks(stage, verdict.check, check),
      ...(expectation?.link
        ? [{ type: 'issue', name: 'Known deviation', url: expectation.link } as const]
        : []),
    ],
  };
}

function resultOfPass(stage: Stage, conversation: ConversationRecord, id: string): AllureResult {
  const check = readingFor(stage.run, conversation.target, id);
  const base = resultOf(stage, conversation, id);
  return {
    ...base,
    description: describeCheck(check, check.level),
    labels: [...base.labels, ...checkLabels(id, check, check.level)],
    links: checkLinks(stage, id, check),
  };
}

function resultOfPasses(
  stage: Stage,
  conversation: ConversationRecord,
  checks: readonly string[],
): AllureResult {
  return {
    ...resultOf(stage, conversation),
    name: `${checks.length} ${checks.length === 1 ? 'check' : 'checks'} passed`,
    description: checks.map((id) => `\`${id}\``).join(', '),
    links: evidenceLinks(stage, conversation),
  };
}

/** A passed result of one check, or of a conversation as a whole. */
function resultOf({ run }: Stage, conversation: ConversationRecord, check?: string): AllureResult {
  const key: Key = { ...conversation, check };
  const { sample, delivery } = conversation;
  const fullName = fullNameOf(key);
  const { provider, model, upstream, ...target } = targetOf(run, key.target);
  const providerName = plain(target.providerName);
  const modelName = plain(upstream === null ? model : `${model}@${upstream}`);
  const start = Date.parse(run.startedAt);
  return {
    uuid: `verdict-${createHash('md5').update(`${run.id}\n${fullName}`).digest('hex')}`,
    testCaseId: testCaseIdOf(key),
    fullName,
    name: check ?? fullName,
    titlePath: [
      providerName,
      modelName,
      key.scenario,
      sample === 1 ? delivery : `${delivery} · sample ${sample}`,
    ],
    status: 'passed',
    statusDetails: {},
    stage: 'finished',
    start,
    stop: start,
    description: '',
    labels: [
      { name: 'epic', value: providerName },
      { name: 'feature', value: modelName },
      { name: 'story', value: key.scenario },
      { name: 'provider', value: provider },
      { name: 'tag', value: delivery },
    ],
    links: [],
    // Without it Allure would take the samples for retries of one test and show the last alone. The first has none, so
    // that its history goes on when a run with one sample follows.
    parameters: sample === 1 ? [] : [{ name: 'sample', value: String(sample) }],
  };
}

function readingFor(run: RunRecord, target: string, id: string): CheckDescription {
  const check = checkOf(run, target, id);
  if (check === null) throw new Error(`the run record does not describe the check ${id}`);
  return check;
}

function targetOf(run: RunRecord, id: string): TargetRecord {
  const target = run.targets[id];
  if (target === undefined) throw new Error(`the run record does not describe the target ${id}`);
  return target;
}

function checkLabels(id: string, { impact }: CheckDescription, level: string): AllureResult['labels'] {
  const family = familyOf(id);
  return [
    { name: 'severity', value: SEVERITIES[impact] },
    { name: 'layer', value: family },
    { name: 'tag', value: family },
    { name: 'tag', value: level },
    { name: 'check', value: id },
  ];
}

/** Where the rule stands: our page about it, and whose it is. */
function checkLinks(
  { withPages }: Stage,
  id: string,
  { authority }: CheckDescription,
): AllureResult['links'] {
  return [
    ...(withPages ? [{ type: 'link', name: `Check ${id}`, url: pageUrl(checkFile(id)) } as const] : []),
    ...authority.map(({ name, url }) => ({ type: 'link', name, url }) as const),
  ];
}

/** Our page of the conversation, at the finding. */
function evidenceLinks(
  { withPages }: Stage,
  conversation: ConversationRecord,
  finding?: PlacedFinding,
): AllureResult['links'] {
  if (!withPages) return [];
  const anchor = finding === undefined ? null : findingAnchor(finding);
  return [{ type: 'link', name: 'Evidence', url: pageUrl(conversationFile(conversation), anchor) }];
}

function describeCheck({ title, authority }: CheckDescription, level: string): string {
  return [`**${level}** ${title}`, ...authority.map(({ name, promise }) => `- ${name}: ${promise}`)].join(
    '\n\n',
  );
}
