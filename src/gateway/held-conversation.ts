/** One conversation through a gateway, recorded on both of its wires. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { RequestSettings } from '../drive/codec.ts';
import { drive, type Endpoint } from '../drive/drive.ts';
import type { Exchange, HttpRequest } from '../evidence/exchange.ts';
import type { Redactor } from '../redact/redact.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { PassedExchange } from '../tap/recorded-wire.ts';
import type { SendOptions, Transport } from '../transports/transport.ts';
import type { InnerWire } from './inner-wire.ts';

/** A request to the gateway with its answer, and what the gateway asked its upstream for it. */
export interface PairedExchange {
  readonly outer: Exchange;
  /** How often it was sent: a connection that dies before the first byte of an answer is replaced once. */
  readonly attempts: number;
  /** In the order in which they began: none where the gateway answers by itself, several where it tries again. */
  readonly inner: readonly PassedExchange[];
  /** The upstream was still answering when the answer of the gateway had ended, or its client was gone. */
  readonly innerWentOn: boolean;
}

/** How long the gateway may go on with its upstream when its client has the answer, or is gone; in milliseconds. */
const PATIENCE_MS = 1500;

/**
 * @param transport to the gateway
 * @throws {SuiteError} when a request cannot be put on the wire
 */
export async function holdThrough(
  dialect: AnyDialect,
  scenario: Scenario,
  endpoint: Endpoint,
  settings: RequestSettings,
  transport: Transport,
  wire: InnerWire,
  redactor: Redactor,
): Promise<PairedExchange[]> {
  const pairing = new PairingTransport(transport, wire);
  await drive(dialect, scenario, endpoint, settings, pairing);
  return pairing.pairs.map(({ outer, inner, ...rest }) => ({
    ...rest,
    outer: redactor.exchange(outer),
    inner: inner.map((each) => ({ ...each, exchange: redactor.exchange(each.exchange) })),
  }));
}

/** Whatever passes on the inner wire while a request is on the outer one belongs to it: there is one at a time. */
class PairingTransport implements Transport {
  readonly pairs: PairedExchange[] = [];
  readonly #transport: Transport;
  readonly #wire: InnerWire;

  constructor(transport: Transport, wire: InnerWire) {
    this.#transport = transport;
    this.#wire = wire;
  }

  get exchanges(): readonly Exchange[] {
    return this.#transport.exchanges;
  }

  async send(request: HttpRequest, how?: SendOptions): Promise<Exchange> {
    const before = this.#transport.exchanges.length;
    const outer = await this.#transport.send(request, how);
    const attempts = this.#transport.exchanges.length - before;
    const innerWentOn = this.#wire.isUnderWay;
    const inner = await this.#wire.passed(PATIENCE_MS);
    this.pairs.push({ outer, attempts, inner, innerWentOn });
    return outer;
  }

  finish(): void | Promise<void> {
    return this.#transport.finish();
  }
}
