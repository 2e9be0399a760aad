/**
 * Finds secrets however they are written. For byte text: UTF-8 bytes, each shown as one character from U+0000 to
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
 * Finds a secret plain, with any of its characters escaped as in JSON (also in JSON inside JSON), URLs (also several
 * times) or HTML, in hexadecimal, and in base64 and base64url, on one line or many: alone, or somewhere inside a longer
 * text that was encoded.
 */
export class SecretSearch {
  /** The longest text that one secret can take. */
  readonly reach: number;
  /** For each byte, the forms that a text with that byte may begin. */
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

  /** There is nothing to look for. */
  get isEmpty(): boolean {
    return this.reach === 0;
  }

  /**
   * The places of secrets, in the order of their beginnings; they may overlap.
   *
   * @param isWhole False where more of the text may follow. Otherwise at least half of a secret at the end of the text
   *   counts too: it was cut off there.
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

  /** Where the form that begins at `start` ends; -1 when it does not stand there. */
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

  /** How many of the bytes, from `index` on, the escape or the lone character at `at` stands for; 0 when for none. */
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

/** The bytes of a text, one character each. */
export function toByteText(text: string): string {
  return byteText(utf8Bytes(text));
}

export function fromByteText(text: string): string {
  return utf8Text(bytesOfByteText(text));
}

/** A text that gives the secret away. */
interface Form {
  readonly secret: Secret;
  /** Backslashes that follow each other are one: nobody knows how often they were doubled. */
  readonly bytes: Uint8Array;
  /** Bytes with the same image are the same here: the two alphabets of base64, the two cases of hexadecimal. */
  readonly same: Uint8Array;
  /** What is matched past the bytes, where it is there: their last bits, and padding. */
  readonly tail: RegExp | undefined;
  /** Line ends within it are passed over. */
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
 * What base64 makes of the bytes when `before` others (of the last three) precede them: the characters that depend on
 * these bytes alone, and what is left of them in the one after.
 */
function base64Form(secret: Secret, bytes: Uint8Array, before: number): Form {
  const text = base64Of(Uint8Array.of(...new Array(before).fill(0), ...bytes));
  const bits = (before + bytes.length) * 8;
  const certain = text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  const tail = bits % 6 === 0 ? undefined : /[A-Za-z0-9+/_-]?(?:=|%(?:25){0,4}3[dD]){0,2}/uy;
  return { secret, bytes: utf8Bytes(certain), same: IN_BASE64, tail, wraps: true };
}

/** How much of what was cut off counts: half, and no mere prefix that all keys of a provider share. */
function leastOf(length: number): number {
  return Math.min(length - 1, Math.max(8, Math.ceil(length / 2)));
}

/** The text ends here, or within an escape that begins here. */
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
