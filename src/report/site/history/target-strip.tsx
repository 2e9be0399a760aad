/** @jsxRuntime automatic @jsxImportSource preact */
/** The history of a target as a section of its page: the strip, the last nights, and the way to the whole. */

import type { Strip } from '../../../results/history/letters.ts';
import { href, type Root } from '../../../results/page-addresses.ts';
import { SIGNS } from '../../../results/signs.ts';
import { nightDiffFile, nightFile } from './addresses.ts';
import type { HistoryTarget } from './data.ts';
import { absenceAt, dateAfter, signAt, standingText } from './spells.ts';
import { StripPicture } from './strip.tsx';
import { Staleness } from './table.tsx';

const ROOT: Root = '../../';

/** How many of the last days have links of their own. */
const LAST_DAYS = 14;

export interface HistoryStripProps {
  readonly target: HistoryTarget;
  /** The first day of the strip. */
  readonly from: string;
}

export function HistoryStrip({ target, from }: HistoryStripProps) {
  const { strip, page } = target;
  const first = Math.max(0, strip.length - LAST_DAYS);
  const days = Array.from({ length: strip.length - first }, (_, at) => first + at);
  return (
    <section class="panel target-history">
      <h2>History</h2>
      <p>
        {standingText(strip, from)}. <a href={href(ROOT, page)}>Every night and every check</a>
      </p>
      <Staleness target={target} />
      <div class="strip-large">
        <StripPicture strip={strip} />
        <p class="ends">
          <span>{from}</span> <span>{dateAfter(from, strip.length - 1)}</span>
        </p>
      </div>
      <ol class="last-nights" aria-label="The last nights">
        {days.map((day) => (
          <Night strip={strip} day={day} date={dateAfter(from, day)} />
        ))}
      </ol>
    </section>
  );
}

function Night({ strip, day, date }: { strip: Strip; day: number; date: string }) {
  const sign = signAt(strip, day);
  const name = date.slice('YYYY-'.length);
  if (sign === null) {
    return (
      <li class="gap">
        {name} <span>{absenceAt(strip, day)}</span>
      </li>
    );
  }
  const { word } = SIGNS[sign];
  return (
    <li class={sign}>
      <a href={href(ROOT, nightFile(date))} aria-label={`Run of ${date}`}>
        {name}
      </a>{' '}
      {day > 0 ? (
        <a href={href(ROOT, nightDiffFile(date))} class="sign" aria-label={`${word}: diff of ${date}`}>
          {word}
        </a>
      ) : (
        <span class="sign">{word}</span>
      )}
    </li>
  );
}
