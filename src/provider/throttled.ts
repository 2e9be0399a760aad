/** A fault in how a request is throttled takes one that is: each is, the first time that it comes. */
import { createHash } from 'node:crypto';
import type { ChosenFault } from './opened-provider.ts';

/** How many are remembered; the oldest goes first. */
const MOST = 10_000;
/** Seconds. */
const RETRY_AFTER = 1;

export class Throttled {
  readonly #seen = new Set<string>();

  /** When to come back; null where the request is let in. */
  earlyBy(fault: ChosenFault | null, body: Uint8Array): { readonly retryAfter: number } | null {
    if (fault === null || !fault.isAboutThrottling) return null;
    const request = `${fault.name} ${createHash('sha256').update(body).digest('hex')}`;
    if (this.#seen.has(request)) return null;
    this.#seen.add(request);
    const [oldest] = this.#seen;
    if (this.#seen.size > MOST && oldest !== undefined) this.#seen.delete(oldest);
    return { retryAfter: RETRY_AFTER };
  }
}
