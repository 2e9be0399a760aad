/** The building blocks of an answer: response objects and typed events, each with its place. */
import type { Json, JsonObject } from '../../../text/json.ts';

/** A complete response object: in an event, or as the body. */
export interface SeenResponse {
  readonly event: number | null;
  /** The type of its event; null for a buffered answer. */
  readonly type: string | null;
  /** The final status that the name of a terminal event states; null for all other events. */
  readonly ends: string | null;
  readonly json: JsonObject;
  /** Empty for the body itself, otherwise the member of the event that has it. */
  readonly path: '' | 'response';
  /** The value at that place, which may be something other than an object. */
  readonly value: Json;
}

/** One event that is a JSON object. */
export interface TypedEvent {
  readonly event: number;
  readonly json: JsonObject;
  /** Empty if it has no type. */
  readonly type: string;
  /** The name in the `event:` line. */
  readonly name: string | null;
  /** True if OpenAI's document defines the type. */
  readonly known: boolean;
}
