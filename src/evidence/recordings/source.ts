/** A file that may be a recording. What several formats look at is worked out once. */
import { byteText } from '../../text/bytes.ts';
import type { JsonObject } from '../../text/json.ts';
import { decodeFile } from '../cassette/parse.ts';
import { YamlFile } from '../cassette/yaml-file.ts';
import { JsonFile } from './json-file.ts';
import { ExchangeOfLongFile, MOST_KEPT_BYTES, type RecordedExchange } from './recorded.ts';
import { YAML_1_1 } from './yaml-1.1.ts';

/** So many bytes at the start of a file tell whether it can be a recording. */
export const TELLING_BYTES = 65_536;

/** The start of a file. */
export interface FileHead {
  /** At most {@link TELLING_BYTES}. */
  readonly bytes: Uint8Array;
  /**
   * A character for each byte, without a byte order mark; of UTF-16 its text; empty when a zero byte shows that this is
   * no text.
   */
  readonly text: string;
}

export function headOf(file: Uint8Array): FileHead {
  const bytes = file.subarray(0, TELLING_BYTES);
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return { bytes, text: new TextDecoder(utf16).decode(bytes) };
  const text = bytes.includes(0) ? '' : byteText(bytes).replace(/^\u00ef\u00bb\u00bf/, '');
  return { bytes, text };
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
    const partOf = this.#partOf;
    if (partOf === undefined || !this.isLong)
      return read(decodeFile(this.bytes.subarray(start, end), file, line), file);
    return new ExchangeOfLongFile(() => read(decodeFile(partOf(start, end), file, line), file));
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
