/** A format that recorders write: a file of `formats/`, which tells its files from others and reads them. */
import type { RecordedExchange } from './recorded.ts';
import type { FileHead, RecordingSource } from './source.ts';

export interface RecordingFormat {
  /** As people call it. */
  readonly name: string;
  /** What of an exchange its files keep, in a few words. */
  readonly keeps: string;
  /** Words that all its files have, by which the nearest format of a file is told that has none. */
  readonly words: readonly string[];
  /**
   * Formats are asked in the order of this number, which no two share. One whose files look like those of a more
   * general format is asked before it.
   */
  readonly order: number;
  /** The ending of names that files of this format alone have, such as `.har`. */
  readonly extension?: string;
  /** Whether a file with this start may be of the format. It may be wrong, but must not miss one. */
  looksLike(head: FileHead): boolean;
  /**
   * The exchanges, in order; null when the file is not of the format after all.
   *
   * @throws {CassetteError} when it is, and is broken: one line that names the place and the next step
   */
  read(source: RecordingSource): readonly RecordedExchange[] | null;
}
