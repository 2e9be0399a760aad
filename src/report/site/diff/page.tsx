/** @jsxRuntime automatic @jsxImportSource preact */
/** What changed: since an earlier run, from night to night, and in the fields that providers send. */
import type { DriftReport } from '../../../drift/report.ts';
import type { Root } from '../../../results/page-addresses.ts';
import {
  DIFF_FILE,
  HISTORY_DATA_FILE,
  nightDiffFile,
  nightFile,
  PREVIOUS_DIFF_FILE,
} from '../history/addresses.ts';
import { GapRow, withGaps } from '../history/gaps.tsx';
import { Scrolling } from '../parts.tsx';
import { Compared, type Comparison } from './compared.tsx';
import { DriftSection } from './drift.tsx';
import { DIFF_LISTS, type DiffModel } from './model.ts';
import { type DiffNames, TargetName } from './names.tsx';

const ROOT: Root = '../';

/** A night, and how much changed since the night before it. */
export interface ComparedNight {
  readonly date: string;
  /** How long each list is, as far as it is held against providers, and how much there is besides; null for the first. */
  readonly counts: Readonly<Record<keyof Omit<DiffModel, 'catalogue'> | 'others', number>> | null;
}

export interface DiffPageProps {
  /** Null when there is nothing to compare with. */
  readonly comparison: Comparison | null;
  /** Whether the run before this one has a page of its own besides. */
  readonly hasPrevious: boolean;
  /** Of the history, the oldest first. */
  readonly nights: readonly ComparedNight[];
  readonly drift: DriftReport | null;
  readonly names: DiffNames;
}

export function DiffPage({ comparison, hasPrevious, nights, drift, names }: DiffPageProps) {
  const canChoose = nights.length > 1;
  return (
    <>
      <div class="diff-head">
        <p class="kind">Diff</p>
        {canChoose && (
          <NightChoice nights={nights} shown={comparison?.kind === 'nights' ? comparison : null} />
        )}
      </div>
      <div id="diff" data-source={`${ROOT}${HISTORY_DATA_FILE}`}>
        {comparison === null ? <Nothing /> : <ComparedWithFeatures comparison={comparison} names={names} />}
      </div>
      {hasPrevious && (
        <p class="notice">
          This page has the baseline. There is also{' '}
          <a href={`${ROOT}${PREVIOUS_DIFF_FILE}`}>this run against the previous one</a>.
        </p>
      )}
      {drift !== null && <DriftSection drift={drift} />}
      {canChoose && <EveryNight nights={nights} />}
    </>
  );
}

/** One comparison on a page of its own. */
export function ComparisonPage({
  comparison,
  earlier,
  later,
  names,
}: {
  comparison: Comparison;
  /** The nights to go on to, where there are any. */
  earlier: string | null;
  later: string | null;
  names: DiffNames;
}) {
  return (
    <>
      <p class="kind">
        <a href={`${ROOT}${DIFF_FILE}`}>Diff</a>
      </p>
      <ComparedWithFeatures comparison={comparison} names={names} />
      {(earlier !== null || later !== null) && (
        <nav class="pager" aria-label="Other nights">
          {earlier !== null && (
            <a rel="prev" href={`${ROOT}${nightDiffFile(earlier)}`}>
              Earlier: {earlier}
            </a>
          )}
          {later !== null && (
            <a rel="next" href={`${ROOT}${nightDiffFile(later)}`}>
              Later: {later}
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function ComparedWithFeatures({ comparison, names }: { comparison: Comparison; names: DiffNames }) {
  return (
    <Compared comparison={comparison} names={names}>
      {comparison.kind === 'nights' &&
        comparison.afterOutage?.map(({ target, from }) => (
          <p class="notice">
            <TargetName target={target} names={names} /> gave no answer in the night before: it is compared
            with its last answer, of <a href={`${ROOT}${nightFile(from)}`}>{from}</a>.
          </p>
        ))}
    </Compared>
  );
}

function Nothing() {
  return (
    <>
      <h1>What changed?</h1>
      <p class="notice">
        There is nothing to compare this run with. A baseline, an earlier run, or a history of two nights and
        more fills this page.
      </p>
    </>
  );
}

/** For the script: any two nights. */
function NightChoice({
  nights,
  shown,
}: {
  nights: readonly ComparedNight[];
  /** What the page has from the start. */
  shown: { readonly from: string; readonly to: string } | null;
}) {
  const newestFirst = nights.toReversed();
  return (
    <form class="choices night-choice" aria-label="Compare any two nights">
      {(['from', 'to'] as const).map((name) => (
        <label>
          <span>{name === 'from' ? 'Compare the night of' : 'with that of'}</span>
          <select name={name} autocomplete="off">
            {shown === null && <option value="">choose</option>}
            {newestFirst.map(({ date }) => (
              <option value={date} selected={shown?.[name] === date}>
                {date}
              </option>
            ))}
          </select>
        </label>
      ))}
      <output aria-live="polite" />
    </form>
  );
}

const COLUMNS = [...DIFF_LISTS, 'vanished', 'others'] as const;

const HEADS: Readonly<Record<(typeof COLUMNS)[number], string>> = {
  newlyFailing: 'Newly failing',
  newlyPassing: 'Newly passing',
  added: 'Added',
  removed: 'Removed',
  unknownNow: 'Unknown now',
  vanished: 'Vanished',
  others: 'Model, client, MAY',
};

function EveryNight({ nights }: { nights: readonly ComparedNight[] }) {
  return (
    <section>
      <h2 id="nights">Each night against the night before it</h2>
      <Scrolling label="Nights">
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">Night</th>
              <th scope="col">Changes</th>
              {COLUMNS.map((list) => (
                <th scope="col" class="number">
                  {HEADS[list]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {withGaps(nights, nights.at(-1)?.date ?? '').map((row) =>
              'date' in row ? (
                <NightRow night={row} />
              ) : (
                <GapRow gap={row} columns={COLUMNS.length + 2} why="no run in the history" />
              ),
            )}
          </tbody>
        </table>
      </Scrolling>
    </section>
  );
}

function NightRow({ night: { date, counts } }: { night: ComparedNight }) {
  return (
    <tr>
      <th scope="row">
        <a href={`${ROOT}${nightFile(date)}`}>{date}</a>
      </th>
      {counts === null ? (
        <td colSpan={COLUMNS.length + 1} class="quiet">
          the first night
        </td>
      ) : (
        <>
          <td>
            <a href={`${ROOT}${nightDiffFile(date)}`} aria-label={`Changes of ${date}`}>
              open
            </a>
          </td>
          {COLUMNS.every((list) => counts[list] === 0) ? (
            <td colSpan={COLUMNS.length} class="quiet">
              nothing changed
            </td>
          ) : (
            COLUMNS.map((list) => (
              <td class={counts[list] === 0 ? 'number quiet' : 'number'}>{counts[list]}</td>
            ))
          )}
        </>
      )}
    </tr>
  );
}
