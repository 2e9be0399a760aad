/**
 * Where the items of a list in block style stand in YAML, so that each is parsed alone: a large recording is never in
 * memory as one text and one tree.
 */
import type { FilePart } from './source.ts';

export interface YamlItems {
  readonly items: readonly FilePart[];
  /** Where the last one ends, and the rest of the file begins. */
  readonly tail: number;
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DASH = 0x2d;

/**
 * @param key of the list, at the top of the file
 * @returns null where the key stands nowhere, or no item below it
 */
export function itemsOf(yaml: Uint8Array, key: string): YamlItems | null {
  const start = behindKey(yaml, key);
  if (start === null) return null;
  const indent = indentAt(yaml, start.at);
  const items: FilePart[] = [];
  let open: Pick<FilePart, 'start' | 'line'> | null = null;
  let { at, line } = start;
  for (; at < yaml.length; at = behindLine(yaml, at), line += 1) {
    const isItem = indentAt(yaml, at) === indent && isDash(yaml, at + indent);
    if (!isItem && !isWithin(yaml, at, indent)) break;
    if (!isItem) continue;
    if (open !== null) items.push({ ...open, end: at });
    open = { start: at, line };
  }
  if (open === null) return null;
  items.push({ ...open, end: at });
  return { items, tail: at };
}

/** Where the line below the key begins. */
function behindKey(yaml: Uint8Array, key: string): { at: number; line: number } | null {
  const wanted = new TextEncoder().encode(`${key}:`);
  for (let at = 0, line = 1; at < yaml.length; at = behindLine(yaml, at), line += 1) {
    if (!wanted.every((byte, place) => yaml[at + place] === byte)) continue;
    if (isBlankFrom(yaml, at + wanted.length)) return { at: behindLine(yaml, at), line: line + 1 };
  }
  return null;
}

/** A line of the item that is open: further to the right than its dash, or blank. */
function isWithin(yaml: Uint8Array, line: number, indent: number): boolean {
  return indentAt(yaml, line) > indent || isBlankFrom(yaml, line);
}

function isDash(yaml: Uint8Array, at: number): boolean {
  return yaml[at] === DASH && (yaml[at + 1] === SPACE || isBlankFrom(yaml, at + 1));
}

function indentAt(yaml: Uint8Array, line: number): number {
  let at = line;
  while (yaml[at] === SPACE) at += 1;
  return at - line;
}

function isBlankFrom(yaml: Uint8Array, from: number): boolean {
  let at = from;
  while (yaml[at] === SPACE || yaml[at] === CR) at += 1;
  return at >= yaml.length || yaml[at] === LF;
}

function behindLine(yaml: Uint8Array, at: number): number {
  const end = yaml.indexOf(LF, at);
  return end < 0 ? yaml.length : end + 1;
}
