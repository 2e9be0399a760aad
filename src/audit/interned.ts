/** Shares texts and lists that many records repeat, so that memory hardly grows with the number of recordings. */

import type { PlacedFinding } from '../judge/verdict.ts';
import type { ConversationResult } from '../results/conversation-result.ts';

export class Interned {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, string[]>();

  /** Returns an equal result that shares texts and lists with earlier results, and keeps no bodies alive. */
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

  /** Returns an equal finding with shared texts; see {@link result}. */
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
    // A substring keeps the whole string in memory; a clone does not.
    const copy = structuredClone(text);
    this.#texts.set(copy, copy);
    return copy;
  }
}
