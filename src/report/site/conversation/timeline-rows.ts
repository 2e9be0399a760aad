/** The rows of a timeline: events where something happens have their own rows, the others are folded. */
import type { Addition } from './timeline-additions.ts';
import type { Arrival, ArrivalSpan } from './timeline-arrivals.ts';
import type { EventModel } from './timeline-event.ts';

export type TimelineRow =
  | { readonly kind: 'event'; readonly event: EventModel }
  | FoldedRow
  | LeftOutRow
  | CommentsRow;

export interface CommentsRow extends Comments {
  readonly kind: 'comments';
}

/** Consecutive quiet events: pieces of text, reasoning or arguments. */
export interface FoldedRow extends Stretch {
  readonly kind: 'run';
  readonly events: readonly EventModel[];
}

/** Consecutive events for which the page has no room. */
export interface LeftOutRow extends Stretch {
  readonly kind: 'left-out';
  /** Comments between them. */
  readonly comments: number;
}

interface Stretch {
  /** Numbers of events. */
  readonly first: number;
  readonly last: number;
  readonly span: ArrivalSpan | null;
  /** The beginning of what they add to the answer. */
  readonly said: string;
}

export interface CountedText {
  readonly text: string;
  readonly count: number;
}

/** An event before it has a row; `model` is null if it is left out. */
export interface RowDraft {
  readonly number: number;
  readonly arrival: Arrival | null;
  readonly adds: readonly Addition[];
  readonly model: EventModel | null;
  readonly quiet: boolean;
}

/** Consecutive comments. */
export interface Comments {
  /** The first few that differ. */
  readonly texts: readonly CountedText[];
  /** The number of all comments. */
  readonly count: number;
  readonly span: ArrivalSpan | null;
}

/** Shorter runs of quiet events are not folded. */
const SHORTEST_RUN = 4;

/** @param commentsBefore the comments by the number of the event after them; one more than the last for those at the end */
export function timelineRows(
  events: readonly RowDraft[],
  commentsBefore: ReadonlyMap<number, Comments>,
): TimelineRow[] {
  const rows: TimelineRow[] = [];
  const addComments = (event: number) => {
    const comments = commentsBefore.get(event);
    if (comments !== undefined) rows.push({ kind: 'comments', ...comments });
  };
  for (let at = 0; at < events.length; ) {
    const isOut = events[at]?.model === null;
    let end = at + 1;
    while (continues(events[at], events[end]) && (isOut || !commentsBefore.has(end + 1))) end += 1;
    const stretch = events.slice(at, end);
    const shown = stretch.flatMap(({ model }) => model ?? []);
    addComments(at + 1);
    if (isOut) {
      rows.push({
        kind: 'left-out',
        ...stretchOf(stretch),
        comments: commentsAmong(stretch, commentsBefore),
      });
    } else if (stretch.length >= SHORTEST_RUN) {
      rows.push({ kind: 'run', ...stretchOf(stretch), events: shown });
    } else {
      const [event] = shown;
      if (event !== undefined) rows.push({ kind: 'event', event });
      end = at + 1;
    }
    at = end;
  }
  addComments(events.length + 1);
  return rows;
}

/** Returns true if an event belongs to the stretch that another one starts. */
function continues(start: RowDraft | undefined, next: RowDraft | undefined): boolean {
  if (start === undefined || next === undefined) return false;
  if (start.model === null || next.model === null) return start.model === next.model;
  return start.quiet && next.quiet;
}

function stretchOf(events: readonly RowDraft[]): Stretch {
  const [first] = events;
  const last = events.at(-1);
  const [from, to] = [first?.arrival, last?.arrival];
  return {
    first: first?.number ?? 0,
    last: last?.number ?? 0,
    span: from && to ? { from: from.at - from.wait, to: to.at } : null,
    said: whatWasSaid(events),
  };
}

/** Comments after the first event of a stretch. */
function commentsAmong(events: readonly RowDraft[], commentsBefore: ReadonlyMap<number, Comments>): number {
  return events.slice(1).reduce((sum, { number }) => sum + (commentsBefore.get(number)?.count ?? 0), 0);
}

const LONGEST_SAID = 120;

/** The text of the events, or their arguments when they have no text. */
function whatWasSaid(events: readonly RowDraft[]): string {
  for (const kind of ['text', 'arguments'] as const) {
    let said = '';
    for (const { text } of events.flatMap(({ adds }) => adds.filter((addition) => addition.kind === kind))) {
      said += text;
      if (said.length > LONGEST_SAID) return `${said.slice(0, LONGEST_SAID).toWellFormed()}…`;
    }
    if (said !== '') return said;
  }
  return '';
}
