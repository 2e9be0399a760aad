/** Records one conversation between a client and the reference provider, with a tap between them. */
import { Agent } from 'undici';
import { recogniseTraffic } from '../audit/traffic.ts';
import { type AnyDialect, dialectOf } from '../dialects/catalogue.ts';
import type { Delivery, Exchange } from '../evidence/exchange.ts';
import type { Extension } from '../judge/check.ts';
import { createReferenceProvider, REFERENCE_MODEL } from '../provider/reference-provider.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { RecordedWire } from '../tap/recorded-wire.ts';
import { openTap } from '../tap/tap.ts';
import type { Client, Ended } from './client-process.ts';
import { taskOf } from './task.ts';

/** The conversation to hold, and the fault in it. */
export interface Assignment {
  /** The id of the dialect. */
  readonly dialect: string;
  readonly extension: Extension | null;
  readonly scenario: Scenario;
  readonly delivery: Delivery;
  /** The name of a seeded fault; null for the conforming provider. */
  readonly fault: string | null;
}

export interface RecordedConversation extends Ended {
  /** The exchanges of the dialect, in the order in which they began, as they were on the wire. */
  readonly exchanges: readonly Exchange[];
  /** True when an answer contained the fault. */
  readonly isShown: boolean;
}

/** The source of the provider's ids and times, so that another provider answers the same. */
export interface ProviderClock {
  readonly seed: string;
  readonly now: () => number;
}

const KEPT_BYTES = 4 * 1024 * 1024;

/** @throws {SuiteError} when the client cannot be started, or no provider can show the fault */
export async function recordConversation(
  assignment: Assignment,
  client: Client,
  clock: ProviderClock,
): Promise<RecordedConversation> {
  const dialect = dialectOf(assignment.dialect);
  const { fault } = assignment;
  let isShown = false;
  const provider = createReferenceProvider({
    ...clock,
    ...(fault === null ? {} : { fault }),
    log: ({ shown }) => {
      isShown ||= shown === true;
    },
  });
  const { url } = await provider.listen();
  const wire = new RecordedWire(KEPT_BYTES);
  const tap = await openTap({
    upstreams: [{ name: null, origin: url, basePath: '' }],
    dispatcher: new Agent({ headersTimeout: 0, bodyTimeout: 0 }),
    listener: wire,
    port: 0,
    keptBytes: KEPT_BYTES,
    http2: false,
    onRefused: () => {},
  });
  try {
    const task = await taskFor(assignment, dialect, tap.origin);
    const ended = await client.run(task).finally(() => tap.close());
    const exchanges = (await wire.take()).map(({ exchange }) => exchange);
    const isOfDialect = (exchange: Exchange) =>
      recogniseTraffic(exchange, { dialect: dialect.id }).dialect === dialect.id;
    return { ...ended, exchanges: exchanges.filter(isOfDialect), isShown };
  } finally {
    await provider.close();
  }
}

async function taskFor({ scenario, delivery, extension }: Assignment, dialect: AnyDialect, origin: string) {
  const { basePaths } = await dialect.service();
  const basePath = basePaths[extension ?? 'plain'] ?? basePaths.plain;
  return taskOf(scenario, dialect, delivery, REFERENCE_MODEL, origin, basePath);
}
