/** Keeps the exchanges that pass a tap in memory, in the order in which they began. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Exchange } from '../evidence/exchange.ts';
import { ArrivingExchanges, withoutCodings } from './arriving-exchanges.ts';
import type { WireEvent, WireListener } from './wire-event.ts';

export interface PassedExchange {
  /** With decompressed bodies. */
  readonly exchange: Exchange;
  /** True if the exchange was still in progress. */
  readonly goesOn: boolean;
}

const STEP_MS = 10;

export class RecordedWire implements WireListener {
  readonly #keptBytes: number;
  #arriving: ArrivingExchanges;
  #begun: number[] = [];
  #ended = new Map<number, Exchange>();

  /** @param keptBytes the limit of a body, in bytes */
  constructor(keptBytes: number) {
    this.#keptBytes = keptBytes;
    this.#arriving = new ArrivingExchanges(keptBytes);
  }

  tell(event: WireEvent): boolean {
    if (event.kind === 'request') this.#begun.push(event.id);
    const ended = this.#arriving.take(event);
    if (ended !== null) this.#ended.set(event.id, ended.exchange);
    return true;
  }

  async ready(): Promise<void> {}

  async heard(): Promise<void> {}

  get isUnderWay(): boolean {
    return this.#begun.some((id) => !this.#ended.has(id));
  }

  /**
   * Returns the exchanges that began since the last call.
   *
   * @param patience how long to wait for exchanges in progress, in milliseconds; then they are returned incomplete
   */
  async take(patience = 0): Promise<PassedExchange[]> {
    for (let waited = 0; this.isUnderWay && waited < patience; waited += STEP_MS) await wait(STEP_MS);
    const [begun, ended, open] = [this.#begun, this.#ended, this.#arriving.breakOff()];
    this.#arriving = new ArrivingExchanges(this.#keptBytes);
    this.#begun = [];
    this.#ended = new Map();
    const passed = begun.flatMap((id): PassedExchange[] => {
      const exchange = ended.get(id) ?? open.shift()?.exchange;
      return exchange === undefined ? [] : [{ exchange, goesOn: !ended.has(id) }];
    });
    return Promise.all(
      passed.map(async ({ exchange, goesOn }) => ({
        exchange: await withoutCodings(exchange, this.#keptBytes),
        goesOn,
      })),
    );
  }
}
