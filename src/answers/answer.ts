/** What a model answers, in the words of no dialect; a dialect's renderer puts it on the wire. */
import type { Served } from '../scenarios/script.ts';
import type { JsonObject } from '../text/json.ts';

export interface AnsweredCall {
  readonly id: string;
  readonly name: string;
  /** JSON text; of a custom tool whatever text it is given. */
  readonly arguments: string;
  readonly isCustom?: true;
}

/** What an answer takes. */
export interface Tokens {
  readonly prompt: number;
  /** Reasoning included. */
  readonly completion: number;
  readonly reasoning: number;
  /** Of the prompt: what was read from a cache, and what was written to one; 0 by default. */
  readonly cached?: number;
  readonly written?: number;
  /** What a gateway charges, where it says so. */
  readonly bill?: Bill;
}

/** US dollars. */
export interface Bill {
  readonly prompt: number;
  readonly completion: number;
}

/** Why an answer ended. A renderer puts these three into its own words, and passes any other on as it is. */
export type Finish = 'stop' | 'tool_calls' | 'length' | (string & {});

export interface Answer {
  readonly text?: string;
  readonly reasoning?: string;
  /** What proves the reasoning to the provider when it comes back, in dialects that have such a thing. */
  readonly signature?: string;
  /** What the provider did itself before its calls. */
  readonly served?: Served;
  readonly calls?: readonly AnsweredCall[];
  readonly finish: Finish;
  /** The text that ended it before it came, one of those that the request names. */
  readonly stoppedAt?: string;
  readonly usage: Tokens;
}

/** What stands around an answer. */
export interface Envelope {
  readonly id: string;
  /** Seconds since 1970. */
  readonly created: number;
  readonly model: string;
  /** The upstream, where a gateway names it. */
  readonly provider?: string;
  /** The body of the request, for dialects whose answers repeat its settings. */
  readonly asked?: JsonObject;
}

export function tokens(prompt: number, completion: number, reasoning = 0): Tokens {
  return { prompt, completion, reasoning };
}

/** The text word by word, as streams bring it. */
export function words(text = ''): string[] {
  return text.split(/(?<= )/u).filter((word) => word !== '');
}

/** Arguments that are longer than this come in more than three pieces. */
const SHORT = 512;
const PIECE = 32;

/** The text as streams bring arguments: in three pieces, and where it is long in many, which may split a character. */
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
