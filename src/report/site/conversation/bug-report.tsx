/** @jsxRuntime automatic @jsxImportSource preact */
/** The bug report of a failing check for the vendor, to copy or to open as a prefilled issue. */
import { type BugReport, issueAddress } from '../../../exports/bug-report.ts';
import { conversationFile, href } from '../../../results/page-addresses.ts';
import type { VerdictRecord } from '../../../results/results.ts';
import type { Linking } from './name.tsx';

/** Returns true for failures that can be reported; faults of the recording's own client are not reported to a vendor. */
export function isReportable({ outcome, level, subject }: VerdictRecord): boolean {
  return outcome === 'fail' && level !== 'MAY' && subject !== 'client';
}

/** The id of the element with the bug report of a check. */
export function bugReportId(check: string): string {
  return `report-${check.replaceAll('/', '-')}`;
}

/** A link from another page to the bug report of a failing check; nothing without such a report. */
export function BugReportLink({ verdict, linking }: { verdict: VerdictRecord; linking: Linking }) {
  if (!linking.withConversations || !isReportable(verdict)) return null;
  const address = href(linking.root, conversationFile(verdict), bugReportId(verdict.check));
  return (
    <p class="to-report">
      <a href={address}>Bug report</a>
    </p>
  );
}

export function BugReportBox({
  check,
  report,
  tracker,
}: {
  check: string;
  report: BugReport;
  /** The address of the form for new issues; null if the configuration has none. */
  tracker: string | null;
}) {
  const id = bugReportId(check);
  return (
    <details class="bug-report" id={id}>
      <summary>Bug report</summary>
      <p>
        <button type="button" data-copy={`${id}-text`}>
          Copy <span class="vh">the bug report of {check}</span>
        </button>{' '}
        {tracker !== null && (
          <a href={issueAddress(tracker, report)} rel="noreferrer">
            Open an issue
          </a>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is to be reached by the keyboard */}
      <pre id={`${id}-text`} tabIndex={0}>
        {`# ${report.title}\n\n${report.body}`}
      </pre>
    </details>
  );
}
