/** How the requests of a conversation get their responses: from a cassette or over the network. */
import type { Exchange, HttpRequest } from '../evidence/exchange.ts';

export interface SendOptions {
  /**
   * The client closes the connection when this many bytes of the body have arrived; the exchange then has no response.
   */
  readonly hangUpAfter?: number;
}

/**
 * One transport serves one conversation. The driver sees one response to each request; the judge gets `exchanges`,
 * which also contain failed attempts that were retried. So no driver can lose evidence.
 */
export interface Transport {
  /**
   * Sends the request, with retries if the transport does them, and returns the last attempt. A request without a
   * response does not throw: its exchange has a `failure`.
   *
   * @throws {SuiteError} when the transport itself fails, such as a replay of a different request
   */
  send(request: HttpRequest, how?: SendOptions): Promise<Exchange>;
  /** Every exchange so far, in order, including failed attempts. */
  readonly exchanges: readonly Exchange[];
  /** Ends the conversation. @throws {SuiteError} when recorded requests are left over. */
  finish(): void | Promise<void>;
}
