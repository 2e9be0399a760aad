/** A streamed answer, event by event: decides what is shown, folded and left out. */
import type { HttpResponse } from '../../../evidence/exchange.ts';
import type { SseComment, SseEvent, SseStream } from '../../../evidence/sse/events.ts';
import type { Reading, Turn } from '../../../reading/reading.ts';
import { signOf } from '../../../results/signs.ts';
import type { Piece } from '../../../text/display.ts';
import { parseJson } from '../../../text/wire-text.ts';
import { type AdditionKind, additionsOf } from './timeline-additions.ts';
import {
  type Arrival,
  type ArrivalSpan,
  type ArrivalsModel,
  arrivalsModel,
  arrivalsOf,
  longestWait,
} from './timeline-arrivals.ts';
import { type Allowance, shownData } from './timeline-data.ts';
import type { EventMark, EventModel, VerdictFinding } from './timeline-event.ts';
import { type Comments, type RowDraft, type TimelineRow, timelineRows } from './timeline-rows.ts';
import { MOST_CALLS } from './timeline-turn.ts';

export interface StreamModel {
  readonly kind: 'stream';
  readonly rows: readonly TimelineRow[];
  readonly events: number;
  readonly comments: number;
  /** Null if the recording has no times. */
  readonly arrivals: ArrivalsModel | null;
}

/** The additional room for each event with a fault, in characters. */
const LONGEST_AMISS = 6000;
const LONGEST_EVENT = 3000;
/** The least that is shown of an event, in characters. */
const SHORTEST_CUT = 160;
const LONGEST_EXCERPT = 160;
/** The number of events that are shown on each side of one with a finding, and at the end. */
const AROUND = 3;

export function streamModel(
  reading: Reading,
  { events, comments }: SseStream,
  { chunks }: HttpResponse,
  findings: readonly VerdictFinding[],
  allowance: Allowance,
): { readonly answer: StreamModel; readonly rest: readonly VerdictFinding[] } {
  const { byEvent, rest } = placed(findings, events.length);
  const additions = additionsOf(reading.turn);
  const { ofEvents: arrivals, ofComments } = arrivalsInOrder(events, comments, chunks);
  const firsts = firstsOf(reading.turn);
  const isShown = shownEvents(events.length, allowance.events, [
    ...byEvent.keys(),
    ...reading.turn.calls.slice(0, MOST_CALLS).map(({ event }) => event),
    ...Object.values(firsts),
    longestWait(arrivals)?.event ?? null,
  ]);
  let left = allowance.characters;
  const drafts = events.map((event, at): RowDraft => {
    const own = byEvent.get(event.number) ?? [];
    const adds = additions.get(event.number) ?? [];
    const arrival = arrivals[at] ?? null;
    if (!isShown(event.number)) return { number: event.number, arrival, adds, model: null, quiet: true };
    const longest = isAmiss(own) ? LONGEST_AMISS : Math.max(SHORTEST_CUT, Math.min(LONGEST_EVENT, left));
    left -= Math.min(longest, event.data.length);
    const isUnderstood = adds.length > 0 || parseJson(event.data) !== undefined;
    const isEdge = at === 0 || at === events.length - 1;
    const model: EventModel = {
      number: event.number,
      offset: event.start,
      arrival,
      name: event.name,
      terminated: event.terminated,
      marks: marksOf(event.number, firsts, reading.lastEvent),
      adds,
      data: eventData(event.data, own, longest),
      excerpt: event.data.slice(0, LONGEST_EXCERPT).toWellFormed(),
      changed: changedIn(event.data, events[at - 1]?.data ?? ''),
      length: event.data.length,
      findings: own,
    };
    const quiet = !isEdge && own.length === 0 && isUnderstood && adds.every(({ kind }) => QUIET.has(kind));
    return { number: event.number, arrival, adds, model, quiet };
  });
  const answer: StreamModel = {
    kind: 'stream',
    rows: timelineRows(drafts, commentRows(comments, ofComments)),
    events: events.length,
    comments: comments.length,
    arrivals: arrivalsModel(
      chunks,
      arrivals,
      [...byEvent].flatMap(([event, own]) => (isAmiss(own) ? event : [])),
      firsts,
    ),
  };
  return { answer, rest };
}

const QUIET: ReadonlySet<AdditionKind> = new Set(['text', 'reasoning', 'arguments']);

/** Returns true if any of the findings is more than an observation. */
export function isAmiss(findings: readonly VerdictFinding[]): boolean {
  return findings.some(({ verdict }) => signOf(verdict) !== 'observed');
}

/** The findings by their event, and the findings whose event is missing. */
function placed(findings: readonly VerdictFinding[], events: number) {
  const byEvent = new Map<number, VerdictFinding[]>();
  const rest: VerdictFinding[] = [];
  for (const each of findings) {
    const { event } = each.finding;
    if (event === null || event > events) rest.push(each);
    else byEvent.set(event, [...(byEvent.get(event) ?? []), each]);
  }
  return { byEvent, rest };
}

/** The first events, the last ones, and those with findings, with their neighbours. */
function shownEvents(
  events: number,
  first: number,
  pointedAt: readonly (number | null)[],
): (event: number) => boolean {
  const further = new Set<number>();
  for (const event of pointedAt) {
    if (event === null) continue;
    for (let by = -AROUND; by <= AROUND; by += 1) further.add(event + by);
  }
  return (event) => event <= first || event > events - AROUND || further.has(event);
}

interface Firsts {
  readonly content: number | null;
  readonly call: number | null;
}

function firstsOf({ choices, calls }: Turn): Firsts {
  return {
    content: firstOf(choices.flatMap(({ textPieces }) => textPieces.slice(0, 1))),
    call: firstOf(calls),
  };
}

function firstOf(seen: readonly { readonly event: number | null }[]): number | null {
  const events = seen.flatMap(({ event }) => event ?? []);
  return events.length === 0 ? null : Math.min(...events);
}

function marksOf(event: number, { content, call }: Firsts, lastEvent: number | null): EventMark[] {
  return [
    ...(event === content ? (['first content'] as const) : []),
    ...(event === call ? (['first call'] as const) : []),
    ...(event > (lastEvent ?? 0) ? (['end mark'] as const) : []),
  ];
}

/** An event as it came, with marked places of findings; an event with a fault is formatted. */
function eventData(data: string, findings: readonly VerdictFinding[], longest: number): readonly Piece[] {
  return shownData(data, {
    isJson: findings.length > 0 && parseJson(data) !== undefined,
    paths: findings.map(({ finding }) => finding.path),
    longest,
    ...(isAmiss(findings) ? {} : { oneLine: Number.POSITIVE_INFINITY }),
  });
}

/** The unchanged characters that are shown on each side of a change. */
const CONTEXT = 24;

function changedIn(data: string, before: string): string {
  const shorter = Math.min(data.length, before.length);
  let start = 0;
  while (start < shorter && data[start] === before[start]) start += 1;
  let end = 0;
  while (end < shorter - start && data.at(-1 - end) === before.at(-1 - end)) end += 1;
  const [from, to] = [Math.max(0, start - CONTEXT), data.length - Math.max(0, end - CONTEXT)];
  const cut = data.slice(from, Math.min(to, from + LONGEST_EXCERPT)).toWellFormed();
  return `${from > 0 ? '…' : ''}${cut}${from + cut.length < data.length ? '…' : ''}`;
}

/** The arrivals of events and comments, each with the wait since the previous one of either kind. */
function arrivalsInOrder(
  events: readonly SseEvent[],
  comments: readonly SseComment[],
  chunks: HttpResponse['chunks'],
): { readonly ofEvents: (Arrival | null)[]; readonly ofComments: (Arrival | null)[] } {
  const ends = [...events.map(({ end }) => end), ...comments.map(({ start }) => start + 1)];
  const order = [...ends.keys()].toSorted((left, right) => (ends[left] ?? 0) - (ends[right] ?? 0));
  const inOrder = arrivalsOf(
    order.map((at) => ends[at] ?? 0),
    chunks,
  );
  const arrivals: (Arrival | null)[] = ends.map(() => null);
  for (const [place, at] of order.entries()) arrivals[at] = inOrder[place] ?? null;
  return { ofEvents: arrivals.slice(0, events.length), ofComments: arrivals.slice(events.length) };
}

/** The comments, by the event after them. */
function commentRows(
  comments: readonly SseComment[],
  arrivals: readonly (Arrival | null)[],
): ReadonlyMap<number, Comments> {
  const rows = new Map<number, { texts: Map<string, number>; count: number; span: ArrivalSpan | null }>();
  for (const [at, { text, beforeEvent }] of comments.entries()) {
    const row = rows.get(beforeEvent) ?? { texts: new Map(), count: 0, span: null };
    row.texts.set(text, (row.texts.get(text) ?? 0) + 1);
    row.count += 1;
    const arrival = arrivals[at] ?? null;
    if (arrival !== null) row.span = { from: row.span?.from ?? arrival.at - arrival.wait, to: arrival.at };
    rows.set(beforeEvent, row);
  }
  return new Map(
    [...rows].map(([event, { texts, ...row }]) => [
      event,
      { ...row, texts: [...texts].slice(0, MOST_COMMENTS).map(([text, count]) => ({ text, count })) },
    ]),
  );
}

/** The most different comments to show in one place. */
const MOST_COMMENTS = 8;
