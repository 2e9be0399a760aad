/** The log record of one request that the reference provider answered. */

export interface AnsweredRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** The path as sent, including a fault name, without the query. */
  readonly path: string;
  /** The id of the dialect; null when the path belongs to no dialect. */
  readonly dialect: string | null;
  /** Null when the fault is a lost connection. */
  readonly status: number | null;
  /** The name of the requested fault; null when no fault was requested. */
  readonly fault: string | null;
  /** True when the answer contains the fault; null when no fault was requested. */
  readonly shown: boolean | null;
  /** The reason when the answer does not contain the requested fault; null otherwise. */
  readonly why: string | null;
}
