/** @jsxRuntime automatic @jsxImportSource preact */
/** The files of the pages Run, Diff and History, each with the way to make it. */
import type { VNode } from 'preact';
import { historySummary, targetHistory } from '../../../results/history/page.ts';
import type { History } from '../../../results/history/store.ts';
import { checkFile, type Root, targetHistoryFile } from '../../../results/page-addresses.ts';
import type { Results } from '../../../results/results.ts';
import { comparedNights, diffPages, type NightComparison, nightComparisons } from '../diff/files.tsx';
import { nightData } from '../diff/night-data.ts';
import { RunPage } from '../run/page.tsx';
import type { SiteModel } from '../site-model.ts';
import { HISTORY_DATA_FILE, HISTORY_FILE, nightDataFile, nightFile, RUN_FILE } from './addresses.ts';
import { type ContextPage, NO_HISTORY, type RunContext } from './context.ts';
import {
  type HistoryData,
  type HistoryTarget,
  historyDataOf,
  historyScript,
  nightScript,
  targetScript,
} from './data.ts';
import { NightPage } from './night-page.tsx';
import { HistoryPage } from './page.tsx';
import { TargetHistoryPage } from './target-page.tsx';
import { HistoryStrip } from './target-strip.tsx';

/** Nights without data that make a target stale. */
const STALE_AFTER = 3;

export interface ContextFiles {
  readonly pages: readonly ContextPage[];
  readonly others: readonly { readonly file: string; readonly text: () => string }[];
  /** The section for the page of a target; null when the history does not have it. */
  readonly stripOf: (target: string) => VNode | null;
}

const ROOT: Root = '../';

export function contextFiles(
  site: SiteModel,
  results: Results,
  context: RunContext,
  withConversations: boolean,
): ContextFiles {
  const { history = NO_HISTORY } = context;
  const summary = historySummary(history, { staleAfter: STALE_AFTER, asOf: asOf(history, results) });
  const data = historyDataOf(summary, site.run, { historyPage: targetHistoryFile, checkPage: checkFile });
  const comparisons = nightComparisons(history);
  return {
    pages: [
      runPage(site, context, withConversations),
      ...diffPages(site, results, context, comparisons, withConversations),
      ...historyPages(site, history, data, comparisons),
    ],
    others: history.nights.length === 0 ? [] : dataFiles(history, data),
    stripOf: stripOf(data),
  };
}

/** The day that staleness counts to: that of the run, or the last night where it is later. */
function asOf({ nights }: History, { run }: Results): string {
  const started = run.startedAt.slice(0, 'YYYY-MM-DD'.length);
  const last = nights.at(-1)?.date ?? started;
  return last > started ? last : started;
}

function runPage(
  site: SiteModel,
  { gate, downloads = [] }: RunContext,
  withConversations: boolean,
): ContextPage {
  const files = [
    { file: 'results.jsonl', what: 'every verdict with its findings, one a line' },
    ...downloads,
  ];
  return {
    file: RUN_FILE,
    root: ROOT,
    title: 'Run',
    here: 'run',
    content: () => (
      <RunPage site={site} downloads={files} gate={gate ?? null} withConversations={withConversations} />
    ),
  };
}

function historyPages(
  site: SiteModel,
  history: History,
  data: HistoryData,
  comparisons: ReadonlyMap<string, NightComparison>,
): ContextPage[] {
  const frame = { root: ROOT, here: 'history' } as const;
  const inRun = new Set(site.targets.map(({ id }) => id));
  return [
    {
      ...frame,
      file: HISTORY_FILE,
      title: 'History',
      content: () => (
        <HistoryPage data={data} problems={history.problems} nights={comparedNights(history, comparisons)} />
      ),
    },
    ...data.targets.flatMap((target): ContextPage[] => {
      const title = `History of ${target.target}`;
      const content = () => targetPage(site, history, target, inRun.has(target.target));
      return [{ ...frame, file: target.page, title, content }];
    }),
    ...history.nights.map((night, at): ContextPage => {
      const [earlier, later] = [history.nights[at - 1]?.date ?? null, history.nights[at + 1]?.date ?? null];
      const content = () => <NightPage night={night} earlier={earlier} later={later} />;
      return { ...frame, file: nightFile(night.date), title: `Run of ${night.date}`, content };
    }),
  ];
}

/** @throws {Error} when the history does not have the target that its own summary names */
function targetPage(site: SiteModel, history: History, target: HistoryTarget, isInRun: boolean): VNode {
  const detail = targetHistory(history, target.target);
  if (detail === null) throw new Error(`the history does not have ${target.target}`);
  return <TargetHistoryPage target={target} detail={detail} run={site.run} isInRun={isInRun} />;
}

function dataFiles(history: History, data: HistoryData): { file: string; text: () => string }[] {
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

function stripOf({ days, targets }: HistoryData): (target: string) => VNode | null {
  const byId = new Map(targets.map((target) => [target.target, target]));
  return (id) => {
    const target = byId.get(id);
    return target === undefined || days === null ? null : <HistoryStrip target={target} from={days.from} />;
  };
}
