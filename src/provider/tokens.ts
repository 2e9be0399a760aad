/** Counts the tokens of an answer, and cuts the answer at a token limit. */
import type { AnsweredCall, Tokens } from '../answers/answer.ts';
import type { Json } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

/** A model's output, with the ids of its calls. */
export interface Spoken {
  readonly text?: string;
  readonly reasoning?: string;
  readonly calls?: readonly AnsweredCall[];
}

export interface Measured {
  readonly spoken: Spoken;
  readonly completionTokens: number;
  readonly reasoningTokens: number;
  /** True when the limit cut the output. */
  readonly cut: boolean;
  /** The stop text that ended the answer; null when no stop text did. */
  readonly stoppedAt: string | null;
}

/** The length of one token in UTF-16 code units. */
const LENGTH = 4;

/** Counts the tokens of a prompt. */
export function promptTokens(prompt: Json): number {
  return count(jsonText(prompt));
}

/**
 * Counts the tokens of the output, and cuts it at the limit. The order is thoughts, text, calls.
 *
 * @param stop texts that end the answer just before they occur; an answer that ends this way has no calls
 */
export function measure(
  { reasoning, text: whole, calls: wanted = [] }: Spoken,
  limit: number | null,
  stop: readonly string[] = [],
): Measured {
  const [first] = stop
    .map((text) => ({ text, at: text === '' ? -1 : (whole ?? '').indexOf(text) }))
    .filter(({ at }) => at !== -1)
    .toSorted((one, other) => one.at - other.at);
  const text = first === undefined ? whole : whole?.slice(0, first.at);
  const calls = first === undefined ? wanted : [];
  const meter = new Meter(limit ?? Number.POSITIVE_INFINITY);
  const thought = reasoning === undefined ? undefined : meter.take(reasoning);
  const reasoningTokens = meter.used;
  const said = text === undefined ? undefined : meter.take(text);
  const made = calls.flatMap((call) => {
    const name = meter.take(call.name);
    return name === call.name ? [{ ...call, arguments: meter.take(call.arguments) }] : [];
  });
  return {
    spoken: {
      ...(thought === undefined ? {} : { reasoning: thought }),
      ...(said === undefined ? {} : { text: said }),
      ...(made.length === 0 ? {} : { calls: made }),
    },
    completionTokens: meter.used,
    reasoningTokens,
    cut: meter.cut,
    stoppedAt: first === undefined || meter.cut ? null : first.text,
  };
}

/** Returns the tokens of all choices of an answer together. */
export function tokensOf(prompt: number, answers: readonly Measured[]): Tokens {
  return {
    prompt,
    completion: sum(answers.map(({ completionTokens }) => completionTokens)),
    reasoning: sum(answers.map(({ reasoningTokens }) => reasoningTokens)),
  };
}

class Meter {
  used = 0;
  cut = false;
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Returns the text, cut at the limit. A surrogate pair is never split. */
  take(text: string): string {
    const left = this.#limit - this.used;
    const wanted = count(text);
    this.used += Math.min(wanted, left);
    if (wanted <= left) return text;
    this.cut = true;
    return text.slice(0, left * LENGTH).replace(/[\ud800-\udbff]$/u, '');
  }
}

function count(text: string): number {
  return Math.ceil(text.length / LENGTH);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
