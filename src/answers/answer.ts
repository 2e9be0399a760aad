/** A model's answer in a form that is independent of the dialect. A dialect's renderer encodes it. */
import type { Served } from '../scenarios/script.ts';
import type { JsonObject } from '../text/json.ts';

export interface AnsweredCall {
  readonly id: string;
  readonly name: string;
  /** JSON text; for a custom tool any text. */
  readonly arguments: string;
  readonly isCustom?: true;
}

/** The tokens of an answer. */
export interface Tokens {
  readonly prompt: number;
  /** Includes reasoning. */
  readonly completion: number;
  readonly reasoning: number;
  /** Prompt tokens read from a cache (`cached`) and written to one (`written`); 0 by default. */
  readonly cached?: number;
  readonly written?: number;
  /** What a gateway charges; absent when it does not report this. */
  readonly bill?: Bill;
}

/** Costs in US dollars. */
export interface Bill {
  readonly prompt: number;
  readonly completion: number;
}

/** Why an answer ended. A renderer translates these three values, and passes any other value through unchanged. */
export type Finish = 'stop' | 'tool_calls' | 'length' | (string & {});

export interface Answer {
  readonly text?: string;
  readonly reasoning?: string;
  /** Proves the reasoning to the provider when it comes back, in dialects with signatures. */
  readonly signature?: string;
  /** What the provider executed itself before its calls. */
  readonly served?: Served;
  readonly calls?: readonly AnsweredCall[];
  readonly finish: Finish;
  /** The stop text of the request that ended the answer. It is not part of the answer. */
  readonly stoppedAt?: string;
  readonly usage: Tokens;
}

/** The metadata around an answer. */
export interface Envelope {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  /** The upstream, when a gateway reports it. */
  readonly provider?: string;
  /** The body of the request, for dialects whose answers repeat its settings. */
  readonly asked?: JsonObject;
}

export function tokens(prompt: number, completion: number, reasoning = 0): Tokens {
  return { prompt, completion, reasoning };
}

/** Splits a text into words, as a stream sends it. */
export function words(text = ''): string[] {
  return text.split(/(?<= )/u).filter((word) => word !== '');
}

/** The maximum number of characters that are sent in three pieces. Longer arguments get more pieces. */
const SHORT = 512;
const PIECE = 32;

/**
 * Splits arguments into pieces, as a stream sends them: three, or many for a long text. A piece may split a character.
 */
export function fragments(text: string): string[] {
  if (text.length <= SHORT) return thirds(text);
  return Array.from({ length: Math.ceil(text.length / PIECE) }, (_, at) =>
    text.slice(at * PIECE, (at + 1) * PIECE),
  );
}

function thirds(text: string): string[] {
  const length = Math.ceil(text.length / 3);
  return [text.slice(0, length), text.slice(length, 2 * length), text.slice(2 * length)].filter(
    (part) => part !== '',
  );
}
