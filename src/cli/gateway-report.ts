/** The report of a gateway: its outer wire, judged as a probe judges an endpoint, and the page with both wires. */
import { dialectOf } from '../dialects/catalogue.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Planned } from '../gateway/plan.ts';
import type { GatewayRecord } from '../gateway/record.ts';
import { type EndpointOptions, endpointResults, endpointTarget } from '../live/endpoint.ts';
import { judgeConversation } from '../replay/judge-conversation.ts';
import { cassetteOf } from '../replay/plan.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { Host } from './host.ts';

/** The outer wire of a conversation with a conforming upstream. */
export interface OuterConversation extends Pick<Planned, 'scenario' | 'delivery'> {
  readonly exchanges: readonly Exchange[];
  readonly recordedAt: string;
}

/**
 * @returns a line that says where the pages are
 * @throws {SuiteError} when the folder cannot be written
 */
export async function reportGateway(
  folder: string,
  endpoint: EndpointOptions,
  held: readonly OuterConversation[],
  records: readonly GatewayRecord[],
  host: Pick<Host, 'stderr'>,
): Promise<string> {
  const target = endpointTarget(endpoint);
  const nameOf = ({ scenario, delivery }: OuterConversation) => cassetteOf(target, scenario, delivery, 1);
  const found = held.map((one) => {
    const { scenario, delivery, exchanges, recordedAt } = one;
    const buffered = held.find((other) => other.scenario.id === scenario.id && other.delivery === 'buffered');
    return judgeConversation(
      { target, scenario, delivery, sample: 1 },
      {
        exchanges,
        cassette: nameOf(one),
        recordedAt,
        counterpart: delivery === 'streaming' ? buffered?.exchanges[0] : undefined,
      },
      dialectOf(endpoint.dialect),
    );
  });
  const scenarios = [
    ...new Map(held.map(({ scenario }): [string, Scenario] => [scenario.id, scenario])).values(),
  ];
  const startedAt = new Date(held[0]?.recordedAt ?? 0);
  const results = endpointResults({ startedAt, stopped: {} }, target, scenarios, found, false);
  const byCassette = new Map(held.map((one) => [nameOf(one), one.exchanges]));
  const evidence = (cassette: string) => byCassette.get(cassette) ?? { problem: 'nothing was held' };
  const { writeReportFolder } = await import('./report-folder.ts');
  return writeReportFolder({ results, evidence, folder, gateways: records }, host);
}
