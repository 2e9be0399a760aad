/** Showing JSON values in findings: one line, bounded, and safe for any depth. */
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

/** What stands in a text around a place, on one line. */
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

/** The value as JSON text, however deep it is nested; empty when it is no JSON. */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return deepText(value, Object.entries);
  }
}

/** The value as JSON text with its keys sorted, so that equal values have equal texts; empty where it is no JSON text. */
export function canonicalText(value: unknown): string {
  if (value === undefined) return '';
  try {
    return sortedText(value);
  } catch {
    return deepText(value, sortedMembers);
  }
}

/** The engine's own writer compares each value with all those around it, which takes the square of the depth. */
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

/** A value that is still to be written, or a piece of text between two. */
type Due = { readonly value: unknown } | { readonly text: string };

/** JSON text without recursion, for parsed JSON that is nested deeper than the engine can write. */
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

/** Deep equality of two JSON values, key order ignored. */
export function sameJson(left: unknown, right: unknown): boolean {
  try {
    return isSame(left, right);
  } catch {
    return canonicalText(left) === canonicalText(right);
  }
}

/** The values that JSON has and no others, which makes it several times faster than a comparison of any objects. */
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
