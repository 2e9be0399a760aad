/** The strings of a body, with their places in it: those of JSON, of JSON in server-sent events, and plain lines. */

import type { Range } from './overlap.ts';

/** What a reading finds. Offsets are those of the body, `end` is after the last byte. */
export interface StringVisitor {
  /** A JSON text, whole or broken: the lines that it stands in. */
  json(lines: readonly Range[]): void;
  /**
   * Text that a client reads as one string; the quotes of JSON are not part of it.
   *
   * @param escaped Written as in JSON: a backslash begins an escape.
   * @param path Strings with the same path may be pieces of one: they are the same member of consecutive JSON texts, or
   *   the same field of events. Elements of one array have the same path; those of different arrays have not.
   * @param element Which elements of the arrays on the path they are in, by position, and what the objects around them
   *   say of their place: members such as `index` or `output_index`, which count before the position.
   */
  string(start: number, end: number, escaped: boolean, path: string, element: string): void;
  /** The name of a member. */
  name(start: number, end: number): void;
  /** A number, `true`, or whatever else stands in JSON without quotes. */
  bare(start: number, end: number): void;
}

/** Reads byte text. What is broken is read as far as it goes: a stream that was cut off holds strings too. */
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
/** The name of a field of an event, colon and one space included; empty for a comment. */
const FIELD = /([a-z]*): ?/uy;

/** One object or array around a string. */
interface Level {
  readonly parent: Level | undefined;
  readonly depth: number;
  readonly isArray: boolean;
  readonly path: string;
  /** Its position in the array that it is an element of; undefined in an object. */
  readonly place: number | undefined;
  /** Of the current member or element in it. */
  name: string;
  position: number;
  /** The members of this object that say where it belongs: `index`, `output_index` and the like. */
  index: string | undefined;
  /** The next string is the name of a member. */
  atName: boolean;
}

/** Deeper strings are taken to stand at the same place: nesting must not cost more than it is long. */
const DEEPEST = 24;
/** Levels below these are counted only. */
const MOST_LEVELS = 1000;
/** Strings that wait for the indexes of the objects around them. */
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

/** Strings whose elements are not known yet: an index may stand after them in its object. */
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

/** The offset of the quote that ends a string; `end` when there is none. */
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
