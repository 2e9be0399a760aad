/** A tap in front of an upstream, and what a test opens besides. */
import { connectUpstreams } from '../../src/tap/connections.ts';
import { openTap, type Tap } from '../../src/tap/tap.ts';
import { upstreamsCalled } from '../../src/tap/upstreams.ts';
import type { Heard } from './heard.ts';

const closing: (() => Promise<void>)[] = [];

/** Keeps what {@link closeAll} is to do. */
export function afterwards(close: () => Promise<void>): void {
  closing.push(close);
}

/** Closes what the test opened, the last first. */
export async function closeAll(): Promise<void> {
  for (const close of closing.splice(0).reverse()) await close();
}

/** A tap that {@link closeAll} closes. */
export async function tapOf(
  upstream: string,
  listener: Heard,
  { http2 = false, ca, keptBytes = 1024, onRefused = () => {} }: TapFields = {},
): Promise<Tap> {
  const tap = await openTap({
    upstreams: upstreamsCalled([upstream]),
    dispatcher: connectUpstreams({ http2, ca }),
    listener,
    port: 0,
    keptBytes,
    http2,
    onRefused,
  });
  afterwards(tap.close);
  return tap;
}

interface TapFields {
  readonly http2?: boolean;
  /** The certificate that is trusted besides those of the system. */
  readonly ca?: string | undefined;
  readonly keptBytes?: number;
  readonly onRefused?: (line: string) => void;
}
