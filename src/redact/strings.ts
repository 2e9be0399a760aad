/** Visits the strings of a body with their places: strings of JSON, of JSON in server-sent events, and plain lines. */

import type { Range } from './overlap.ts';

/** Receives the strings. Offsets are offsets in the body; `end` is after the last byte. */
export interface StringVisitor {
  /** A JSON text, complete or broken, with the lines that contain it. */
  json(lines: readonly Range[]): void;
  /**
   * Text that a client reads as one string, without the quotes of JSON.
   *
   * @param escaped true when a backslash starts an escape, as in JSON
   * @param path Strings with the same path may be pieces of one text. They are the same member of consecutive JSON
   * texts,   or the same field of events. Elements of one array have the same path; elements of different arrays do
   * not.
   * @param element the position of the surrounding elements in the arrays of the path. A member such as `index` or
   * `output_index` of a surrounding object replaces the position.
   */
  string(start: number, end: number, escaped: boolean, path: string, element: string): void;
  /** The name of a member. */
  name(start: number, end: number): void;
  /** A number, `true`, or any other JSON value without quotes. */
  bare(start: number, end: number): void;
}

/**
 * Visits the strings of byte text. Broken JSON is read as far as possible, because a cut-off stream also has strings.
 */
export function visitStrings(body: string, visitor: StringVisitor): void {
  if (startsJson(body, 0)) readJson(body, [{ start: 0, end: body.length }], visitor);
  else readLines(body, visitor);
}

const BYTE_ORDER_MARK = '\u00EF\u00BB\u00BF';

function startsJson(body: string, from: number): boolean {
  let at = from + (body.startsWith(BYTE_ORDER_MARK, from) ? BYTE_ORDER_MARK.length : 0);
  while (isBlank(body.charCodeAt(at))) at += 1;
  const first = body.charCodeAt(at);
  return first === OPEN_BRACE || first === OPEN_BRACKET || first === QUOTE;
}

function readLines(body: string, visitor: StringVisitor): void {
  let data: Range[] = [];
  const endEvent = () => {
    const [first] = data;
    if (first === undefined) return;
    if (startsJson(body, first.start)) readJson(body, data, visitor);
    else for (const { start, end } of data) visitor.string(start, end, false, 'data', '');
    data = [];
  };
  for (let start = body.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0; start < body.length; ) {
    LINE_END.lastIndex = start;
    const terminator = LINE_END.exec(body);
    const end = terminator?.index ?? body.length;
    FIELD.lastIndex = start;
    const [prefix = '', field = ''] = FIELD.exec(body) ?? [];
    const value = Math.min(start + prefix.length, end);
    if (start === end) endEvent();
    else if (field === 'data') data.push({ start: value, end });
    else visitor.string(value, end, false, `field ${field}`, '');
    start = end + (terminator?.[0].length ?? 0);
  }
  endEvent();
}

const LINE_END = /\r\n|\r|\n/gu;
/** Matches the name of an event field, including the colon and one space. The name is empty for a comment. */
const FIELD = /([a-z]*): ?/uy;

/** One object or array around a string. */
interface Level {
  readonly parent: Level | undefined;
  readonly depth: number;
  readonly isArray: boolean;
  readonly path: string;
  /** The position in the array that contains it; undefined in an object. */
  readonly place: number | undefined;
  /** The name of the current member; `position` is that of the current element. */
  name: string;
  position: number;
  /** The members of this object that give its position, such as `index` and `output_index`. */
  index: string | undefined;
  /** True when the next string is the name of a member. */
  atName: boolean;
}

/** The maximum depth of a path. Deeper strings share it, so that the cost of nesting stays linear. */
const DEEPEST = 24;
/** The maximum depth of tracked levels. Deeper levels are only counted. */
const MOST_LEVELS = 1000;
/** The maximum number of strings that wait for the indexes of the surrounding objects. */
const MOST_WAITING = 10_000;

function readJson(body: string, lines: readonly Range[], visitor: StringVisitor): void {
  visitor.json(lines);
  const waiting = new WaitingStrings(visitor);
  let level: Level | undefined;
  let below = 0;
  for (const { start, end } of lines) {
    for (let at = start; at < end; ) {
      const character = body.charCodeAt(at);
      let next = at + 1;
      if (character === QUOTE) {
        const close = closingQuote(body, next, end);
        if (level?.atName) {
          level.name = body.slice(next, close);
          visitor.name(next, close);
        } else if (close > next) waiting.add(next, close, level);
        next = close + 1;
      } else if (character === OPEN_BRACE || character === OPEN_BRACKET) {
        if (level?.depth === MOST_LEVELS) below += 1;
        else level = levelIn(level, character === OPEN_BRACKET);
      } else if (character === CLOSE_BRACE || character === CLOSE_BRACKET) {
        if (below > 0) below -= 1;
        else level = level?.parent;
      } else if (character === COMMA) {
        if (level?.isArray) level.position += 1;
        else if (level) level.atName = true;
      } else if (character === COLON) {
        if (level) level.atName = false;
      } else if (!isBlank(character)) {
        next = bareEnd(body, at, end);
        visitor.bare(at, next);
        if (level?.name.endsWith('index'))
          level.index = `${level.index ?? ''}${level.name}${body.slice(at, next)}`;
      }
      at = next;
    }
  }
  waiting.flush();
}

function levelIn(parent: Level | undefined, isArray: boolean): Level {
  return {
    parent,
    depth: (parent?.depth ?? 0) + 1,
    isArray,
    path: pathIn(parent),
    place: parent?.isArray ? parent.position : undefined,
    name: '',
    position: 0,
    index: undefined,
    atName: !isArray,
  };
}

function pathIn(level: Level | undefined): string {
  if (level === undefined) return '/';
  if (level.depth > DEEPEST) return level.path;
  return level.isArray ? `${level.path}[]` : `${level.path}/${level.name}`;
}

/** Delays strings until their element is known, because an index may follow them in its object. */
class WaitingStrings {
  readonly #visitor: StringVisitor;
  #strings: { start: number; end: number; path: string; level: Level | undefined; place: string }[] = [];

  constructor(visitor: StringVisitor) {
    this.#visitor = visitor;
  }

  add(start: number, end: number, level: Level | undefined): void {
    const place = level?.isArray ? `${level.position}` : '';
    this.#strings.push({ start, end, path: pathIn(level), level, place });
    if (this.#strings.length >= MOST_WAITING) this.flush();
  }

  flush(): void {
    for (const { start, end, path, level, place } of this.#strings) {
      this.#visitor.string(start, end, true, path, elementOf(level, place));
    }
    this.#strings = [];
  }
}

function elementOf(level: Level | undefined, place: string): string {
  let element = place;
  for (let around = level, steps = 0; around && steps < DEEPEST; around = around.parent, steps += 1) {
    const told = around.index ?? around.place;
    if (told !== undefined) element = `${told} ${element}`;
  }
  return element;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

function isBlank(character: number): boolean {
  return character === 0x20 || character === 0x09 || character === 0x0a || character === 0x0d;
}

/** Returns the offset of the quote that ends a string; `end` when there is none. */
function closingQuote(body: string, from: number, end: number): number {
  for (let quote = body.indexOf('"', from); quote >= 0 && quote < end; quote = body.indexOf('"', quote + 1)) {
    let before = quote;
    while (before > from && body[before - 1] === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote;
  }
  return end;
}

const BARE_END = /[\s"{}[\]:,]/gu;

function bareEnd(body: string, from: number, end: number): number {
  BARE_END.lastIndex = from + 1;
  const found = BARE_END.exec(body)?.index ?? end;
  return Math.min(found, end);
}
