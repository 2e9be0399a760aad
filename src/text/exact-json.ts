/** JSON whose long whole numbers keep their digits, of which a double holds only the first sixteen or so. */
import { isObject, type Json } from './json.ts';
import { jsonText } from './json-text.ts';
import { endOfString } from './repeated-keys.ts';
import { parseJson } from './wire-text.ts';

/** No text of the wire can begin so, whoever wrote it. */
const NAME = `whole-${Math.random()}:`;

/** Stands before the digits. */
const MARK = `\u0000${NAME}`;
const MARKED = new RegExp(`"\\\\u0000${NAME}(-?\\d+)"`, 'gu');

/** A number without a fraction or an exponent; with one it is a double, whatever its digits are. */
const LONG = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/gu;

/** The text as JSON, as `parseJson` has it, but for long whole numbers, which {@link otherDigits} and {@link exactText} know. */
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

/** The value as JSON text, its long whole numbers with their digits. */
export function exactText(value: Json): string {
  return jsonText(value).replace(MARKED, '$1');
}

/** What stands at a path such as `content[0].input` of a JSON text, its long numbers exact; undefined where nothing does. */
export function exactAt(text: string, path: string): Json {
  const steps = path.split(/[.[\]]+/u).filter((step) => step !== '');
  return steps.reduce<Json>((value, step) => membersOf(value).get(step), parseExact(text));
}

/** Whether a parsed value has a whole number that is too long for a double. */
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
 * The first long number that has other digits on either side of two values that are else the same; null where all have
 * the same, or where one of them is known as a double only.
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
