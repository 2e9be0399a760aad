/** Judges every conversation in files and folders, one file at a time. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { extname } from 'node:path';
import { CassetteError } from '../evidence/cassette/cassette.ts';
import { mayBeRecording, RECORDING_FORMATS, readRecording } from '../evidence/recordings/read-recording.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import { TELLING_BYTES } from '../evidence/recordings/source.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { byCodeUnit } from '../text/order.ts';
import { type FoundFile, findFiles, type Unreadable, whyUnreadable } from './find-files.ts';
import { type AuditTarget, judgeRecording } from './judge-recording.ts';
import { maskJudged } from './masked.ts';

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

/** One conversation, judged. */
export interface AuditedConversation {
  readonly result: ConversationResult;
  readonly target: AuditTarget;
  readonly place: ConversationPlace;
}

/** What was searched, besides the conversations in it. */
export interface SearchedFiles {
  /** Recordings that are broken, and arguments that are none. */
  readonly unreadable: readonly Unreadable[];
  readonly skipped: readonly SkippedTraffic[];
  readonly recordings: number;
  /** What lies in the folders and was not read, such as links that lead out of them. */
  readonly passedOver: readonly Unreadable[];
  /** Other files in the folders that were searched. */
  readonly notRecordings: number;
  /** How many credentials were masked. */
  readonly masked: number;
}

/** How many files were read, of all that were found. */
export interface ReadFiles {
  readonly read: number;
  readonly all: number;
}

export interface AuditReading {
  /** Told before each file. */
  readonly onFile?: ((files: ReadFiles) => void) | undefined;
  /** Show what looks like a credential as it stands in the recordings. */
  readonly keepSecrets?: boolean | undefined;
}

/**
 * Hands over one conversation after the other; nothing of it is kept here. Never throws for what a file holds.
 *
 * @param paths recordings, and folders that are searched for some
 */
export function auditEach(
  paths: readonly string[],
  take: (conversation: AuditedConversation) => void,
  { onFile = () => {}, keepSecrets = false }: AuditReading = {},
): SearchedFiles {
  const { files, unreadable, passedOver } = findFiles(paths);
  const names = new Set(files.map(({ name }) => name));
  const skipped = new Map<string, SkippedTraffic>();
  const credentials = new Set<string>();
  let recordings = 0;
  let notRecordings = 0;

  for (const [index, file] of files.entries()) {
    onFile({ read: index, all: files.length });
    const recording = read(file);
    if (recording === null) {
      notRecordings += 1;
    } else if ('problem' in recording) {
      unreadable.push(recording);
    } else {
      recordings += 1;
      const judged = judgeRecording(recording, file.name, scenarioNames(file.name, names));
      for (const { result, target, positions, lines } of judged.conversations) {
        const exchanges = positions.flatMap((position) => recording[position]?.exchange ?? []);
        const shown = keepSecrets
          ? { result, target }
          : maskJudged({ result, target }, exchanges, credentials);
        take({ ...shown, place: { file: file.shown, path: file.path, positions, lines } });
      }
      for (const { host, kind } of judged.skipped) {
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
    unreadable,
    passedOver,
    skipped: [...skipped].sort(([left], [right]) => byCodeUnit(left, right)).map(([, traffic]) => traffic),
    recordings,
    notRecordings,
    masked: credentials.size,
  };
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
