/**
 * Runs the ECMAScript patterns of schemas on RE2, whose time is linear in the text, so no pattern can hang the judge. Syntax
 * that RE2 reads differently is rewritten to mean the same; syntax that it cannot express is refused.
 *
 * Source: https://tc39.es/ecma262/#sec-patterns (with the flag u, as JSON Schema asks), and
 * https://github.com/google/re2/wiki/Syntax
 */

import { RE2JS } from 're2js';
import { numberOf } from '../text/json.ts';

/** @throws {Error} when the pattern is not valid ECMAScript, or RE2 cannot express it; the message names the reason */
export function linearPattern(pattern: string): RE2JS {
  return RE2JS.compile(new Translation(pattern).whole());
}

/** ECMAScript's white space, for use inside a class. */
const SPACE = String.raw`\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const NO_SPACE = String.raw`\x{0}-\x{8}\x{e}-\x{1f}!-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;
const ANY = String.raw`\x{0}-\x{10ffff}`;

/** The most repetitions that RE2 supports. */
const MOST_REPEATS = 1000;
/** The most instructions of RE2, whose compiling takes half a second. */
const MOST_INSTRUCTIONS = 50_000;

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

/** A member of a class: one character, or text that matches several. */
type Member = { readonly code: number } | { readonly text: string };

class Translation {
  readonly #pattern: string;
  /** Whether the pattern is valid with the flag u. */
  readonly #isUnicode: boolean;
  #at = 0;
  /** About how many instructions RE2 makes of the whole, and of each open group in it. */
  readonly #sizes = [0];
  /** The size of the token that was read last. */
  #last = 0;

  constructor(pattern: string) {
    // Throws the engine's error for an invalid pattern. Compiling does not run the pattern.
    this.#isUnicode = isUnicode(pattern);
    this.#pattern = this.#isUnicode ? pattern : new RegExp(pattern).source;
  }

  whole(): string {
    let written = '';
    while (this.#at < this.#pattern.length) {
      const next = this.#next();
      this.#measure(next);
      written += next;
    }
    return written;
  }

  /** Counts instructions: RE2 writes a repeated part once for each repetition. */
  #measure(next: string): void {
    if (next.startsWith('(')) {
      this.#sizes.push(0);
      return;
    }
    const times = Math.max(1, ...(next.startsWith('{') ? (next.match(/\d+/gu) ?? []).map(Number) : []));
    if (next === ')') this.#last = (this.#sizes.pop() ?? 0) + 2;
    else if (!next.startsWith('{')) this.#last = 1;
    const whole = this.#sizes.at(-1) ?? 0;
    const added = next.startsWith('{') ? this.#last * (times - 1) : this.#last;
    this.#sizes[this.#sizes.length - 1] = whole + added;
    if (whole + added > MOST_INSTRUCTIONS) throw new Error('a pattern repeats too much');
  }

  #next(): string {
    const rest = this.#pattern.slice(this.#at, this.#at + 40);
    const group = /^\((?:\?(?:<(?![=!])[^>]*>|:))?/u.exec(rest);
    if (rest.startsWith('(?') && group?.[0] === '(') throw refusal('look-around');
    if (group !== null) return this.#take(group[0].length, group[0] === '(?:' ? '(?:' : '(');
    const repeat = /^\{(\d+)(,?)(\d*)\}/u.exec(rest);
    if (repeat !== null) {
      const [text, least = '', , most = ''] = repeat;
      if (numberOf(least) > MOST_REPEATS || numberOf(most) > MOST_REPEATS)
        throw refusal(`more than ${MOST_REPEATS} repetitions`);
      return this.#take(text.length, text);
    }
    const [first = ''] = rest;
    if ('^$|)*+?'.includes(first)) return this.#take(1, first);
    if (first === '.') return this.#take(1, String.raw`[^\n\r\x{2028}\x{2029}]`);
    if (first === '[') return this.#class();
    if (first !== '\\') return literal(this.#character());
    if (/^\\b/iu.test(rest)) return this.#take(2, rest.slice(0, 2));
    const member = this.#escape();
    return 'text' in member ? `[${member.text}]` : literal(member.code);
  }

  #take(length: number, text: string): string {
    this.#at += length;
    return text;
  }

  /** One literal code point. */
  #character(): number {
    const code = this.#pattern.codePointAt(this.#at) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) throw refusal('half of a surrogate pair');
    this.#at += code > 0xffff ? 2 : 1;
    return code;
  }

  /** An escape sequence, except for word boundaries. */
  #escape(): Member {
    const rest = this.#pattern.slice(this.#at + 1, this.#at + 41);
    const [letter = ''] = rest;
    const take = (length: number, member: Member) => {
      this.#at += 1 + length;
      return member;
    };
    if (/^[dDwW]/u.test(letter)) return take(1, { text: `\\${letter}` });
    if (letter === 's') return take(1, { text: SPACE });
    if (letter === 'S') return take(1, { text: NO_SPACE });
    const control = CONTROLS.get(letter);
    if (control !== undefined) return take(1, { code: control });
    // Without the flag u these are plain letters, which is not what the author means.
    if (!this.#isUnicode && /^(?:[pP]|u\{)/u.test(rest)) throw refusal(`\\${letter}`);
    const hex = /^(?:x([\da-f]{2})|u([\da-f]{4})|u\{([\da-f]+)\})/iu.exec(rest);
    if (hex !== null) {
      const code = Number.parseInt(hex[1] ?? hex[2] ?? hex[3] ?? '', 16);
      if (code >= 0xd800 && code <= 0xdfff) throw refusal('half of a surrogate pair');
      return take(hex[0].length, { code });
    }
    if (/^c[a-z]/iu.test(rest)) return take(2, { code: rest.charCodeAt(1) % 32 });
    if (/^0(?!\d)/u.test(rest)) return take(1, { code: 0 });
    const category = /^[pP]\{(?:(?:gc|General_Category)=)?([LMNPSZC][a-z]?)\}/u.exec(rest);
    if (category !== null) return take(category[0].length, { text: `\\${letter}{${category[1]}}` });
    if (/^[\da-z]/iu.test(rest)) throw refusal(`\\${letter}`);
    this.#at += 1;
    return { code: this.#character() };
  }

  #class(): string {
    this.#at += 1;
    const isNegated = this.#pattern[this.#at] === '^';
    if (isNegated) this.#at += 1;
    let written = '';
    while (this.#pattern[this.#at] !== ']') {
      const low = this.#member();
      const isRange = this.#pattern[this.#at] === '-' && this.#pattern[this.#at + 1] !== ']';
      if (!isRange || 'text' in low) {
        written += 'text' in low ? low.text : inClass(low.code);
        continue;
      }
      this.#at += 1;
      const high = this.#member();
      if ('text' in high) throw refusal('a range that ends with a class');
      written += `${inClass(low.code)}-${inClass(high.code)}`;
    }
    this.#at += 1;
    // RE2 does not have empty classes.
    if (written === '') return isNegated ? `[${ANY}]` : `[^${ANY}]`;
    return `[${isNegated ? '^' : ''}${written}]`;
  }

  #member(): Member {
    if (this.#pattern[this.#at] !== '\\') return { code: this.#character() };
    if (this.#pattern[this.#at + 1] !== 'b') return this.#escape();
    this.#at += 2;
    return { code: 8 };
  }
}

function isUnicode(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}

function literal(code: number): string {
  const character = String.fromCodePoint(code);
  return /^[\w ]$/u.test(character) ? character : inClass(code);
}

function inClass(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

function refusal(what: string): Error {
  return new Error(`a pattern has ${what}, which RE2 does not know`);
}
