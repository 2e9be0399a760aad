/** The arrival times of the parts of a stream, if its recording has them. */
import type { ArrivedChunk } from '../../../evidence/exchange.ts';

/** The arrival time of a part, in milliseconds. */
export interface Arrival {
  /** Since the request left. */
  readonly at: number;
  /** Since the previous part arrived, or the request left. */
  readonly wait: number;
}

/** The span of consecutive parts: from the arrival of the part before them to that of their last, in milliseconds. */
export interface ArrivalSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The arrival time of the last byte of each part.
 *
 * @param ends offsets in the body after the last byte of each part, ascending
 * @returns null for parts without a recorded time; for all parts if the recording has no times
 */
export function arrivalsOf(
  ends: readonly number[],
  chunks: readonly ArrivedChunk[] = [],
): (Arrival | null)[] {
  let chunk = 0;
  let arrived = chunks[0]?.bytes ?? 0;
  let before = 0;
  return ends.map((end) => {
    while (arrived < end && chunk < chunks.length - 1) {
      chunk += 1;
      arrived += chunks[chunk]?.bytes ?? 0;
    }
    const at = arrived < end ? undefined : chunks[chunk]?.at;
    if (at === undefined) return null;
    const wait = Math.max(0, at - before);
    before = at;
    return { at, wait };
  });
}

/** A notable moment on the time axis. */
export interface Milestone {
  readonly name: 'first byte' | 'first content' | 'first call' | 'last byte';
  readonly at: number;
  /** Null if it does not belong to an event. */
  readonly event: number | null;
}

/** The arrival of a whole stream. */
export interface ArrivalsModel {
  /** The end of the axis, which starts when the request left: the arrival of the last byte. */
  readonly end: number;
  /** The distinct arrivals, in thousandths of the axis. */
  readonly ticks: readonly number[];
  /** The arrivals of events with findings, in thousandths of the axis. */
  readonly amiss: readonly number[];
  /** In order of arrival. */
  readonly milestones: readonly Milestone[];
  /** See {@link longestWait}. */
  readonly longest: { readonly ms: number; readonly event: number } | null;
}

/**
 * The arrival of a stream; null if its recording has no times.
 *
 * @param arrivals the arrivals of its events
 * @param amiss the numbers of the events with findings
 */
export function arrivalsModel(
  chunks: readonly ArrivedChunk[] | undefined,
  arrivals: readonly (Arrival | null)[],
  amiss: readonly number[],
  firsts: { readonly content: number | null; readonly call: number | null },
): ArrivalsModel | null {
  const first = chunks?.[0];
  const last = chunks?.at(-1);
  if (chunks === undefined || first === undefined || last === undefined) return null;
  const end = last.at;
  const timeOf = (event: number | null): number[] => [arrivals[(event ?? 0) - 1]?.at ?? []].flat();
  const milestone = (name: Milestone['name'], event: number | null): Milestone[] =>
    timeOf(event).map((at) => ({ name, at, event }));
  const places = (times: readonly number[]) => [...new Set(times.map((at) => thousandths(at, end)))];
  const milestones: Milestone[] = [
    { name: 'first byte', at: first.at, event: null },
    ...milestone('first content', firsts.content),
    ...milestone('first call', firsts.call),
    { name: 'last byte', at: end, event: null },
  ];
  return {
    end,
    ticks: places(chunks.map(({ at }) => at)),
    amiss: places(amiss.flatMap(timeOf)),
    milestones: milestones.toSorted((left, right) => left.at - right.at),
    longest: longestWait(arrivals),
  };
}

/** The longest wait between two events; null without any. */
export function longestWait(
  arrivals: readonly (Arrival | null)[],
): { readonly ms: number; readonly event: number } | null {
  const waits = arrivals.map((arrival, at) => ({ ms: at === 0 ? 0 : (arrival?.wait ?? 0), event: at + 1 }));
  const longest = waits.reduce((left, right) => (right.ms > left.ms ? right : left), { ms: 0, event: 0 });
  return longest.ms > 0 ? longest : null;
}

/** The position of a moment, in thousandths of the axis. */
export function thousandths(at: number, end: number): number {
  return end <= 0 ? 1000 : Math.round((1000 * at) / end);
}
