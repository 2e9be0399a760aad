/** A recording format: one file in `formats/`, which recognises and reads its files. */
import type { RecordedExchange } from './recorded.ts';
import type { FileHead, RecordingSource } from './source.ts';

export interface RecordingFormat {
  /** The common name of the format. */
  readonly name: string;
  /** What its files keep of an exchange, in a few words. */
  readonly keeps: string;
  /** Words that all its files contain; used to suggest the nearest format for an unknown file. */
  readonly words: readonly string[];
  /**
   * Formats are tried in the order of this number, which is unique. A format whose files also look like those of a more
   * general one must come first.
   */
  readonly order: number;
  /** A file extension that only this format uses, such as `.har`. */
  readonly extension?: string;
  /** Returns true if a file with this start may have the format. False positives are allowed, false negatives are not. */
  looksLike(head: FileHead): boolean;
  /**
   * The exchanges, in order; null if the file has another format after all.
   *
   * @throws {CassetteError} when a file of the format is broken: one line that names the place and the next step
   */
  read(source: RecordingSource): readonly RecordedExchange[] | null;
}
