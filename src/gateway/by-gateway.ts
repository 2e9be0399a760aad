/** Groups the records by gateway. */
import { dialectOf } from '../dialects/catalogue.ts';
import type { Delivery } from '../evidence/exchange.ts';
import type { Fate, FateRecord, FaultRecord, FindingRecord, GatewayRecord, TriedRecord } from './record.ts';

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

/** Such as `Messages outside, Chat Completions inside`. */
export function spokenBy({ outer, inner }: Pick<TriedRecord, 'outer' | 'inner'>): string {
  const [outside, inside] = [dialectOf(outer.dialect).name, dialectOf(inner.dialect).name];
  return outside === inside ? `${outside} on both wires` : `${outside} outside, ${inside} inside`;
}

/** Returns the fates of a thing: one if both deliveries agree or only one shows it, otherwise one for each delivery. */
export function shownFates(
  fates: readonly FateRecord[],
): readonly { readonly fate: Fate; readonly delivery: Delivery | null }[] {
  const shown = fates.filter(({ fate }) => fate !== 'not-shown');
  const [first] = shown;
  if (first === undefined) return [{ fate: 'not-shown', delivery: null }];
  if (shown.every(({ fate }) => fate === first.fate)) return [{ fate: first.fate, delivery: null }];
  return shown.map(({ fate, delivery }) => ({ fate, delivery }));
}
