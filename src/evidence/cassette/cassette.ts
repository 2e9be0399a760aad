/**
 * A cassette: the exchanges of one conversation in one file, in the format of go-vcr version 2
 * (https://pkg.go.dev/gopkg.in/dnaeon/go-vcr.v4/pkg/cassette), so that Go projects can replay our cassettes and we theirs.
 *
 * Data for which go-vcr has no field is in keys that its reader ignores: `x_conversation` at the top; `x_failure` and
 * `x_duration` on an interaction, and `x_kept` if it was converted from a recording that kept less than the bytes;
 * `x_chunks` and `x_broken` on a response, and `x_cut_off` if its compressed form broke off in the recording.
 */

import * as z from 'zod';
import { SuiteError } from '../../system/failure.ts';
import type { Delivery, Exchange } from '../exchange.ts';

/** The conversation that one of our cassettes contains. */
export interface ConversationLabel {
  readonly target: string;
  readonly scenario: string;
  readonly delivery: Delivery;
  /** From 1. */
  readonly sample: number;
  /** ISO 8601 with an offset; null if unknown. */
  readonly recordedAt: string | null;
}

/** Keys that an {@link Exchange} has no member for, kept so that they can be written again. */
export interface InteractionExtra {
  readonly interaction: Readonly<Record<string, unknown>>;
  readonly request: Readonly<Record<string, unknown>>;
  /** `duration`, `status`, `content_length`, `proto` and the like, as they were in the file. */
  readonly response: Readonly<Record<string, unknown>>;
}

/** `x_kept`: the recording kept only the values or the messages of an answer, or no request. */
export const keptSchema = z.object({
  answer: z.enum(['bytes', 'values', 'messages']).default('bytes'),
  request: z.boolean().default(true),
});
export type KeptOfInteraction = z.infer<typeof keptSchema>;

/** An interaction to write; `extra` is optional for a new recording. */
export interface NewInteraction {
  readonly exchange: Exchange;
  readonly extra?: InteractionExtra;
  /** What another recorder kept of it, if that is less than everything; see {@link keptSchema}. */
  readonly kept?: KeptOfInteraction;
}

/** A cassette to write. Every {@link Cassette} is one. */
export interface NewCassette {
  readonly conversation?: ConversationLabel;
  readonly interactions: readonly NewInteraction[];
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Interaction extends NewInteraction {
  /** Line of the interaction in the file, from 1. */
  readonly line: number;
  readonly requestBodyLine: number;
  readonly extra: InteractionExtra;
}

export interface Cassette extends NewCassette {
  /** The name of the file in errors. */
  readonly file: string;
  readonly version: 2;
  readonly interactions: readonly Interaction[];
  /** Unknown keys at the top of the file. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** A cassette that cannot be read. The message is one line: `cassettes/x.yaml:26: interactions[0].response.body is ...`. */
export class CassetteError extends SuiteError {
  override name = 'CassetteError';
  readonly file: string;
  /** From 1; null for the whole file. */
  readonly line: number | null;
  /** Path of the field in the file, such as `interactions[0].response.body`; null for the whole file. */
  readonly field: string | null;

  constructor(file: string, place: { readonly line?: number; readonly field?: string }, problem: string) {
    const { line = null, field = null } = place;
    super(`${file}${line === null ? '' : `:${line}`}: ${field === null ? '' : `${field} `}${problem}`);
    this.file = file;
    this.line = line;
    this.field = field;
  }
}
