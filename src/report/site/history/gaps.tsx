/** @jsxRuntime automatic @jsxImportSource preact */
/** Days without a night, said in words wherever nights stand in a row. */

import { plural } from '../../../text/quantities.ts';
import { dateAfter, daysBetween } from './spells.ts';

export interface Dated {
  readonly date: string;
}

/** Days in a row for which there is nothing. */
export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}

/** The entries, which are the oldest first, turned to the newest first, with the gaps between them and up to a last day. */
export function withGaps<T extends Dated>(entries: readonly T[], until: string): (T | Gap)[] {
  let later = dateAfter(until, 1);
  return entries.toReversed().flatMap((entry): (T | Gap)[] => {
    const gap = gapBetween(entry.date, later);
    later = entry.date;
    return gap === null ? [entry] : [gap, entry];
  });
}

function gapBetween(earlier: string, later: string): Gap | null {
  const days = daysBetween(earlier, later) - 1;
  if (days < 1) return null;
  return { from: dateAfter(earlier, 1), to: dateAfter(later, -1), days };
}

/** A row of a table of nights that says what is missing, and why where that is known. */
export function GapRow({
  gap: { from, to, days },
  columns,
  why,
}: {
  gap: Gap;
  columns: number;
  why: string;
}) {
  return (
    <tr class="gap">
      <td colSpan={columns}>
        {from === to ? from : `${from} to ${to}`}: {why}, {plural(days, 'day')}
      </td>
    </tr>
  );
}
