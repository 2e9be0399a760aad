/**
 * Finds the positions of the items of a YAML list in block style, so that each can be parsed alone: a large recording is
 * never in memory as a whole.
 */
import { CassetteError } from '../cassette/cassette.ts';
import { decodeFile } from '../cassette/parse.ts';
import type { RecordedExchange } from './recorded.ts';
import type { FilePart, RecordingSource } from './source.ts';

export interface YamlItems {
  readonly items: readonly FilePart[];
  /** The offset after the last item, where the rest of the file begins. */
  readonly tail: number;
}

/** Reads the text of a file, or of one item with the YAML above it. @param line the line of its first line */
export type ReadYaml = (text: string, file: string, line: number) => readonly RecordedExchange[] | null;

/**
 * The exchanges of a long file, item by item; null if it is not long, has no list of items, or uses aliases, which cannot be
 * resolved inside one item.
 *
 * @param above the YAML to put before an item that is read alone
 * @param read reads one item, or the rest of the file with one item; returns null if the file has another format
 */
export function exchangesByItem(
  source: RecordingSource,
  key: string,
  above: string,
  read: ReadYaml,
): RecordedExchange[] | 'another format' | null {
  const { bytes, file } = source;
  const found = source.isLong ? itemsOf(bytes, key) : null;
  const [first] = found?.items ?? [];
  if (found === null || first === undefined || holdsAlias(bytes)) return null;
  const around = [bytes.subarray(0, first.end), bytes.subarray(found.tail)];
  const told = read(around.map((part) => decodeFile(part, file)).join(''), file, 1);
  if (told === null) return 'another format';
  return found.items.map((item) => source.exchangeIn(item, itemReader(item.line, above, read)));
}

/** A function of its own, because a closure would keep the whole file in memory. */
function itemReader(line: number, above: string, read: ReadYaml) {
  const linesAbove = above.split('\n').length - 1;
  return (text: string, file: string): RecordedExchange => {
    const [exchange] = read(above + text, file, line - linesAbove) ?? [];
    if (exchange === undefined) throw new CassetteError(file, { line }, 'holds no interaction');
    return exchange;
  };
}

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const DASH = 0x2d;
const COLON = 0x3a;
const STAR = 0x2a;

/**
 * @param key the key of the list, at the top of the file
 * @returns null if the key is missing, or has no items
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

/** Returns true if the file may contain an alias (`key: *id001`); text that looks like one gives false positives. */
function holdsAlias(yaml: Uint8Array): boolean {
  for (let at = yaml.indexOf(STAR); at >= 0; at = yaml.indexOf(STAR, at + 1)) {
    const before = yaml[at - 2];
    if (yaml[at - 1] !== SPACE || (before !== COLON && before !== DASH)) continue;
    let end = at + 1;
    while (isOfName(yaml[end])) end += 1;
    if (end > at + 1 && isBlankFrom(yaml, end)) return true;
  }
  return false;
}

function isOfName(byte: number | undefined): boolean {
  return byte !== undefined && /\w/u.test(String.fromCharCode(byte));
}

/** The start of the line after the key. */
function behindKey(yaml: Uint8Array, key: string): { at: number; line: number } | null {
  const wanted = new TextEncoder().encode(`${key}:`);
  for (let at = 0, line = 1; at < yaml.length; at = behindLine(yaml, at), line += 1) {
    if (!wanted.every((byte, place) => yaml[at + place] === byte)) continue;
    if (isBlankFrom(yaml, at + wanted.length)) return { at: behindLine(yaml, at), line: line + 1 };
  }
  return null;
}

/** Returns true for a line of the open item: blank, or indented further than its dash. */
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
