/** @jsxRuntime automatic @jsxImportSource preact */
/** Findings at their place on the wire. */
import { checkOf } from '../../../results/check-readings.ts';
import { findingAnchor, type Root } from '../../../results/page-addresses.ts';
import type { RunRecord } from '../../../results/results.ts';
import { signOf } from '../../../results/signs.ts';
import { Badge, Expectation, FoundExpected, Text } from '../parts.tsx';
import { bugReportId, isReportable } from './bug-report.tsx';
import type { VerdictFinding } from './timeline-event.ts';
import { VerdictLink } from './verdicts.tsx';

/** @param anchored true if the cards have the anchors of places that are not shown elsewhere on the page */
export function FindingCards({
  run,
  findings,
  root,
  anchored = false,
}: {
  run: RunRecord;
  findings: readonly VerdictFinding[];
  root: Root;
  anchored?: boolean;
}) {
  const anchors = new Set<string>();
  return (
    <>
      {findings.map((placed) => {
        const { event } = placed.finding;
        const anchor = anchored && event !== null ? findingAnchor(placed.finding) : null;
        const isNew = anchor !== null && !anchors.has(anchor);
        if (anchor !== null) anchors.add(anchor);
        return <FindingCard run={run} placed={placed} root={root} {...(isNew ? { anchor } : {})} />;
      })}
    </>
  );
}

function FindingCard({
  run,
  placed: { verdict, finding },
  root,
  anchor,
}: {
  run: RunRecord;
  placed: VerdictFinding;
  root: Root;
  anchor?: string;
}) {
  const check = checkOf(run, verdict.target, verdict.check);
  const sign = signOf(verdict);
  const id = anchor === undefined ? {} : { id: anchor };
  const message = (
    <>
      <Badge sign={sign} />{' '}
      {verdict.subject !== 'provider' && <span class="subject">{verdict.subject} </span>}
      <b>
        <Text value={finding.message} />
      </b>
    </>
  );
  const body = (
    <>
      {finding.path !== '' && (
        <p class="place">
          at{' '}
          <code>
            <Text value={finding.path} longest={200} />
          </code>
        </p>
      )}
      <FoundExpected found={finding.found} expected={finding.expected} />
      <p class="rule">
        {check && <q>{check.title}</q>} <VerdictLink verdict={verdict} root={root} />
        {check?.authority.map(({ name, url }) => (
          <a href={url} rel="noreferrer">
            <Text value={name} />
          </a>
        ))}
      </p>
      {verdict.expectation !== null && <Expectation expectation={verdict.expectation} />}
      {isReportable(verdict) && (
        <p class="to-report">
          <a href={`#${bugReportId(verdict.check)}`}>Bug report</a>
        </p>
      )}
    </>
  );
  // A rule that is broken repeatedly is explained only at its first place.
  if (sign === 'observed' || verdict.findings[0] !== finding) {
    return (
      <details class={`finding ${sign}`} {...id}>
        <summary>{message}</summary>
        {body}
      </details>
    );
  }
  return (
    <section class={`finding ${sign}`} {...id}>
      <p class="message">{message}</p>
      {body}
    </section>
  );
}
