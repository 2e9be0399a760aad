/** A bug report for a vendor: one failing check of a conversation, with all that is needed to reproduce it. */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { PlacedFinding } from '../judge/verdict.ts';
import type { Reading } from '../reading/reading.ts';
import { checkOf } from '../results/check-readings.ts';
import { cellsOf, type Night } from '../results/history/night.ts';
import type { Results, RunRecord, VerdictRecord } from '../results/results.ts';
import { plainText } from '../text/display.ts';
import { groupBy } from '../text/group-by.ts';
import { plural } from '../text/quantities.ts';
import { decodeText } from '../text/wire-text.ts';
import { curlOf } from './curl.ts';
import { placeOf, shownName, shownText } from './words.ts';

/** How often a check fails, and since when. */
export interface Frequency {
  /** The number of conversations of the target in this run that fail the check, and the number that pass or fail it. */
  readonly failed: number;
  readonly judged: number;
  /** The first night of the unbroken series of failures up to the last night; null without such a series. */
  readonly since: string | null;
}

export interface BugReport {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/** Returns a function that gives the frequency of a failing check. Counts the run only once. */
export function frequenciesOf(
  { conversations, verdicts }: Pick<Results, 'conversations' | 'verdicts'>,
  nights: readonly Night[],
): (verdict: Pick<VerdictRecord, 'target' | 'check'>) => Frequency {
  const failures = verdicts.filter(({ outcome }) => outcome === 'fail');
  const failed = groupBy(failures, keyOf);
  const passed = new Map<string, number>();
  for (const { target, passed: checks } of conversations) {
    for (const check of checks) {
      const key = keyOf({ target, check });
      if (failed.has(key)) passed.set(key, (passed.get(key) ?? 0) + 1);
    }
  }
  return ({ target, check }) => {
    const key = keyOf({ target, check });
    const count = failed.get(key)?.length ?? 0;
    return {
      failed: count,
      judged: count + (passed.get(key) ?? 0),
      since: failingSince(nights, target, check),
    };
  };
}

function keyOf({ target, check }: Pick<VerdictRecord, 'target' | 'check'>): string {
  return JSON.stringify([target, check]);
}

/** Nights in which the check was not judged do not break the series. */
function failingSince(nights: readonly Night[], target: string, check: string): string | null {
  let since: string | null = null;
  for (const night of nights.toReversed()) {
    const own = night.targets.get(target);
    const cell = own === undefined ? undefined : cellsOf(night, own).get(check);
    if (cell === undefined || cell.judged === 0) continue;
    if (cell.failed === 0) return since;
    since = night.date;
  }
  return since;
}

/**
 * Builds the bug report of a failing verdict.
 *
 * @param readings the exchanges of the conversation; empty if they are not available
 */
export function bugReport(
  run: RunRecord,
  verdict: VerdictRecord,
  readings: readonly Reading[],
  frequency: Frequency,
): BugReport {
  const { target, check, scenario, delivery, level, findings, findingCount } = verdict;
  const rule = checkOf(run, target, check);
  const [finding] = findings;
  const reading = readings.find(({ number }) => number === finding?.exchange);
  const record = run.targets[target];
  const curl =
    reading === undefined || record === undefined ? null : curlOf(reading.exchange.request, record);
  const version = `toolcall-conformance ${run.suite.version}${run.suite.commit === null ? '' : ` (${run.suite.commit})`}`;
  const sections = [
    `**${level} ${check}**: ${shownText(rule?.title ?? check)}`,
    [
      '### What was found',
      ...(finding === undefined
        ? []
        : [
            `${codeOf(placeOf(finding))}: ${shownText(finding.message)}`,
            '',
            `- found: ${codeOf(shownText(finding.found))}`,
            `- expected: ${codeOf(shownText(finding.expected))}`,
          ]),
      ...(findingCount > 1 ? [`- and ${plural(findingCount - 1, 'more place')} in this conversation`] : []),
    ].join('\n'),
    ...(reading === undefined || finding === undefined
      ? []
      : [`### What was answered\n\n${fenced('diff', answerLines(reading, finding))}`]),
    ...(curl === null ? [] : [`### How to see it again\n\n${fenced('sh', curl)}`]),
    [
      '### The rule',
      ...(rule?.authority ?? []).map(
        ({ name, url, promise }) => `- [${shownName(name)}](${url}): ${shownText(promise)}`,
      ),
    ].join('\n'),
    [
      '### How often',
      `- ${frequency.failed} of ${plural(frequency.judged, 'conversation')} of ${codeOf(shownName(target))} in the run of ${run.startedAt}`,
      `- first shown here in ${codeOf(shownName(scenario))}, ${delivery}`,
      ...(frequency.since === null
        ? []
        : [`- in every night since ${frequency.since} in which it was judged`]),
    ].join('\n'),
    `Found by ${version}.`,
  ];
  return {
    title: `${check}: ${shownText(finding?.message ?? rule?.title ?? check)} (${shownName(record?.model ?? target)}, ${delivery})`,
    body: `${sections.join('\n\n')}\n`,
  };
}

/**
 * Returns the URL of the tracker's issue form, filled in. URLs have a length limit, so a long report is cut, with a
 * note.
 */
export function issueAddress(tracker: string, { title, body }: BugReport): string {
  const kept =
    body.length > LONGEST_IN_ADDRESS
      ? `${body.slice(0, LONGEST_IN_ADDRESS).toWellFormed()}\n\n(cut: paste the copied report)`
      : body;
  const address = new URL(tracker);
  address.searchParams.set('title', title);
  address.searchParams.set('body', kept);
  return address.href;
}

const LONGEST_IN_ADDRESS = 4000;
const LONGEST_LINE = 2000;
/** The number of events shown before and after the event of the finding. */
const AROUND = 1;

/**
 * Returns the event of the finding with its neighbours, or the body of a buffered answer. A minus sign marks the lines
 * of the finding.
 */
function answerLines({ stream, exchange }: Reading, { event, path }: PlacedFinding): string {
  if (stream === null || event === null) {
    const body = exchange.response === null ? '(no answer)' : decodeText(exchange.response.body);
    return linesOf('-', marked(body, path));
  }
  return stream.events
    .filter(({ number }) => Math.abs(number - event) <= AROUND)
    .map(({ number, name, data }) => {
      const isMeant = number === event;
      const field = name === null ? '' : `event: ${name}\n`;
      return linesOf(isMeant ? '-' : ' ', `${field}data: ${marked(data, isMeant ? path : '')}`);
    })
    .join('\n');
}

/** Puts marks around the value at the path. Cuts long JSON around the value. */
function marked(json: string, path: string): string {
  const span = path === '' ? null : spanAt(json, path);
  const [start, end] = span ?? [0, 0];
  const text =
    span === null ? json : `${json.slice(0, start)}>>>${json.slice(start, end)}<<<${json.slice(end)}`;
  const from = start > LONGEST_LINE / 2 ? start - LONGEST_LINE / 2 : 0;
  const kept = text.slice(from, from + LONGEST_LINE).toWellFormed();
  return `${from > 0 ? '… ' : ''}${kept}${from + LONGEST_LINE < text.length ? ' …' : ''}`;
}

/** Returns the position of the value at a finding's path; null if there is no such value. */
function spanAt(json: string, path: string): readonly [start: number, end: number] | null {
  const keys = Array.from(
    path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/gu),
    ([, quoted, index, name]) => (index === undefined ? (name ?? quoted ?? '') : Number(index)),
  );
  try {
    const root = parseTree(json);
    const node = root === undefined ? undefined : findNodeAtLocation(root, keys);
    return node === undefined ? null : [node.offset, node.offset + node.length];
  } catch (error) {
    // The JSON is nested too deeply for the stack.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function linesOf(sign: '-' | ' ', text: string): string {
  return text
    .split('\n')
    .map((line) => `${sign} ${plainText(line, 2 * LONGEST_LINE).replaceAll('\t', ' ')}`)
    .join('\n');
}

/** Uses a fence longer than any in the text, so that the text cannot end it. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function codeOf(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
  const tick = '`'.repeat(longest + 1);
  return longest === 0 ? `${tick}${text}${tick}` : `${tick} ${text} ${tick}`;
}
