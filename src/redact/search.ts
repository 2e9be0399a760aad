/**
 * Finds secrets in all their encodings. It searches byte text: UTF-8 bytes, each as one character from U+0000 to
 * U+00FF, so that offsets in the text are offsets in the body.
 */
import { base64Of, bytesOfByteText, byteText, hexOf, utf8Bytes, utf8Text } from '../text/bytes.ts';
import type { Range } from './overlap.ts';
import type { Secret } from './secret.ts';
import { EscapeReader } from './written.ts';

export interface FoundSecret extends Range {
  readonly secret: Secret;
}

/**
 * Finds a secret in these forms: plain; with any characters escaped as in JSON (also JSON inside JSON), URLs (also
 * several times) or HTML; in hexadecimal; in base64 and base64url, on one or more lines. The secret may be a part of a
 * longer encoded text.
 */
export class SecretSearch {
  /** The maximum length of one encoded secret, in bytes. */
  readonly reach: number;
  /** For each byte, the forms that may start with it. */
  readonly #beginnings: readonly (readonly Form[] | undefined)[];
  readonly #escapes = new EscapeReader();

  constructor(secrets: readonly Secret[]) {
    const forms = secrets.flatMap(formsOf);
    this.reach = EscapeReader.longest * Math.max(0, ...forms.map(({ bytes }) => bytes.length));
    this.#beginnings = Array.from({ length: 256 }, (_, byte) => {
      const begun = forms.filter(({ bytes, same }) => bytes[0] === same[byte]);
      return EscapeReader.isBeginning(byte) ? forms : begun.length === 0 ? undefined : begun;
    });
  }

  /** True when there are no secrets. */
  get isEmpty(): boolean {
    return this.reach === 0;
  }

  /**
   * Returns the places of secrets, sorted by start. They may overlap.
   *
   * @param isWhole false when more text may follow. When true, at least half of a secret at the end of the text also
   *   counts, because it may be cut off there.
   */
  find(text: string, isWhole: boolean): FoundSecret[] {
    const found: FoundSecret[] = [];
    const beginnings = this.#beginnings;
    for (let start = 0; start < text.length; start += 1) {
      const forms = beginnings[text.charCodeAt(start)];
      if (forms === undefined) continue;
      let longest: FoundSecret | undefined;
      for (const form of forms) {
        const end = this.#endOf(text, start, form, isWhole);
        if (end > (longest?.end ?? start)) longest = { start, end, secret: form.secret };
      }
      if (longest !== undefined) found.push(longest);
    }
    return found;
  }

  /** Returns the end of the form that starts at `start`; -1 when the form is not there. */
  #endOf(text: string, start: number, { bytes, same, tail, wraps }: Form, isWhole: boolean): number {
    let at = start;
    for (let index = 0; index < bytes.length; ) {
      const byte = text.charCodeAt(at);
      if (!EscapeReader.isBeginning(byte) && same[byte] === bytes[index]) {
        at += 1;
        index += 1;
        continue;
      }
      const read = EscapeReader.isBeginning(byte) ? this.#afterEscape(text, at, bytes, index, same) : 0;
      if (read > 0) {
        index += read;
        at = this.#escapes.end;
        continue;
      }
      const next = wraps && index > 0 ? afterLineEnd(text, at) : at;
      if (next > at) at = next;
      else return isWhole && index >= leastOf(bytes.length) && isCutOff(text, at) ? text.length : -1;
    }
    if (tail === undefined) return at;
    tail.lastIndex = at;
    return at + (tail.exec(text)?.[0].length ?? 0);
  }

  /** Returns how many of the bytes from `index` on match the escape or the single character at `at`; 0 for no match. */
  #afterEscape(text: string, at: number, bytes: Uint8Array, index: number, same: Uint8Array): number {
    const escapes = this.#escapes;
    if (bytes[index] === BACKSLASH && text.charCodeAt(at) === BACKSLASH) {
      escapes.readBackslashes(text, at);
      return 1;
    }
    if (escapes.read(text, at)) {
      const { bytes: read } = escapes;
      let length = 0;
      while (length < read.length && same[read[length] ?? 0] === bytes[index + length]) length += 1;
      if (length === read.length) return length;
    }
    escapes.end = at + 1;
    return same[text.charCodeAt(at)] === bytes[index] ? 1 : 0;
  }
}

/** Returns the UTF-8 bytes of a text, each as one character. */
export function toByteText(text: string): string {
  return byteText(utf8Bytes(text));
}

export function fromByteText(text: string): string {
  return utf8Text(bytesOfByteText(text));
}

/** One encoding of a secret. */
interface Form {
  readonly secret: Secret;
  /** The bytes to find. Consecutive backslashes are one, because it is unknown how often they were doubled. */
  readonly bytes: Uint8Array;
  /**
   * Maps each byte to its image. Bytes with the same image match: both alphabets of base64, both cases of hexadecimal.
   */
  readonly same: Uint8Array;
  /** An optional match after the bytes: the character with their last bits, and padding. */
  readonly tail: RegExp | undefined;
  /** True when line ends within it are skipped. */
  readonly wraps: boolean;
}

const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

const AS_IS = imageOf((character) => character);
const IN_BASE64 = imageOf((character) => ({ '-': '+', _: '/' })[character] ?? character);
const IN_HEX = imageOf((character) => (/[A-F]/u.test(character) ? character.toLowerCase() : character));

function imageOf(change: (character: string) => string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => change(String.fromCharCode(byte)).charCodeAt(0));
}

function formsOf(secret: Secret): Form[] {
  const bytes = utf8Bytes(secret.value);
  const plain = utf8Bytes(secret.value.replace(/\\+/gu, '\\'));
  return [
    { secret, bytes: plain, same: AS_IS, tail: undefined, wraps: false },
    { secret, bytes: utf8Bytes(hexOf(bytes)), same: IN_HEX, tail: undefined, wraps: false },
    ...[0, 1, 2].map((before) => base64Form(secret, bytes, before)),
  ];
}

/**
 * Returns the base64 form of the bytes after `before` (0 to 2) other bytes: the characters that depend only on these
 * bytes, and a tail for their remaining bits in the next character.
 */
function base64Form(secret: Secret, bytes: Uint8Array, before: number): Form {
  const text = base64Of(Uint8Array.of(...new Array(before).fill(0), ...bytes));
  const bits = (before + bytes.length) * 8;
  const certain = text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  const tail = bits % 6 === 0 ? undefined : /[A-Za-z0-9+/_-]?(?:=|%(?:25){0,4}3[dD]){0,2}/uy;
  return { secret, bytes: utf8Bytes(certain), same: IN_BASE64, tail, wraps: true };
}

/**
 * Returns the minimum length of a cut-off form: half of it, and at least 8, so that a provider's key prefix is no
 * match.
 */
function leastOf(length: number): number {
  return Math.min(length - 1, Math.max(8, Math.ceil(length / 2)));
}

/** Returns true when the text ends here, or within an escape that starts here. */
function isCutOff(text: string, at: number): boolean {
  return text.length - at < EscapeReader.longest && /^(?:[\\%&][\\%&#;\w]*)?$/u.test(text.slice(at));
}

const LINE_END = /(?:\r|\n|\\{1,16}[rn]){0,8}/uy;

function afterLineEnd(text: string, at: number): number {
  const byte = text.charCodeAt(at);
  if (byte !== BACKSLASH && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) return at;
  LINE_END.lastIndex = at;
  return at + (LINE_END.exec(text)?.[0].length ?? 0);
}
