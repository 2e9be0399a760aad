/** Reads recordings of any format. The format is recognised by the content. */
import { messageOf } from '../../system/failure.ts';
import { CassetteError } from '../cassette/cassette.ts';
import type { RecordingFormat } from './format.ts';
import * as formats from './formats/index.ts';
import type { RecordedExchange } from './recorded.ts';
import {
  type AnswerRecogniser,
  type FileHead,
  type FilesBeside,
  headOf,
  NOTHING_BESIDE,
  type PartOfFile,
  RecordingSource,
  utf16Of,
} from './source.ts';

/** Every format, in the order in which they are tried. */
export const RECORDING_FORMATS: readonly RecordingFormat[] = Object.values(formats).sort(
  (left, right) => left.order - right.order,
);

/** The names of the formats, such as `go-vcr, VCR.py, or HAR`. */
export function readableFormats(): string {
  const names = RECORDING_FORMATS.map(({ name }) => name);
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(names);
}

/** Returns true if a file may be a recording, judged by its first `TELLING_BYTES`. */
export function mayBeRecording(bytes: Uint8Array): boolean {
  return candidates(headOf(bytes)).length > 0;
}

/**
 * The exchanges of a recording, in order; null if the file is not a recording.
 *
 * @param file the name of the file in errors
 * @param isAnswer recognises answers that may be read without their requests; none by default
 * @param beside reads files beside it, for formats that keep bodies in separate files; finds none by default
 * @param partOf reads a part of the file; with it, the exchanges of a long file are read on demand
 * @throws {CassetteError} when the recording is broken; an exchange of a long file may also throw it later
 */
export function readRecording(
  bytes: Uint8Array,
  file: string,
  isAnswer: AnswerRecogniser = () => false,
  beside: FilesBeside = NOTHING_BESIDE,
  partOf?: PartOfFile,
): readonly RecordedExchange[] | null {
  const source = new RecordingSource(bytes, file, isAnswer, beside, partOf);
  const possible = candidates(source.head);
  if (possible.length > 0 && utf16Of(bytes) !== null)
    throw new CassetteError(file, {}, 'is UTF-16; save it as UTF-8');
  try {
    for (const format of possible) {
      const recorded = format.read(source);
      if (recorded !== null) return recorded;
    }
    return null;
  } catch (error) {
    if (error instanceof CassetteError) throw error;
    // Parsers have their own limits of depth and size.
    const problem = isOfDepth(error)
      ? 'its values are nested too deep'
      : messageOf(error).replace(/\s+/gu, ' ');
    const isWhole = problem.includes('; ');
    throw new CassetteError(
      file,
      {},
      `cannot be read${isWhole ? `: ${problem}` : ` (${problem}); record it again`}`,
    );
  }
}

/** Recognises the error of a stack overflow in every engine. */
function isOfDepth(error: unknown): boolean {
  return error instanceof RangeError && /call stack/u.test(error.message);
}

/** The format that an unreadable file resembles, and the first word of that format that the file lacks. */
export interface NearestFormat {
  readonly format: RecordingFormat;
  /** Null if the file has all of the words. */
  readonly missing: string | null;
}

/** The format of whose words the file lacks at most one; null if there is none. */
export function nearestFormat(bytes: Uint8Array): NearestFormat | null {
  const { text } = headOf(bytes);
  const has = (word: string) => new RegExp(`\\b${word}\\b["']?\\s*:`, 'u').test(text);
  const near = RECORDING_FORMATS.map((format) => ({
    format,
    missing: format.words.filter((word) => !has(word)),
  })).filter(({ format: { words }, missing }) => words.length > 2 && missing.length <= 1);
  const shared = ({ format, missing }: (typeof near)[number]) => format.words.length - missing.length;
  const [nearest] = near.toSorted(
    (left, right) => left.missing.length - right.missing.length || shared(right) - shared(left),
  );
  return nearest === undefined ? null : { format: nearest.format, missing: nearest.missing[0] ?? null };
}

function candidates(head: FileHead): RecordingFormat[] {
  return RECORDING_FORMATS.filter((format) => format.looksLike(head));
}
