/** A file that may be a recording. Caches what several formats need. */
import { byteText } from '../../text/bytes.ts';
import type { JsonObject } from '../../text/json.ts';
import { CassetteError } from '../cassette/cassette.ts';
import { decodeFile } from '../cassette/parse.ts';
import { YamlFile } from '../cassette/yaml-file.ts';
import { LONGEST, TOO_LONG } from './content-encoding.ts';
import { JsonFile } from './json-file.ts';
import { ExchangeOfLongFile, MOST_KEPT_BYTES, type RecordedExchange } from './recorded.ts';
import { YAML_1_1 } from './yaml-1.1.ts';

/** The number of bytes at the start of a file that decide whether it may be a recording. */
export const TELLING_BYTES = 65_536;

/** The start of a file. */
export interface FileHead {
  /** At most {@link TELLING_BYTES}. */
  readonly bytes: Uint8Array;
  /** One character for each byte, without a byte order mark; for UTF-16, the decoded text. */
  readonly text: string;
}

export function headOf(file: Uint8Array): FileHead {
  const bytes = file.subarray(0, TELLING_BYTES);
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return { bytes, text: new TextDecoder(utf16).decode(bytes) };
  return { bytes, text: byteText(bytes).replace(/^\u00ef\u00bb\u00bf/, '') };
}

/** The kind of UTF-16, from the byte order mark of a file; null without such a mark. */
export function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** Returns true if a value is an answer of a model, or the first event of a streamed one; implemented by the dialects. */
export type AnswerRecogniser = (first: JsonObject, streaming: boolean) => boolean;

/** Reads a file by its path relative to the recording's folder; null if it is missing. */
export type FilesBeside = (path: string) => Uint8Array | null;

export const NOTHING_BESIDE: FilesBeside = () => null;

/** The position of one exchange in a file. */
export interface FilePart {
  readonly start: number;
  readonly end: number;
  /** The line on which it starts, from 1. */
  readonly line: number;
}

/** Reads the bytes between two offsets. */
export type PartOfFile = (start: number, end: number) => Uint8Array;

export class RecordingSource {
  readonly bytes: Uint8Array;
  /** The name of the file in errors. */
  readonly file: string;
  readonly head: FileHead;
  readonly isAnswer: AnswerRecogniser;
  readonly beside: FilesBeside;
  readonly #partOf: PartOfFile | undefined;
  readonly #growth: Growth;
  #text: string | undefined;
  #json: JsonFile | undefined;
  #yaml: YamlFile | undefined;

  constructor(
    bytes: Uint8Array,
    file: string,
    isAnswer: AnswerRecogniser,
    beside: FilesBeside,
    partOf?: PartOfFile,
  ) {
    this.bytes = bytes;
    this.#partOf = partOf;
    this.isAnswer = isAnswer;
    this.beside = beside;
    this.file = file;
    this.head = headOf(bytes);
    // Only one exchange of a long file is in memory at a time.
    this.#growth = new Growth(this.isLong ? bytes.length * MOST_GROWTH : LONGEST);
  }

  /** True if the file is read in parts, if its format supports this. */
  get isLong(): boolean {
    return this.#partOf !== undefined && this.bytes.length > MOST_KEPT_BYTES;
  }

  /**
   * The exchange in a part of the file; in a long file, it is read on every access.
   *
   * @param read reads the text of the part
   */
  exchangeIn(
    { start, end, line }: FilePart,
    read: (text: string, file: string) => RecordedExchange,
  ): RecordedExchange {
    // The reader is called later, and must not keep the bytes of the whole file in memory.
    const { file } = this;
    const growth = this.#growth;
    const partOf = this.#partOf;
    if (partOf === undefined || !this.isLong)
      return this.counted(read(decodeFile(this.bytes.subarray(start, end), file, line), file), end - start);
    let isCounted = false;
    return new ExchangeOfLongFile(() => {
      const recorded = read(decodeFile(partOf(start, end), file, line), file);
      if (!isCounted) growth.add(recorded, end - start, file);
      isCounted = true;
      return recorded;
    });
  }

  /**
   * Counts an exchange of a format that reads its exchanges one by one, against the size limit.
   *
   * @param length the length of its part of the file, in bytes
   * @throws {CassetteError} when the file exceeds the limit
   */
  counted(recorded: RecordedExchange, length: number): RecordedExchange {
    this.#growth.add(recorded, length, this.file);
    return recorded;
  }

  /** The file as UTF-8, without a byte order mark. @throws {CassetteError} when it is not UTF-8. */
  text(): string {
    this.#text ??= decodeFile(this.bytes, this.file).replace(/^\uFEFF/, '');
    return this.#text;
  }

  /** @throws {CassetteError} when it is not JSON. */
  json(): JsonFile {
    this.#json ??= new JsonFile(this.text(), this.file);
    return this.#json;
  }

  /** The file as YAML 1.1, which Python, Ruby and R write. @throws {CassetteError} when it is not YAML. */
  yaml11(): YamlFile {
    this.#yaml ??= new YamlFile(this.text(), this.file, YAML_1_1);
    return this.#yaml;
  }
}

/** The bodies of a long file may grow to this multiple of its length; compressed answers grow five to ten times. */
const MOST_GROWTH = 20;

/** Counts how much exchanges grow beyond their part of the file: many small bombs are as bad as a large one. */
class Growth {
  #left: number;

  constructor(left: number) {
    this.#left = left;
  }

  add({ exchange: { request, response }, line }: RecordedExchange, length: number, file: string): void {
    this.#left -= Math.max(0, request.body.length + (response?.body.length ?? 0) - length);
    if (this.#left < 0) throw new CassetteError(file, line === null ? {} : { line }, TOO_LONG);
  }
}
