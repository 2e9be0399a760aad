/** @jsxRuntime automatic @jsxImportSource preact */
/** Targets by nights: a strip each, and how it stood in one night. Rendered when the site is built, and by the script. */
import type { ComponentChildren } from 'preact';
import type { Strip } from '../../../results/history/letters.ts';
import type { TargetHistory } from '../../../results/history/page.ts';
import { SIGNS } from '../../../results/signs.ts';
import { plural } from '../../../text/quantities.ts';
import { Badge, Scrolling, Text } from '../parts.tsx';
import { nightDiffFile, nightFile } from './addresses.ts';
import type { HistoryData, HistoryTarget } from './data.ts';
import { absenceAt, dateAfter, daysBetween, everDeviated, signAt, standingAt } from './spells.ts';
import { StripPicture } from './strip.tsx';

export interface HistoryView {
  readonly from: string;
  /** The night that is shown, in days from the first. */
  readonly day: number;
  readonly targets: readonly HistoryTarget[];
  /** The details of the targets that are open, as far as they are there. */
  readonly open: ReadonlyMap<string, TargetHistory | null>;
  readonly checks: HistoryData['checks'];
}

interface Place {
  /** From the page to the folder of the report. */
  readonly root: string;
}

export function HistoryTable({ view, root }: { view: HistoryView } & Place) {
  const date = dateAfter(view.from, view.day);
  return (
    <Scrolling label="Targets by nights">
      <table class="history">
        <thead>
          <tr>
            <th scope="col">Target</th>
            <th scope="col">Every night</th>
            <th scope="col">On {date}</th>
            <th scope="col">How long</th>
          </tr>
        </thead>
        <tbody>
          {view.targets.map((target, place) => (
            <TargetRows target={target} place={place} view={view} root={root} />
          ))}
        </tbody>
      </table>
      {view.targets.length === 0 && <p class="nothing">Nothing is left under these choices.</p>}
    </Scrolling>
  );
}

function TargetRows({
  target,
  place,
  view,
  root,
}: { target: HistoryTarget; place: number; view: HistoryView } & Place) {
  const { open } = view;
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            class="opener"
            aria-label="Its checks"
            aria-expanded={open.has(target.target)}
            data-place={place}
          />
          <a href={`${root}${target.page}`}>
            <Text value={target.target} longest={120} />
          </a>
          <Staleness target={target} />
        </th>
        <StripCells strip={target.strip} view={view} isTarget />
      </tr>
      {open.has(target.target) && (
        <CheckRows detail={open.get(target.target) ?? null} view={view} root={root} />
      )}
    </>
  );
}

/** Said in words, so that an old verdict is not read as one of now. */
export function Staleness({ target: { stale, lastNight, nightsWithout } }: { target: HistoryTarget }) {
  if (!stale) return null;
  return (
    <span class="evidence stale">
      stale: no data since {lastNight}, {plural(nightsWithout, 'night')} ago
    </span>
  );
}

interface StripCellsProps {
  readonly strip: Strip;
  readonly view: HistoryView;
  readonly isTarget?: boolean;
}

function StripCells({ strip, view: { from, day }, isTarget = false }: StripCellsProps) {
  return (
    <>
      <td>
        <StripPicture strip={strip} />
      </td>
      <td>
        <SignOrNone strip={strip} day={day} isTarget={isTarget} />
      </td>
      <td>
        <Since strip={strip} from={from} day={day} />
      </td>
    </>
  );
}

/** @param isTarget the strip is of all checks of a target: where nothing is graver, not all of them are inconclusive */
export function SignOrNone({
  strip,
  day,
  isTarget = false,
}: {
  strip: Strip;
  day: number;
  isTarget?: boolean;
}) {
  const sign = signAt(strip, day);
  if (sign === 'inconclusive' && isTarget) return <Badge sign={sign}>some inconclusive</Badge>;
  if (sign !== null) return <Badge sign={sign} />;
  return <span class="badge no-data">{absenceAt(strip, day)}</span>;
}

/** Since when it stands so; on a day without data, what it was last. */
export function Since({ strip, from, day }: { strip: Strip; from: string; day: number }) {
  return <>{sinceText(strip, from, day)}</>;
}

function sinceText(strip: Strip, from: string, day: number): string {
  const standing = standingAt(strip, day);
  if (standing === null) return 'no data yet';
  const { sign, since, always } = standing;
  if (standing.day !== day) return `last ${SIGNS[sign].word}, ${dateAfter(from, standing.day)}`;
  return always ? `since the first night, ${dateAfter(from, since)}` : `since ${dateAfter(from, since)}`;
}

function CheckRows({ detail, view, root }: { detail: TargetHistory | null; view: HistoryView } & Place) {
  if (detail === null) return <NoteRow>loading</NoteRow>;
  const checks = Object.entries(detail.checks);
  const deviating = checks.filter(([, strip]) => everDeviated(strip));
  const titles = new Map(view.checks.map((check) => [check.id, check]));
  return (
    <>
      {deviating.map(([id, strip]) => {
        const check = titles.get(id);
        return (
          <tr class="of-check">
            <th scope="row">
              {check === undefined ? id : <a href={`${root}${check.file}`}>{check.title}</a>}
              <code class="evidence">{id}</code>
            </th>
            <StripCells strip={strip} view={view} />
          </tr>
        );
      })}
      <NoteRow>
        {deviating.length === 0
          ? `None of its ${plural(checks.length, 'check')} ever failed.`
          : `${plural(checks.length - deviating.length, 'other check')} never failed.`}
      </NoteRow>
    </>
  );
}

function NoteRow({ children }: { children: ComponentChildren }) {
  return (
    <tr class="of-check note">
      <td colSpan={4}>{children}</td>
    </tr>
  );
}

/** The night that the table shows, with the ways to its run and its diff. */
export function NightShown({
  nights,
  from,
  day,
  root,
}: Pick<HistoryData, 'nights'> & { from: string; day: number } & Place) {
  const date = dateAfter(from, day);
  const at = nights.findIndex((night) => night.date === date);
  const earlier = nights[at - 1];
  if (at === -1) {
    return (
      <span>
        <b>{date}</b> <span class="badge no-data">gap: no run</span>
      </span>
    );
  }
  return (
    <span>
      <b>{date}</b> <a href={`${root}${nightFile(date)}`}>its run</a>{' '}
      {earlier === undefined ? (
        <span class="quiet">the first night</span>
      ) : (
        <a href={`${root}${nightDiffFile(date)}`}>
          its diff to {daysBetween(earlier.date, date) === 1 ? 'the night before' : earlier.date}
        </a>
      )}
    </span>
  );
}
