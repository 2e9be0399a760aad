/** What a client reports about itself on standard output: one JSON object per line (docs/clients.md). */
import * as z from 'zod';
import type { Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';

/** A tool call that the client ran. */
export interface RanCall {
  /** Null when the client's library does not give it. */
  readonly id: string | null;
  readonly name: string;
  readonly arguments: Json;
  readonly result: string;
}

export interface Said {
  /** In the order in which they ran. */
  readonly calls: readonly RanCall[];
  /** The last answer's text; null when the client printed none. */
  readonly text: string | null;
  /** The error of the client's library; null when nothing was wrong. */
  readonly error: string | null;
}

const lineSchema = z.union([
  z.strictObject({
    call: z.object({
      // Any type, because a fault may have changed it, and the client prints what it received.
      id: z.unknown().optional(),
      name: z.string(),
      arguments: z.unknown(),
      result: z.string(),
    }),
  }),
  z.strictObject({ text: z.string() }),
  z.strictObject({ error: z.string() }),
  z.strictObject({ done: z.literal(true) }),
]);

/** The limit for output of an endless client, in UTF-16 code units. */
const KEPT = 16 * 1024 * 1024;

/** Collects a client's output, line by line. Lines of any other form are ignored. */
export class Listening {
  readonly #calls: RanCall[] = [];
  #text: string | null = null;
  #error: string | null = null;
  #spoke = false;
  #length = 0;

  /** @returns true when the client says that it is done */
  hear(line: string): boolean {
    const heard = lineSchema.safeParse(parseJson(line.trim()));
    if (!heard.success) return false;
    const { data } = heard;
    this.#spoke = true;
    this.#length += line.length;
    if ('done' in data) return true;
    if (this.#length > KEPT) return false;
    if ('call' in data) this.#calls.push({ ...data.call, id: idIn(data.call.id) });
    else if ('text' in data) this.#text = data.text;
    else this.#error = data.error;
    return false;
  }

  /** Null when the client printed no such line. */
  get said(): Said | null {
    return this.#spoke ? { calls: this.#calls, text: this.#text, error: this.#error } : null;
  }
}

function idIn(told: unknown): string | null {
  if (told === undefined || told === null) return null;
  return typeof told === 'string' ? told : jsonText(told);
}
