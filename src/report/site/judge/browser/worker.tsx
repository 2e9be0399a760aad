/** @jsxRuntime automatic @jsxImportSource preact */
/** What judges, beside the page, so that the page does not freeze. */
import { renderToString } from 'preact-render-to-string';
import { conversationFile } from '../../../../results/page-addresses.ts';
import { plural } from '../../../../text/quantities.ts';
import { JudgedFiles } from './judged.tsx';
import { type Judged, judgeFiles, type ReadableFile, resultsText } from './made-reports.ts';
import type { DroppedFile, FromWorker, PageAddress, ToWorker } from './messages.ts';

/** Workers have it, and the types of a page do not. */
declare class FileReaderSync {
  readAsArrayBuffer(file: Blob): ArrayBuffer;
}

let judged: Judged | null = null;

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === 'judge') judge(data.files);
  else if (data.kind === 'open') open(data);
  else results(data.report);
});

function tell(message: FromWorker): void {
  postMessage(message);
}

/** So often the page is told how far it is, in milliseconds. */
const OFTEN = 100;

function judge(files: readonly DroppedFile[]): void {
  let told = 0;
  const onFile = (read: number) => {
    if (performance.now() - told < OFTEN) return;
    told = performance.now();
    tell({ kind: 'progress', text: `judging: ${read} of ${plural(files.length, 'file')}` });
  };
  judged = judgeFiles(files.map(readable), onFile, new Date());
  tell({ kind: 'judged', html: renderToString(<JudgedFiles {...judged} />), opens: firstPage(judged) });
}

function readable({ path, file, explicit }: DroppedFile): ReadableFile {
  return { path, explicit, bytes: () => new Uint8Array(new FileReaderSync().readAsArrayBuffer(file)) };
}

/** The conversation, where there is but one. */
function firstPage({ reports }: Judged): PageAddress | null {
  const [first, ...others] = reports.flatMap(({ results }, report) =>
    results.conversations.map((record) => ({ report, file: conversationFile(record) })),
  );
  return first === undefined || others.length > 0 ? null : first;
}

function open({ report, file }: PageAddress): void {
  const page = judged?.reports[report]?.pages.get(file);
  if (page === undefined) return;
  tell({ kind: 'page', report, file, title: page.title, html: renderToString(page.content()) });
}

function results(report: number): void {
  const made = judged?.reports[report];
  if (made !== undefined) tell({ kind: 'results', text: resultsText(made) });
}
