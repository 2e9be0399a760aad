/** @jsxRuntime automatic @jsxImportSource preact */
/** One night of the history: what was run, and how each target stood. */

import { ABSENT, signOfCell, tokensOf } from '../../../results/history/cell.ts';
import {
  type Night,
  type NightRun,
  notRun,
  type TargetNight,
  unanswered,
} from '../../../results/history/night.ts';
import { href, type Root, targetHistoryFile } from '../../../results/page-addresses.ts';
import { ALL_SIGNS, countPhrase, type Sign } from '../../../results/signs.ts';
import { thousands } from '../../../text/display.ts';
import { instant, plural } from '../../../text/quantities.ts';
import { Absences, Badge, Facts, Scrolling, Text } from '../parts.tsx';
import { HISTORY_FILE, nightDiffFile, nightFile } from './addresses.ts';
import { cellOf } from './cells.ts';
import { MeasuredCells, MeasuredHeads } from './measured.tsx';
import { daysBetween } from './spells.ts';

const ROOT: Root = '../';

export interface NightPageProps {
  readonly night: Night;
  /** The nights around it, where there are any. */
  readonly earlier: string | null;
  readonly later: string | null;
}

export function NightPage({ night, earlier, later }: NightPageProps) {
  const { date, runs, targets, checks } = night;
  const absent = [
    ['No answer', 'no-answer', [...unanswered(night)]],
    ['Not run: no key', 'not-run', [...notRun(night)]],
  ] as const;
  return (
    <>
      <p class="kind">
        <a href={href(ROOT, HISTORY_FILE)}>History</a>
      </p>
      <h1>
        Run of <time>{date}</time>
      </h1>
      <Facts
        rows={[
          ['Targets', plural(targets.size, 'target')],
          ...absent.map(
            ([name, , of]) => [name, of.length === 0 ? null : plural(of.length, 'target')] as const,
          ),
          ['Rules', plural(checks.size, 'check')],
          [
            'Changes',
            earlier === null ? (
              'the first night of the history'
            ) : (
              <a href={href(ROOT, nightDiffFile(date))}>diff to the night of {earlier}</a>
            ),
          ],
          ['Before it', gapWords(earlier, date)],
        ]}
      />
      <Runs runs={runs} />
      <Targets night={night} />
      {absent.map(([name, id, of]) => of.length > 0 && <Absent name={name} id={id} targets={of} />)}
      <nav class="pager" aria-label="Other nights">
        {earlier !== null && (
          <a rel="prev" href={href(ROOT, nightFile(earlier))}>
            Earlier: {earlier}
          </a>
        )}
        {later !== null && (
          <a rel="next" href={href(ROOT, nightFile(later))}>
            Later: {later}
          </a>
        )}
      </nav>
    </>
  );
}

/** Null where the nights follow each other. */
function gapWords(earlier: string | null, date: string): string | null {
  const days = earlier === null ? 0 : daysBetween(earlier, date) - 1;
  return days < 1 ? null : `gap: ${plural(days, 'day')} without a run`;
}

function Runs({ runs }: { runs: readonly NightRun[] }) {
  return (
    <section>
      <h2>{plural(runs.length, 'run')}</h2>
      <Scrolling label="Runs of the night">
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">Run</th>
              <th scope="col">Started</th>
              <th scope="col">Mode</th>
              <th scope="col">Suite</th>
              <th scope="col">Conversations</th>
              <th scope="col">End</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ id, startedAt, mode, suite, conversations, aborted }) => (
              <tr>
                <th scope="row">
                  <code>
                    <Text value={id} longest={80} />
                  </code>
                </th>
                <td>
                  <time dateTime={startedAt}>{instant(startedAt)}</time>
                </td>
                <td>{mode}</td>
                <td>
                  <Text value={suite.version} longest={40} />
                  {suite.commit !== null && (
                    <code>
                      {' '}
                      <Text value={suite.commit.slice(0, 12)} />
                    </code>
                  )}
                </td>
                <td class="number">{thousands(conversations)}</td>
                <td>{aborted ? <Badge sign="error">aborted</Badge> : 'whole'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolling>
    </section>
  );
}

function Targets({ night }: { night: Night }) {
  return (
    <section>
      <h2 id="targets">Targets</h2>
      <Scrolling label="Targets of the night">
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">Target</th>
              <th scope="col">Checks on the provider</th>
              <MeasuredHeads />
            </tr>
          </thead>
          <tbody>
            {[...night.targets.values()].map((row) => (
              <TargetRow night={night} row={row} />
            ))}
          </tbody>
        </table>
      </Scrolling>
    </section>
  );
}

function TargetRow({ night, row }: { night: Night; row: TargetNight }) {
  const { target } = row;
  return (
    <tr>
      <th scope="row">
        <a class="target" href={href(ROOT, targetHistoryFile(target))}>
          <Text value={target} longest={120} />
        </a>
      </th>
      <td>
        <span class="counts">
          {countSigns(night, row).map(([sign, count]) => (
            <Badge sign={sign}>{countPhrase(sign, count)}</Badge>
          ))}
        </span>
      </td>
      <MeasuredCells of={row} />
    </tr>
  );
}

/** How many of the checks on the provider have which sign; what did not apply and observations are left out. */
function countSigns(night: Night, row: TargetNight): [Sign, number][] {
  const counts = new Map<Sign, number>();
  const tokens = tokensOf(row.cells);
  for (const [at, check] of [...night.checks.keys()].entries()) {
    const cell = cellOf(tokens[at] ?? ABSENT);
    if (cell === null || row.checks.get(check)?.subject !== 'provider') continue;
    const sign = signOfCell(cell);
    counts.set(sign, (counts.get(sign) ?? 0) + 1);
  }
  return ALL_SIGNS.flatMap((sign): [Sign, number][] => {
    const count = counts.get(sign);
    return count === undefined || sign === 'not-applicable' || sign === 'observed' ? [] : [[sign, count]];
  });
}

function Absent({
  name,
  id,
  targets,
}: {
  name: string;
  id: string;
  targets: readonly (readonly [target: string, reason: string])[];
}) {
  return (
    <section>
      <h2 id={id}>{name}</h2>
      <Absences targets={targets} />
    </section>
  );
}
