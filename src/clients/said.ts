/** What a client says of itself on standard output: JSON, one object a line (docs/clients.md). */
import * as z from 'zod';
import type { Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';

/** A tool that the client ran. */
export interface RanCall {
  /** Null where the client's library does not tell it. */
  readonly id: string | null;
  readonly name: string;
  readonly arguments: Json;
  readonly result: string;
}

export interface Said {
  /** In the order in which they ran. */
  readonly calls: readonly RanCall[];
  /** The last answer's text; null where the client told none. */
  readonly text: string | null;
  /** What the client's library reported; null where nothing was wrong. */
  readonly error: string | null;
}

const lineSchema = z.union([
  z.strictObject({
    call: z.object({
      // A fault may have made it of any type, and a client tells what it got.
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

/** So much is kept of a client that tells without an end, in UTF-16 code units. */
const KEPT = 16 * 1024 * 1024;

/** Collects what a client says, line by line. Lines that are no such object are its own affair. */
export class Listening {
  readonly #calls: RanCall[] = [];
  #text: string | null = null;
  #error: string | null = null;
  #spoke = false;
  #length = 0;

  /** @returns whether the client says that it is done */
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

  /** Null for a client that said nothing of the kind. */
  get said(): Said | null {
    return this.#spoke ? { calls: this.#calls, text: this.#text, error: this.#error } : null;
  }
}

function idIn(told: unknown): string | null {
  if (told === undefined || told === null) return null;
  return typeof told === 'string' ? told : jsonText(told);
}
