/** What the script of the history and diff pages loads, at first and then target by target and night by night. */
import { FEATURES } from '../../../features/deciding/table.ts';
import type { HistorySummary, TargetHistory, TargetStrip } from '../../../results/history/page.ts';
import type { RunRecord } from '../../../results/results.ts';
import type { NightData } from '../diff/nights.ts';

/** The data file: the summary with the addresses of pages, all from the folder of the report. */
export interface HistoryData extends Pick<HistorySummary, 'days' | 'nights'> {
  readonly targets: readonly HistoryTarget[];
  /** The catalogue of this run; a check that is not in it has no page. */
  readonly checks: readonly { readonly id: string; readonly title: string; readonly file: string }[];
  /** The features of this suite. */
  readonly features: readonly { readonly id: string; readonly question: string }[];
}

export interface HistoryTarget extends TargetStrip {
  /** Its page in the history. */
  readonly page: string;
}

interface Addresses {
  readonly historyPage: (target: string) => string;
  readonly checkPage: (check: string) => string;
}

export function historyDataOf(
  { days, nights, targets }: HistorySummary,
  { checks }: RunRecord,
  { historyPage, checkPage }: Addresses,
): HistoryData {
  return {
    days,
    nights,
    targets: targets.map((target) => ({ ...target, page: historyPage(target.target) })),
    features: FEATURES.map(({ id, question }) => ({ id, question })),
    checks: Object.entries(checks).map(([id, { title }]) => ({ id, title, file: checkPage(id) })),
  };
}

declare global {
  /** What the data file of the history brings. */
  var historyData: HistoryData | undefined;
  /** The details of targets that were loaded, by id. */
  var targetHistories: Map<string, TargetHistory> | undefined;
  /** The nights that were loaded, by date. */
  var nightData: Map<string, NightData> | undefined;
}

/*
 * Scripts and not JSON, because a page that is opened from the file system may load nothing else. Maps, because a name
 * that somebody else chose may mean something as the key of an object.
 */

export function historyScript(data: HistoryData): string {
  return `globalThis.historyData=${JSON.stringify(data)};\n`;
}

export function targetScript(detail: TargetHistory): string {
  return `(globalThis.targetHistories??=new Map).set(${JSON.stringify(detail.target)},${JSON.stringify(detail)});\n`;
}

export function nightScript(night: NightData): string {
  return `(globalThis.nightData??=new Map).set(${JSON.stringify(night.date)},${JSON.stringify(night)});\n`;
}
