/** @jsxRuntime automatic @jsxImportSource preact */
/** Every verdict of a conversation, grouped by outcome, each with links to its places. */
import type { ComponentChildren } from 'preact';
import type { BugReport } from '../../../exports/bug-report.ts';
import { checkOf, hasCheck } from '../../../results/check-readings.ts';
import {
  checkFile,
  findingAnchor,
  href,
  type Root,
  targetFile,
  verdictKeyOf,
} from '../../../results/page-addresses.ts';
import type { RunRecord, VerdictRecord } from '../../../results/results.ts';
import { ALL_SIGNS, countPhrase, type Sign, signOf } from '../../../results/signs.ts';
import { groupBy } from '../../../text/group-by.ts';
import { Badge, Text } from '../parts.tsx';
import type { ConversationModel } from '../site-model.ts';
import { BugReportBox, isReportable } from './bug-report.tsx';

export function VerdictIndex({
  run,
  conversation: { record, verdicts },
  reportOf,
  root,
}: {
  run: RunRecord;
  conversation: ConversationModel;
  /** Returns the bug report for the vendor. */
  reportOf: (verdict: VerdictRecord) => BugReport;
  root: Root;
}) {
  const bySign = groupBy(verdicts, signOf);
  return (
    <section class="panel index">
      <h2>Verdicts</h2>
      {!GRAVE.some((sign) => bySign.has(sign)) && <p>Nothing fails here.</p>}
      {ALL_SIGNS.map((sign) => {
        const own = bySign.get(sign);
        if (own === undefined) return null;
        return (
          <Group sign={sign} count={own.length} open={GRAVE.includes(sign)}>
            {sign === 'inconclusive' || sign === 'unsupported' ? (
              <ByReason verdicts={own} root={root} />
            ) : (
              <ul>
                {own.map((verdict) => (
                  <Entry run={run} verdict={verdict} root={root} reportOf={reportOf} />
                ))}
              </ul>
            )}
          </Group>
        );
      })}
      <Checks run={run} sign="pass" ids={record.passed} root={root} />
      <Checks
        run={run}
        sign="not-applicable"
        ids={record.notApplicable.filter((id) => hasCheck(run, record.target, id))}
        root={root}
      />
    </section>
  );
}

/** The signs whose verdicts are unfolded. */
const GRAVE: readonly Sign[] = ['must', 'should', 'error', 'known'];

function Group({
  sign,
  count,
  open = false,
  children,
}: {
  sign: Sign;
  count: number;
  open?: boolean;
  children: ComponentChildren;
}) {
  return (
    <details open={open}>
      <summary>
        <Badge sign={sign}>{countPhrase(sign, count)}</Badge>
      </summary>
      {children}
    </details>
  );
}

function Entry({
  run,
  verdict,
  root,
  reportOf,
}: {
  run: RunRecord;
  verdict: VerdictRecord;
  root: Root;
  reportOf: (verdict: VerdictRecord) => BugReport;
}) {
  return (
    <li>
      <VerdictLink verdict={verdict} root={root} />
      <span>
        {verdict.subject !== 'provider' && <b class="subject">{verdict.subject} </b>}
        {verdict.reason === null ? (
          checkOf(run, verdict.target, verdict.check)?.title
        ) : (
          <Text value={verdict.reason} longest={300} />
        )}
      </span>
      <Places verdict={verdict} />
      {isReportable(verdict) && (
        <BugReportBox
          check={verdict.check}
          report={reportOf(verdict)}
          tracker={run.targets[verdict.target]?.tracker ?? null}
        />
      )}
    </li>
  );
}

/** Verdicts grouped by their reason. */
function ByReason({ verdicts, root }: { verdicts: readonly VerdictRecord[]; root: Root }) {
  return (
    <ul>
      {[...groupBy(verdicts, ({ reason }) => reason ?? '')].map(([reason, own]) => (
        <li>
          <Text value={reason} longest={300} />
          {own.map((verdict) => (
            <VerdictLink verdict={verdict} root={root} />
          ))}
        </li>
      ))}
    </ul>
  );
}

function Checks({
  run,
  sign,
  ids,
  root,
}: {
  run: RunRecord;
  sign: Sign;
  ids: readonly string[];
  root: Root;
}) {
  if (ids.length === 0) return null;
  return (
    <Group sign={sign} count={ids.length}>
      <ul class="checks">
        {ids.map((id) => (
          <li>
            {run.checks[id] === undefined ? (
              <span class="id">{id}</span>
            ) : (
              <a class="id" href={href(root, checkFile(id))}>
                {id}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Group>
  );
}

/** The check of a verdict, as a link to the verdict on the page of its target. */
export function VerdictLink({ verdict, root }: { verdict: VerdictRecord; root: Root }) {
  return (
    <a class="id" href={href(root, targetFile(verdict.target), verdictKeyOf(verdict))}>
      {verdict.check}
    </a>
  );
}

const PLACES_SHOWN = 6;

function Places({ verdict: { findings, findingCount } }: { verdict: VerdictRecord }) {
  const anchors = [...new Set(findings.map(findingAnchor).filter((anchor) => anchor !== null))];
  const isAll = anchors.length <= PLACES_SHOWN && findings.length === findingCount;
  if (anchors.length === 0) return null;
  return (
    <span class="places">
      {anchors.slice(0, PLACES_SHOWN).map((anchor) => (
        <a href={`#${anchor}`}>{anchorWords(anchor)}</a>
      ))}
      {!isAll && <span class="quiet">of {findingCount} places</span>}
    </span>
  );
}

function anchorWords(anchor: string): string {
  const [exchange, event] = anchor.slice(1).split('-');
  return event === undefined ? `exchange ${exchange}` : `exchange ${exchange}, event ${event}`;
}
