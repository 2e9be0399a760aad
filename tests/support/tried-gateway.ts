/** Tries a test gateway in the process of the test. */
import { dialectOf } from '../../src/dialects/catalogue.ts';
import type { Wires } from '../../src/gateway/difference.ts';
import { openInnerWire } from '../../src/gateway/inner-wire.ts';
import { planFor } from '../../src/gateway/plan.ts';
import type { GatewayRecord } from '../../src/gateway/record.ts';
import { tryGateway } from '../../src/gateway/try-gateway.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import type { SmallGateway } from './small-gateway.ts';

export interface Tried {
  readonly wires: Wires;
  /** Empty means all scenarios. */
  readonly scenarios: readonly string[];
  /** None by default. */
  readonly faults?: readonly string[];
  readonly open: (upstream: string) => Promise<SmallGateway>;
}

export async function triedGateway({ wires, scenarios, faults, open }: Tried): Promise<GatewayRecord[]> {
  const wire = await openInnerWire(0);
  const gateway = await open(wire.origin);
  const connections = new LiveConnections();
  const [outer, inner] = [dialectOf(wires.outer.dialect), dialectOf(wires.inner.dialect)];
  const basePathOf = async ({ service }: typeof outer, extension: 'openrouter' | null) => {
    const { basePaths } = await service();
    return basePaths[extension ?? 'plain'] ?? basePaths.plain;
  };
  try {
    const records = await tryGateway({
      name: 'small',
      versions: {},
      endpoint: {
        baseUrl: `${gateway.url}${await basePathOf(outer, wires.outer.extension)}`,
        headers: outer.headers('sk-a-key-of-the-tests'),
      },
      model: 'reference',
      wires,
      plan: await planFor({
        wires,
        deliveries: ['streaming', 'buffered'],
        scenarios,
        faults: faults ?? null,
      }),
      wire,
      upstream: `${wire.origin}${await basePathOf(inner, wires.inner.extension)}`,
      connections,
      options: { firstByteMs: 20_000, idleMs: 20_000, wholeMs: 30_000 },
      redactor: createRedactor([]),
      onEnded: async () => {},
    });
    if (records === null) throw new Error('nobody interrupts it');
    return records;
  } finally {
    await gateway.close();
    await connections.close();
    await wire.close();
  }
}
