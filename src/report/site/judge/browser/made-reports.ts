/** Reports of what was dropped, which no folder holds: their pages are made when they are asked for. */

import { AuditedEvidence, AuditedFiles, type SearchedFiles } from '../../../../audit/files.ts';
import { AuditRecords } from '../../../../audit/records.ts';
import { NO_CLIENTS } from '../../../../clients/record.ts';
import { parseCassette } from '../../../../evidence/cassette/parse.ts';
import { exchangeLines, otlp } from '../../../../evidence/recordings/formats/index.ts';
import { type FilesBeside, headOf } from '../../../../evidence/recordings/source.ts';
import { formatResults } from '../../../../results/jsonl.ts';
import { parseResults } from '../../../../results/read-jsonl.ts';
import type { ConversationRecord, Results } from '../../../../results/results.ts';
import { messageOf, SuiteError } from '../../../../system/failure.ts';
import { utf8Text } from '../../../../text/bytes.ts';
import { pagesOf } from '../../pages.ts';
import { type FoundExchanges, readingsOf } from '../../read-evidence.ts';
import type { PageFile } from '../../site-page.ts';
import { siteSource } from '../../site-source.ts';

/** A file, whose bytes are read when they are asked for. */
export interface ReadableFile {
  readonly path: string;
  readonly explicit: boolean;
  readonly bytes: () => Uint8Array;
}

/** A report in the making. */
export interface MadeReport {
  /** The file of its results; null for what was judged here. */
  readonly from: string | null;
  readonly results: Results;
  readonly pages: ReadonlyMap<string, PageFile>;
}

export interface Judged {
  readonly reports: readonly MadeReport[];
  readonly searched: SearchedFiles;
}

/**
 * Judges the recordings among the files as an audit does, and reads the results of runs. A conversation of such results
 * is shown by the recording that it names, where that is among the files.
 */
export function judgeFiles(
  files: readonly ReadableFile[],
  onFile: (read: number) => void,
  startedAt: Date,
): Judged {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const records = new AuditRecords();
  const audited = new AuditedFiles(byPath.keys(), (conversation) => records.add(conversation));
  const runs: MadeReport[] = [];
  for (const [index, { path, explicit, bytes }] of files.entries()) {
    onFile(index);
    if (!path.endsWith('.jsonl') || isRecordingInLines(bytes())) {
      audited.add({ path, shown: path, name: path, explicit, beside: besideIn(byPath, path) }, bytes);
      continue;
    }
    try {
      const results = parseResults(utf8Text(bytes()), path);
      runs.push(reportOf(path, results, (record) => recordingOf(record, results, files)));
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
      audited.addUnreadable({ file: path, problem: error.message });
    }
  }
  const judged = records.results(startedAt);
  const evidence = new AuditedEvidence();
  const own = reportOf(null, judged.results, ({ scenario }) => {
    const place = judged.places.get(scenario);
    const file = place && byPath.get(place.path);
    return place === undefined || file === undefined
      ? MISSING
      : evidence.exchangesAt(place, file.bytes, besideIn(byPath, file.path));
  });
  const reports = judged.results.conversations.length === 0 ? runs : [own, ...runs];
  return { reports, searched: audited.finish(reports.length === 0 ? files.map(({ path }) => path) : []) };
}

/** Results of a run, which such names have too, start with another key. */
function isRecordingInLines(file: Uint8Array): boolean {
  const head = headOf(file);
  return [exchangeLines, otlp].some((format) => format.looksLike(head));
}

/** Of the files that were given. */
function besideIn(files: ReadonlyMap<string, ReadableFile>, recording: string): FilesBeside {
  return (path) => {
    const steps = recording.split('/').slice(0, -1);
    for (const step of path.split('/')) {
      if (step === '..') steps.pop();
      else steps.push(step);
    }
    return files.get(steps.join('/'))?.bytes() ?? null;
  };
}

/** The lines of `results.jsonl`. */
export function resultsText({ results }: MadeReport): string {
  return formatResults(results);
}

const MISSING = { problem: 'its recording is not among the files; drop the folder of the run' };

/** The recording of a conversation of a run, among the files. */
function recordingOf(
  { cassette }: ConversationRecord,
  { run }: Results,
  files: readonly ReadableFile[],
): FoundExchanges {
  const file = files.find(({ path }) => `/${path}`.endsWith(`/${cassette}`) || cassette.endsWith(`/${path}`));
  // Of a recording that an audit found, its results do not say which exchanges belong to which conversation.
  if (file === undefined || run.mode === 'audit') return MISSING;
  try {
    return parseCassette(file.bytes(), file.path).interactions.map(({ exchange }) => exchange);
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

function reportOf(
  from: string | null,
  results: Results,
  exchangesOf: (record: ConversationRecord) => FoundExchanges,
): MadeReport {
  const evidenceOf = (record: ConversationRecord) =>
    readingsOf(exchangesOf(record), results.run.targets[record.target]?.dialect);
  const source = siteSource(
    results,
    {},
    { evidenceOf, recordingOf: () => null, faults: [], clients: NO_CLIENTS, gateways: [], profiles: [] },
  );
  return { from, results, pages: pagesOf(source) };
}
