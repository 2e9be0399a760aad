/** @jsxRuntime automatic @jsxImportSource preact */
/** What a target is, what it promises and what it breaks, before any detail. */

import { dialectName } from '../../../catalogue/every-rule.ts';
import type { Impact, Level } from '../../../judge/verdict.ts';
import { checkOf, hasCheck } from '../../../results/check-readings.ts';
import {
  besideFile,
  COMPARE_FILE,
  fragment,
  href,
  type Root,
  servingFile,
} from '../../../results/page-addresses.ts';
import type { CheckDescription, RunRecord, VerdictRecord } from '../../../results/results.ts';
import { IMPACTS, signOf } from '../../../results/signs.ts';
import { instant, plural } from '../../../text/quantities.ts';
import { Badge, Facts, Text, TextList } from '../parts.tsx';
import type { OpenCheck, Serving, TargetModel } from '../site-model.ts';

const ROOT: Root = '../../';

/** Who it is. */
export function TargetFacts({ target: { id, record, models, upstreams } }: { target: TargetModel }) {
  const asked = models.length > 0 ? models : record === null ? [] : [record.model];
  return (
    <Facts
      rows={[
        ['Provider', <Text value={record?.providerName ?? id.split('/', 1)[0] ?? id} />],
        ['Model', <TextList values={asked} />],
        ['Pinned to', record?.upstream == null ? null : <Text value={record.upstream} />],
        ['Served by', <TextList values={upstreams} />],
        ['Dialect', record === null ? null : <Text value={dialectName(record.dialect)} longest={60} />],
      ]}
    />
  );
}

/** What there is besides it. */
export function TargetBesides({
  target: { id, record, conversations },
  serving,
  others,
}: {
  target: TargetModel;
  serving: Serving | null;
  others: readonly string[];
}) {
  return (
    <Facts
      rows={[
        ['Also served as', serving && <AlsoServed target={id} serving={serving} />],
        ['Compare with', others.length === 0 ? null : <Others target={id} others={others} />],
        ['Recorded', recordedBetween(conversations.flatMap((each) => each.record.recordedAt ?? []))],
        [
          'Documentation',
          record?.docs == null ? null : <a href={record.docs}>{new URL(record.docs).host}</a>,
        ],
      ]}
    />
  );
}

const OTHERS_SHOWN = 6;

/** The other targets of the same model, each leading to the two side by side. */
function AlsoServed({ target, serving: { weights, targets } }: { target: string; serving: Serving }) {
  const others = targets.filter(({ id }) => id !== target);
  return (
    <>
      {others.slice(0, OTHERS_SHOWN).map(({ id }, at) => (
        <>
          {at > 0 && ', '}
          <a href={href(ROOT, besideFile(servingFile(weights), target, id))}>
            <Text value={id} longest={120} />
          </a>
        </>
      ))}
      {others.length > OTHERS_SHOWN && (
        <>
          {' and '}
          <a href={href(ROOT, servingFile(weights))}>{plural(others.length - OTHERS_SHOWN, 'other')}</a>
        </>
      )}
    </>
  );
}

/** Targets of other models, each leading to the two side by side. */
function Others({ target, others }: { target: string; others: readonly string[] }) {
  return (
    <>
      {others.slice(0, OTHERS_SHOWN).map((id) => (
        <>
          <a href={href(ROOT, besideFile(COMPARE_FILE, target, id))}>
            <Text value={id} longest={120} />
          </a>
          {', '}
        </>
      ))}
      <a href={href(ROOT, besideFile(COMPARE_FILE, target))}>any other target</a>
    </>
  );
}

function recordedBetween(times: readonly string[]): string | null {
  const sorted = times.map(instant).sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return null;
  return first === last ? first : `${first} to ${last}`;
}

/** What the target takes upon itself: the rules that were judged, less what it declares not to have. */
export function Promises({ run, target: { id, record, families } }: { run: RunRecord; target: TargetModel }) {
  const kept = families.flatMap(({ passed }) => passed).filter(({ check }) => check?.subject === 'provider');
  const unsupported = record?.unsupported ?? [];
  return (
    <section class="panel">
      <h2>What it promises</h2>
      <p>
        {record === null ? 'Its dialect' : <Text value={dialectName(record.dialect)} longest={60} />} sets{' '}
        {(['MUST', 'SHOULD'] as const satisfies readonly Level[]).map((level, at) => (
          <>
            {at > 0 && ' and '}
            {plural(rulesAt(run, id, level), `${level} rule`)}
          </>
        ))}
        . In every conversation that called for them it keeps {plural(kept.length, 'rule')}.
      </p>
      {unsupported.length === 0 ? (
        <p class="quiet">It declares nothing as unsupported.</p>
      ) : (
        <>
          <h3>Declared as unsupported</h3>
          <ul class="declared">
            {unsupported.map(({ feature, reason, link }) => (
              <li>
                <Badge sign="unsupported">{feature}</Badge> <Text value={reason} />{' '}
                {link !== null && <a href={link}>Reference for {feature}</a>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** How many checks of the target's dialect are of a level and about the provider. */
function rulesAt(run: RunRecord, target: string, level: Level): number {
  return Object.keys(run.checks).filter((id) => {
    const check = checkOf(run, target, id);
    return check?.level === level && check.subject === 'provider' && hasCheck(run, target, id);
  }).length;
}

/** What the provider breaks, the gravest impact first, each with what it does to clients. */
export function Broken({ target: { families } }: { target: TargetModel }) {
  const broken = families
    .flatMap(({ open }) => open)
    .filter(({ verdicts }) => verdicts.some(isProvidersFault))
    .toSorted((left, right) => impactRank(left) - impactRank(right));
  return (
    <section class="panel">
      <h2>What it breaks</h2>
      {broken.length === 0 ? (
        <p>No rule, as far as these conversations can tell.</p>
      ) : (
        <ol class="broken">
          {broken.map((open) => (
            <BrokenCheck open={open} />
          ))}
        </ol>
      )}
    </section>
  );
}

function isProvidersFault(verdict: VerdictRecord): boolean {
  const sign = signOf(verdict);
  return verdict.subject === 'provider' && (sign === 'must' || sign === 'should' || sign === 'known');
}

const IMPACT_ORDER = Object.keys(IMPACTS);

function impactRank({ check }: OpenCheck): number {
  return check === null ? IMPACT_ORDER.length : IMPACT_ORDER.indexOf(check.impact);
}

function BrokenCheck({ open: { id, check, sign, verdicts, passes } }: { open: OpenCheck }) {
  const failed = verdicts.filter(({ outcome }) => outcome === 'fail').length;
  return (
    <li>
      <Badge sign={sign} />
      <a href={`#${fragment(id)}`}>{check?.title ?? id}</a>
      <span class="quiet">
        {failed} of {plural(failed + passes, 'conversation')}
      </span>
      {check !== null && (
        <p>
          <Consequence check={check} />
        </p>
      )}
    </li>
  );
}

/** What breaks for clients: how grave it is, and where somebody was seen to suffer from it. */
function Consequence({ check }: { check: CheckDescription }) {
  const report = check.authority.find(({ url }) => BUG_REPORT.test(url));
  return (
    <>
      <Impacted impact={check.impact} />
      {report !== undefined && (
        <>
          {' '}
          Seen: <Text value={report.promise} longest={400} />{' '}
          <a href={report.url} rel="noreferrer">
            <Text value={report.name} longest={80} />
          </a>
        </>
      )}
    </>
  );
}

const BUG_REPORT = /^https:\/\/github\.com\/[^/]+\/[^/]+\/(?:issues|pull)\/\d+/;

function Impacted({ impact }: { impact: Impact }) {
  return (
    <>
      <b>{impact}</b>: {IMPACTS[impact]}.
    </>
  );
}
