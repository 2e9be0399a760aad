/** @jsxRuntime automatic @jsxImportSource preact */
/** One rule: its authority, who breaks it, how that looks on the wire, and how it is shown to fail. */

import { familyOf } from '../../../checks/family.ts';
import type { TrialRecord } from '../../../clients/record.ts';
import type { SeededFault } from '../../../proof/cases.ts';
import {
  CHECKS_FILE,
  familyAnchor,
  href,
  type Root,
  targetFile,
  verdictKeyOf,
} from '../../../results/page-addresses.ts';
import type { RunRecord, VerdictRecord } from '../../../results/results.ts';
import { ALL_SIGNS, SIGNS, type Sign, signOf } from '../../../results/signs.ts';
import { plural } from '../../../text/quantities.ts';
import { BugReportLink } from '../conversation/bug-report.tsx';
import { ConversationName, type Linking } from '../conversation/name.tsx';
import { Badge, Counts, Text } from '../parts.tsx';
import type { CheckModel } from '../site-model.ts';
import { BrokenClients } from './broken-clients.tsx';
import { ByDialect } from './by-dialect.tsx';
import { Authorities, FindingList, Weight } from './parts.tsx';

const ROOT: Root = '../../';

interface CheckPageContent {
  readonly run: RunRecord;
  readonly entry: CheckModel;
  /** The faults of all checks and dialects. */
  readonly faults: readonly SeededFault[];
  /** The clients that its faults break, with their trials. */
  readonly broken: ReadonlyMap<string, readonly TrialRecord[]>;
  readonly linking: Linking;
}

export function CheckPage({ run, entry, faults, broken, linking }: CheckPageContent) {
  const { id, check, tally, example } = entry;
  // Dialects share names of faults.
  const titles = new Map(
    faults.filter(({ catches }) => catches === id).map(({ name, title }) => [name, title]),
  );
  return (
    <>
      <p class="kind">
        Check of the family <a href={href(ROOT, CHECKS_FILE, familyAnchor(familyOf(id)))}>{familyOf(id)}</a>
      </p>
      <h1>{check.title}</h1>
      <p class="under-title">
        <code class="id">{id}</code>
      </p>
      <Weight level={check.level} check={check} subject={check.subject} />
      <p class="counts under-title">
        <Counts tally={tally} />
        {tally.observed > 0 && <Badge sign="observed">{tally.observed} observed</Badge>}
      </p>
      <section>
        <h2>By which authority</h2>
        <Authorities check={check} />
      </section>
      <ByDialect run={run} id={id} check={check} />
      {example !== null && <Example verdict={example} linking={linking} />}
      <TargetsBySign entry={entry} />
      <BrokenClients broken={broken} titles={titles} />
      <SeededFaults titles={titles} />
    </>
  );
}

/** The first finding of the most severe verdict, with its bytes. */
function Example({ verdict, linking }: { verdict: VerdictRecord; linking: Linking }) {
  const [finding] = verdict.findings;
  if (finding === undefined) return null;
  return (
    <section>
      <h2>On the wire</h2>
      <article class={`check ${signOf(verdict)}`}>
        <p class="counts">
          <Badge sign={signOf(verdict)} />
          <a href={href(ROOT, targetFile(verdict.target), verdictKeyOf(verdict))}>
            <Text value={verdict.target} longest={120} />
          </a>
          <ConversationName conversation={verdict} linking={linking} />
        </p>
        <FindingList verdict={verdict} findings={[finding]} linking={linking} />
        <BugReportLink verdict={verdict} linking={linking} />
      </article>
    </section>
  );
}

/** The signs whose targets are unfolded; the others are one click away. */
const NAMED: readonly Sign[] = ['must', 'should', 'error', 'known', 'inconclusive'];

function TargetsBySign({ entry: { id, targets } }: { entry: CheckModel }) {
  const present = ALL_SIGNS.filter((sign) => targets[sign] !== undefined);
  return (
    <section>
      <h2>Targets</h2>
      {present.length === 0 && <p class="quiet">No target of this run was judged by it.</p>}
      {present.map((sign) => {
        const own = targets[sign] ?? [];
        return (
          <details class="by-sign" open={NAMED.includes(sign)}>
            <summary>
              <Badge sign={sign} /> {plural(own.length, 'target')}
              <span class="vh">: {SIGNS[sign].meaning}</span>
            </summary>
            <ul>
              {own.map((target) => (
                <li>
                  <a href={href(ROOT, targetFile(target), id)}>
                    <Text value={target} longest={120} />
                  </a>
                </li>
              ))}
            </ul>
          </details>
        );
      })}
    </section>
  );
}

/** The seeded faults: the edits of a conforming conversation that make the check fail. */
function SeededFaults({ titles }: { titles: ReadonlyMap<string, string> }) {
  if (titles.size === 0) return null;
  return (
    <section>
      <h2>Shown to fail</h2>
      <p class="lead">
        Each of these is done to a conforming conversation, and the check catches it. The reference provider
        can be told to do the same.
      </p>
      <ul class="faults">
        {[...titles].map(([name, title]) => (
          <li>
            <code class="id">{name}</code> {title}
          </li>
        ))}
      </ul>
    </section>
  );
}
