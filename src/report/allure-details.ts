/** The details of an Allure result for a verdict that is not a pass: the message and all places. */

import type { PlacedFinding } from '../judge/verdict.ts';
import type { AcceptedDeviation, VerdictRecord } from '../results/results.ts';
import { plain } from '../text/plain-text.ts';

export interface AllureStatusDetails {
  readonly message?: string;
  readonly trace?: string;
  readonly actual?: string;
  readonly expected?: string;
}

/** The beginning of the message of a known deviation. */
export const KNOWN_SINCE = 'Known since ';

/** Says since when a deviation is accepted, and why. */
export function knownSince({ since, reason }: AcceptedDeviation): string {
  return `${KNOWN_SINCE}${since}: ${reason}`;
}

/** Makes provider text {@link plain}. Allure itself shows markup as text. */
export function detailsOf(verdict: VerdictRecord): AllureStatusDetails {
  const { findings, reason, expectation } = verdict;
  const known = expectation === null ? '' : `${plain(knownSince(expectation))}\n`;
  const [first] = findings;
  if (first === undefined) return { message: `${known}${plain(reason ?? 'no finding was kept')}` };
  const more = verdict.findingCount > 1 ? ` (and ${verdict.findingCount - 1} more)` : '';
  return {
    message: `${known}${plain(first.message)}${more}\n${plain(placeOf(first))}`,
    trace: traceOf(verdict),
    actual: plain(first.found),
    expected: plain(first.expected),
  };
}

/** Returns all stored findings with their places. */
function traceOf({ findings, findingCount }: VerdictRecord): string {
  const hidden = findingCount - findings.length;
  return [
    ...findings.map((finding) =>
      [
        plain(`${placeOf(finding)}: ${finding.message}`),
        `  found: ${plain(finding.found)}`,
        `  expected: ${plain(finding.expected)}`,
      ].join('\n'),
    ),
    ...(hidden > 0 ? [`... and ${hidden} more that were not kept`] : []),
  ].join('\n');
}

/** Exchange 0 stands for the whole conversation. */
function placeOf({ exchange, event, path }: PlacedFinding): string {
  return [
    exchange === 0 ? 'the conversation' : `exchange ${exchange}`,
    ...(event === null ? [] : [`event ${event}`]),
    ...(path === '' ? [] : [path]),
  ].join(', ');
}
