/**
 * Formats JSON text for reading. Tokens stay as they were on the wire (numbers as written, repeated keys, escapes), which
 * `JSON.stringify(JSON.parse(text))` would not keep, and values can be found by their path.
 */
import type { Span } from '../../../text/display.ts';

export interface PrettyJson {
  readonly text: string;
  /** The ranges of the values at the wanted paths in `text`, each with its key; one range for each line. */
  readonly marks: readonly Span[];
}

/** A value of the outermost container, as it was on the wire. */
export interface JsonPart {
  /** As written, quotes included; null in an array. */
  readonly key: string | null;
  readonly json: string;
}

/** A container up to this length stays on one line. */
const ONE_LINE = 88;
/** The deepest indentation; without a limit, hostile nesting would fill the page with spaces. */
const DEEPEST_INDENT = 30;

interface Level {
  readonly path: string;
  readonly isArray: boolean;
  readonly inline: boolean;
  /** The range from its start to its opening bracket, if it is wanted. */
  readonly opening: Span | null;
  count: number;
}

/** A wanted value that was found. */
interface Sighting {
  readonly path: string;
  /** From its key to its end. */
  readonly span: Span;
  /** From its key to its opening bracket; the whole value if it has none. */
  readonly opening: Span;
}

/**
 * Lays out JSON text.
 *
 * @param json must be valid JSON.
 * @param paths in the form of {@link Place.path}: `choices[0].delta.tool_calls[0].id`.
 * @param oneLine the longest container that stays on one line, in characters as it came.
 */
export function prettyJson(
  json: string,
  paths: ReadonlySet<string> = new Set(),
  oneLine: number = ONE_LINE,
): PrettyJson {
  const { text, sightings } = layOut(json, paths, oneLine);
  return { text, marks: sightings.flatMap(({ span }) => perLine(text, span)) };
}

/** Like {@link prettyJson}; if the value at a path is missing, marks the beginning of the nearest value around it. */
export function pointedJson(
  json: string,
  paths: ReadonlySet<string>,
  oneLine: number = ONE_LINE,
): PrettyJson {
  const chains = [...paths].map(pathsAround);
  const { text, sightings } = layOut(json, new Set(chains.flat()), oneLine);
  const seen = new Map(sightings.map((sighting) => [sighting.path, sighting]));
  const marks = chains.flatMap((chain) => {
    const [nearest] = chain.flatMap((path) => seen.get(path) ?? []);
    if (nearest === undefined) return [];
    return nearest.path === chain[0] ? perLine(text, nearest.span) : [nearest.opening];
  });
  return { text, marks };
}

/** The most levels to search around a missing value. */
const FARTHEST = 16;

/** The path, then the paths of the values around it, from the inside out. */
function pathsAround(path: string): string[] {
  const chain = [path];
  for (let at = path.length; at > 0 && chain.length < FARTHEST; ) {
    at = Math.max(path.lastIndexOf('.', at - 1), path.lastIndexOf('[', at - 1));
    if (at > 0) chain.push(path.slice(0, at));
  }
  return chain;
}

/** The values of the outermost object or array, in order; none for other JSON. */
export function partsOf(json: string): JsonPart[] {
  const start = json.search(/\S/);
  const opener = json.charAt(start);
  if (opener !== '{' && opener !== '[') return [];
  const closings = matchBrackets(json);
  const last = closings.get(start) ?? json.length;
  const parts: JsonPart[] = [];
  let key: string | null = null;
  for (let at = start + 1; at < last; ) {
    if (/[\s,:]/.test(json.charAt(at))) {
      at += 1;
      continue;
    }
    const closing = closings.get(at);
    const end = closing === undefined ? tokenEnd(json, at) : closing + 1;
    const token = json.slice(at, end);
    if (opener === '{' && key === null) {
      key = token;
    } else {
      parts.push({ key, json: token });
      key = null;
    }
    at = end;
  }
  return parts;
}

/** Iterative, so that no nesting is too deep. */
function layOut(
  json: string,
  paths: ReadonlySet<string>,
  oneLine: number,
): { readonly text: string; readonly sightings: readonly Sighting[] } {
  const closings = matchBrackets(json);
  const out: string[] = [];
  let length = 0;
  const sightings: Sighting[] = [];
  const levels: Level[] = [];
  /** The key that waits for its value. */
  let key: { readonly name: string; readonly from: number } | null = null;

  const write = (text: string) => {
    out.push(text);
    length += text.length;
  };
  const breakLine = (level: Level, depth: number) =>
    write(level.inline ? ' ' : `\n${'  '.repeat(Math.min(depth, DEEPEST_INDENT))}`);
  const startItem = () => {
    const level = levels.at(-1);
    if (level === undefined || key !== null) return;
    if (level.count > 0) write(',');
    if (level.count > 0 || !level.isArray || !level.inline) breakLine(level, levels.length);
    level.count += 1;
  };
  const pathOfValue = () => {
    const level = levels.at(-1);
    if (level === undefined) return '';
    if (level.isArray) return `${level.path}[${level.count - 1}]`;
    return level.path === '' ? (key?.name ?? '') : `${level.path}.${key?.name}`;
  };

  for (let at = 0; at < json.length; ) {
    const character = json.charAt(at);
    const level = levels.at(-1);
    if (character === ',' || character === ':' || /\s/.test(character)) {
      at += 1;
    } else if (character === '}' || character === ']') {
      levels.pop();
      if (level && level.count > 0 && !(level.isArray && level.inline)) breakLine(level, levels.length);
      write(character);
      if (level?.opening) {
        const { path, opening } = level;
        sightings.push({ path, span: [opening[0], length], opening });
      }
      at += 1;
    } else if (level && !level.isArray && key === null) {
      const end = tokenEnd(json, at);
      startItem();
      key = { name: keyName(json.slice(at, end)), from: length };
      write(`${json.slice(at, end)}: `);
      at = end;
    } else {
      startItem();
      const path = paths.size === 0 ? '' : pathOfValue();
      const from = key?.from ?? length;
      const isWanted = paths.size > 0 && levels.length > 0 && paths.has(path);
      key = null;
      if (character === '{' || character === '[') {
        const size = (closings.get(at) ?? json.length) - at;
        const inline = level?.inline === true || size <= oneLine;
        write(character);
        levels.push({
          path,
          isArray: character === '[',
          inline,
          opening: isWanted ? [from, length] : null,
          count: 0,
        });
        at += 1;
      } else {
        const end = tokenEnd(json, at);
        write(json.slice(at, end));
        if (isWanted) sightings.push({ path, span: [from, length], opening: [from, length] });
        at = end;
      }
    }
  }
  return { text: out.join(''), sightings };
}

/** Splits a range of several lines into one range a line, without indentation. */
function perLine(text: string, [start, end]: Span): Span[] {
  const spans: Span[] = [];
  let at = start;
  for (const { 0: indent, index } of text.slice(start, end).matchAll(/\n */g)) {
    spans.push([at, start + index]);
    at = start + index + indent.length;
  }
  return [...spans, [at, end]];
}

/** The end of the string, number or word that starts at `start`. */
function tokenEnd(json: string, start: number): number {
  if (json.charAt(start) === '"') {
    let at = start + 1;
    while (at < json.length && json.charAt(at) !== '"') at += json.charAt(at) === '\\' ? 2 : 1;
    return at + 1;
  }
  let at = start + 1;
  while (at < json.length && !/[\s,:\]}]/.test(json.charAt(at))) at += 1;
  return at;
}

/** A key as written, as paths name it. */
export function keyName(token: string): string {
  const name: unknown = JSON.parse(token);
  return typeof name === 'string' ? name : token;
}

/** The offset of the closing bracket for each opening one. */
function matchBrackets(json: string): Map<number, number> {
  const closings = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charAt(at);
    if (character === '"') at = tokenEnd(json, at) - 1;
    else if (character === '{' || character === '[') open.push(at);
    else if (character === '}' || character === ']') {
      const from = open.pop();
      if (from !== undefined) closings.set(from, at);
    }
  }
  return closings;
}
