/** @jsxRuntime automatic @jsxImportSource preact */
/** The history: every target over every night, and the last nights as a calendar. */

import { NO_ANSWER } from '../../../results/history/letters.ts';
import type { Root } from '../../../results/page-addresses.ts';
import { ALL_SIGNS } from '../../../results/signs.ts';
import { plural } from '../../../text/quantities.ts';
import type { ComparedNight } from '../diff/page.tsx';
import { Absences, Badge, Facts, Text } from '../parts.tsx';
import { HISTORY_DATA_FILE, nightDiffFile, nightFile } from './addresses.ts';
import type { HistoryData } from './data.ts';
import { dateAfter, daysBetween } from './spells.ts';
import { HistoryTable, NightShown } from './table.tsx';
import { FeatureTurns, type KnownTurn } from './turns.tsx';

const ROOT: Root = '../';

export interface HistoryPageProps {
  readonly data: HistoryData;
  /** Files that were left out, and why. */
  readonly problems: readonly string[];
  readonly nights: readonly ComparedNight[];
  /** Null where no night was recorded with features. */
  readonly turns: readonly KnownTurn[] | null;
  /** The targets that the last night could not ask for want of a key, each with the reason. */
  readonly notRun: readonly (readonly [target: string, reason: string])[];
}

export function HistoryPage({ data, problems, nights, turns, notRun }: HistoryPageProps) {
  return (
    <>
      <h1>History</h1>
      {data.days === null ? (
        <p class="notice">No night has been recorded yet.</p>
      ) : (
        <Nights data={data} days={data.days} nights={nights} turns={turns} />
      )}
      {notRun.length > 0 && (
        <section>
          <h2>Not run: no key</h2>
          <Absences targets={notRun} />
        </section>
      )}
      {problems.length > 0 && (
        <section>
          <h2>Files that could not be read</h2>
          <ul class="absences">
            {problems.map((problem) => (
              <li>
                <Text value={problem} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

interface NightsProps {
  readonly data: HistoryData;
  readonly days: NonNullable<HistoryData['days']>;
  readonly nights: readonly ComparedNight[];
}

function Nights({ data, days, nights, turns }: NightsProps & Pick<HistoryPageProps, 'turns'>) {
  const last = daysBetween(days.from, days.to);
  const gaps = last + 1 - data.nights.length;
  const stale = data.targets.filter((target) => target.stale).length;
  return (
    <>
      <Facts
        rows={[
          ['Nights', `${data.nights.length}, ${days.from} to ${days.to}`],
          ['Gaps', gaps === 0 ? 'none' : `${plural(gaps, 'day')} without a run`],
          ['Targets', data.targets.length],
          ['Stale', stale === 0 ? 'none' : plural(stale, 'target')],
        ]}
      />
      {turns !== null && <FeatureTurns turns={turns} />}
      <h2 id="targets">Every target</h2>
      <p class="lead">
        A bar is a night, the graver the taller: the gravest of what the provider’s own checks said. Where
        there is none, there is no data. There is <strong>no overall score and no ranking</strong>: the
        targets stand in the order of their names.
      </p>
      <HistoryChoices days={days} last={last} />
      <p id="night-shown" class="night-shown" aria-live="polite">
        <NightShown nights={data.nights} from={days.from} day={last} root={ROOT} />
      </p>
      <div id="history" data-source={`${ROOT}${HISTORY_DATA_FILE}`}>
        <HistoryTable
          view={{ from: days.from, day: last, targets: data.targets, open: new Map(), checks: data.checks }}
          root={ROOT}
        />
      </div>
      <ul class="strip-legend" aria-label="What the bars mean">
        {ALL_SIGNS.filter((sign) => sign !== 'not-applicable').map((sign) => (
          <li>
            <Badge sign={sign} />
          </li>
        ))}
        <li>
          <span class="badge no-data">no data, no answer</span>
        </li>
      </ul>
      <Calendar nights={nights} data={data} days={days} />
    </>
  );
}

/** For the script. */
function HistoryChoices({ days, last }: { days: NightsProps['days']; last: number }) {
  return (
    <form class="choices history-choices" aria-label="What to show of the history">
      <label>
        <span>Search targets</span>
        <input type="search" name="q" autocomplete="off" spellcheck={false} aria-keyshortcuts="/" />
      </label>
      <label>
        <span>Show</span>
        <select name="show" autocomplete="off">
          <option value="">all targets</option>
          <option value="failing">failing in that night</option>
          <option value="missing">without data in that night</option>
          <option value="changed">changed in that night</option>
        </select>
      </label>
      <label class="of-night">
        <span>
          Night, {days.from} to {days.to}
        </span>
        <input
          type="range"
          name="night"
          min={0}
          max={last}
          value={last}
          aria-valuetext={days.to}
          autocomplete="off"
        />
      </label>
      <output aria-live="polite" />
    </form>
  );
}

/** How many days the calendar reaches back; the diff page has all of them. */
const CALENDAR_DAYS = 42;

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function Calendar({ nights, data, days: { from, to } }: NightsProps) {
  const first = nights[0]?.date ?? to;
  const length = Math.min(CALENDAR_DAYS, daysBetween(first, to) + 1);
  const byDate = new Map(nights.map((night) => [night.date, night]));
  const dates = Array.from({ length }, (_, at) => dateAfter(to, at + 1 - length));
  return (
    <section>
      <h2 id="nights">Night by night</h2>
      <p class="lead">
        A date opens the run of its night; what is below it, the diff to the night before: what newly fails,
        and what newly passes.
      </p>
      <ul class="weekdays" aria-hidden="true">
        {WEEKDAYS.map((day) => (
          <li>{day}</li>
        ))}
      </ul>
      <ol class="calendar">
        {dates.map((date, at) => (
          <CalendarDay
            date={date}
            night={byDate.get(date) ?? null}
            unanswered={unansweredOn(data, daysBetween(from, date))}
            isFirst={at === 0}
          />
        ))}
      </ol>
    </section>
  );
}

/** How many targets that the history knows gave no answer on the day. */
function unansweredOn({ targets }: HistoryData, day: number): number {
  return targets.filter(({ strip }) => strip[day] === NO_ANSWER).length;
}

function CalendarDay({
  date,
  night,
  unanswered,
  isFirst,
}: {
  date: string;
  night: ComparedNight | null;
  unanswered: number;
  isFirst: boolean;
}) {
  const name = isFirst || date.endsWith('-01') ? monthAndDay(date) : String(Number(date.slice(-2)));
  const weekday = WEEKDAYS[(new Date(date).getUTCDay() + 6) % 7]?.toLowerCase();
  const place = isFirst ? { class: `day-${weekday}` } : {};
  if (night === null) {
    return (
      <li class="gap">
        <span>{name}</span> <span class="quiet">no run</span>
      </li>
    );
  }
  return (
    <li {...place}>
      <a href={`${ROOT}${nightFile(date)}`} aria-label={`Run of ${date}`}>
        {name}
      </a>{' '}
      {night.counts !== null && (
        <a
          class="changed"
          href={`${ROOT}${nightDiffFile(date)}`}
          aria-label={changeWords(date, night.counts, unanswered)}
        >
          <Changed counts={night.counts} unanswered={unanswered} />
        </a>
      )}
    </li>
  );
}

type Counts = NonNullable<ComparedNight['counts']>;

function changeWords(date: string, { newlyFailing, newlyPassing }: Counts, unanswered: number): string {
  const outage = unanswered === 0 ? '' : `, no answer of ${plural(unanswered, 'target')}`;
  return `Diff of ${date}: ${newlyFailing} newly failing, ${newlyPassing} newly passing${outage}`;
}

function Changed({
  counts: { newlyFailing, newlyPassing },
  unanswered,
}: {
  counts: Counts;
  unanswered: number;
}) {
  if (newlyFailing + newlyPassing + unanswered === 0) return <span class="quiet">same</span>;
  return (
    <>
      {newlyFailing > 0 && <span class="sign must">{newlyFailing}</span>}
      {newlyPassing > 0 && <span class="sign pass">{newlyPassing}</span>}
      {unanswered > 0 && <span class="quiet">{unanswered} no answer</span>}
    </>
  );
}

function monthAndDay(date: string): string {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
  return `${months[Number(date.slice(5, 7)) - 1]} ${Number(date.slice(-2))}`;
}
