/** Holds one conversation over the network and gives its evidence, without credentials. */

import type { Target } from '../config/providers.ts';
import { requestSettings } from '../config/request-settings.ts';
import { dialectOf, type Readings } from '../dialects/catalogue.ts';
import { drive, type Endpoint } from '../drive/drive.ts';
import { headersWith } from '../drive/key-headers.ts';
import type { Exchange, HttpRequest } from '../evidence/exchange.ts';
import type { Redactor } from '../redact/redact.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { SuiteError } from '../system/failure.ts';
import type { JsonObject } from '../text/json.ts';
import { type LiveOptions, LiveTransport } from '../transports/live.ts';
import type { LiveConnections } from '../transports/live-connections.ts';
import type { SendOptions, Transport } from '../transports/transport.ts';

/** What a conversation needs to reach its provider. */
export interface Access {
  readonly connections: LiveConnections;
  readonly options: LiveOptions;
  /** Where the provider is, if not where its configuration says. */
  readonly baseUrl?: string;
  /** Goes out as the dialect, or else the provider, wants it; null for servers that want none. */
  readonly key: string | null;
  readonly redactor: Redactor;
  /** Fields that every request carries besides. */
  readonly extraBody?: JsonObject;
}

export interface Held {
  readonly exchanges: readonly Exchange[];
  /** When the first request left, in ISO 8601. */
  readonly recordedAt: string;
}

/**
 * @param readings of the conversation, for whoever judges it afterwards: an answer that holds no credential is then read
 *   once
 * @returns null when the signal of the options ended the conversation before its time
 * @throws {SuiteError} when a request cannot be put on the wire
 */
export async function hold(id: ConversationId, access: Access, readings?: Readings): Promise<Held | null> {
  const { connections, options, redactor, extraBody = {} } = access;
  const transport = new RedactedTransport(new LiveTransport(connections, options), redactor);
  const recordedAt = new Date().toISOString();
  const settings = requestSettings(id.target, id.delivery, extraBody);
  try {
    const dialect = dialectOf(id.target.provider.dialect);
    const read = readings?.of ?? dialect.read;
    await drive({ ...dialect, read }, id.scenario, endpointOf(id.target, access), settings, transport);
  } catch (error) {
    // A bug of the suite that an answer shows: what was recorded is evidence all the same, and is judged as such.
    if (options.signal?.aborted !== true && error instanceof SuiteError) throw error;
  }
  if (options.signal?.aborted === true) return null;
  return { exchanges: transport.exchanges, recordedAt };
}

/** A transport whose evidence holds no credentials. */
export class RedactedTransport implements Transport {
  readonly #transport: Transport;
  readonly #redactor: Redactor;
  readonly #redacted = new Map<Exchange, Exchange>();

  constructor(transport: Transport, redactor: Redactor) {
    this.#transport = transport;
    this.#redactor = redactor;
  }

  get exchanges(): readonly Exchange[] {
    return this.#transport.exchanges.map((exchange) => this.#redact(exchange));
  }

  /** Where a body held a credential, the exchange as it was: what is sent back to a server must be what it said. */
  async send(request: HttpRequest, how?: SendOptions): Promise<Exchange> {
    const exchange = await this.#transport.send(request, how);
    const redacted = this.#redact(exchange);
    const isWhole =
      redacted.request.body === exchange.request.body && redacted.response?.body === exchange.response?.body;
    return isWhole ? redacted : exchange;
  }

  finish(): void | Promise<void> {
    return this.#transport.finish();
  }

  #redact(exchange: Exchange): Exchange {
    const redacted = this.#redacted.get(exchange) ?? this.#redactor.exchange(exchange);
    this.#redacted.set(exchange, redacted);
    return redacted;
  }
}

/** Where the requests to a target go, and what they carry. */
export function endpointOf({ provider }: Target, { baseUrl = provider.baseUrl, key }: Access): Endpoint {
  const headers = headersWith(dialectOf(provider.dialect), key, provider.keyHeader);
  return { baseUrl, headers: { ...headers, ...provider.headers } };
}
