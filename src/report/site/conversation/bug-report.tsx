/** @jsxRuntime automatic @jsxImportSource preact */
/** What to send to the vendor of a failing check, ready to be copied, or as an issue that is filled in. */
import { type BugReport, issueAddress } from '../../../exports/bug-report.ts';

/** The element of the report of a check, which links lead to. */
export function bugReportId(check: string): string {
  return `report-${check.replaceAll('/', '-')}`;
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
