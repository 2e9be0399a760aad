/** A reading that keeps the events it was made from. */
import type { StreamEvent } from '../evidence/frames/event-stream.ts';
import type { Reading } from './reading.ts';

export interface StreamedReading extends Reading {
  readonly events: readonly StreamEvent[];
  /** Those of them that are no JSON objects: end marks, and data that is something else. */
  readonly others: readonly StreamEvent[];
}
