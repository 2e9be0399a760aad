/**
 * A YAML file, read by js-yaml. Places for errors come from the offsets of its events. This is twice as fast as a tree of
 * nodes, which only errors would need.
 */
import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type Schema,
  YAMLException,
} from 'js-yaml';
import type * as z from 'zod';
import { isObject, type JsonObject } from '../../text/json.ts';
import { CassetteError } from './cassette.ts';
import { refuseBomb } from './yaml-aliases.ts';
import { bytesTag, YAML_1_2 } from './yaml-schema.ts';

export type YamlPath = readonly PropertyKey[];

const encoder = new TextEncoder();
const LINE_SEPARATORS = /[\u2028\u2029]/;
/** The event of the root value; event 0 is the document. */
const ROOT = 1;
/** A limit that is deeper than any recording, and safe for the stack. */
const DEEPEST = 1000;
/** The file is parsed again for each line with too little indentation, at most this often. */
const MOST_LINES = 200;
const MOST_READ_AGAIN = 32 * 1024 * 1024;

/** A parsed file with the places of its fields. */
export class YamlFile {
  #text: string;
  readonly #file: string;
  readonly #events: readonly Event[];
  readonly #value: unknown;
  /** For the event of each collection, the events of its children; for a mapping: key, value, key, value. */
  readonly #children = new Map<number, readonly number[]>();
  readonly #firstLine: number;
  /** The last offset and its line. Callers ask in order, so the search continues from here. */
  #known: { readonly offset: number; readonly line: number };

  /**
   * @param schema The schema of another recorder's YAML.
   * @param firstLine The line of the text in the file, if the file has several documents.
   * @throws {CassetteError} when the text is not YAML.
   */
  constructor(text: string, file: string, schema: Schema = YAML_1_2, firstLine = 1) {
    this.#text = text;
    this.#file = file;
    this.#firstLine = firstLine;
    this.#known = { offset: 0, line: firstLine };
    try {
      const { events, source } =
        schema === YAML_1_2 ? { events: eventsOf(text), source: text } : loosely(text);
      this.#text = source;
      refuseBomb(events, source);
      this.#events = events;
      const [value, ...others] = constructFromEvents(events, { source, schema });
      if (others.some((other) => other !== undefined && other !== null)) throw this.#severalDocuments();
      this.#value = value;
    } catch (error) {
      throw this.#unreadable(error);
    }
  }

  /** The error for a file with several documents, because only one would be read. */
  #severalDocuments(): CassetteError {
    const second = this.#events.findIndex(({ type }, at) => type === EVENT_ID.DOCUMENT && at > 0);
    const line = this.#lineAt(offsetOf(this.#events[second + 1]) ?? 0);
    return new CassetteError(
      this.#file,
      { line },
      'begins another document of YAML; put each into a file of its own',
    );
  }

  #unreadable(error: unknown): unknown {
    if (!(error instanceof YAMLException) || error.mark === undefined) return error;
    const { position } = error.mark;
    const problem = error.reason.includes(bytesTag.tagName) ? '!!binary holds no whole base64' : error.reason;
    const whole = this.#text.trimEnd();
    const endsTooEarly =
      isOfTheEnd(error.reason) && (position >= whole.length || !whole.slice(position).includes('\n'));
    return new CassetteError(
      this.#file,
      { line: this.#lineAt(Math.min(position, whole.length)) },
      endsTooEarly
        ? `is not whole YAML: it ends too early (${problem}); restore it, or record it again`
        : `is not YAML: ${problem}; mend the line, or record it again`,
    );
  }

  /** The mapping at the top of the file. */
  root(): JsonObject {
    const root = this.#value;
    if (root === undefined || root === null) {
      throw new CassetteError(this.#file, {}, 'is empty; restore it, or record it again');
    }
    if (!isObject(root)) {
      const problem = 'is no go-vcr recording, which is a mapping with version and interactions';
      throw new CassetteError(this.#file, { line: this.#firstLine }, problem);
    }
    return root;
  }

  check<T>(place: YamlPath, schema: z.ZodType<T>, value: unknown): T {
    const read = schema.safeParse(value);
    if (!read.success) throw this.issue(place, read.error.issues[0]);
    return read.data;
  }

  issue(place: YamlPath, issue: z.core.$ZodIssue | undefined): CassetteError {
    const [key] = issue?.code === 'unrecognized_keys' ? issue.keys : [];
    if (key !== undefined) return this.error([...place, key], 'is an unknown key; remove it');
    const inner = [...place, ...(issue?.path ?? [])];
    const problem = issue?.message ?? 'is not as expected';
    const hasNextStep = problem.includes('; ');
    return this.error(inner, hasNextStep ? problem : `${problem}; restore the file, or record it again`);
  }

  error(place: YamlPath, problem: string): CassetteError {
    return new CassetteError(this.#file, { line: this.line(place), field: fieldPath(place) }, problem);
  }

  /** The error of a file that ends before its last interaction does. */
  cutOff(place: YamlPath, missing: string): CassetteError {
    const line = this.#lineAt(this.#text.trimEnd().length);
    const problem = `is cut off: ${missing}; restore the file, or record it again`;
    return new CassetteError(this.#file, { line, field: fieldPath(place) }, problem);
  }

  /** The line of a field; for a missing field, that of the nearest thing around it. */
  line(place: YamlPath): number {
    return this.#lineAt(this.#find(place).offset);
  }

  /** The exact bytes of a body. */
  bytes(place: YamlPath, body: string | Uint8Array): Uint8Array {
    if (typeof body !== 'string') return body;
    if (!body.isWellFormed())
      throw this.error(place, 'holds half of a surrogate pair; keep such bytes in !!binary');
    return encoder.encode(LINE_SEPARATORS.test(body) ? this.#withoutBreakIndent(place, body) : body);
  }

  /**
   * Removes indentation that Go's library adds after line and paragraph separators, which end a line in YAML 1.1. In YAML 1.2
   * they do not, so the indentation would become part of the text.
   */
  #withoutBreakIndent(place: YamlPath, body: string): string {
    const { event } = this.#find(place);
    if (event?.type !== EVENT_ID.SCALAR) return body;
    if (event.style === SCALAR_STYLE.SINGLE_QUOTED) return body.replace(/([\u2028\u2029]) +/g, '$1');
    if (event.style !== SCALAR_STYLE.LITERAL_BLOCK) return body;
    return body.replace(new RegExp(`([\\u2028\\u2029]) {${event.indent}}`, 'g'), '$1');
  }

  /** The event at a place, and its offset; for a missing place, no event and the offset of the nearest thing around it. */
  #find(place: YamlPath): { readonly event: Event | undefined; readonly offset: number } {
    let at = ROOT;
    let offset = offsetOf(this.#events[at]) ?? 0;
    for (const key of place) {
      const child = this.#child(at, key);
      if (child === null) return { event: undefined, offset };
      at = child.at;
      // A text may start on the line after its key, so its place is that of the key.
      offset = offsetOf(this.#events[child.lead]) ?? offset;
    }
    return { event: this.#events[at], offset };
  }

  /** The event of a child, and the event that gives its place. */
  #child(parent: number, key: PropertyKey): { readonly at: number; readonly lead: number } | null {
    const children = this.#childrenOf(parent);
    if (this.#events[parent]?.type === EVENT_ID.SEQUENCE) {
      const at = children[Number(key)];
      return at === undefined ? null : { at, lead: at };
    }
    for (let pair = 0; pair + 1 < children.length; pair += 2) {
      const [keyAt = 0, at = 0] = children.slice(pair, pair + 2);
      const event = this.#events[keyAt];
      if (event?.type !== EVENT_ID.SCALAR || getScalarValue(this.#text, event) !== key) continue;
      return { at, lead: this.#events[at]?.type === EVENT_ID.SCALAR ? keyAt : at };
    }
    return null;
  }

  #childrenOf(parent: number): readonly number[] {
    const known = this.#children.get(parent);
    if (known !== undefined) return known;
    const children: number[] = [];
    if (opens(this.#events[parent])) {
      let depth = 1;
      for (let at = parent + 1; depth > 0 && at < this.#events.length; at += 1) {
        const event = this.#events[at];
        if (event?.type === EVENT_ID.POP) {
          depth -= 1;
          continue;
        }
        if (depth === 1) children.push(at);
        if (opens(event)) depth += 1;
      }
    }
    this.#children.set(parent, children);
    return children;
  }

  #lineAt(offset: number): number {
    let { offset: at, line } =
      offset < this.#known.offset ? { offset: 0, line: this.#firstLine } : this.#known;
    for (
      let next = this.#text.indexOf('\n', at);
      next >= 0 && next < offset;
      next = this.#text.indexOf('\n', at)
    ) {
      at = next + 1;
      line += 1;
    }
    this.#known = { offset: at, line };
    return line;
  }
}

/** Returns false for errors that do not mean that the file was cut off: a repeated key, an unknown alias, too many levels. */
function isOfTheEnd(reason: string): boolean {
  return !/^(?:duplicated mapping key|unidentified alias|nesting exceeded|tab characters|unknown .*tag)/u.test(
    reason,
  );
}

function opens(event: Event | undefined): boolean {
  return event?.type === EVENT_ID.MAPPING || event?.type === EVENT_ID.SEQUENCE;
}

/** The offset of an event; undefined for a key or a dash without a value. */
function offsetOf(event: Event | undefined): number | undefined {
  if (event === undefined) return undefined;
  const offset = 'start' in event ? event.start : 'valueStart' in event ? event.valueStart : -1;
  return offset < 0 ? undefined : offset;
}

export function fieldPath(place: YamlPath): string {
  return place.reduce<string>((path, key) => {
    if (typeof key === 'number') return `${path}[${key}]`;
    return path === '' ? String(key) : `${path}.${String(key)}`;
  }, '');
}

function eventsOf(text: string): Event[] {
  return parseEvents(text, { maxDepth: DEEPEST });
}

/**
 * Accepts a quoted text or a bracketed list that continues at the column of its key: PyYAML allows this, and formatters
 * produce it. Leading white space of such a line is not part of the value, so adding a space changes nothing.
 */
function loosely(text: string): { events: Event[]; source: string } {
  let source = text;
  for (let lines = 0; ; lines += 1) {
    try {
      return { events: eventsOf(source), source };
    } catch (error) {
      if (!(error instanceof YAMLException) || error.mark === undefined || lines === MOST_LINES) throw error;
      if (error.reason !== 'deficient indentation' || lines * text.length > MOST_READ_AGAIN) throw error;
      const { position } = error.mark;
      source = `${source.slice(0, position)} ${source.slice(position)}`;
    }
  }
}
