/** Builds the static report of a run: pages that need no server, no script and no other host. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize, sep } from 'node:path';
import { everyFault } from '../../catalogue/every-fault.ts';
import { dialectOf, isDialectId } from '../../dialects/catalogue.ts';
import type { Exchange } from '../../evidence/exchange.ts';
import type { Reading } from '../../reading/reading.ts';
import type { ConversationRecord, Results } from '../../results/results.ts';
import { SuiteError } from '../../system/failure.ts';
import { bundleAssets } from './bundle.ts';
import type { ReportLinks } from './page.tsx';
import { filesOf } from './pages.ts';
import { type RunContext, siteSource } from './site-source.ts';

/** The exchanges of a conversation, or why they cannot be had. */
type Evidence = readonly Exchange[] | { readonly problem: string };

export interface ReportInput extends RunContext {
  readonly results: Results;
  /**
   * The exchanges of each conversation. Asked once for each, and kept no longer than its page; without it, conversations
   * have no pages.
   */
  readonly evidence?: (cassette: string, conversation: ConversationRecord) => Evidence;
  /**
   * The path of the cassette of each conversation, which is copied beside the page of the conversation for download;
   * null for none. Without it nothing is copied, as befits an audit of recordings that are large or not redacted.
   */
  readonly rawFile?: (conversation: ConversationRecord) => string | null;
  /** Made when missing. An earlier report in it is removed first; `results.jsonl` and whatever else lies there stays. */
  readonly folder: string;
  readonly links?: ReportLinks;
}

/**
 * Writes the report. The same input gives the same files.
 *
 * @returns how many pages were written.
 * @throws {SuiteError} when a file that is not the report's own would be overwritten.
 */
export async function buildReport({
  results,
  evidence,
  rawFile,
  folder,
  links = {},
  ...context
}: ReportInput): Promise<number> {
  const source = siteSource(results, context, {
    evidenceOf:
      evidence === undefined
        ? null
        : (record) =>
            readingsOf(evidence(record.cassette, record), results.run.targets[record.target]?.dialect),
    recordingOf: (record) => {
      const path = rawFile?.(record) ?? null;
      return path === null || !existsSync(path) ? null : () => readFileSync(path);
    },
    faults: await everyFault(),
  });
  const { pages, others } = filesOf(source, links);
  const assets = [...bundleAssets()].map(([file, text]) => ({ file, text: () => text }));
  const files = [...pages, ...others, ...assets];
  clean(
    folder,
    files.map(({ file }) => file),
  );
  for (const { file, text } of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text());
  }
  return pages.length;
}

/** A target that the run does not name speaks the dialect that records without one have. */
function readingsOf(exchanges: Evidence, dialect = 'openai-chat'): readonly Reading[] | { problem: string } {
  if ('problem' in exchanges) return exchanges;
  if (!isDialectId(dialect)) return { problem: `this version cannot read the dialect ${dialect}` };
  const { read } = dialectOf(dialect);
  return exchanges.map((exchange, at) => read(exchange, at + 1));
}

/** Lists the files of a report, so that the next one removes these and nothing else. */
const FILE_LIST = 'report-files.txt';

/** Removes the files of an earlier report, and lists those of this one. */
function clean(folder: string, files: readonly string[]): void {
  const list = join(folder, FILE_LIST);
  const earlier = existsSync(list) ? readFileSync(list, 'utf8').split('\n').filter(isWithin) : [];
  for (const file of earlier) rmSync(join(folder, file), { force: true });
  for (const sub of new Set(earlier.flatMap(foldersAbove))) removeIfEmpty(join(folder, sub));
  const foreign = files.find((file) => existsSync(join(folder, file)));
  if (foreign !== undefined) {
    throw new SuiteError(
      `${join(folder, foreign)}: not written by an earlier report, so it is not replaced; name another folder or remove it`,
    );
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(list, `${files.join('\n')}\n`);
}

/** A relative path that does not leave the folder. */
function isWithin(file: string): boolean {
  return file !== '' && !isAbsolute(file) && normalize(file).split(sep)[0] !== '..';
}

/** `a/b/c.html` gives `a/b`, then `a`. */
function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOTEMPTY' || error.code === 'ENOENT'))
      return;
    throw error;
  }
}
