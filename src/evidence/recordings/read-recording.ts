/** What a file of any format recorded. Which recorder wrote it is told from its content. */
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

/** Every format, in the order in which they are asked. */
export const RECORDING_FORMATS: readonly RecordingFormat[] = Object.values(formats).sort(
  (left, right) => left.order - right.order,
);

/** Their names, such as `go-vcr, VCR.py, or HAR`. */
export function readableFormats(): string {
  const names = RECORDING_FORMATS.map(({ name }) => name);
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(names);
}

/** Whether a file can be a recording, by its first `TELLING_BYTES`. */
export function mayBeRecording(bytes: Uint8Array): boolean {
  return candidates(headOf(bytes)).length > 0;
}

/**
 * The exchanges of a recording, in order; null when the file is none.
 *
 * @param file how errors name it.
 * @param isAnswer which answers are read without their requests; none by default
 * @param beside for formats that keep bodies in files of their own; nothing is there by default
 * @param partOf reads a part of the file; the exchanges of a long one are then read when they are asked for
 * @throws {CassetteError} when it is one and broken; of a long one an exchange may throw it as well
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
    // Parsers have limits of their own, of depth and of size.
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

/** What every engine calls a stack that overflows. */
function isOfDepth(error: unknown): boolean {
  return error instanceof RangeError && /call stack/u.test(error.message);
}

/** A format that a file of none comes near to, and the first word of it that the start of the file lacks. */
export interface NearestFormat {
  readonly format: RecordingFormat;
  /** Null where it has them all. */
  readonly missing: string | null;
}

/** The format whose words stand in the file but for one at most; null where no format comes so near. */
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
