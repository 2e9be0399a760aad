/** What an answer is made of: response objects and typed events, each with its place. */
import type { Json, JsonObject } from '../../../text/json.ts';

/** A response object, whole as it travels: in an event, or as the body. */
export interface SeenResponse {
  readonly event: number | null;
  /** The type of its event; null in a buffered answer. */
  readonly type: string | null;
  /** The status that the name of a terminal event claims; null in all others. */
  readonly ends: string | null;
  readonly json: JsonObject;
  /** Empty for the body itself, else with the member of the event that holds it. */
  readonly path: '' | 'response';
  /** What the event holds in its place; the object itself where it is one. */
  readonly value: Json;
}

/** One event that is a JSON object. */
export interface TypedEvent {
  readonly event: number;
  readonly json: JsonObject;
  /** Empty when it has no type. */
  readonly type: string;
  /** Its name in the `event:` line. */
  readonly name: string | null;
  /** OpenAI's document defines it. */
  readonly known: boolean;
}
