/** @jsxRuntime automatic @jsxImportSource preact */
/** What to send to the vendor of a failing check, ready to be copied, or as an issue that is filled in. */
import { type BugReport, issueAddress } from '../../../exports/bug-report.ts';
import { conversationFile, href } from '../../../results/page-addresses.ts';
import type { VerdictRecord } from '../../../results/results.ts';
import type { Linking } from './name.tsx';

/** Of the client that made the recording nobody but its maker can complain. */
export function isReportable({ outcome, level, subject }: VerdictRecord): boolean {
  return outcome === 'fail' && level !== 'MAY' && subject !== 'client';
}

/** The element of the report of a check, which links lead to. */
export function bugReportId(check: string): string {
  return `report-${check.replaceAll('/', '-')}`;
}

/** The way from another page to the report of a failing check; nothing where there is none to show. */
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
  /** The address of the form for new issues; null where the configuration names none. */
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
