/** A reading that keeps the events it was made from. */
import type { StreamEvent } from '../evidence/frames/event-stream.ts';
import type { Reading } from './reading.ts';

export interface StreamedReading extends Reading {
  readonly events: readonly StreamEvent[];
  /** The events that are not JSON objects: end marks, and other data. */
  readonly others: readonly StreamEvent[];
}
