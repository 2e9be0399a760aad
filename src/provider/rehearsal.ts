/** The reference provider in this process, without a network: no waiting and no network errors. */
import { exchangeOf } from '../answers/script.ts';
import { type Exchange, type HttpRequest, HUNG_UP } from '../evidence/exchange.ts';
import type { SendOptions, Transport } from '../transports/transport.ts';
import type { ProfileRules } from './profile-rules.ts';
import { openHandler, type RequestHandler } from './request-handler.ts';

/** @param rules what the provider refuses and ignores; nothing by default */
export function openRehearsal(rules?: ProfileRules, seed = 'rehearsal'): Promise<RequestHandler> {
  return openHandler({ seed, now: () => 0, ...(rules === undefined ? {} : { rules }) });
}

/** Keeps the whole answer in `exchanges` when the client hangs up, because a provider may charge the whole answer. */
export class RehearsalTransport implements Transport {
  readonly #exchanges: Exchange[] = [];
  readonly #handler: RequestHandler;

  constructor(handler: RequestHandler) {
    this.#handler = handler;
  }

  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  async send(request: HttpRequest, { hangUpAfter }: SendOptions = {}): Promise<Exchange> {
    const { method, url, body } = request;
    const { pathname: path, search } = new URL(url);
    const headers = Object.fromEntries(
      request.headers.map(([name, values]) => [name.toLowerCase(), values.join(', ')]),
    );
    const { response } = await this.#handler.answer({ method, path, query: search.slice(1), headers, body });
    const answered = exchangeOf({ url, requestHeaders: [], request: {}, response });
    const exchange = { ...answered, request };
    this.#exchanges.push(exchange);
    return hangUpAfter === undefined ? exchange : { request, response: null, failure: HUNG_UP };
  }

  finish(): void {}
}
