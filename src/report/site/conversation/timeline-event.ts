/** One event of a timeline, and the findings that point at it. */
import type { PlacedFinding } from '../../../judge/verdict.ts';
import type { VerdictRecord } from '../../../results/results.ts';
import type { Piece } from '../../../text/display.ts';
import type { Addition } from './timeline-additions.ts';
import type { Arrival } from './timeline-arrivals.ts';

/** A finding with the verdict that it belongs to. */
export interface VerdictFinding {
  readonly verdict: VerdictRecord;
  readonly finding: PlacedFinding;
}

export type EventMark = 'first content' | 'first call' | 'end mark';

export interface EventModel {
  readonly number: number;
  /** Offset of its first byte in the body. */
  readonly offset: number;
  /** Null if the recording has no times. */
  readonly arrival: Arrival | null;
  readonly name: string | null;
  readonly terminated: boolean;
  readonly marks: readonly EventMark[];
  readonly adds: readonly Addition[];
  readonly data: readonly Piece[];
  /** The beginning of its data as it came. */
  readonly excerpt: string;
  /** The part of its data that differs from the previous event, with a few characters around. */
  readonly changed: string;
  /** In characters. */
  readonly length: number;
  readonly findings: readonly VerdictFinding[];
}
