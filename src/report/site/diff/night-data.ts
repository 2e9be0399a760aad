/** A night of the history as the pages load it: apart from the diff, which the script computes without reading files. */
import {
  linesOf,
  type Night,
  notRun,
  readingsOf,
  type TargetNight,
  unanswered,
} from '../../../results/history/night.ts';
import type { NightData } from './nights.ts';

export function nightData({ date, checks, targets, runs }: Night): NightData {
  const readings = readingsOf({ checks, targets });
  const placeOf = ({ run, dialect }: TargetNight) => {
    const at = readings.findIndex((other) => other.run === run && other.dialect === dialect);
    return at === -1 ? null : at;
  };
  return {
    date,
    checks: linesOf(checks),
    readings: readings.map((reading) => reading.checks),
    targets: [...targets].map(([id, row]) => [id, row.cells, placeOf(row)]),
    skipped: [...unanswered({ runs, targets })],
    notRun: [...notRun({ runs, targets })],
  };
}
