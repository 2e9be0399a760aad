/** Edits of a stream's events: selectors of events, and changes of the selected events. */

import { type Draft, isDraft, type ScriptedEvent } from '../../answers/script.ts';
import { jsonText } from '../../text/json-text.ts';
import { take, valueAt, write } from '../json-path.ts';
import { type ExchangeEdit, responseOf } from './edit.ts';

/** Selects events of a stream. Returns their indexes, from 0. */
export type Where = (events: readonly ScriptedEvent[]) => readonly number[];

/** Every chunk: events whose data is a JSON object. */
export const CHUNKS = chunksWith(() => true);

/** Every event, including the end mark. */
export const EVENTS: Where = (events) => [...events.keys()];

/** The events whose data is this text, such as an end mark. */
export function withData(text: string): Where {
  return (events) => events.flatMap(({ data }, at) => (data === text ? [at] : []));
}

/** @param position the index, from 0; from the end when negative */
export function nth(where: Where, position: number): Where {
  return (events) => {
    const found = where(events).at(position);
    return found === undefined ? [] : [found];
  };
}

export function first(where: Where): Where {
  return nth(where, 0);
}

export function last(where: Where): Where {
  return nth(where, -1);
}

export function but(where: Where, not: Where): Where {
  return (events) => {
    const left = not(events);
    return where(events).filter((at) => !left.includes(at));
  };
}

/** Writes a value to the path in the chunks. A function receives the current value and returns the new one. */
export function set(where: Where, path: string, value: unknown): ExchangeEdit {
  return onChunks(where, (chunk) => {
    const given = typeof value === 'function' ? value(valueAt(chunk, path)) : structuredClone(value);
    write(chunk, path, given);
  });
}

export function drop(where: Where, path: string): ExchangeEdit {
  return onChunks(where, (chunk) => take(chunk, path));
}

/** Gives every selected chunk its own value. `position` counts the selected chunks, from 0. */
export function setEach(where: Where, path: string, make: (position: number) => unknown): ExchangeEdit {
  return onChunks(where, (chunk, position) => write(chunk, path, make(position)));
}

/** Replaces the data with text. */
export function setText(where: Where, text: string): ExchangeEdit {
  return onEvents(where, (event) => ({ ...event, data: text }));
}

/** Replaces a chunk with text. */
export function setData(where: Where, data: (chunk: Draft) => string): ExchangeEdit {
  return onEvents(where, (event) => ({ ...event, data: data(chunkOf(event)) }));
}

/** Cuts the JSON of the chunks in half. */
export function halve(where: Where): ExchangeEdit {
  return setData(where, (chunk) => {
    const text = jsonText(chunk);
    return text.slice(0, text.length / 2);
  });
}

/** Adds lines before the data: comments or fields. */
export function addLines(where: Where, ...lines: readonly string[]): ExchangeEdit {
  return onEvents(where, (event) => ({ ...event, lines: [...event.lines, ...lines] }));
}

export function remove(where: Where): ExchangeEdit {
  return onStream((events) => {
    const found = hits(where, events);
    return events.filter((_, at) => !found.includes(at));
  });
}

/** Ends the stream after the last selected event. */
export function cutAfter(where: Where): ExchangeEdit {
  return onStream((events) => events.slice(0, (hits(where, events).at(-1) ?? 0) + 1));
}

/** What can be inserted into a stream: the data of an event, or a whole event. */
export type Inserted = Draft | string | ScriptedEvent;

/** Inserts events before the first selected event. */
export function insertBefore(where: Where, ...data: readonly Inserted[]): ExchangeEdit {
  return onStream((events) => events.toSpliced(hits(where, events)[0] ?? 0, 0, ...data.map(eventOf)));
}

/** Inserts events after the last selected event. */
export function insertAfter(where: Where, ...data: readonly Inserted[]): ExchangeEdit {
  return onStream((events) =>
    events.toSpliced((hits(where, events).at(-1) ?? 0) + 1, 0, ...data.map(eventOf)),
  );
}

/** Repeats the last selected event directly after it. */
export function repeat(where: Where): ExchangeEdit {
  return onStream((events) => {
    const at = hits(where, events).at(-1) ?? 0;
    return events.toSpliced(at + 1, 0, ...events.slice(at, at + 1).map(eventOf));
  });
}

/** Moves the events `moved`, in their order, before the first event of `where`. */
export function moveBefore(moved: Where, where: Where): ExchangeEdit {
  return onStream((events) => move(events, hits(moved, events), hits(where, events)[0] ?? 0));
}

/** Moves the events `moved`, in their order, after the last event of `where`. */
export function moveAfter(moved: Where, where: Where): ExchangeEdit {
  return onStream((events) => move(events, hits(moved, events), (hits(where, events).at(-1) ?? 0) + 1));
}

/** Reorders the selected events. */
export function reorder(
  where: Where,
  order: (positions: readonly number[]) => readonly number[],
): ExchangeEdit {
  return onStream((events) => {
    const found = hits(where, events);
    const ordered = order(found).map((at) => events[at]);
    return events.map((event, at) => ordered[found.indexOf(at)] ?? event);
  });
}

/** Selects the events whose chunk satisfies the predicate. */
export function chunksWith(holds: (chunk: Draft) => boolean): Where {
  return (events) => events.flatMap(({ data }, at) => (isDraft(data) && holds(data) ? [at] : []));
}

export function both(one: Where, other: Where): Where {
  return (events) => {
    const found = other(events);
    return one(events).filter((at) => found.includes(at));
  };
}

function hits(where: Where, events: readonly ScriptedEvent[]): readonly number[] {
  const found = where(events);
  if (found.length === 0) throw new Error('no event of the stream is the one to edit');
  return found;
}

/** Changes the list of events. */
export function onStream(change: (events: ScriptedEvent[]) => ScriptedEvent[]): ExchangeEdit {
  return (exchange) => {
    const { body } = responseOf(exchange);
    if (body.kind !== 'stream') throw new Error('the answer is no stream');
    body.events = change(body.events);
  };
}

/** Keeps the first events, then ends the stream with an error. */
export function breakAfter(count: number, error: ScriptedEvent): ExchangeEdit {
  return onStream((events) => {
    if (events.length < count) throw new Error('the stream is too short to break');
    return [...events.slice(0, count), structuredClone(error)];
  });
}

function onEvents(where: Where, change: (event: ScriptedEvent) => ScriptedEvent): ExchangeEdit {
  return onStream((events) => {
    const found = hits(where, events);
    return events.map((event, at) => (found.includes(at) ? change(event) : event));
  });
}

function onChunks(where: Where, change: (chunk: Draft, position: number) => void): ExchangeEdit {
  return onStream((events) => {
    for (const [position, at] of hits(where, events).entries()) change(chunkOf(events[at]), position);
    return events;
  });
}

function chunkOf(event: ScriptedEvent | undefined): Draft {
  if (!isDraft(event?.data)) throw new Error('the event is no chunk');
  return event.data;
}

function eventOf(inserted: Inserted): ScriptedEvent {
  const event = isEvent(inserted) ? inserted : { lines: [], data: inserted };
  return structuredClone(event);
}

function isEvent(inserted: Inserted): inserted is ScriptedEvent {
  return typeof inserted === 'object' && Array.isArray(inserted.lines);
}

function move(events: ScriptedEvent[], moved: readonly number[], to: number): ScriptedEvent[] {
  const stays = (at: number) => !moved.includes(at);
  return [
    ...events.slice(0, to).filter((_, at) => stays(at)),
    ...events.filter((_, at) => !stays(at)),
    ...events.slice(to).filter((_, at) => stays(at + to)),
  ];
}

/** Returns true for a value that is not undefined, null or empty text. */
export function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
