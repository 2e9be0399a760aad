/** A file that may be a recording. What several formats look at is worked out once. */
import { byteText } from '../../text/bytes.ts';
import type { JsonObject } from '../../text/json.ts';
import { CassetteError } from '../cassette/cassette.ts';
import { decodeFile } from '../cassette/parse.ts';
import { YamlFile } from '../cassette/yaml-file.ts';
import { LONGEST, TOO_LONG } from './content-encoding.ts';
import { JsonFile } from './json-file.ts';
import { ExchangeOfLongFile, MOST_KEPT_BYTES, type RecordedExchange } from './recorded.ts';
import { YAML_1_1 } from './yaml-1.1.ts';

/** So many bytes at the start of a file tell whether it can be a recording. */
export const TELLING_BYTES = 65_536;

/** The start of a file. */
export interface FileHead {
  /** At most {@link TELLING_BYTES}. */
  readonly bytes: Uint8Array;
  /** A character for each byte, without a byte order mark; of UTF-16 its text. */
  readonly text: string;
}

export function headOf(file: Uint8Array): FileHead {
  const bytes = file.subarray(0, TELLING_BYTES);
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return { bytes, text: new TextDecoder(utf16).decode(bytes) };
  return { bytes, text: byteText(bytes).replace(/^\u00ef\u00bb\u00bf/, '') };
}

/** Which UTF-16 a file is by its byte order mark; null where it has none of them. */
export function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

/** Whether a value is an answer of a model, or the first event of a streamed one: the dialects know. */
export type AnswerRecogniser = (first: JsonObject, streaming: boolean) => boolean;

/** A file by its path from the folder of the recording; null where none is there. */
export type FilesBeside = (path: string) => Uint8Array | null;

export const NOTHING_BESIDE: FilesBeside = () => null;

/** Where one exchange stands in a file. */
export interface FilePart {
  readonly start: number;
  readonly end: number;
  /** Where it starts, from 1. */
  readonly line: number;
}

/** Reads the bytes from one place to another. */
export type PartOfFile = (start: number, end: number) => Uint8Array;

export class RecordingSource {
  readonly bytes: Uint8Array;
  /** How errors name it. */
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
    // Of a long file one exchange after the other is in memory.
    this.#growth = new Growth(this.isLong ? bytes.length * MOST_GROWTH : LONGEST);
  }

  /** Its parts are read when they are asked for, where the format has such. */
  get isLong(): boolean {
    return this.#partOf !== undefined && this.bytes.length > MOST_KEPT_BYTES;
  }

  /**
   * The exchange in a part of the file; of a long one it is read when it is asked for.
   *
   * @param read gets the text of the part
   */
  exchangeIn(
    { start, end, line }: FilePart,
    read: (text: string, file: string) => RecordedExchange,
  ): RecordedExchange {
    // What is read later must not hold on to the bytes of the whole file.
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
   * An exchange of a format that reads one after the other, each with a file of its own.
   *
   * @param length in bytes, of the part of the file that says it
   * @throws {CassetteError} when the file holds too much
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

/** So many times its length the bodies of a long file may come to: compressed answers are five to ten times as long. */
const MOST_GROWTH = 20;

/** What the exchanges of a file, read one by one, are longer than the file itself: many small bombs are as bad as a large one. */
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
