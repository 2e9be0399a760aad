/** @jsxRuntime automatic @jsxImportSource preact */
/** What this run is, and what became of each target in each family of checks. */
import { dialectsOf } from '../../../results/check-readings.ts';
import { MODE_WORDS } from '../../../results/modes.ts';
import { href, MATRIX_DATA_FILE, matrixFile, type Root } from '../../../results/page-addresses.ts';
import { ALL_SIGNS, LEVELS, SIGNS } from '../../../results/signs.ts';
import { instant, plural } from '../../../text/quantities.ts';
import { BrokenChecks } from '../check/broken-checks.tsx';
import { Missing } from '../missing.tsx';
import { Badge, Counts, Facts, hasVerdicts, OTHERS, Text } from '../parts.tsx';
import type { SiteModel } from '../site-model.ts';
import { MatrixChoices } from './choices.tsx';
import type { MatrixData } from './data.ts';
import { MatrixPager } from './pager.tsx';
import { UNFILTERED } from './state.ts';
import { MatrixTable } from './table.tsx';
import { matrixView, PAGE_ROWS } from './view.ts';

/** How many pages the matrix takes without a script. */
export function matrixPages({ targets }: MatrixData): number {
  return Math.max(1, Math.ceil(targets.length / PAGE_ROWS));
}

export function MatrixPage({ site, data }: { site: SiteModel; data: MatrixData }) {
  return (
    <>
      <h1>Targets by checks</h1>
      <section class="of-matrix">
        <BrokenChecks checks={site.checks} most={3} />
        <MatrixChoices data={data} />
        <MatrixRows data={data} page={1} root="../" />
      </section>
      <Missing site={site} />
      <section>
        <h2>Counts of the run</h2>
        <p class="lead">
          Counts are verdicts: one check on one conversation. There is{' '}
          <strong>no overall score and no ranking</strong>, because targets break different promises, and only
          you know which of them your client leans on.
        </p>
        <Totals site={site} />
        <RunFacts site={site} />
      </section>
      <Legend several={data.dialects.length > 1} />
    </>
  );
}

/** A further page of the matrix. With the script, the front page shows it instead. */
export function FurtherMatrixPage({ data, page, root }: { data: MatrixData; page: number; root: Root }) {
  return (
    <>
      <h1>Targets by checks, page {page}</h1>
      <MatrixRows data={data} page={page} root={root} />
    </>
  );
}

function MatrixRows({ data, page, root }: { data: MatrixData; page: number; root: Root }) {
  const view = matrixView(data, { ...UNFILTERED, page });
  return (
    <div id="matrix" data-page={page} data-root={root} data-source={`${root}${MATRIX_DATA_FILE}`}>
      <MatrixTable view={view} root={root} />
      <MatrixPager view={view} fileOf={(other) => href(root, matrixFile(other))} />
    </div>
  );
}

function RunFacts({ site: { run, targets, exchanges, checks } }: { site: SiteModel }) {
  const conversations = targets.reduce((sum, target) => sum + target.conversations.length, 0);
  return (
    <Facts
      rows={[
        ['Mode', MODE_WORDS[run.mode]],
        [
          'Evidence',
          `${plural(targets.length, 'target')}, ${plural(conversations, 'conversation')}, ${plural(exchanges, 'exchange')}`,
        ],
        ['Rules', rulesText(checks.length, dialectsOf(run).length)],
        ['Started', instant(run.startedAt)],
        [
          'Suite',
          <>
            <Text value={run.suite.version} longest={40} />
            {run.suite.commit !== null && (
              <>
                {' at '}
                <code>
                  <Text value={run.suite.commit.slice(0, 12)} />
                </code>
              </>
            )}
          </>,
        ],
      ]}
    />
  );
}

function rulesText(checks: number, dialects: number): string {
  const counted = plural(checks, 'check');
  return dialects > 1 ? `${counted} of ${plural(dialects, 'dialect')}` : counted;
}

const BUT_ERRORS = ALL_SIGNS.filter((sign) => sign !== 'error');

function Totals({ site: { totals } }: { site: SiteModel }) {
  return (
    <dl class="totals">
      <div>
        <dt>Providers</dt>
        <dd>
          <Counts tally={totals.provider} signs={BUT_ERRORS} />
        </dd>
      </div>
      {OTHERS.filter((subject) => hasVerdicts(totals[subject])).map((subject) => (
        <div>
          <dt>{subject === 'model' ? 'Models' : 'Clients'}</dt>
          <dd>
            <Counts tally={totals[subject]} signs={BUT_ERRORS} />
          </dd>
        </div>
      ))}
      {totals.provider.error > 0 && (
        <div>
          <dt>This suite</dt>
          <dd>
            <Counts tally={totals.provider} signs={['error']} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Legend({ several }: { several: boolean }) {
  return (
    <section class="legend">
      <h2>How to read it</h2>
      <dl>
        {ALL_SIGNS.map((sign) => (
          <div>
            <dt>
              <Badge sign={sign} />
            </dt>
            <dd>{SIGNS[sign].meaning}</dd>
          </div>
        ))}
      </dl>
      <p>
        A rule’s level says how strong the promise is.{' '}
        {Object.entries(LEVELS).map(([level, meaning]) => (
          <>
            <b class="level">{level}</b> {meaning}.{' '}
          </>
        ))}
      </p>
      {several && <p>A cell is empty where the dialect of the target has no such check.</p>}
      <p>
        Verdicts marked <b>model</b> are about the model’s sampling, and those marked <b>client</b> about the
        recorded request. Neither is held against the provider.
      </p>
    </section>
  );
}
