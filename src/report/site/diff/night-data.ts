/** A night of the history as the pages load it: apart from the diff, which the script computes without reading files. */
import { formatFeatures } from '../../../results/history/feature.ts';
import {
  featuresIn,
  linesOf,
  type Night,
  notRun,
  readingsOf,
  type TargetNight,
  unanswered,
} from '../../../results/history/night.ts';
import type { NightData } from './nights.ts';

export function nightData({ date, checks, targets, runs }: Night): NightData {
  const features = featuresIn(targets.values());
  const readings = readingsOf({ checks, targets });
  const placeOf = ({ run, dialect }: TargetNight) => {
    const at = readings.findIndex((other) => other.run === run && other.dialect === dialect);
    return at === -1 ? null : at;
  };
  return {
    date,
    checks: linesOf(checks),
    readings: readings.map((reading) => reading.checks),
    targets: [...targets].map(([id, row]) => [
      id,
      row.cells,
      placeOf(row),
      row.features.size === 0 ? null : formatFeatures(row.features, features),
    ]),
    features,
    skipped: [...unanswered({ runs, targets })],
    notRun: [...notRun({ runs, targets })],
  };
}
