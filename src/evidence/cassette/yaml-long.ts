/** Writes the long parts of a cassette in pieces: bodies as text or base64, and lists of chunks. */
import { Scalar } from 'yaml';
import { base64Of, isUtf8 } from '../../text/bytes.ts';
import type { ArrivedChunk } from '../exchange.ts';
import { escaped, NEEDS_ESCAPE } from './yaml-escapes.ts';

const PIECE = 65_536;
const LINE_WIDTH = 120;
/** Four characters of base64 are three bytes. */
const BYTES_OF_LINE = (LINE_WIDTH / 4) * 3;
const LINES_AT_ONCE = 700;
const CHUNKS_AT_ONCE = 2000;
const [NEWLINE, SPACE] = [0x0a, 0x20];

/** A body in the style that Go's library would choose, so that cassettes of both recorders look the same. */
export function bodyNode(body: Uint8Array): Scalar {
  if (!isUtf8(body)) return new Scalar(body);
  return new Scalar(body.length === 0 ? '' : new LongText(body));
}

/** Pairs of bytes and milliseconds, on one line. */
export function chunksNode(chunks: readonly ArrivedChunk[]): Scalar {
  return new Scalar(new ChunkList(chunks));
}

/** A text of at least one byte, in UTF-8. */
export class LongText {
  readonly #bytes: Uint8Array;
  readonly #style: 'block' | 'quoted' | 'escaped';
  /** The number of newlines at its end. */
  readonly #newlines: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#style = styleOf(bytes);
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === NEWLINE) end -= 1;
    this.#newlines = bytes.length - end;
  }

  /** The chomping indicator of a block, for the newlines at its end. */
  get chomping(): '' | '+' | '-' | null {
    if (this.#style !== 'block') return null;
    return this.#newlines === 0 ? '-' : this.#newlines === 1 ? '' : '+';
  }

  /** @param indent the indentation of the lines of a block */
  *pieces(indent: string): Generator<string> {
    if (this.#style === 'block') yield* this.#block(indent);
    else if (this.#style === 'quoted') yield* around("'", this.#bytes, (text) => text.replaceAll("'", "''"));
    else yield* around('"', this.#bytes, (text) => escaped(text).slice(1, -1));
  }

  *#block(indent: string): Generator<string> {
    yield `|${this.chomping}\n${indent}`;
    let isLineStart = false;
    for (const text of textPieces(this.#bytes.subarray(0, this.#bytes.length - this.#newlines))) {
      if (isLineStart && !text.startsWith('\n')) yield indent;
      yield text.replaceAll(/\n(?=[^\n])/gu, `\n${indent}`);
      isLineStart = text.endsWith('\n');
    }
    yield '\n'.repeat(Math.max(0, this.#newlines - 1));
  }
}

export class ChunkList {
  readonly #chunks: readonly ArrivedChunk[];

  constructor(chunks: readonly ArrivedChunk[]) {
    this.#chunks = chunks;
  }

  *pieces(): Generator<string> {
    yield '[';
    for (let at = 0; at < this.#chunks.length; at += CHUNKS_AT_ONCE) {
      const some = this.#chunks
        .slice(at, at + CHUNKS_AT_ONCE)
        .map((chunk) => `[${chunk.bytes}, ${chunk.at}]`);
      yield `${at === 0 ? '' : ', '}${some.join(', ')}`;
    }
    yield ']';
  }
}

/** A block of base64. */
export function* linesOfBase64(bytes: Uint8Array, indent: string): Generator<string> {
  yield '|-';
  for (let at = 0; at < bytes.length; at += BYTES_OF_LINE * LINES_AT_ONCE) {
    const base64 = base64Of(bytes.subarray(at, at + BYTES_OF_LINE * LINES_AT_ONCE));
    yield base64.replaceAll(new RegExp(`.{1,${LINE_WIDTH}}`, 'gu'), `\n${indent}$&`);
  }
}

function styleOf(bytes: Uint8Array): 'block' | 'quoted' | 'escaped' {
  const hasLines = bytes.includes(NEWLINE);
  if (hasLines && isFragileInBlock(bytes)) return 'escaped';
  for (const text of textPieces(bytes)) if (NEEDS_ESCAPE.test(text)) return 'escaped';
  return hasLines ? 'block' : 'quoted';
}

/** Returns true for text that YAML readers read differently in a block: spaces at line ends, or an unusual first line. */
function isFragileInBlock(bytes: Uint8Array): boolean {
  const [first] = bytes;
  if (first === SPACE || first === NEWLINE || bytes.at(-1) === SPACE) return true;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) {
    if (bytes[at - 1] === SPACE) return true;
  }
  return false;
}

function* around(quote: string, bytes: Uint8Array, written: (text: string) => string): Generator<string> {
  yield quote;
  for (const text of textPieces(bytes)) yield written(text);
  yield quote;
}

/** The text in pieces of whole characters. */
function* textPieces(bytes: Uint8Array): Generator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for (let at = 0; at < bytes.length; at += PIECE) {
    const isLast = at + PIECE >= bytes.length;
    yield decoder.decode(bytes.subarray(at, at + PIECE), { stream: !isLast });
  }
}
