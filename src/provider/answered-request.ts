/** What the reference provider tells of a request that it answered. */

export interface AnsweredRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** As sent, with the fault in it, without the query. */
  readonly path: string;
  /** The id of the dialect; null where the path belongs to none. */
  readonly dialect: string | null;
  /** Null where the connection was to be lost. */
  readonly status: number | null;
  /** The fault that was asked for; null for none. */
  readonly fault: string | null;
  /** Whether the answer has the fault in it; null where none was asked for. */
  readonly shown: boolean | null;
  /** Why it has not; null otherwise. */
  readonly why: string | null;
}
