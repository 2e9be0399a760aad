/** @jsxRuntime automatic @jsxImportSource preact */
/** Every file of the report, with the way to make it. Pure but for the evidence, which is asked for page by page. */
import type { VNode } from 'preact';
import type { SeededFault } from '../../proof/fault.ts';
import type { Reading } from '../../reading/reading.ts';
import {
  badgeFile,
  CHECKS_FILE,
  checkFile,
  conversationFile,
  conversationKeyOf,
  MATRIX_DATA_FILE,
  matrixFile,
  recordingFile,
  recordingName,
  servingFile,
  targetFile,
} from '../../results/page-addresses.ts';
import type { ConversationRecord } from '../../results/results.ts';
import { ChecksPage } from './check/catalogue-page.tsx';
import { CheckPage } from './check/page.tsx';
import { ComparePage } from './compare/page.tsx';
import { ConversationPage } from './conversation/page.tsx';
import type { ContextFiles } from './history/files.tsx';
import { type MatrixData, matrixData } from './matrix/data.ts';
import { FurtherMatrixPage, MatrixPage, matrixPages } from './matrix/page.tsx';
import { type PageFrame, type ReportLinks, renderPage } from './page.tsx';
import type { SiteModel, TargetModel } from './site-model.ts';
import { badgeSvg, endpointBadge } from './target/badge.tsx';
import { TargetPage } from './target/page.tsx';

export interface ReportFile {
  /** Below the folder of the report. */
  readonly file: string;
  readonly text: () => string | Uint8Array;
}

/** The exchanges of a conversation as its dialect reads them, or why they cannot be had. */
export type ReadEvidence = (record: ConversationRecord) => readonly Reading[] | { readonly problem: string };

export interface SiteSources {
  readonly links: ReportLinks;
  /** Null where no evidence is at hand: conversations then have no pages. */
  readonly evidenceOf: ReadEvidence | null;
  /** Reads the recording of a conversation, for a copy beside its page; null where there is none to copy. */
  readonly recordingOf: (record: ConversationRecord) => (() => Uint8Array) | null;
  /** Every seeded fault, for the pages of checks. */
  readonly faults: readonly SeededFault[];
  /** The pages of the run, of diffs and of the history. */
  readonly context: ContextFiles;
}

/** The pages, then the files that go with them. */
export function filesOf(
  site: SiteModel,
  { links, evidenceOf, recordingOf, faults, context }: SiteSources,
): { readonly pages: ReportFile[]; readonly others: ReportFile[] } {
  const { run } = site;
  const data = matrixData(site);
  const linking = { root: '../../', withConversations: evidenceOf !== null } as const;
  const page = (file: string, frame: Omit<PageFrame, 'run' | 'links'>, content: () => VNode): ReportFile => ({
    file,
    text: () => renderPage({ ...frame, run, links }, content()),
  });
  const pages = [
    page('index.html', { root: '', title: 'Matrix', here: 'matrix' }, () => (
      <MatrixPage site={site} data={data} />
    )),
    ...furtherPages(data).map((number) =>
      page(matrixFile(number), { root: '../../', title: `Matrix, page ${number}`, here: 'matrix' }, () => (
        <FurtherMatrixPage data={data} page={number} root="../../" />
      )),
    ),
    page(CHECKS_FILE, { root: '../', title: 'Checks', here: 'checks' }, () => <ChecksPage site={site} />),
    ...site.checks.map((entry) =>
      page(checkFile(entry.id), { root: '../../', title: entry.id, here: null }, () => (
        <CheckPage run={run} entry={entry} faults={faults} linking={linking} />
      )),
    ),
    ...site.servings.map((serving) =>
      page(servingFile(serving.weights), { root: '../../', title: serving.weights, here: null }, () => (
        <ComparePage run={run} serving={serving} linking={linking} />
      )),
    ),
    ...context.pages.map(({ file, content, ...frame }) => page(file, frame, content)),
    ...site.targets.map((target) =>
      page(targetFile(target.id), { root: '../../', title: target.id, here: null }, () => (
        <TargetPage
          run={run}
          target={target}
          serving={site.servings.find(({ targets }) => targets.includes(target)) ?? null}
          linking={linking}
          history={context.stripOf(target.id)}
        />
      )),
    ),
    ...(evidenceOf === null
      ? []
      : site.targets.flatMap((target) =>
          target.conversations.map((conversation) => {
            const { record } = conversation;
            const frame = { root: '../../', title: conversationKeyOf(record), here: null } as const;
            return page(conversationFile(record), frame, () => (
              <ConversationPage
                run={run}
                target={target}
                conversation={conversation}
                evidence={evidenceOf(record)}
                recording={recordingOf(record) === null ? null : recordingName(record)}
              />
            ));
          }),
        )),
  ];
  const others = [
    // A script and not JSON, because a page that is opened from the file system may load nothing else.
    { file: MATRIX_DATA_FILE, text: () => `globalThis.matrixData=${JSON.stringify(data)};\n` },
    ...context.others,
    ...site.targets.flatMap(badgesOf),
    ...(evidenceOf === null ? [] : site.targets.flatMap((target) => recordings(target, recordingOf))),
  ];
  return { pages, others };
}

function furtherPages(data: MatrixData): number[] {
  return Array.from({ length: matrixPages(data) - 1 }, (_, at) => at + 2);
}

function badgesOf(target: TargetModel): ReportFile[] {
  const badge = endpointBadge(target);
  return [
    { file: badgeFile(target.id, 'svg'), text: () => badgeSvg(badge) },
    { file: badgeFile(target.id, 'json'), text: () => `${JSON.stringify(badge)}\n` },
  ];
}

function recordings({ conversations }: TargetModel, recordingOf: SiteSources['recordingOf']): ReportFile[] {
  return conversations.flatMap(({ record }) => {
    const read = recordingOf(record);
    return read === null ? [] : { file: recordingFile(record), text: read };
  });
}
