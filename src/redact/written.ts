/** Reads one character as escaped in JSON, URLs or HTML. */
import { utf8Bytes } from '../text/bytes.ts';

const BACKSLASH = 0x5c;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const LETTER_U = 0x75;

/** The maximum number of backslashes before an escape: one in JSON, doubled with each level of JSON inside JSON. */
const MOST_BACKSLASHES = 16;

/** Reads escapes in byte text. A reader is reused, because it is in the inner loop of every search. */
export class EscapeReader {
  /** The maximum length of the encoding of one byte. */
  static readonly longest = 32;

  /** The UTF-8 bytes of the last read character. */
  bytes: Uint8Array = new Uint8Array();
  /** The position after the last read escape. */
  end = 0;

  static isBeginning(byte: number): boolean {
    return byte === BACKSLASH || byte === PERCENT || byte === AMPERSAND;
  }

  /** Reads the escape that starts at `at`. Returns false when there is none. */
  read(text: string, at: number): boolean {
    const byte = text.charCodeAt(at);
    if (byte === BACKSLASH) return this.#readJson(text, at);
    return byte === PERCENT ? this.#readPercents(text, at) : this.#readEntity(text, at);
  }

  /** Reads a run of backslashes, optionally with `u005c`, as a single backslash. */
  readBackslashes(text: string, at: number): void {
    const end = afterRun(text, at);
    this.end = /^u005c/iu.test(text.slice(end, end + 5)) ? end + 5 : end;
  }

  #readJson(text: string, at: number): boolean {
    // A run of backslashes is read from its first one.
    if (text.charCodeAt(at - 1) === BACKSLASH) return false;
    const end = afterRun(text, at);
    const byte = text.charCodeAt(end);
    if (byte !== LETTER_U) return this.#set(SHORT_ESCAPES[byte] ?? byte, end + 1);
    UNICODE.lastIndex = end;
    const [whole, high, low = '', single = ''] = UNICODE.exec(text) ?? [];
    if (whole === undefined) return this.#set(byte, end + 1);
    const units = high === undefined ? [single] : [high, low];
    const character = String.fromCharCode(...units.map((digits) => Number.parseInt(digits, 16)));
    return this.#set(character.codePointAt(0) ?? 0, end + whole.length);
  }

  #readPercents(text: string, at: number): boolean {
    PERCENT_BYTE.lastIndex = at;
    const [whole, digits = ''] = PERCENT_BYTE.exec(text) ?? [];
    if (whole === undefined) return false;
    // Each byte of a multi-byte character is read separately, as in unescaped text.
    this.bytes = SINGLE_BYTES[Number.parseInt(digits, 16)] ?? this.bytes;
    this.end = at + whole.length;
    return true;
  }

  #readEntity(text: string, at: number): boolean {
    ENTITY.lastIndex = at;
    const [whole, decimal, hex, name] = ENTITY.exec(text) ?? [];
    if (whole === undefined) return false;
    const point = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? '', 16);
    return this.#set(name === undefined ? point : (NAMED[name.toLowerCase()] ?? 0), at + whole.length);
  }

  #set(point: number, end: number): boolean {
    if (Number.isNaN(point) || point > 0x10ffff) return false;
    this.bytes = point < 0x80 ? (SINGLE_BYTES[point] ?? this.bytes) : utf8Bytes(String.fromCodePoint(point));
    this.end = end;
    return true;
  }
}

const SINGLE_BYTES = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));

function afterRun(text: string, at: number): number {
  let end = at;
  while (end - at < MOST_BACKSLASHES && text.charCodeAt(end) === BACKSLASH) end += 1;
  return end;
}

/** Matches after the backslashes. The second half of a surrogate pair has its own backslashes. */
const UNICODE = /u(d[89ab][\da-f]{2})\\{1,16}u(d[c-f][\da-f]{2})|u([\da-f]{4})/iuy;
const SHORT_ESCAPES: Readonly<Record<number, number>> = {
  98: 0x08,
  102: 0x0c,
  110: 0x0a,
  114: 0x0d,
  116: 0x09,
};

const PERCENT_BYTE = /%(?:25){0,4}([\da-f]{2})/iuy;

const ENTITY = /&(?:amp;)?(?:#(\d{1,7});|#x([\da-f]{1,6});|(amp|quot|lt|gt|apos);)/iuy;
const NAMED: Readonly<Record<string, number>> = { amp: 0x26, quot: 0x22, lt: 0x3c, gt: 0x3e, apos: 0x27 };
