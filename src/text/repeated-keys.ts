/** Finds keys that occur twice in one object of a JSON text; `JSON.parse` silently keeps the last one. */
import { parseJson } from './wire-text.ts';

export interface RepeatedKey {
  readonly key: string;
  /** The offset of the repeated key in the text. */
  readonly offset: number;
  /** The path of the object that contains it. */
  readonly path: readonly (string | number)[];
}

/** An object or a list that is still open, with the current key or index. */
interface Open {
  readonly keys: Set<string> | null;
  place: string | number;
}

/**
 * The repeated keys in the order of the text. Works at any depth, because it does not recurse.
 *
 * @param text valid JSON; for invalid JSON the result is unreliable
 */
export function repeatedKeys(text: string): RepeatedKey[] {
  const open: Open[] = [];
  const found: RepeatedKey[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const inner = open.at(-1);
    switch (text[at]) {
      case '{':
        open.push({ keys: new Set(), place: '' });
        break;
      case '[':
        open.push({ keys: null, place: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        break;
      case ',':
        if (typeof inner?.place === 'number') inner.place += 1;
        break;
      case '"': {
        const end = endOfString(text, at);
        if (inner?.keys && isColonAt(text, end)) {
          const key = decoded(text.slice(at, end));
          inner.place = key;
          if (inner.keys.has(key))
            found.push({ key, offset: at, path: open.slice(0, -1).map(({ place }) => place) });
          inner.keys.add(key);
        }
        at = end - 1;
      }
    }
  }
  return found;
}

/** The offset after the quote that ends the string which begins at `start`. */
export function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

function isColonAt(text: string, start: number): boolean {
  let at = start;
  while (' \n\r\t'.includes(text[at] ?? '.')) at += 1;
  return text[at] === ':';
}

function decoded(literal: string): string {
  const key = literal.includes('\\') ? parseJson(literal) : undefined;
  return typeof key === 'string' ? key : literal.slice(1, -1);
}
