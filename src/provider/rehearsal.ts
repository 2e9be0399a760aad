/** The reference provider in this process, without a network: nobody waits and nothing fails. */
import { exchangeOf } from '../answers/script.ts';
import { type Exchange, type HttpRequest, HUNG_UP } from '../evidence/exchange.ts';
import type { SendOptions, Transport } from '../transports/transport.ts';
import { type OpenedProvider, openProvider } from './opened-provider.ts';
import type { ProfileRules } from './profile-rules.ts';
import { respond } from './respond.ts';

/** @param rules what it refuses and ignores; nothing by default */
export function openRehearsal(rules?: ProfileRules, seed = 'rehearsal'): Promise<OpenedProvider> {
  return openProvider({
    seed,
    now: () => 0,
    apiKey: null,
    models: null,
    insistsOnThoughts: false,
    cachesPrompts: false,
    ...(rules === undefined ? {} : { rules }),
  });
}

/** An answer that the client hangs up on is kept whole, since it may be charged so. */
export class RehearsalTransport implements Transport {
  readonly #exchanges: Exchange[] = [];
  readonly #opened: OpenedProvider;

  constructor(opened: OpenedProvider) {
    this.#opened = opened;
  }

  get exchanges(): readonly Exchange[] {
    return this.#exchanges;
  }

  async send(request: HttpRequest, { hangUpAfter }: SendOptions = {}): Promise<Exchange> {
    const { method, url, body } = request;
    const { pathname: path, search } = new URL(url);
    const asked = { method, path, query: search.slice(1), headers: {}, body };
    const { response } = respond(asked, this.#opened, { fault: null });
    const answered = exchangeOf({ url, requestHeaders: [], request: {}, response });
    const exchange = { ...answered, request };
    this.#exchanges.push(exchange);
    return hangUpAfter === undefined ? exchange : { request, response: null, failure: HUNG_UP };
  }

  finish(): void {}
}
