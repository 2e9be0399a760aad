/**
 * Verdicts as Allure results: one file each, in the format of
 * https://allurereport.org/docs/how-it-works-test-result-file/.
 *
 * Allure's page contains all results. Each takes 7 kB, and 1.6 kB more for each run of its history: 4,000 results make
 * a page of 30 MB, and 16,000 make one of 110 MB, which takes 8 s to open. So inconclusive verdicts have no result, and
 * the passes of a conversation share one result except in small runs; see {@link allureResultsOf}.
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

/** Up to this number of verdicts, each pass has its own result. The page with its history then stays below 10 MB. */
const OWN_RESULTS_LIMIT = 500;

/**
 * The members of an Allure result that this suite writes. Allure reads and counts the status `unknown`, which stands
 * for a verdict of level MAY, although Allure's JavaScript writers do not define it.
 */
export interface AllureResult {
  readonly uuid: string;
  readonly testCaseId: string;
  readonly fullName: string;
  readonly name: string;
  /** The path to this result in the tree. */
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
 * Maps impact to Allure severity, one to one. The three words that both use stay the same. `major` becomes `normal`,
 * the level between `critical` and `minor`. `blocker` is unused.
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
  /** With more verdicts than this, the passes of a conversation share one result. Default {@link OWN_RESULTS_LIMIT}. */
  readonly ownResultsLimit?: number;
  /** Full names of verdicts whose pass always has its own result, because they did not pass before. */
  readonly ownResultsFor?: ReadonlySet<string>;
  /** True if results link to the pages of this suite; see {@link pageUrl}. */
  readonly withPages?: boolean;
}

/**
 * Returns the verdicts of a run as Allure results. Skips verdicts that are not applicable or inconclusive.
 *
 * Each verdict that is not a pass has its own result, with the verdict's key as test-case id. In a small run, each pass
 * has one too. In a large run, the passes of a conversation share one result with the conversation's key, except those
 * in `ownResultsFor`, so that a check that changes from fail to pass stays visible under its id.
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

/** Returns true if the run is so large that its passes share results. */
export function foldsPasses({ conversations, verdicts }: Results, limit = OWN_RESULTS_LIMIT): boolean {
  return conversations.reduce((sum, { passed }) => sum + passed.length, verdicts.length) > limit;
}

/** The data that all results of a report share. */
interface Stage {
  readonly run: RunRecord;
  readonly withPages: boolean;
}

/** The subject of a result: a verdict, or a conversation if `check` is missing. */
type Key = ConversationAddress & { readonly check?: string | undefined };

/** Returns `target · scenario · delivery · check`, which is the same for all samples. */
export function testCaseIdOf(key: Key): string {
  return fullNameOf({ ...key, sample: 1 });
}

/** Returns the test-case id, with the sample number unless it is the first sample. */
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

/** Returns a passed result of one check, or of a whole conversation. */
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
    // Without this parameter, Allure would treat samples as retries of one test and show only the last. The first
    // sample has no parameter, so that its history continues in a run with one sample.
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

/** Links to the page of the check and to its authorities. */
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

/** Links to the page of the conversation, at the finding. */
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
