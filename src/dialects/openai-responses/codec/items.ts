/**
 * Assembles the items of an answer as a lenient client would ("OpenAI Responses" in docs/reading.md). An event belongs
 * to the item with its `output_index`, otherwise with its `item_id`, otherwise to the last open item.
 */

import { isFilledText, isNatural, listOf } from '../../../reading/presence.ts';
import type { Seen } from '../../../reading/reading.ts';
import { groupBy } from '../../../text/group-by.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { type EventKind, indexMember } from './events.ts';

/** A whole copy of an item, in one of the places where a stream or a body has it. */
export interface ItemCopy {
  readonly stage: 'added' | 'done' | 'final';
  readonly json: JsonObject;
  readonly event: number | null;
  readonly path: string;
}

/** A text that arrives in pieces and then whole: arguments, or a part of content or of a summary. */
export interface Thread {
  /** Its `content_index` or `summary_index`; without one, its position. Null for arguments. */
  readonly index: Json;
  /** True if an event announced it. */
  opened: boolean;
  readonly deltas: Seen[];
  readonly wholes: Seen[];
  /** The part as repeated by its own done event. */
  readonly parts: Seen[];
}

export interface Item {
  /** The `output_index` of its events; in a buffered answer, its position. */
  readonly index: Json;
  added: ItemCopy | null;
  readonly done: ItemCopy[];
  final: ItemCopy | null;
  /** The position in the terminal list. */
  finalAt: number | null;
  readonly arguments: Thread;
  readonly content: Thread[];
  readonly summary: Thread[];
  /** The names that arguments.done events repeat. */
  readonly namesInDone: Seen[];
}

/** An event about an item, with the state of the item when it arrived. */
export interface PlacedEvent {
  readonly event: number | null;
  readonly type: string;
  readonly kind: Extract<EventKind, { about: 'item' | 'inside' }>;
  readonly json: JsonObject;
  readonly item: Item;
  /** The state of the item before this event: not announced, announced, or done. */
  readonly standing: 'unopened' | 'open' | 'closed';
  /** True if the part that the event is about was announced. */
  readonly partOpened: boolean;
}

/** Collects the items of a stream while its events are read. */
export class ItemsOfStream {
  readonly items: Item[] = [];
  readonly placed: PlacedEvent[] = [];
  /** Subsets of `placed`: events that announce or close an item, and events about its parts. */
  readonly itemEvents: PlacedEvent[] = [];
  readonly inside: PlacedEvent[] = [];
  /** Items that only the terminal list has. */
  readonly unannounced = new Set<Item>();
  readonly #byIndex = new Map<number, Item>();
  readonly #byId = new Map<string, Item>();
  #lastOpen: Item | null = null;

  /** Reads `output_item.added` or `.done`. */
  addItem(
    event: number,
    type: string,
    kind: PlacedEvent['kind'] & { about: 'item' },
    json: JsonObject,
  ): void {
    const value = json['item'];
    const copy = isObject(value) ? value : {};
    const [index, id] = [json['output_index'], copy['id']];
    const closed = kind.opens ? undefined : (this.#find(index, id) ?? this.#unnamed(index, id));
    const item = closed ?? this.#open(index, id);
    const placed = { event, type, kind, json, item, standing: standingOf(item), partOpened: true };
    this.placed.push(placed);
    this.itemEvents.push(placed);
    if (!isObject(value)) return;
    if (kind.opens) item.added = { stage: 'added', json: copy, event, path: 'item' };
    else item.done.push({ stage: 'done', json: copy, event, path: 'item' });
    if (!kind.opens && this.#lastOpen === item) this.#lastOpen = null;
  }

  /** Reads an event inside an item. */
  addInside(
    event: number,
    type: string,
    kind: Extract<EventKind, { about: 'inside' }>,
    json: JsonObject,
  ): void {
    const index = json['output_index'];
    const id = json['item_id'];
    const item = this.#find(index, id) ?? this.#lastOpen ?? this.#stub(index, id);
    // Clients do not read function arguments from the events of a custom tool.
    const isForeign = typeOf(item) === 'function_call' && type.startsWith('response.custom_tool_call_input.');
    const thread = kind.strand === null || isForeign ? null : threadOf(item, kind, json);
    const partOpened = thread === null || thread.opened;
    const placed = { event, type, kind, json, item, standing: standingOf(item), partOpened };
    this.placed.push(placed);
    this.inside.push(placed);
    if (thread === null || kind.piece === null) return;
    const seen = { value: json[kind.member], event, path: kind.member };
    if (kind.piece === 'delta') thread.deltas.push(seen);
    else if (kind.piece === 'whole') thread.wholes.push(seen);
    else if (kind.piece === 'part') thread.parts.push(seen);
    else thread.opened = true;
    if (kind.strand === 'arguments' && kind.piece === 'whole' && json['name'] !== undefined) {
      item.namesInDone.push({ value: json['name'], event, path: 'name' });
    }
  }

  /** Matches the terminal list with the items: by id, then by call_id, then by position if both sides are unmatched. */
  addFinal(output: Json, event: number | null, path: string): void {
    const copies = listOf(output).map((json, at): ItemCopy | null =>
      isObject(json) ? { stage: 'final', json, event, path: `${path}[${at}]` } : null,
    );
    const left = new Set(this.items);
    const lay = (item: Item, copy: ItemCopy, at: number) => {
      item.final = copy;
      item.finalAt = at;
      left.delete(item);
      copies[at] = null;
    };
    for (const member of ['id', 'call_id']) {
      const named = (copy: ItemCopy | null) =>
        copy !== null && isFilledText(copy.json[member]) ? copy.json[member] : undefined;
      // Reversed, because items are taken from the end, the first one first.
      const waiting = groupBy([...left].reverse(), (item) => named(toldOf(item)));
      for (const [at, copy] of copies.entries()) {
        const key = named(copy);
        const item = key === undefined ? undefined : waiting.get(key)?.pop();
        if (copy !== null && item !== undefined) lay(item, copy, at);
      }
    }
    for (const [at, item] of this.items.entries()) {
      const place = isNatural(item.index) ? item.index : at;
      const copy = copies[place];
      if (copy != null && left.has(item) && isOfOneType(toldOf(item), copy)) lay(item, copy, place);
    }
    for (const [at, copy] of copies.entries()) {
      if (copy === null) continue;
      const item = { ...newItem(at), final: copy, finalAt: at };
      this.unannounced.add(item);
    }
  }

  /** Finds the item by its index; if several were opened there, by the id. */
  #find(index: Json, id: Json): Item | undefined {
    const named = isFilledText(id) ? this.#byId.get(id) : undefined;
    if (named !== undefined && named.index === index) return named;
    return (isNatural(index) ? this.#byIndex.get(index) : undefined) ?? named;
  }

  /** An event without an index and an id belongs to the item that was opened last. */
  #unnamed(index: Json, id: Json): Item | undefined {
    return isNatural(index) || isFilledText(id) ? undefined : (this.#lastOpen ?? undefined);
  }

  #open(index: Json, id: Json): Item {
    // Early events may have created the item already.
    const early = this.#find(index, id);
    const item =
      early !== undefined && early.added === null && early.done.length === 0 ? early : this.#stub(index, id);
    this.#lastOpen = item;
    return item;
  }

  #stub(index: Json, id: Json): Item {
    const item = newItem(index);
    this.items.push(item);
    if (isNatural(index)) this.#byIndex.set(index, item);
    if (isFilledText(id)) this.#byId.set(id, item);
    return item;
  }
}

/** Returns the copy that the events have. */
function toldOf({ done, added }: Item): ItemCopy | null {
  return done[0] ?? added;
}

/** Returns true unless the types differ. A copy without a type matches any type. */
function isOfOneType(told: ItemCopy | null, { json: { type } }: ItemCopy): boolean {
  const known = told?.json['type'];
  return !isFilledText(known) || !isFilledText(type) || known === type;
}

/** The items of a buffered answer. */
export function itemsOfBody(output: Json): Item[] {
  return listOf(output).flatMap((json, at) => {
    if (!isObject(json)) return [];
    const final: ItemCopy = { stage: 'final', json, event: null, path: `output[${at}]` };
    return [{ ...newItem(at), final, finalAt: at }];
  });
}

/**
 * Returns the authoritative copy: from output_item.done, otherwise from the terminal list, otherwise from the
 * announcement.
 */
export function copyOf({ done, final, added }: Item): ItemCopy | null {
  return done[0] ?? final ?? added;
}

/** The call types that a client answers, with the member that has the tool's input. */
export const GIVEN: Readonly<Record<string, string>> = {
  function_call: 'arguments',
  custom_tool_call: 'input',
};

/** Returns all copies, in the order of the wire. */
export function copiesOf({ added, done, final }: Item): ItemCopy[] {
  return [...(added === null ? [] : [added]), ...done, ...(final === null ? [] : [final])];
}

export function typeOf(item: Item): string {
  const type = copyOf(item)?.json['type'];
  return typeof type === 'string' ? type : '';
}

/** Joins the strings among the values. */
export function joined(pieces: readonly Seen[]): string {
  let text = '';
  for (const { value } of pieces) if (typeof value === 'string') text += value;
  return text;
}

function newItem(index: Json): Item {
  return {
    index,
    added: null,
    done: [],
    final: null,
    finalAt: null,
    arguments: newThread(null),
    content: [],
    summary: [],
    namesInDone: [],
  };
}

function newThread(index: Json): Thread {
  return { index, opened: false, deltas: [], wholes: [], parts: [] };
}

function standingOf({ added, done }: Item): PlacedEvent['standing'] {
  if (done.length > 0) return 'closed';
  return added === null ? 'unopened' : 'open';
}

function threadOf(
  item: Item,
  { strand, piece }: Extract<EventKind, { about: 'inside' }>,
  json: JsonObject,
): Thread {
  const member = indexMember(strand);
  if (member === null) return item.arguments;
  const threads = strand === 'summary' ? item.summary : item.content;
  const index = json[member];
  const last = threads.at(-1);
  // Fast path: an event nearly always continues the last part. A part without an index also does, unless it opens a new
  // one.
  if (last !== undefined && last.index === index && isNatural(index)) return last;
  if (!isNatural(index)) {
    if (last !== undefined && piece !== 'opening') return last;
    const next = newThread(threads.length);
    threads.push(next);
    return next;
  }
  const known = threads.find((thread) => thread.index === index);
  if (known !== undefined) return known;
  const thread = newThread(index);
  threads.push(thread);
  return thread;
}
