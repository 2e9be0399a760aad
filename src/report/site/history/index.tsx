/** @jsxRuntime automatic @jsxImportSource preact */
import type { VNode } from 'preact';
import { targetHistory } from '../../../results/history/page.ts';
import type { History } from '../../../results/history/store.ts';
import type { Root } from '../../../results/page-addresses.ts';
import { comparedNights } from '../diff/comparisons.ts';
import { nightData } from '../diff/night-data.ts';
import type { SiteModel } from '../site-model.ts';
import type { PageFile, ReportFile, SitePage } from '../site-page.ts';
import { HISTORY_DATA_FILE, HISTORY_FILE, nightDataFile, nightFile } from './addresses.ts';
import { type HistoryData, type HistoryTarget, historyScript, nightScript, targetScript } from './data.ts';
import { NightPage } from './night-page.tsx';
import { HistoryPage } from './page.tsx';
import { TargetHistoryPage } from './target-page.tsx';

/** All nights, each target over them, and each night. */
export const history: SitePage = {
  order: 60,
  entry: { label: 'History', file: HISTORY_FILE },
  files({ site, history, historyData, comparisons }) {
    const frame = { root: '../' as Root, isEntry: true };
    const inRun = new Set(site.targets.map(({ id }) => id));
    const nights = comparedNights(history, comparisons);
    return {
      pages: [
        {
          ...frame,
          file: HISTORY_FILE,
          title: 'History',
          content: () => <HistoryPage data={historyData} problems={history.problems} nights={nights} />,
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
