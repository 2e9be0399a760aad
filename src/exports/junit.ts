/** Results as JUnit XML, for the test views of GitLab, Jenkins and GitHub Actions. */
import XMLBuilder from 'fast-xml-builder';
import type { Results, RunRecord, VerdictRecord } from '../results/results.ts';
import { type ExportedConversation, everyVerdict } from './every-verdict.ts';
import { type LineOf, lineOfFirst, placeOf, shownName, shownText, storyOf } from './words.ts';

export interface JUnitOptions {
  /** Returns true if the gate counts the failure. All other verdicts become skipped cases with an explanation. */
  readonly isHeld: (verdict: VerdictRecord) => boolean;
  readonly lineOf: LineOf;
}

/**
 * Returns one suite per target and one case per verdict. Viewers identify a case by `classname` and `name`, group by
 * `classname`, and keep a history of each case. So the name is the check and the class is the conversation, and a known
 * deviation never hides a new one in the same case. Verdicts that do not apply have no case; a property counts them.
 */
export function toJUnit(results: Results, options: JUnitOptions): string {
  const byTarget = new Map<string, Suite>();
  for (const judged of everyVerdict(results)) {
    const { target, ms } = judged.conversation;
    const suite = byTarget.get(target) ?? { cases: [], notApplicable: 0, ms: 0 };
    const cases = casesOf(judged, options);
    suite.cases.push(...cases);
    suite.notApplicable += judged.verdicts.length - cases.length;
    suite.ms += ms ?? 0;
    byTarget.set(target, suite);
  }
  const suites = [...byTarget].map(([target, suite]) => suiteElement(results.run, target, suite));
  return new XMLBuilder(FORMAT).build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    testsuites: { '@_name': 'toolcall-conformance', ...sum(suites), testsuite: suites },
  });
}

const FORMAT = {
  ignoreAttributes: false,
  format: true,
  suppressEmptyNode: true,
  // Without this option the value "true" would be omitted, and the XML would be invalid.
  suppressBooleanAttributes: false,
  processEntities: true,
  attributeNamePrefix: '@_',
  // Only callbacks use paths, and there are no callbacks. Building paths as strings takes most of the time.
  jPath: false,
};

/** The counts that JUnit expects as attributes. */
interface Counts {
  readonly '@_tests': number;
  readonly '@_failures': number;
  readonly '@_errors': number;
  readonly '@_skipped': number;
}

interface SuiteElement extends Counts {
  readonly properties: object;
  readonly testcase: readonly object[];
  readonly [attribute: `@_${string}`]: string | number;
}

interface Suite {
  readonly cases: object[];
  notApplicable: number;
  ms: number;
}

function suiteElement(run: RunRecord, target: string, { cases, notApplicable, ms }: Suite): SuiteElement {
  const having = (part: string) => cases.filter((testcase) => part in testcase).length;
  const properties = {
    run: run.id,
    mode: run.mode,
    suite: run.suite.version,
    dialect: run.targets[target]?.dialect ?? '',
    'not-applicable': String(notApplicable),
  };
  return {
    '@_name': shownXml(target),
    '@_tests': cases.length,
    '@_failures': having('failure'),
    '@_errors': having('error'),
    '@_skipped': having('skipped'),
    '@_time': (ms / 1000).toFixed(3),
    '@_timestamp': run.startedAt,
    properties: {
      property: Object.entries(properties).map(([name, value]) => ({
        '@_name': name,
        '@_value': shownXml(value),
      })),
    },
    testcase: cases,
  };
}

function casesOf(
  { conversation, verdicts }: ExportedConversation,
  { isHeld, lineOf }: JUnitOptions,
): object[] {
  const { target, scenario, delivery, sample, cassette } = conversation;
  const classname = `${shownXml(target)}.${shownXml(scenario)}.${delivery}`;
  const file = shownXml(cassette);
  return verdicts.flatMap(({ check, outcome, verdict }) => {
    if (outcome === 'not-applicable') return [];
    const line = verdict === null ? null : lineOfFirst(verdict, cassette, lineOf);
    return {
      '@_classname': classname,
      '@_name': `${check}${sample === 1 ? '' : ` · sample ${sample}`}`,
      // Verdicts have no meaningful duration, but some viewers expect the attribute.
      '@_time': '0',
      ...(verdict === null ? {} : { '@_file': file }),
      ...(line === null ? {} : { '@_line': line }),
      ...(verdict === null ? {} : outcomeOf(verdict, isHeld)),
    };
  });
}

function outcomeOf(verdict: VerdictRecord, isHeld: JUnitOptions['isHeld']): object {
  const { outcome, level, check, expectation, subject } = verdict;
  const told = withoutNoncharacters(storyOf(verdict));
  if (outcome === 'error') return { error: { '@_type': 'error', '@_message': told, '#text': told } };
  if (isHeld(verdict)) {
    return {
      failure: { '@_type': level, '@_message': `${level} ${check}: ${told}`, '#text': wholeStory(verdict) },
    };
  }
  if (outcome !== 'fail') return { skipped: { '@_message': `${outcome}: ${told}` } };
  const why =
    expectation === null
      ? `does not count at this gate: ${level}, by the ${subject}`
      : `known since ${expectation.since}: ${shownXml(expectation.reason)}`;
  return { skipped: { '@_message': `${why}: ${told}` } };
}

/** Returns all findings as plain text, because GitLab shows only this text. */
function wholeStory({ level, check, findings, findingCount }: VerdictRecord): string {
  const left = findingCount - findings.length;
  return [
    `${level} ${check}`,
    ...findings.map((finding) =>
      withoutNoncharacters(
        `${placeOf(finding)}: ${shownText(finding.message)}; found ${shownText(finding.found)}; expected ${shownText(finding.expected)}`,
      ),
    ),
    ...(left > 0 ? [`and ${left} more`] : []),
  ].join('\n');
}

function shownXml(text: string): string {
  return withoutNoncharacters(shownName(text));
}

/**
 * Replaces the two noncharacters that XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets). Control characters are
 * already replaced.
 */
function withoutNoncharacters(text: string): string {
  return text.replaceAll('\ufffe', '<U+FFFE>').replaceAll('\uffff', '<U+FFFF>');
}

function sum(counts: readonly Counts[]): Counts {
  const total = (name: keyof Counts) => counts.reduce((all, one) => all + one[name], 0);
  return {
    '@_tests': total('@_tests'),
    '@_failures': total('@_failures'),
    '@_errors': total('@_errors'),
    '@_skipped': total('@_skipped'),
  };
}
