/** The records of each gateway apart. */
import type { FateRecord, FaultRecord, FindingRecord, GatewayRecord, TriedRecord } from './record.ts';

export interface MeasuredGateway {
  readonly tried: TriedRecord;
  readonly fates: readonly FateRecord[];
  readonly findings: readonly FindingRecord[];
  readonly faults: readonly FaultRecord[];
}

/** In the order of the records. */
export function byGateway(records: readonly GatewayRecord[]): MeasuredGateway[] {
  return records.flatMap((tried) => {
    if (tried.type !== 'gateway') return [];
    const own = records.filter((record) => record.gateway === tried.gateway);
    return {
      tried,
      fates: own.flatMap((record) => (record.type === 'fate' ? [record] : [])),
      findings: own.flatMap((record) => (record.type === 'finding' ? [record] : [])),
      faults: own.flatMap((record) => (record.type === 'fault' ? [record] : [])),
    };
  });
}
