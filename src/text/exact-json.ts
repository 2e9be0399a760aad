/** Parses JSON and keeps all digits of long integers; a double holds only about the first sixteen. */
import { isObject, type Json } from './json.ts';
import { jsonText } from './json-text.ts';
import { endOfString } from './repeated-keys.ts';
import { parseJson } from './wire-text.ts';

/** A random prefix, which no text on the wire can contain. */
const NAME = `whole-${Math.random()}:`;

/** The prefix of the digits in the string that replaces a long integer. */
const MARK = `\u0000${NAME}`;
const MARKED = new RegExp(`"\\\\u0000${NAME}(-?\\d+)"`, 'gu');

/** A long integer. A number with a fraction or an exponent is a double, whatever its digits. */
const LONG = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gu;

/** Like `parseJson`, but keeps long integers in a form that only {@link otherDigits} and {@link exactText} understand. */
export function parseExact(text: string): Json {
  let marked = '';
  for (let at = 0; at < text.length; ) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : endOfString(text, quote);
    const between = text.slice(at, quote === -1 ? end : quote);
    marked += between.replace(LONG, `"\\u0000${NAME}$&"`) + (quote === -1 ? '' : text.slice(quote, end));
    at = end;
  }
  return parseJson(marked);
}

/** The value as JSON text, with all digits of its long integers. */
export function exactText(value: Json): string {
  return jsonText(value).replace(MARKED, '$1');
}

/** The value at a path such as `content[0].input` of a JSON text, with exact long integers; undefined if there is none. */
export function exactAt(text: string, path: string): Json {
  const steps = path.split(/[.[\]]+/u).filter((step) => step !== '');
  return steps.reduce<Json>((value, step) => membersOf(value).get(step), parseExact(text));
}

/** Returns true if a parsed value contains an integer that is too long for a double. */
export function hasLongNumber(value: Json): boolean {
  for (
    let level: Json[] = [value];
    level.length > 0;
    level = level.flatMap((one) => [...membersOf(one).values()])
  ) {
    if (level.some((one) => Number.isInteger(one) && !Number.isSafeInteger(one))) return true;
  }
  return false;
}

/**
 * The first long integer whose digits differ between two values that are otherwise equal; null if none differs, or if one
 * side is only known as a double.
 */
export function otherDigits(left: Json, right: Json): readonly [string, string] | null {
  const due: [Json, Json][] = [[left, right]];
  for (let next = due.pop(); next !== undefined; next = due.pop()) {
    const [one, other] = next.map(digitsOf);
    if (one != null && other != null && one !== other) return [one, other];
    const others = membersOf(next[1]);
    for (const [key, value] of membersOf(next[0])) due.push([value, others.get(key)]);
  }
  return null;
}

function digitsOf(value: Json): string | null {
  return typeof value === 'string' && value.startsWith(MARK) ? value.slice(MARK.length) : null;
}

function membersOf(value: Json): ReadonlyMap<string, Json> {
  return new Map(Array.isArray(value) || isObject(value) ? Object.entries(value) : []);
}
