/** Judges every conversation in files, one file at a time, independent of the files' source. */
import { CassetteError } from '../evidence/cassette/cassette.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { whyNone } from '../evidence/recordings/other-tools.ts';
import {
  type NearestFormat,
  nearestFormat,
  RECORDING_FORMATS,
  readableFormats,
  readRecording,
} from '../evidence/recordings/read-recording.ts';
import type { RecordedExchange } from '../evidence/recordings/recorded.ts';
import type { FilesBeside, PartOfFile } from '../evidence/recordings/source.ts';
import { maskOf } from '../redact/mask.ts';
import type { ConversationResult } from '../results/conversation-result.ts';
import { messageOf } from '../system/failure.ts';
import { byCodeUnit } from '../text/order.ts';
import { type AuditTarget, judgeInTurn } from './judge-recording.ts';
import { maskJudged } from './masked.ts';
import { isAnswer } from './traffic.ts';

/** A file that may be a recording. */
export interface GivenFile {
  /** The name in messages. */
  readonly shown: string;
  /** The unique name in results. */
  readonly name: string;
  /** The path for reading it again. */
  readonly path: string;
  /** True when the user named the file itself and not a folder that contains it. */
  readonly explicit: boolean;
  /** The files next to it; none by default. */
  readonly beside?: FilesBeside;
}

export interface Unreadable {
  /** The name in messages. */
  readonly file: string;
  /** One line: the place, the problem, and the next step. */
  readonly problem: string;
}

/** Traffic that no dialect judges. */
export interface SkippedTraffic {
  readonly host: string;
  readonly kind: string;
  readonly exchanges: number;
}

/** The place of a conversation in its file. */
export interface ConversationPlace {
  /** The name of the file in messages. */
  readonly file: string;
  readonly path: string;
  /** The indexes of the exchanges in the file, from 0. */
  readonly positions: readonly number[];
  /** The line of each exchange. */
  readonly lines: readonly (number | null)[];
}

/** A judged conversation. */
export interface AuditedConversation {
  readonly result: ConversationResult;
  readonly target: AuditTarget;
  readonly place: ConversationPlace;
}

/** The result of the search, except the conversations. */
export interface SearchedFiles {
  /** Broken recordings, and arguments that are not recordings. */
  readonly unreadable: readonly Unreadable[];
  readonly skipped: readonly SkippedTraffic[];
  readonly recordings: number;
  /** Skipped entries of the folders, such as links to targets outside. */
  readonly passedOver: readonly Unreadable[];
  /** The number of other files in the searched folders. */
  readonly notRecordings: number;
  /** The number of masked credentials. */
  readonly masked: number;
}

/** Judges files one by one. It passes the conversations on and keeps none of them. */
export class AuditedFiles {
  readonly #take: (conversation: AuditedConversation) => void;
  readonly #keepSecrets: boolean;
  /** The names of all files, so that no conversation gets the name of another file. */
  readonly #names: ReadonlySet<string>;
  readonly #unreadable: Unreadable[] = [];
  readonly #skipped = new Map<string, SkippedTraffic>();
  readonly #credentials = new Set<string>();
  #recordings = 0;
  /** The number of conversations passed on. */
  #handedOver = 0;
  #notRecordings = 0;

  /** @param names the names of all files that will be added */
  constructor(
    names: Iterable<string>,
    take: (conversation: AuditedConversation) => void,
    keepSecrets = false,
  ) {
    this.#names = new Set(names);
    this.#take = take;
    this.#keepSecrets = keepSecrets;
  }

  /**
   * Judges a file. An unreadable file is reported as a problem and does not throw.
   *
   * @param bytes returns the content, or null when the file cannot be a recording
   * @param partOf reads a part of the file, so that a long file need not stay in memory
   */
  add(file: GivenFile, bytes: () => Uint8Array | null, partOf?: PartOfFile): void {
    const before = this.#handedOver;
    try {
      this.#add(file, recordingIn(file, bytes, partOf));
    } catch (error) {
      if (!(error instanceof CassetteError)) throw error;
      if (this.#handedOver > before) {
        const problem = 'changed while it was read; judge it again when nothing writes it';
        this.#unreadable.push({ file: file.shown, problem: `${file.shown}: ${problem}` });
        return;
      }
      // An exchange of a long file could not be read on its own. Reading the whole file works or gives the complete
      // error.
      this.#add(file, recordingIn(file, bytes));
    }
  }

  #add(file: GivenFile, recording: readonly RecordedExchange[] | Unreadable | null): void {
    if (recording === null) this.#notRecordings += 1;
    else if ('problem' in recording) this.#unreadable.push(recording);
    else {
      this.#judge(file, recording);
      this.#recordings += 1;
    }
  }

  addUnreadable(...problems: readonly Unreadable[]): void {
    this.#unreadable.push(...problems);
  }

  /** @param asked the files and folders that the user named */
  finish(asked: readonly string[], passedOver: readonly Unreadable[] = []): SearchedFiles {
    if (this.#recordings === 0 && this.#unreadable.length === 0) {
      const problem = `holds no recording of ${readableFormats()}; name a folder that does`;
      this.#unreadable.push(...asked.map((file) => ({ file, problem: `${file}: ${problem}` })));
    }
    const skipped = [...this.#skipped].sort(([left], [right]) => byCodeUnit(left, right));
    return {
      unreadable: this.#unreadable,
      passedOver,
      skipped: skipped.map(([, traffic]) => traffic),
      recordings: this.#recordings,
      notRecordings: this.#notRecordings,
      masked: this.#credentials.size,
    };
  }

  #judge({ name, shown, path }: GivenFile, recording: readonly RecordedExchange[]): void {
    const judged = judgeInTurn(recording, name, scenarioNames(name, this.#names));
    for (const { result, target, exchanges, positions, lines } of judged.conversations) {
      const told = this.#keepSecrets
        ? { result, target }
        : maskJudged({ result, target }, exchanges, this.#credentials);
      this.#take({ ...told, place: { file: shown, path, positions, lines } });
      this.#handedOver += 1;
    }
    for (const { host, kind } of judged.skipped) {
      const key = JSON.stringify([host, kind]);
      const exchanges = (this.#skipped.get(key)?.exchanges ?? 0) + 1;
      this.#skipped.set(key, { host, kind, exchanges });
    }
  }
}

/**
 * Returns the exchanges of a file. Returns null when it is not a recording, the user did not name it, and its name is
 * not that of a recording.
 */
export function recordingIn(
  { shown, explicit, beside }: GivenFile,
  bytesOf: () => Uint8Array | null,
  partOf?: PartOfFile,
): readonly RecordedExchange[] | Unreadable | null {
  let near: NearestFormat | null = null;
  let other: string | null = null;
  try {
    const bytes = bytesOf();
    const recording = bytes === null ? null : readRecording(bytes, shown, isAnswer, beside, partOf);
    if (recording !== null) return recording;
    near = bytes === null ? null : nearestFormat(bytes);
    other = bytes === null ? null : whyNone(bytes);
  } catch (error) {
    if (error instanceof CassetteError) return { file: shown, problem: error.message };
    return { file: shown, problem: `${shown}: ${whyUnreadable(error)}` };
  }
  const claimed = RECORDING_FORMATS.find(
    ({ extension }) => extension !== undefined && shown.toLowerCase().endsWith(extension),
  );
  if (claimed !== undefined) {
    const problem = `is named as a ${claimed.name} file and cannot be read as one; record it again, or leave it out`;
    return { file: shown, problem: `${shown}: ${problem}` };
  }
  if (!explicit) return null;
  if (other !== null) return { file: shown, problem: `${shown}: ${other}` };
  if (near !== null) {
    const why = near.missing === null ? 'its words stand elsewhere' : `${near.missing} is missing`;
    const problem = `is no recording: it comes nearest to ${near.format.name}, but ${why}; restore it, or leave it out`;
    return { file: shown, problem: `${shown}: ${problem}` };
  }
  const problem = `is no recording of ${readableFormats()}; leave it out`;
  return { file: shown, problem: `${shown}: ${problem}` };
}

/**
 * Reads the exchanges of audited conversations again, with values that look like credentials masked. It caches the last
 * recording, because its conversations are requested one after the other.
 */
export class AuditedEvidence {
  #last: { readonly path: string; readonly recording: readonly RecordedExchange[] } | undefined;

  /**
   * @param bytes returns the content of the file
   * @param beside the files next to it
   */
  exchangesAt(
    { file, path, positions }: ConversationPlace,
    bytes: () => Uint8Array,
    beside: FilesBeside,
    keepSecrets = false,
  ): readonly Exchange[] | { readonly problem: string } {
    try {
      if (this.#last?.path !== path)
        this.#last = { path, recording: readRecording(bytes(), file, isAnswer, beside) ?? [] };
    } catch (error) {
      return { problem: `${file}: has changed since it was judged (${messageOf(error)})` };
    }
    const { recording } = this.#last;
    const exchanges = positions.flatMap((position) => recording[position]?.exchange ?? []);
    return keepSecrets ? exchanges : exchanges.map(maskOf(exchanges).exchange);
  }
}

/** Yields the name of the recording, then the name with `#2`, `#3` and so on. It skips names of other recordings. */
function* scenarioNames(name: string, taken: ReadonlySet<string>): Generator<string, string> {
  yield name;
  for (let number = 2; ; number += 1) {
    const next = `${name}#${number}`;
    if (!taken.has(next)) yield next;
  }
}

/** Describes a file system error and the next step. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT') return 'does not exist; name a recording or a folder of recordings';
  if (code === 'ERR_FS_FILE_TOO_LARGE')
    return 'is longer than 2 GiB; cut it into files of whole conversations';
  const reason = code === '' ? messageOf(error) : code;
  return `cannot be read (${reason}); make it readable, or leave it out`;
}
