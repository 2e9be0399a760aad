/** @jsxRuntime automatic @jsxImportSource preact */
/** One family of checks on the page of a target: every verdict that is not a pass, then what passed. */

import { familyAnchor, type Root, verdictKeyOf } from '../../../results/page-addresses.ts';
import type { ConversationRate } from '../../../results/rates.ts';
import type { CheckDescription, VerdictRecord } from '../../../results/results.ts';
import { type Sign, signOf } from '../../../results/signs.ts';
import { plural, share } from '../../../text/quantities.ts';
import { BugReportLink } from '../conversation/bug-report.tsx';
import { ConversationName, type Linking } from '../conversation/name.tsx';
import { Badge, CountsBySubject, Expectation, Text } from '../parts.tsx';
import type { CountedCheck, FamilyModel, OpenCheck } from '../site-model.ts';
import { Authorities, CheckLink, FindingList, Weight } from './parts.tsx';

const ROOT: Root = '../../';

interface Shared {
  /** The rates by check. */
  readonly rates: ReadonlyMap<string, readonly ConversationRate[]>;
  readonly linking: Linking;
}

export function FamilySection({
  family,
  conversations,
  ...shared
}: { family: FamilyModel; conversations: number } & Shared) {
  const anchor = familyAnchor(family.family);
  const isObservation = ({ sign }: OpenCheck) => sign === 'observed';
  const observed = family.open.filter(isObservation);
  return (
    <section class="family">
      <header>
        <h2 id={anchor}>{family.family}</h2>
        <CountsBySubject tallies={family.tallies} />
      </header>
      {family.open
        .filter((check) => !isObservation(check))
        .map((check) => (
          <CheckSection open={check} {...shared} />
        ))}
      {observed.length > 0 && (
        <details class="folded">
          <summary>
            <Badge sign="observed">{observed.length} observed, no fault</Badge>
          </summary>
          {observed.map((check) => (
            <CheckSection open={check} {...shared} />
          ))}
        </details>
      )}
      {family.passed.length > 0 && (
        <div class="passed">
          <h3>
            <Badge sign="pass">Passed</Badge>
          </h3>
          <CheckList checks={family.passed} conversations={conversations} />
        </div>
      )}
      {family.notApplicable.length > 0 && (
        <details class="folded">
          <summary>
            <Badge sign="not-applicable">{family.notApplicable.length} not applicable</Badge>
          </summary>
          <CheckList checks={family.notApplicable} conversations={conversations} />
        </details>
      )}
    </section>
  );
}

function CheckList({ checks, conversations }: { checks: readonly CountedCheck[]; conversations: number }) {
  return (
    <ul class="checks">
      {checks.map(({ id, count }) => (
        <li id={id}>
          <CheckLink root={ROOT} id={id} />
          {count < conversations && (
            <span class="quiet">
              {' '}
              {count} of {conversations}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function CheckSection({
  open: { id, check, sign, verdicts, passes },
  rates,
  linking,
}: { open: OpenCheck } & Shared) {
  const [first] = verdicts;
  if (first === undefined) return null;
  const level = verdicts.find((verdict) => signOf(verdict) === sign)?.level ?? first.level;
  return (
    <article class={`check ${sign}`} id={id} aria-labelledby={`title:${id}`}>
      <header>
        <h3 id={`title:${id}`}>{check?.title ?? id}</h3>
        <CheckLink root={ROOT} id={id} />
        <Weight level={level} check={check} subject={first.subject} />
      </header>
      {check && (isFault(sign) ? <Authorities check={check} /> : <FoldedAuthorities check={check} />)}
      <Rates rates={rates.get(id) ?? []} />
      {verdicts.map((verdict) => (
        <VerdictBlock verdict={verdict} linking={linking} />
      ))}
      {passes > 0 && <p class="quiet">It passes in {plural(passes, 'other conversation')}.</p>}
    </article>
  );
}

/** For conversations with several samples: how often the check fails, with the confidence interval. */
function Rates({ rates }: { rates: readonly ConversationRate[] }) {
  if (rates.length === 0) return null;
  return (
    <ul class="rates">
      {rates.map(({ scenario, delivery, failed, judged, failures }) => (
        <li>
          <Text value={scenario} longest={120} /> · {delivery}: fails in{' '}
          {share({ failed, judged, ...failures })}
        </li>
      ))}
    </ul>
  );
}

/** Returns true for faults, whose authority readers want to see at once. */
function isFault(sign: Sign): boolean {
  return sign === 'must' || sign === 'should' || sign === 'known' || sign === 'observed';
}

function FoldedAuthorities({ check }: { check: CheckDescription }) {
  return (
    <details class="by-authority">
      <summary>By which authority</summary>
      <Authorities check={check} />
    </details>
  );
}

/** The number of unfolded findings of one verdict. */
const FINDINGS_SHOWN = 5;

function VerdictBlock({ verdict, linking }: { verdict: VerdictRecord; linking: Linking }) {
  const { findings, findingCount, reason, expectation } = verdict;
  const folded = findings.slice(FINDINGS_SHOWN);
  const dropped = findingCount - findings.length;
  return (
    <section class="verdict" id={verdictKeyOf(verdict)}>
      <h4>
        <Badge sign={signOf(verdict)} /> <ConversationName conversation={verdict} linking={linking} />
      </h4>
      {reason !== null && (
        <p class="reason">
          <Text value={reason} />
        </p>
      )}
      {expectation !== null && <Expectation expectation={expectation} />}
      <FindingList verdict={verdict} findings={findings.slice(0, FINDINGS_SHOWN)} linking={linking} />
      <BugReportLink verdict={verdict} linking={linking} />
      {folded.length > 0 && (
        <details>
          <summary>{plural(folded.length, 'more finding')}</summary>
          <FindingList verdict={verdict} findings={folded} linking={linking} />
        </details>
      )}
      {dropped > 0 && (
        <p class="quiet">
          {plural(findingCount, 'finding')} in all; the first {findings.length} are kept.
        </p>
      )}
    </section>
  );
}
