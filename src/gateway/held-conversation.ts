/** Holds one conversation through a gateway, recorded on both of its wires. */
import type { AnyDialect } from '../dialects/catalogue.ts';
import type { RequestSettings } from '../drive/codec.ts';
import { drive, type Endpoint } from '../drive/drive.ts';
import type { Exchange, HttpRequest } from '../evidence/exchange.ts';
import type { Redactor } from '../redact/redact.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { PassedExchange } from '../tap/recorded-wire.ts';
import type { SendOptions, Transport } from '../transports/transport.ts';
import type { InnerWire } from './inner-wire.ts';

/** A request to the gateway with its answer, and the gateway's requests to its upstream for it. */
export interface PairedExchange {
  readonly outer: Exchange;
  /**
   * How often it was sent: if the connection is lost before the first byte of an answer, the request is sent once more.
   */
  readonly attempts: number;
  /** In the order in which they began; none when the gateway answers by itself, several when it retries. */
  readonly inner: readonly PassedExchange[];
  /** True when the upstream was still answering after the gateway's answer had ended, or after the client hung up. */
  readonly innerWentOn: boolean;
}

/**
 * How long to wait for the gateway's exchange with its upstream after the client's exchange has ended, in milliseconds.
 */
const PATIENCE_MS = 1500;

/**
 * @param transport to the gateway
 * @throws {SuiteError} when a request cannot be sent
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

/** Pairs exchanges by time: there is one outer request at a time, and all inner traffic meanwhile belongs to it. */
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
