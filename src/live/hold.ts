/** Holds one conversation over the network and gives its evidence, without credentials. */

import { requestSettings } from '../config/request-settings.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import { drive } from '../drive/drive.ts';
import { headersWith } from '../drive/key-headers.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Redactor } from '../redact/redact.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import type { JsonObject } from '../text/json.ts';
import { type LiveOptions, LiveTransport } from '../transports/live.ts';
import type { LiveConnections } from '../transports/live-connections.ts';

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
 * @returns null when the signal of the options ended the conversation before its time
 * @throws {SuiteError} when a request cannot be put on the wire
 */
export async function hold(id: ConversationId, access: Access): Promise<Held | null> {
  const { provider } = id.target;
  const { connections, options, baseUrl = provider.baseUrl, key, redactor, extraBody = {} } = access;
  const transport = new LiveTransport(connections, options);
  const recordedAt = new Date().toISOString();
  const settings = requestSettings(id.target, id.delivery, extraBody);
  try {
    const dialect = dialectOf(provider.dialect);
    const endpoint = {
      baseUrl,
      headers: { ...headersWith(dialect, key, provider.keyHeader), ...provider.headers },
    };
    await drive(dialect, id.scenario, endpoint, settings, transport);
  } catch (error) {
    if (options.signal?.aborted !== true) throw error;
  }
  if (options.signal?.aborted === true) return null;
  return { exchanges: transport.exchanges.map((exchange) => redactor.exchange(exchange)), recordedAt };
}
