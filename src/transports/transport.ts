/** How a conversation's requests get their answers: from a cassette or over the network. */
import type { Exchange, HttpRequest } from '../evidence/exchange.ts';

export interface SendOptions {
  /** The client hangs up when this many bytes of the body have arrived; the exchange then has no response. */
  readonly hangUpAfter?: number;
}

/**
 * One transport serves one conversation. The driver sees one answer to each request; the judge gets `exchanges`, where
 * the attempts stand too that failed and were sent again. So no driver can lose evidence.
 */
export interface Transport {
  /**
   * Sends the request, again where an attempt failed and the transport retries, and gives the last attempt. A request
   * that nobody answered is no exception but an exchange with a `failure`.
   *
   * @throws {SuiteError} when the transport cannot do its part, such as a replay that was asked for something else.
   */
  send(request: HttpRequest, how?: SendOptions): Promise<Exchange>;
  /** Every exchange so far, in order, failed attempts included. */
  readonly exchanges: readonly Exchange[];
  /** Ends the conversation. @throws {SuiteError} when something is left over. */
  finish(): void | Promise<void>;
}
