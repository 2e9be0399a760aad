/** What comparing two wires gives, and what is spoken on them. */
import type { Extension } from '../judge/check.ts';
import type { Json } from '../text/json.ts';

/** One part that did not arrive as it was sent. */
export interface Difference {
  readonly fate: 'changed' | 'lost' | 'invented' | 'not-carried';
  readonly key: string;
  /** Undefined where it was not sent, or did not arrive. */
  readonly sent: Json;
  readonly arrived: Json;
  /** Why the dialect does not carry it; null otherwise. */
  readonly why: string | null;
}

/** What of a thing was seen in one exchange; `shown` is how many parts of it there are. */
export interface Compared {
  readonly shown: number;
  readonly differences: readonly Difference[];
}

/** What a conversation speaks on one wire. */
export interface Spoken {
  readonly dialect: string;
  readonly extension: Extension | null;
}

/** What is spoken on both. */
export interface Wires {
  readonly outer: Spoken;
  readonly inner: Spoken;
}
