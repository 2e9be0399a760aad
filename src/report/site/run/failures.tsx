/** @jsxRuntime automatic @jsxImportSource preact */
/** What fails in a run: what no expectation accepts, what one accepts, and expectations that nothing needs any more. */

import type { StaleExpectation } from '../../../gate/gate.ts';
import { checkOf } from '../../../results/check-readings.ts';
import { checkFile, href, type Root, targetFile } from '../../../results/page-addresses.ts';
import type { RunRecord, VerdictRecord } from '../../../results/results.ts';
import { ALL_SIGNS, IMPACTS, signOf } from '../../../results/signs.ts';
import { groupBy } from '../../../text/group-by.ts';
import { plural } from '../../../text/quantities.ts';
import { ConversationName, type Linking } from '../conversation/name.tsx';
import { Badge, Expectation, Text } from '../parts.tsx';

const ROOT: Root = '../';

/** Targets that are named below a check; the page of the check has all. */
const MOST_TARGETS = 12;

interface Failing {
  readonly verdicts: readonly VerdictRecord[];
  readonly run: RunRecord;
}

/** Failures of providers that no expectation accepts; those that the baseline lacks apart, where there is one. */
export function Failures({ verdicts, run, news }: Failing & { news: ReadonlySet<VerdictRecord> | null }) {
  const failures = verdicts.filter((verdict) => {
    const sign = signOf(verdict);
    return verdict.subject === 'provider' && (sign === 'must' || sign === 'should');
  });
  const other = failures.filter((verdict) => news?.has(verdict) !== true);
  return (
    <>
      {news !== null && (
        <FailureList
          id={NEW_FAILURES}
          title="New failures"
          what="Failures that count at this gate, which the baseline does not have"
          verdicts={failures.filter((verdict) => news.has(verdict))}
          run={run}
        />
      )}
      <FailureList
        id={FAILURES}
        title={news === null ? 'Failures' : 'Other failures'}
        what="Failures of providers at MUST and SHOULD that no expectation accepts"
        verdicts={other}
        run={run}
      />
    </>
  );
}

/** The anchors of the sections. */
export const NEW_FAILURES = 'new';
export const FAILURES = 'failures';

/** By check, the gravest first: a rule that many targets break is one entry. */
function FailureList({
  id,
  title,
  what,
  verdicts,
  run,
}: Failing & { id: string; title: string; what: string }) {
  const groups = groupBy(verdicts, (verdict) => JSON.stringify([verdict.check, verdict.level]));
  const gravestFirst = [...groups.values()].toSorted(
    (left, right) => gravity(left, run) - gravity(right, run),
  );
  return (
    <section>
      <h2 id={id}>
        {title} <span class="tally">{verdicts.length}</span>
      </h2>
      <p class="lead">
        {verdicts.length === 0
          ? 'None: whatever fails is known, an observation, or about the model or the client.'
          : `${what}, rule by rule, the gravest first.`}
      </p>
      {gravestFirst.map((own) => (
        <FailingCheck verdicts={own} run={run} />
      ))}
    </section>
  );
}

/** Level first, then impact. */
function gravity([first]: readonly VerdictRecord[], run: RunRecord): number {
  if (first === undefined) return 0;
  const impact = checkOf(run, first.target, first.check)?.impact;
  const impacts = Object.keys(IMPACTS);
  return (
    ALL_SIGNS.indexOf(signOf(first)) * impacts.length + (impact === undefined ? 0 : impacts.indexOf(impact))
  );
}

function FailingCheck({ verdicts, run }: Failing) {
  const [first] = verdicts;
  if (first === undefined) return null;
  const targets = [...groupBy(verdicts, ({ target }) => target)];
  const impact = checkOf(run, first.target, first.check)?.impact;
  return (
    <article class={`failing-check ${signOf(first)}`}>
      <header>
        <Badge sign={signOf(first)} />
        <h3>
          <CheckTitle verdict={first} run={run} />
        </h3>
        <span class="quiet">
          {plural(verdicts.length, 'conversation')} of {plural(targets.length, 'target')}
          {impact !== undefined && (
            <>
              {' · '}
              <b>{impact}</b>: {IMPACTS[impact]}
            </>
          )}
        </span>
      </header>
      <ul class="in-conversations">
        {targets.slice(0, MOST_TARGETS).map(([target, own]) => (
          <li>
            <a href={href(ROOT, targetFile(target), first.check)}>
              <Text value={target} longest={120} />
            </a>{' '}
            <span class="quiet">{own.length}</span>
          </li>
        ))}
        {targets.length > MOST_TARGETS && (
          <li>
            <a href={href(ROOT, checkFile(first.check))}>and {targets.length - MOST_TARGETS} more targets</a>
          </li>
        )}
      </ul>
    </article>
  );
}

function CheckTitle({ verdict: { target, check }, run }: { verdict: VerdictRecord; run: RunRecord }) {
  const record = checkOf(run, target, check);
  return record === null ? <span>{check}</span> : <a href={href(ROOT, checkFile(check))}>{record.title}</a>;
}

export function KnownDeviations({ verdicts, run, linking }: Failing & { linking: Linking }) {
  const known = verdicts.filter(({ expectation }) => expectation !== null);
  const groups = groupBy(known, ({ target, check, expectation }) =>
    JSON.stringify([target, check, expectation]),
  );
  return (
    <section>
      <h2 id="known">
        Known deviations <span class="tally">{known.length}</span>
      </h2>
      <p class="lead">
        {known.length === 0
          ? 'None.'
          : 'They fail, and an expectation with a reason and a date accepts that for now.'}
      </p>
      {[...groups.values()].map((own) => (
        <KnownDeviation verdicts={own} run={run} linking={linking} />
      ))}
    </section>
  );
}

function KnownDeviation({ verdicts, run, linking }: Failing & { linking: Linking }) {
  const [first] = verdicts;
  if (first === undefined || first.expectation === null) return null;
  return (
    <article class="failing-check known">
      <header>
        <Badge sign="known" />
        <h3>
          <CheckTitle verdict={first} run={run} />
        </h3>
        <a href={href(ROOT, targetFile(first.target), first.check)}>
          <Text value={first.target} longest={120} />
        </a>
      </header>
      <Expectation expectation={first.expectation} />
      <details>
        <summary>{plural(verdicts.length, 'conversation')}</summary>
        <ul class="in-conversations">
          {verdicts.map((verdict) => (
            <li>
              <ConversationName conversation={verdict} linking={linking} />
            </li>
          ))}
        </ul>
      </details>
    </article>
  );
}

export function StaleExpectations({ stale }: { stale: readonly StaleExpectation[] }) {
  return (
    <section>
      <h2 id="stale">
        Stale expectations <span class="tally">{stale.length}</span>
      </h2>
      <p class="lead">
        {stale.length === 0
          ? 'None.'
          : 'Nothing needs these any more. The gate fails until they are removed, so that they cannot hide what comes later.'}
      </p>
      <ul class="absences">
        {stale.map(({ expectation: { file, line, check }, why }) => (
          <li>
            <code>
              <Text value={`${file}:${line}`} longest={200} />
            </code>
            <span>
              <Text value={why} longest={300} /> <code class="id">{check}</code>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
