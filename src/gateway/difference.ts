/** The result of comparing two wires, and the dialects of the wires. */
import type { Extension } from '../judge/check.ts';
import type { Json } from '../text/json.ts';

/** One part that did not arrive as sent. */
export interface Difference {
  readonly fate: 'changed' | 'lost' | 'invented' | 'not-carried';
  readonly key: string;
  /** Undefined when it was not sent, or did not arrive. */
  readonly sent: Json;
  readonly arrived: Json;
  /** Why the dialect cannot carry it; null otherwise. */
  readonly why: string | null;
}

/** The comparison of a thing in one exchange; `shown` is the number of its parts. */
export interface Compared {
  readonly shown: number;
  readonly differences: readonly Difference[];
}

/** The dialect of a conversation on one wire. */
export interface Spoken {
  readonly dialect: string;
  readonly extension: Extension | null;
}

/** The dialects of both wires. */
export interface Wires {
  readonly outer: Spoken;
  readonly inner: Spoken;
}
