/** @jsxRuntime automatic @jsxImportSource preact */
/** One run: what it did and did not do, what it counted, what is new, known or outlived in it, and its files. */
import { exitCode, type Gate } from '../../../gate/gate.ts';
import { MODE_WORDS } from '../../../results/modes.ts';
import { href, type Root } from '../../../results/page-addresses.ts';
import { instant, plural } from '../../../text/quantities.ts';
import type { Linking } from '../conversation/name.tsx';
import { DIFF_FILE } from '../history/addresses.ts';
import { Badge, Facts, Text } from '../parts.tsx';
import type { SiteModel } from '../site-model.ts';
import type { Download } from '../site-source.ts';
import { RunCounts } from './counts.tsx';
import { FAILURES, Failures, KnownDeviations, NEW_FAILURES, StaleExpectations } from './failures.tsx';
import { Interruptions } from './interruptions.tsx';
import { RunTargets } from './targets.tsx';

const ROOT: Root = '../';

export interface RunPageProps {
  readonly site: SiteModel;
  readonly downloads: readonly Download[];
  /** What the gate made of the run, where one weighed it. */
  readonly gate: Gate | null;
  /** The run was compared with another one. */
  readonly hasBaseline: boolean;
  readonly withConversations: boolean;
}

export function RunPage({ site, downloads, gate, hasBaseline, withConversations }: RunPageProps) {
  const { run, targets } = site;
  const conversations = targets.flatMap((target) => target.conversations);
  const verdicts = conversations.flatMap((conversation) => conversation.verdicts);
  const linking: Linking = { root: ROOT, withConversations };
  const news = gate !== null && hasBaseline ? new Set(gate.newFailures) : null;
  return (
    <>
      <p class="kind">Run</p>
      <h1>
        Run of <time dateTime={run.startedAt}>{instant(run.startedAt)}</time>
      </h1>
      <RunFacts site={site} conversations={conversations.length} />
      {site.aborted && (
        <p class="notice">
          <Badge sign="error">aborted</Badge> The run stopped before its end: what it had not reached is
          missing.
        </p>
      )}
      {gate !== null && <Decision gate={gate} hasBaseline={hasBaseline} />}
      <nav class="ways" aria-label="Ways into the run">
        <a href={href(ROOT, 'matrix/index.html')}>Matrix of targets and checks</a>
        <a href={href(ROOT, DIFF_FILE)}>What changed</a>
        {news === null ? (
          <a href={`#${FAILURES}`}>Failures</a>
        ) : (
          <a href={`#${NEW_FAILURES}`}>New failures</a>
        )}
        <a href="#known">Known deviations</a>
        <a href="#downloads">Downloads</a>
      </nav>
      <Failures verdicts={verdicts} run={run} news={news} />
      <KnownDeviations verdicts={verdicts} run={run} linking={linking} />
      {gate !== null && <StaleExpectations stale={gate.stale} />}
      <RunTargets targets={targets} run={run} />
      <Interruptions records={conversations.map(({ record }) => record)} linking={linking} />
      <RunCounts run={run} conversations={conversations} />
      <Downloads downloads={downloads} />
    </>
  );
}

function RunFacts({
  site: { run, targets, exchanges, checks },
  conversations,
}: {
  site: SiteModel;
  conversations: number;
}) {
  const { version, commit } = run.suite;
  return (
    <Facts
      rows={[
        ['Mode', MODE_WORDS[run.mode]],
        [
          'Evidence',
          `${plural(targets.length, 'target')}, ${plural(conversations, 'conversation')}, ${plural(exchanges, 'exchange')}`,
        ],
        ['Rules', plural(checks.length, 'check')],
        [
          'Suite',
          <>
            <Text value={version} longest={40} />
            {commit !== null && (
              <>
                {' at '}
                <code>
                  <Text value={commit.slice(0, 12)} />
                </code>
              </>
            )}
          </>,
        ],
        [
          'Run id',
          <code>
            <Text value={run.id} longest={80} />
          </code>,
        ],
      ]}
    />
  );
}

const DECISIONS: Readonly<Record<0 | 1 | 2, string>> = {
  0: 'The gate lets this run pass.',
  1: 'The gate does not let this run pass.',
  2: 'The run could not be completed.',
};

/** What the gate says of the run. It weighs one run against policy, and no target against another. */
function Decision({ gate, hasBaseline }: { gate: Gate; hasBaseline: boolean }) {
  const broken = gate.rates.filter(({ standing }) => standing === 'broken').length;
  const reasons = [
    [gate.newFailures.length, hasBaseline ? 'new failure' : 'failure'],
    [gate.stale.length, 'stale expectation'],
    [gate.vanished.length, 'vanished conversation'],
    [broken, 'broken threshold'],
    [gate.errors.length, 'broken check'],
  ] as const;
  const held = reasons.filter(([count]) => count > 0).map(([count, noun]) => plural(count, noun));
  return (
    <p class={`notice decision ${gate.red ? 'must' : 'pass'}`}>
      <b class="sign">{DECISIONS[exitCode(gate)]}</b>{' '}
      {gate.incomplete !== null && <Text value={`${gate.incomplete}.`} longest={400} />}{' '}
      {held.length > 0 && `${held.join(', ')}.`}
    </p>
  );
}

function Downloads({ downloads }: { downloads: readonly Download[] }) {
  return (
    <section>
      <h2 id="downloads">Downloads</h2>
      <ul class="absences">
        {downloads.map(({ file, what }) => (
          <li>
            <a href={href(ROOT, file)}>
              <code>{file}</code>
            </a>
            <span>{what}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
