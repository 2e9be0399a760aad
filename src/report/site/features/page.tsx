/** @jsxRuntime automatic @jsxImportSource preact */
/** The front page: which features work, target by target. */
import type { ComponentChildren } from 'preact';
import { FEATURE_STATES, type FeatureState } from '../../../features/deciding/states.ts';
import {
  ABOUT_FEATURES_FILE,
  CLIENTS_PAGE,
  clientFile,
  featuresFile,
  GATEWAYS_PAGE,
  href,
  matrixFile,
  type Root,
} from '../../../results/page-addresses.ts';
import { day, plural } from '../../../text/quantities.ts';
import type { ClientStanding } from '../clients/evidence.ts';
import type { GotWorse } from '../diff/worse.ts';
import { Missing } from '../missing.tsx';
import type { SiteModel } from '../site-model.ts';
import { type FeatureGroups, pageOf } from './groups.ts';
import { FeatureTable } from './table.tsx';

/** Rows on a page: as many as the aim for the weight of the first view allows. */
const PAGE_ROWS = 16;

export interface FeaturesPageProps {
  readonly site: SiteModel;
  readonly table: FeatureGroups;
  /** Those with evidence about a target of the run. */
  readonly clients: readonly ClientStanding[];
  /** Null where there is nothing to compare with. */
  readonly worse: GotWorse | null;
  readonly page: number;
  readonly root: Root;
}

/** How many pages the table takes; at least one. */
export function featurePages({ groups }: FeatureGroups): number {
  return Math.max(1, Math.ceil(rowsOf(groups) / PAGE_ROWS));
}

export function FeaturesPage({ site, table, clients, worse, page, root }: FeaturesPageProps) {
  const { groups, reference } = table;
  const shown = pageOf(groups, page, PAGE_ROWS);
  return (
    <>
      <div class="above-features">
        <h1>Which features work</h1>
        <p>
          {evidenceOf(site)}
          {worse !== null && (
            <>
              {' · '}
              <a href={href(root, worse.file, worse.anchor)}>{worse.words}</a>
            </>
          )}
        </p>
      </div>
      <Legend root={root}>{shown.length > 0 && <Search isPart={featurePages(table) > 1} />}</Legend>
      <Doers clients={clients} root={root} />
      {shown.length > 0 && (
        <div data-filter="features">
          <FeatureTable groups={shown} label="Targets by features" root={root} />
        </div>
      )}
      {shown.length === 0 && reference.length === 0 && (
        <p class="notice">This run has no conversation of any target.</p>
      )}
      <Pager page={page} pages={featurePages(table)} rows={rowsOf(groups)} root={root} />
      {reference.length > 0 && page === 1 && (
        <details class="own-targets" open={shown.length === 0}>
          <summary>This suite’s own provider, for comparison: {plural(rowsOf(reference), 'target')}</summary>
          <FeatureTable groups={reference} label="The suite’s own targets by features" root={root} />
        </details>
      )}
      <Missing site={site} />
    </>
  );
}

function rowsOf(groups: FeatureGroups['groups']): number {
  return groups.reduce((sum, { rows }) => sum + rows.length, 0);
}

/** `7 providers · 31 targets · judged 28 Nov 2026 from 412 conversations`. */
function evidenceOf({ run, targets }: SiteModel): string {
  const all = targets.filter(({ conversations }) => conversations.length > 0);
  const others = all.filter(({ record }) => record?.builtIn === undefined);
  const held = others.length > 0 ? others : all;
  const providers = new Set(held.map(({ id, record }) => record?.provider ?? id.split('/', 1)[0]));
  const conversations = held.reduce((sum, target) => sum + target.conversations.length, 0);
  return [
    plural(providers.size, 'provider'),
    plural(held.length, 'target'),
    `judged ${day(run.startedAt)} from ${plural(conversations, 'conversation')}`,
  ].join(' · ');
}

/** For the script: the rows of this page that have all the words. */
function Search({ isPart }: { isPart: boolean }) {
  return (
    <search>
      <form class="choices" data-filters="features">
        <input
          type="search"
          name="q"
          aria-label={isPart ? 'Search the targets of this page' : 'Search targets'}
          placeholder={isPart ? 'search this page' : 'model or provider'}
          autocomplete="off"
          spellcheck={false}
          aria-keyshortcuts="/"
        />
        <output aria-live="polite" />
      </form>
    </search>
  );
}

function Legend({ root, children }: { root: Root; children: ComponentChildren }) {
  return (
    <div class="feature-legend">
      <ul aria-label="How to read the table">
        {LEGEND.map((state) => (
          <li class={`feature-sign f-${state}`} title={FEATURE_STATES[state].meaning}>
            {FEATURE_STATES[state].word}
          </li>
        ))}
        <li class="how">
          <span title="of those that could tell">2/3: in 2 of 3 conversations.</span> ✕|✓: streamed |
          buffered. Cells lead to findings,{' '}
          <a href={href(root, ABOUT_FEATURES_FILE)}>columns to what they ask</a>.
        </li>
      </ul>
      {children}
    </div>
  );
}

/** Whose doing a cell is, and where what gateways and clients do is told. */
function Doers({ clients, root }: Pick<FeaturesPageProps, 'clients' | 'root'>) {
  return (
    <p class="doers">
      A cell is the provider’s doing, unless it says <b>model</b>.{' '}
      <a href={href(root, GATEWAYS_PAGE)}>What gateways break</a> ·{' '}
      <a href={href(root, CLIENTS_PAGE)}>Targets that break my client</a>
      {clients.length > 0 && (
        <span class="clients">
          {': '}
          {clients.map((standing, at) => (
            <>
              {at > 0 && ' · '}
              <a href={href(root, clientFile(standing.client))} title={STANDINGS[standing.state]}>
                <span class={`feature-sign f-${standing.state}`}>
                  {standing.broken > 0 && standing.known > 1 && `${standing.broken}/${standing.known} `}
                </span>
                {standing.client}
              </a>
            </>
          ))}
        </span>
      )}
    </p>
  );
}

const STANDINGS: Readonly<Record<ClientStanding['state'], string>> = {
  broken: 'a target breaks it',
  'works-but': 'not broken by what was tried',
  works: 'no target breaks it',
};

const LEGEND = [
  'works',
  'works-but',
  'broken',
  'not-offered',
  'not-tested',
] as const satisfies readonly FeatureState[];

function Pager({ page, pages, rows, root }: { page: number; pages: number; rows: number; root: Root }) {
  if (pages === 1) return null;
  const first = (page - 1) * PAGE_ROWS + 1;
  return (
    <nav class="pager" aria-label="Pages of the table">
      <span>
        {first} to {Math.min(rows, page * PAGE_ROWS)} of {plural(rows, 'target')}, the worst models first
      </span>
      {page > 1 && <a href={href(root, featuresFile(page - 1))}>Previous</a>}
      {page < pages && <a href={href(root, featuresFile(page + 1))}>Next</a>}
      <a href={href(root, matrixFile(1))}>Search all targets</a>
    </nav>
  );
}
