/**
 * A cassette: the exchanges of one conversation in one file, in the format of go-vcr version 2
 * (https://pkg.go.dev/gopkg.in/dnaeon/go-vcr.v4/pkg/cassette), so that Go projects replay ours and we theirs.
 *
 * What go-vcr has no field for stands in keys that its reader ignores: `x_conversation` at the top, `x_failure` and
 * `x_duration` on an interaction, and `x_kept` where it was converted from a recording that kept less than the bytes;
 * `x_chunks` and `x_broken` on a response, and `x_cut_off` where its compressed form broke off in the recording.
 */

import * as z from 'zod';
import { SuiteError } from '../../system/failure.ts';
import type { Delivery, Exchange } from '../exchange.ts';

/** Which conversation a cassette of ours holds. */
export interface ConversationLabel {
  readonly target: string;
  readonly scenario: string;
  readonly delivery: Delivery;
  /** From 1. */
  readonly sample: number;
  /** ISO 8601 with an offset; null when nobody knows. */
  readonly recordedAt: string | null;
}

/** Keys that an {@link Exchange} has no place for, kept so that writing gives them back. */
export interface InteractionExtra {
  readonly interaction: Readonly<Record<string, unknown>>;
  readonly request: Readonly<Record<string, unknown>>;
  /** Holds `duration`, `status`, `content_length`, `proto` and the like as they stood in the file. */
  readonly response: Readonly<Record<string, unknown>>;
}

/** `x_kept`: only the values or the messages of an answer, an answer without its request. */
export const keptSchema = z.object({
  answer: z.enum(['bytes', 'values', 'messages']).default('bytes'),
  request: z.boolean().default(true),
});
export type KeptOfInteraction = z.infer<typeof keptSchema>;

/** What is written of an interaction; `extra` may be left out for a new recording. */
export interface NewInteraction {
  readonly exchange: Exchange;
  readonly extra?: InteractionExtra;
  /** What another recorder kept of it, where that is less than the whole; see {@link keptSchema}. */
  readonly kept?: KeptOfInteraction;
}

/** What is written of a cassette. Every {@link Cassette} is one. */
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
  /** How errors name the file. */
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
  /** From 1; null when the whole file is meant. */
  readonly line: number | null;
  /** Path of the field in the file, such as `interactions[0].response.body`; null when the whole file is meant. */
  readonly field: string | null;

  constructor(file: string, place: { readonly line?: number; readonly field?: string }, problem: string) {
    const { line = null, field = null } = place;
    super(`${file}${line === null ? '' : `:${line}`}: ${field === null ? '' : `${field} `}${problem}`);
    this.file = file;
    this.line = line;
    this.field = field;
  }
}
