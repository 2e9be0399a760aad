/**
 * The wire between a gateway and its upstream: a tap with a fixed address, and after it a new reference provider for
 * each conversation. So a conversation can have a fault without any change to the gateway.
 */
import { Agent } from 'undici';
import { createReferenceProvider, type ReferenceProviderOptions } from '../provider/reference-provider.ts';
import { type PassedExchange, RecordedWire } from '../tap/recorded-wire.ts';
import { openTap } from '../tap/tap.ts';

/** How the upstream answers in one conversation. */
export type Circumstances = Omit<ReferenceProviderOptions, 'seed' | 'now' | 'log'>;

export interface InnerWire {
  /** The upstream's origin for the gateway's configuration, without a path. */
  readonly origin: string;
  /** Sets how the upstream answers from now on. The same requests get the same answers, including ids. */
  answer(circumstances: Circumstances): Promise<void>;
  readonly isUnderWay: boolean;
  /** Returns the exchanges that began since the last call, see {@link RecordedWire.take}. */
  passed(patience: number): Promise<PassedExchange[]>;
  close(): Promise<void>;
}

/**
 * How many bytes of a body are kept, on either wire. All conversations without a fault stay in memory until the faults are
 * compared with them; no answer of the reference provider has a tenth of it.
 */
export const KEPT_BYTES = 1024 * 1024;

/**
 * @param port on 127.0.0.1; 0 for any free one
 * @throws {SuiteError} when the port cannot be opened
 */
export async function openInnerWire(port: number): Promise<InnerWire> {
  const time = Date.now();
  let provider = { url: '', close: async () => {} };
  const wire = new RecordedWire(KEPT_BYTES);
  const tap = await openTap({
    upstreams: [{ name: null, origin: 'http://reference-provider', basePath: '' }],
    // Each request gets its own connection, because the provider may close an idle one just as it is reused.
    dispatcher: new Agent({ headersTimeout: 0, bodyTimeout: 0, pipelining: 0 }).compose(
      (dispatch) => (options, handler) => dispatch({ ...options, origin: provider.url }, handler),
    ),
    listener: wire,
    port,
    keptBytes: KEPT_BYTES,
    http2: false,
    onRefused: () => {},
  });
  return {
    origin: tap.origin,
    async answer(circumstances) {
      await provider.close();
      const next = createReferenceProvider({ ...circumstances, seed: 'gateway', now: () => time });
      const { url } = await next.listen();
      provider = { url, close: () => next.close() };
    },
    get isUnderWay() {
      return wire.isUnderWay;
    },
    passed: (patience) => wire.take(patience),
    async close() {
      await provider.close();
      await tap.close();
    },
  };
}
