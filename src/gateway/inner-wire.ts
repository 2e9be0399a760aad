/**
 * The wire between a gateway and its upstream: a tap at an address that stays, and behind it the reference provider, another
 * one for each conversation, so that a conversation has its fault without the gateway being told.
 */
import { Agent } from 'undici';
import { createReferenceProvider, type ReferenceProviderOptions } from '../provider/reference-provider.ts';
import { type PassedExchange, RecordedWire } from '../tap/recorded-wire.ts';
import { openTap } from '../tap/tap.ts';

/** How the upstream answers in one conversation. */
export type Circumstances = Omit<ReferenceProviderOptions, 'seed' | 'now' | 'log'>;

export interface InnerWire {
  /** What the gateway has for its upstream, without a path. */
  readonly origin: string;
  /** Answers so from here on. The same requests get the same answers, ids included. */
  answer(circumstances: Circumstances): Promise<void>;
  readonly isUnderWay: boolean;
  /** All that has begun since it was asked last, see {@link RecordedWire.take}. */
  passed(patience: number): Promise<PassedExchange[]>;
  close(): Promise<void>;
}

/** The bytes of a body that are kept. */
const KEPT_BYTES = 4 * 1024 * 1024;

/**
 * @param port on 127.0.0.1; 0 for any free one
 * @throws {SuiteError} when the port cannot be had
 */
export async function openInnerWire(port: number): Promise<InnerWire> {
  const time = Date.now();
  let provider = { url: '', close: async () => {} };
  const wire = new RecordedWire(KEPT_BYTES);
  const tap = await openTap({
    upstreams: [{ name: null, origin: 'http://reference-provider', basePath: '' }],
    // A connection for each request: the provider may end one that waits just when it is used again.
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
