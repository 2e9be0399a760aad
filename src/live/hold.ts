/** Holds one conversation over the network, and returns its evidence without credentials. */

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

/** The access to the provider of a conversation. */
export interface Access {
  readonly connections: LiveConnections;
  readonly options: LiveOptions;
  /** The provider's address, if not the configured one. */
  readonly baseUrl?: string;
  /** Sent as the provider, or otherwise the dialect, defines; null for servers without a key. */
  readonly key: string | null;
  readonly redactor: Redactor;
  /** Additional fields for the body of every request. */
  readonly extraBody?: JsonObject;
}

export interface Held {
  readonly exchanges: readonly Exchange[];
  /** When the conversation started, in ISO 8601. */
  readonly recordedAt: string;
}

/**
 * @param readings shared with the later judgement, so that an answer without credentials is read only once
 * @returns null when the signal of the options cancelled the conversation
 * @throws {SuiteError} when a request cannot be sent
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
    // A bug of the suite, triggered by an answer. The recorded exchanges are evidence all the same, and are judged.
    if (options.signal?.aborted !== true && error instanceof SuiteError) throw error;
  }
  if (options.signal?.aborted === true) return null;
  return { exchanges: transport.exchanges, recordedAt };
}

/** A transport that removes credentials from its evidence. */
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

  /** Returns the original if a body contained a credential, because a server must get back exactly what it sent. */
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

/** Returns the address of a target, and the header fields of its requests. */
export function endpointOf({ provider }: Target, { baseUrl = provider.baseUrl, key }: Access): Endpoint {
  const headers = headersWith(dialectOf(provider.dialect), key, provider.keyHeader);
  return { baseUrl, headers: { ...headers, ...provider.headers } };
}
