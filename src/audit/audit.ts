/** Judges any recordings, with no scenario: what was promised is read from each request. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import { dialects } from '../dialects/catalogue.ts';
import { CassetteError } from '../evidence/cassette/cassette.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { mayBeRecording, RECORDING_FORMATS, readRecording } from '../evidence/recordings/read-recording.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import { TELLING_BYTES } from '../evidence/recordings/source.ts';
import { assembleResults } from '../results/assemble.ts';
import type { Results, RunRecord } from '../results/results.ts';
import { checkRecords, runRecord } from '../results/run-record.ts';
import { byCodeUnit } from '../text/order.ts';
import { type FoundFile, findFiles, type Unreadable, whyUnreadable } from './find-files.ts';
import { Interned } from './interned.ts';
import { type AuditTarget, type JudgedConversation, judgeRecording } from './judge-recording.ts';

/** Traffic that no dialect judges. */
export interface SkippedTraffic {
  readonly host: string;
  readonly kind: string;
  readonly exchanges: number;
}

/** Where a conversation of the results stands. */
export interface ConversationPlace {
  /** As messages call it. */
  readonly file: string;
  readonly path: string;
  /** Which exchanges of the file, from 0. */
  readonly positions: readonly number[];
  /** The line of each exchange. */
  readonly lines: readonly (number | null)[];
}

export interface AuditResult {
  readonly results: Results;
  /** Recordings that are broken, and arguments that are none. */
  readonly unreadable: readonly Unreadable[];
  readonly skipped: readonly SkippedTraffic[];
  readonly recordings: number;
  /** Other files in the folders that were searched. */
  readonly notRecordings: number;
  /** By the name of the scenario, which no two conversations of an audit share. */
  readonly places: ReadonlyMap<string, ConversationPlace>;
}

/**
 * Audits files and folders, one file at a time: of each only the records are kept. The same files give the same results,
 * but for the id and the time of the run. Never throws for what a file holds.
 *
 * @param paths Recordings, and folders that are searched for some.
 */
export function audit(paths: readonly string[], startedAt: Date = new Date()): AuditResult {
  const { files, unreadable } = findFiles(paths);
  const names = new Set(files.map(({ name }) => name));
  const judged: JudgedConversation[] = [];
  const interned = new Interned();
  const places = new Map<string, ConversationPlace>();
  const skipped = new Map<string, SkippedTraffic>();
  let recordings = 0;
  let notRecordings = 0;

  for (const file of files) {
    const recording = read(file);
    if (recording === null) {
      notRecordings += 1;
    } else if ('problem' in recording) {
      unreadable.push(recording);
    } else {
      recordings += 1;
      const { conversations, skipped: traffic } = judgeRecording(
        recording,
        file.name,
        scenarioNames(file.name, names),
      );
      for (const conversation of conversations) {
        judged.push({ ...conversation, result: interned.result(conversation.result) });
        places.set(conversation.result.conversation.scenario, {
          file: file.shown,
          path: file.path,
          positions: conversation.positions,
          lines: conversation.lines,
        });
      }
      for (const { host, kind } of traffic) {
        const key = JSON.stringify([host, kind]);
        const exchanges = (skipped.get(key)?.exchanges ?? 0) + 1;
        skipped.set(key, { host, kind, exchanges });
      }
    }
  }
  if (recordings === 0 && unreadable.length === 0) {
    const problem = `holds no recording of ${readable()}; name a folder that does`;
    unreadable.push(...paths.map((path) => ({ file: path, problem: `${path}: ${problem}` })));
  }
  return {
    results: resultsOf(judged, startedAt),
    unreadable,
    skipped: [...skipped].sort(([left], [right]) => byCodeUnit(left, right)).map(([, traffic]) => traffic),
    recordings,
    notRecordings,
    places,
  };
}

/** The exchanges of a conversation that was audited, read from its file again. */
export function auditedExchanges(
  { places }: AuditResult,
  { scenario }: { readonly scenario: string },
): readonly Exchange[] | { readonly problem: string } {
  const place = places.get(scenario);
  if (place === undefined) return { problem: 'no such conversation was audited' };
  const recording = readRecording(readFileSync(place.path), place.file) ?? [];
  return place.positions.flatMap((position) => recording[position]?.exchange ?? []);
}

/** Files up to so many bytes are read whole; of others the start tells whether that is worth it. */
const SMALL = 1_048_576;

/** The exchanges of a file; null when it is no recording, and neither an argument nor its name says that it is. */
function read({ path, shown, explicit, size }: FoundFile): readonly RecordedExchange[] | Unreadable | null {
  try {
    if (size <= SMALL || mayBeRecording(startOf(path))) {
      const recording = readRecording(readFileSync(path), shown);
      if (recording !== null) return recording;
    }
  } catch (error) {
    if (error instanceof CassetteError) return { file: shown, problem: error.message };
    return { file: shown, problem: `${shown}: ${whyUnreadable(error)}` };
  }
  const claimed = RECORDING_FORMATS.find(({ extension }) => extension === extname(path).toLowerCase());
  if (claimed !== undefined) {
    const problem = `is named as a ${claimed.name} file and cannot be read as one; record it again, or leave it out`;
    return { file: shown, problem: `${shown}: ${problem}` };
  }
  if (!explicit) return null;
  const problem = `is no recording of ${readable()}; leave it out`;
  return { file: shown, problem: `${shown}: ${problem}` };
}

/** The formats, such as `go-vcr, VCR.py, or HAR`. */
function readable(): string {
  const names = RECORDING_FORMATS.map(({ name }) => name);
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(names);
}

function startOf(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const head = Buffer.allocUnsafe(TELLING_BYTES);
    return head.subarray(0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

/** The name of the recording, then with `#2`, `#3` and so on, past those that another recording has. */
function* scenarioNames(name: string, taken: ReadonlySet<string>): Generator<string, string> {
  yield name;
  for (let number = 2; ; number += 1) {
    const next = `${name}#${number}`;
    if (!taken.has(next)) yield next;
  }
}

/** Where a model behind a host was asked in several dialects, each but the first is named in the id of its target. */
function toldApart(judged: readonly JudgedConversation[]): JudgedConversation[] {
  const order = dialects().map(({ id }) => id);
  const first = new Map<string, number>();
  for (const { target } of judged) {
    const place = order.indexOf(target.dialect);
    first.set(target.id, Math.min(first.get(target.id) ?? place, place));
  }
  return judged.map((one) => {
    const { id: own, dialect } = one.target;
    if (order.indexOf(dialect) === first.get(own)) return one;
    const id = `${own}+${dialect}`;
    const { conversation, verdicts } = one.result;
    return {
      ...one,
      target: { ...one.target, id },
      result: {
        conversation: { ...conversation, target: id },
        verdicts: verdicts.map((verdict) => ({ ...verdict, target: id })),
      },
    };
  });
}

function resultsOf(found: readonly JudgedConversation[], startedAt: Date): Results {
  const judged = toldApart(found);
  const conversations = judged.map(({ result }) => result.conversation);
  const verdicts = judged.flatMap(({ result }) => result.verdicts);
  const targets = judged.map(({ target }) => target).sort((left, right) => byCodeUnit(left.id, right.id));
  const run: RunRecord = {
    ...runRecord({ mode: 'audit', startedAt }, [], []),
    targets: Object.fromEntries(targets.map((target) => [target.id, targetRecord(target)])),
    scenarios: Object.fromEntries(conversations.map(({ scenario }) => [scenario, { title: scenario }])),
    checks: checkRecords(targets.map(({ dialect }) => dialect)),
  };
  return assembleResults(run, conversations, verdicts);
}

function targetRecord({ host, model, upstream, dialect }: AuditTarget): RunRecord['targets'][string] {
  return {
    provider: host,
    providerName: host,
    model,
    upstream,
    docs: null,
    unsupported: [],
    dialect,
  };
}
