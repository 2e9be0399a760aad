/** Shows JSON values in findings: on one line, with bounded length, and safe for any depth. */
import { isObject, type JsonObject } from './json.ts';

const LONGEST = 240;
const DEEPEST = 6;

/** The value as JSON text on one line, at most a few hundred characters; `undefined` reads as `(absent)`. */
export function show(value: unknown): string {
  if (value === undefined) return '(absent)';
  return shorten(JSON.stringify(clip(value, DEEPEST)) ?? String(value));
}

/** The text on one line, cut in the middle when it is long. */
export function shorten(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  const half = Math.floor((longest - 3) / 2);
  return `${text.slice(0, half)}...${text.slice(-half)}`.toWellFormed();
}

/** The text around an offset, on one line. */
export function excerptAt(text: string, at: number): string {
  return shorten(text.slice(Math.max(0, at - 40), at + 120));
}

/** The value with everything below `depth` levels, and beyond a few members, replaced by an ellipsis. */
function clip(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return shorten(value, LONGEST * 2);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return Array.isArray(value) ? ['...'] : { '...': '...' };
  if (Array.isArray(value)) return value.slice(0, 20).map((item) => clip(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 20)
      .map(([key, item]) => [key, clip(item, depth - 1)]),
  );
}

/** The value as JSON text, at any depth; empty if it is not JSON. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return deepText(value, Object.entries);
  }
}

/** The value as JSON text with sorted keys, so that equal values have equal texts; empty if it is not JSON. */
export function canonicalText(value: unknown): string {
  if (value === undefined) return '';
  try {
    return sortedText(value);
  } catch {
    return deepText(value, sortedMembers);
  }
}

/** Writes JSON with sorted keys. `JSON.stringify` compares each value with its ancestors, so its time is quadratic in depth. */
function sortedText(value: unknown): string {
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value) text += `${text === '' ? '' : ','}${sortedText(item)}`;
    return `[${text}]`;
  }
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  for (const [key, item] of sortedMembers(value)) {
    if (item !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${sortedText(item)}`;
  }
  return `{${text}}`;
}

function sortedMembers(object: JsonObject): [string, unknown][] {
  const names = Object.keys(object).sort();
  return names.map((name) => [name, object[name]]);
}

/** A value that is still to be written, or a piece of text between two values. */
type Due = { readonly value: unknown } | { readonly text: string };

/** Writes JSON without recursion, for values that are nested too deeply for `JSON.stringify`. */
function deepText(value: unknown, membersOf: (object: JsonObject) => [string, unknown][]): string {
  const written: string[] = [];
  const due: Due[] = [{ value }];
  for (let next = due.pop(); next !== undefined; next = due.pop()) {
    if ('text' in next) written.push(next.text);
    else if (Array.isArray(next.value)) {
      written.push('[');
      due.push({ text: ']' });
      for (const [at, item] of [...next.value.entries()].reverse()) {
        due.push({ value: item });
        if (at > 0) due.push({ text: ',' });
      }
    } else if (isObject(next.value)) {
      written.push('{');
      due.push({ text: '}' });
      for (const [at, [key, item]] of [...membersOf(next.value).entries()].reverse()) {
        due.push({ value: item }, { text: `${at > 0 ? ',' : ''}${JSON.stringify(key)}:` });
      }
    } else written.push(JSON.stringify(next.value) ?? 'null');
  }
  return written.join('');
}

/** Deep equality of two JSON values; ignores the order of keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  try {
    return isSame(left, right);
  } catch {
    return canonicalText(left) === canonicalText(right);
  }
}

/** Compares only the kinds of values that JSON has, so it is several times faster than a general comparison. */
function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => isSame(item, right[index]))
    );
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSame(left[name], right[name]))
  );
}
