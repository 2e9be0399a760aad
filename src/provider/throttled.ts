/** Throttles each request once, the first time that it arrives. A fault about throttling needs a throttled request. */
import { createHash } from 'node:crypto';
import type { ChosenFault } from './opened-provider.ts';

/** The maximum number of remembered requests. The oldest is removed first. */
const MOST = 10_000;
/** In seconds. */
const RETRY_AFTER = 1;

export class Throttled {
  readonly #seen = new Set<string>();

  /** Returns the seconds until a retry; null when the request is accepted. */
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
