/** What got worse, in a line for the front page. */
import { featureChanges } from '../../../features/deciding/changes.ts';
import { lastTurns } from '../../../features/deciding/nights.ts';
import type { Results } from '../../../results/results.ts';
import { plural } from '../../../text/quantities.ts';
import { DIFF_FILE, HISTORY_FILE, nightDiffFile, WORSE_SINCE } from '../history/addresses.ts';
import { daysBetween } from '../history/spells.ts';
import type { SiteSource } from '../site-source.ts';
import type { NightComparison } from './comparisons.ts';
import { isHeld } from './model.ts';

export interface GotWorse {
  /** Such as `3 features worse than in the previous run`. */
  readonly words: string;
  /** Where the list of them stands; without an anchor where there is none. */
  readonly file: string;
  readonly anchor: string | null;
}

type Compared = Pick<SiteSource, 'results' | 'context' | 'history' | 'comparisons'>;

/** Days that a reader looks back. */
const LATELY = 7;

/**
 * Since the baseline, else in the last nights, else since the previous run. Nights that were recorded without features tell
 * of checks. Null where there is nothing to compare with.
 */
export function gotWorse(source: Compared): GotWorse | null {
  const { baseline, previous } = source.context;
  if (baseline !== undefined) return sinceRun('baseline', baseline, source.results);
  const lately = inLastNights(source);
  if (lately !== null) return lately;
  if (previous !== undefined) return sinceRun('previous run', previous, source.results);
  return inChecksOfLastNight(source);
}

function sinceRun(name: string, earlier: Results, results: Results): GotWorse {
  const { worse, noAnswer } = featureChanges(earlier, results);
  const words = `${countOf(worse.length, 'feature')} worse than in the ${name}`;
  const silent = new Set(noAnswer.map(({ target }) => target)).size;
  return { words: words + outages(silent), file: DIFF_FILE, anchor: worse.length === 0 ? null : 'features' };
}

function inLastNights({ history: { nights }, comparisons }: Compared): GotWorse | null {
  const last = [...comparisons.values()].at(-1);
  if (last === undefined || last.features === null) return null;
  const worse = lastTurns(nights).filter(
    ({ kind, since }) => kind === 'worse' && daysBetween(since, last.to) < LATELY,
  );
  const words = `${countOf(worse.length, 'feature')} worse in the last ${LATELY} days`;
  return { words: words + outages(silentIn(last)), file: HISTORY_FILE, anchor: WORSE_SINCE };
}

function inChecksOfLastNight({ comparisons }: Compared): GotWorse | null {
  const last = [...comparisons.values()].at(-1);
  if (last === undefined) return null;
  const newlyFailing = last.diff.newlyFailing.filter(isHeld).length;
  const words = `${countOf(newlyFailing, 'check')} newly failing in the night of ${last.to}`;
  const anchor = newlyFailing === 0 ? null : 'newly-failing';
  return { words: words + outages(silentIn(last)), file: nightDiffFile(last.to), anchor };
}

function silentIn({ diff: { vanished } }: NightComparison): number {
  return vanished.filter(({ reason, notRun }) => reason !== null && notRun === undefined).length;
}

function countOf(count: number, what: string): string {
  return count === 0 ? `no ${what}` : plural(count, what);
}

function outages(targets: number): string {
  return targets === 0 ? '' : `, no answer of ${plural(targets, 'target')}`;
}
