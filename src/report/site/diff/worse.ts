/** What got worse, in a line for the front page. */
import { featureChanges } from '../../../features/deciding/changes.ts';
import { plural } from '../../../text/quantities.ts';
import { DIFF_FILE, HISTORY_FILE, nightDiffFile, WORSE_SINCE } from '../history/addresses.ts';
import type { SiteSource } from '../site-source.ts';
import { isHeld } from './model.ts';

export interface GotWorse {
  /** Such as `3 features worse than in the previous run`. */
  readonly words: string;
  /** Where the list of them stands. */
  readonly file: string;
  readonly anchor: string;
}

type Compared = Pick<SiteSource, 'results' | 'context' | 'comparisons'>;

/**
 * Since the baseline, else the previous run, else the night before the last; where that was recorded without features, it
 * tells of checks. Null where there is nothing to compare with.
 */
export function gotWorse({
  results,
  context: { baseline, previous },
  comparisons,
}: Compared): GotWorse | null {
  const earlier = baseline ?? previous;
  if (earlier !== undefined) {
    const { worse, noAnswer } = featureChanges(earlier, results);
    const than = baseline === undefined ? 'previous run' : 'baseline';
    const words = `${countOf(worse.length, 'feature')} worse than in the ${than}`;
    const silent = new Set(noAnswer.map(({ target }) => target)).size;
    return { words: words + outages(silent), file: DIFF_FILE, anchor: 'features' };
  }
  const last = [...comparisons.values()].at(-1);
  if (last === undefined) return null;
  const { newlyFailing, vanished } = last.diff;
  const outage = outages(
    vanished.filter(({ reason, notRun }) => reason !== null && notRun === undefined).length,
  );
  if (last.features !== null) {
    const words = `${countOf(last.features.worse.length, 'feature')} worse than in the night before`;
    return { words: words + outage, file: HISTORY_FILE, anchor: WORSE_SINCE };
  }
  const words = `${countOf(newlyFailing.filter(isHeld).length, 'check')} newly failing in the night of ${last.to}`;
  return { words: words + outage, file: nightDiffFile(last.to), anchor: 'newly-failing' };
}

function countOf(count: number, what: string): string {
  return count === 0 ? `no ${what}` : plural(count, what);
}

function outages(targets: number): string {
  return targets === 0 ? '' : `, no answer of ${plural(targets, 'target')}`;
}
