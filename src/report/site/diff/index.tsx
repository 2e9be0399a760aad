/** @jsxRuntime automatic @jsxImportSource preact */
import { featureChanges } from '../../../features/deciding/changes.ts';
import { FEATURES } from '../../../features/deciding/table.ts';
import { checkOf } from '../../../results/check-readings.ts';
import { diffRuns } from '../../../results/diff.ts';
import type { History } from '../../../results/history/store.ts';
import {
  checkFile,
  conversationFile,
  conversationKeyOf,
  href,
  type Root,
  targetFile,
  targetHistoryFile,
} from '../../../results/page-addresses.ts';
import type { Results } from '../../../results/results.ts';
import { DIFF_FILE, nightDiffFile, PREVIOUS_DIFF_FILE } from '../history/addresses.ts';
import type { SiteModel } from '../site-model.ts';
import type { PageFile, SitePage } from '../site-page.ts';
import type { SiteSource } from '../site-source.ts';
import type { Comparison } from './compared.tsx';
import { comparedNights } from './comparisons.ts';
import { modelOfRuns } from './model.ts';
import type { DiffNames } from './names.tsx';
import { ComparisonPage, DiffPage } from './page.tsx';

/** Compares the run with earlier ones, and each night with the night before it. */
export const diff: SitePage = {
  order: 50,
  entry: { label: 'Diff', file: DIFF_FILE },
  files: (source) => ({ pages: diffPages(source) }),
};

const ROOT: Root = '../';

function diffPages({ site, results, context, history, comparisons, evidenceOf }: SiteSource): PageFile[] {
  const { baseline, previous, drift } = context;
  const ofRuns = namesOfRuns(site, evidenceOf !== null);
  const ofNights = namesOfNights(site, history);
  const runs = [
    ...(baseline === undefined ? [] : [compareRuns('baseline', baseline, results)]),
    ...(previous === undefined ? [] : [compareRuns('previous run', previous, results)]),
  ];
  const [first, second] = runs;
  const dates = history.nights.map(({ date }) => date);
  const frame = { root: ROOT, isEntry: true };
  const pages: PageFile[] = [
    {
      ...frame,
      file: DIFF_FILE,
      title: 'Diff',
      content: () => (
        <DiffPage
          comparison={first ?? comparisons.get(dates.at(-1) ?? '') ?? null}
          hasPrevious={second !== undefined}
          nights={comparedNights(history, comparisons)}
          drift={drift ?? null}
          names={first === undefined ? ofNights : ofRuns}
        />
      ),
    },
  ];
  if (second !== undefined) {
    const content = () => <ComparisonPage comparison={second} earlier={null} later={null} names={ofRuns} />;
    pages.push({ ...frame, file: PREVIOUS_DIFF_FILE, title: 'Diff to the previous run', content });
  }
  for (const [at, date] of dates.entries()) {
    const comparison = comparisons.get(date);
    if (comparison === undefined) continue;
    // The first night has no diff.
    const earlier = at > 1 ? (dates[at - 1] ?? null) : null;
    const later = dates[at + 1] ?? null;
    const content = () => (
      <ComparisonPage comparison={comparison} earlier={earlier} later={later} names={ofNights} />
    );
    pages.push({ ...frame, file: nightDiffFile(date), title: `Diff of ${date}`, content });
  }
  return pages;
}

function compareRuns(name: 'baseline' | 'previous run', before: Results, after: Results): Comparison {
  return {
    kind: 'runs',
    name,
    before: before.run,
    after: after.run,
    diff: modelOfRuns(diffRuns(before, after)),
    features: featureChanges(before, after),
  };
}

function namesOfRuns(site: SiteModel, withConversations: boolean): DiffNames {
  const targets = new Set(site.targets.map(({ id }) => id));
  const conversations = new Set(
    site.targets.flatMap((target) => target.conversations.map(({ record }) => conversationKeyOf(record))),
  );
  return {
    ...checkNames(site),
    hrefOfTarget: (target) => (targets.has(target) ? href(ROOT, targetFile(target)) : null),
    hrefOfConversation: (conversation) => {
      const key = { ...conversation, sample: 1 };
      const hasPage = withConversations && conversations.has(conversationKeyOf(key));
      return hasPage ? href(ROOT, conversationFile(key)) : null;
    },
  };
}

function namesOfNights(site: SiteModel, { nights }: History): DiffNames {
  const targets = new Set(nights.flatMap((night) => [...night.targets.keys()]));
  return {
    ...checkNames(site),
    hrefOfTarget: (target) => (targets.has(target) ? href(ROOT, targetHistoryFile(target)) : null),
    hrefOfConversation: () => null,
  };
}

function checkNames({ run }: SiteModel): Pick<DiffNames, 'titleOf' | 'questionOf' | 'hrefOfCheck'> {
  const known = new Set(Object.keys(run.checks));
  return {
    titleOf: (check, target) =>
      known.has(check) ? (checkOf(run, target ?? '', check)?.title ?? null) : null,
    questionOf: (feature) => FEATURES.find(({ id }) => id === feature)?.question ?? feature,
    hrefOfCheck: (check) => (known.has(check) ? href(ROOT, checkFile(check)) : null),
  };
}
