/** One copy of what many records repeat, so that the memory of an audit hardly grows with the number of recordings. */

import type { PlacedFinding } from '../judge/verdict.ts';
import type { ConversationResult } from '../results/conversation-result.ts';

export class Interned {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, string[]>();

  /** The same result, its texts and lists shared with those before, and free of the bodies that they were cut from. */
  result({ conversation, verdicts }: ConversationResult): ConversationResult {
    const target = this.#text(conversation.target);
    return {
      conversation: {
        ...conversation,
        target,
        passed: this.#list(conversation.passed),
        notApplicable: this.#list(conversation.notApplicable),
      },
      verdicts: verdicts.map((verdict) => ({
        ...verdict,
        target,
        findings: verdict.findings.map((finding) => this.finding(finding)),
        reason: verdict.reason === null ? null : this.#text(verdict.reason),
      })),
    };
  }

  #list(ids: readonly string[]): string[] {
    const key = ids.join(' ');
    const known = this.#lists.get(key) ?? [...ids];
    this.#lists.set(key, known);
    return known;
  }

  /** The same finding; see {@link result}. */
  finding({ exchange, event, path, message, found, expected }: PlacedFinding): PlacedFinding {
    return {
      exchange,
      event,
      path: this.#text(path),
      message: this.#text(message),
      found: this.#text(found),
      expected: this.#text(expected),
    };
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    // A piece of a long string keeps the whole of it alive; a clone does not.
    const copy = structuredClone(text);
    this.#texts.set(copy, copy);
    return copy;
  }
}
