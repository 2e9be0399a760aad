/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { issueOf } from '../../../features/deciding/changes.ts';
import { lastTurns } from '../../../features/deciding/nights.ts';
import type { FeatureRow } from '../../../features/deciding/table.ts';
import { notRun } from '../../../results/history/night.ts';
import { targetHistory } from '../../../results/history/page.ts';
import type { History } from '../../../results/history/store.ts';
import type { Root } from '../../../results/page-addresses.ts';
import type { ReportFile } from '../../../system/placing.ts';
import { comparedNights } from '../diff/comparisons.ts';
import { nightData } from '../diff/night-data.ts';
import type { SiteModel } from '../site-model.ts';
import type { PageFile, SitePage } from '../site-page.ts';
import { HISTORY_DATA_FILE, HISTORY_FILE, nightDataFile, nightFile } from './addresses.ts';
import { type HistoryData, type HistoryTarget, historyScript, nightScript, targetScript } from './data.ts';
import { NightPage } from './night-page.tsx';
import { HistoryPage } from './page.tsx';
import { TargetHistoryPage } from './target-page.tsx';
import type { KnownTurn } from './turns.tsx';

/** All nights, each target over them, and each night. */
export const history: SitePage = {
  order: 60,
  entry: { label: 'History', file: HISTORY_FILE },
  files({ site, features, history, historyData, comparisons }) {
    const frame = { root: '../' as Root, isEntry: true };
    const inRun = new Set(site.targets.map(({ id }) => id));
    const lastNight = history.nights.at(-1);
    const nights = comparedNights(history, comparisons);
    return {
      pages: [
        {
          ...frame,
          file: HISTORY_FILE,
          title: 'History',
          content: () => (
            <HistoryPage
              data={historyData}
              problems={history.problems}
              nights={nights}
              turns={turnsOf(history, features)}
              notRun={[...(lastNight === undefined ? [] : notRun(lastNight))]}
            />
          ),
        },
        ...historyData.targets.map((target) => ({
          ...frame,
          file: target.page,
          title: `History of ${target.target}`,
          content: () => targetPage(site, history, target, inRun.has(target.target)),
        })),
        ...history.nights.map((night, at): PageFile => {
          const [earlier, later] = [
            history.nights[at - 1]?.date ?? null,
            history.nights[at + 1]?.date ?? null,
          ];
          const content = () => <NightPage night={night} earlier={earlier} later={later} />;
          return { ...frame, file: nightFile(night.date), title: `Run of ${night.date}`, content };
        }),
      ],
      others: history.nights.length === 0 ? [] : dataFiles(history, historyData),
    };
  },
};

/** What turned over the nights, joined with what this run says of it; what no issue is linked to first. */
function turnsOf({ nights }: History, rows: readonly FeatureRow[]): KnownTurn[] | null {
  const isKept = nights.some(({ targets }) =>
    [...targets.values()].some(({ features }) => features.size > 0),
  );
  if (!isKept) return null;
  const turns = lastTurns(nights).map((turn): KnownTurn => {
    const row = rows.find(({ target }) => target === turn.target);
    const cell = row?.cells.find(({ feature }) => feature === turn.feature);
    return {
      ...turn,
      isInRun: row !== undefined && row.conversations > 0,
      issue: cell === undefined ? null : issueOf(cell),
    };
  });
  return turns.toSorted((left, right) => Number(left.issue !== null) - Number(right.issue !== null));
}

/** @throws {Error} when the history does not have the target that its own summary names */
function targetPage(site: SiteModel, history: History, target: HistoryTarget, isInRun: boolean): VNode {
  const detail = targetHistory(history, target.target);
  if (detail === null) throw new Error(`the history does not have ${target.target}`);
  return <TargetHistoryPage target={target} detail={detail} run={site.run} isInRun={isInRun} />;
}

function dataFiles(history: History, data: HistoryData): ReportFile[] {
  return [
    { file: HISTORY_DATA_FILE, text: () => historyScript(data) },
    ...data.targets.map(({ target, file }) => ({
      file,
      text: () => {
        const detail = targetHistory(history, target);
        return detail === null ? '' : targetScript(detail);
      },
    })),
    ...history.nights.map((night) => ({
      file: nightDataFile(night.date),
      text: () => nightScript(nightData(night)),
    })),
  ];
}
