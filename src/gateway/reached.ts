/** Checks that the first conversation went through the gateway. */
import { recogniseTraffic } from '../audit/traffic.ts';
import { dialectOf } from '../dialects/catalogue.ts';
import type { Endpoint } from '../drive/drive.ts';
import { SuiteError } from '../system/failure.ts';
import type { Wires } from './difference.ts';
import type { PairedExchange } from './held-conversation.ts';

interface Reaching {
  readonly endpoint: Endpoint;
  readonly wires: Wires;
  /** The upstream's base URL for the gateway's configuration. */
  readonly upstream: string;
}

/** @throws {SuiteError} saying why the driver did not reach the reference provider through the gateway */
export function requireReached(
  pairs: readonly PairedExchange[],
  { endpoint: { baseUrl }, wires, upstream }: Reaching,
): void {
  const [first] = pairs;
  if (first === undefined) throw new Error('a conversation has at least one exchange');
  const outer = dialectOf(wires.outer.dialect).read(first.outer, 1);
  if (outer.standing.kind === 'lost' && first.outer.response === null && first.inner.length === 0) {
    throw new SuiteError(
      `the gateway at ${baseUrl} does not answer (${outer.standing.reason}); start it, or name its command after --`,
    );
  }
  if (pairs.some(({ inner }) => inner.length > 0)) {
    requireDialect(pairs, wires.inner.dialect);
    return;
  }
  const answer = outer.standing.kind === 'refused' ? outer.standing.reason : 'HTTP 200';
  const isLocked = outer.standing.kind === 'refused' && [401, 403].includes(outer.standing.status);
  const next = isLocked
    ? 'give the key of the gateway with --key-from or --header'
    : 'point the gateway there';
  throw new SuiteError(
    `the gateway answered (${answer}) without asking the upstream at ${upstream}; ${next}`,
  );
}

function requireDialect(pairs: readonly PairedExchange[], dialect: string): void {
  const asked = pairs.flatMap(({ inner }) => inner.map(({ exchange }) => exchange));
  const spoken = asked.map((exchange) => recogniseTraffic(exchange).dialect);
  if (spoken.includes(dialect)) return;
  const other = spoken.find((each) => each !== null);
  const path = new URL(asked[0]?.request.url ?? 'http://none/').pathname;
  throw new SuiteError(
    other == null
      ? `the gateway asks its upstream at ${path}, which is no address of ${dialect}; say with --inner what it speaks`
      : `the gateway speaks ${other} to its upstream (at ${path}); give --inner ${other}`,
  );
}
