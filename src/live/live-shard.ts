/**
 * A live run in parts, one a machine. A provider is never cut: its limits, its back-off and what it has been asked so far
 * stay with one machine.
 */
import type { Target } from '../config/providers.ts';
import type { Shard } from '../replay/shard.ts';
import { groupBy } from '../text/group-by.ts';
import { estimatePlan } from './estimate.ts';
import { planHolding, type Selection } from './live-plan.ts';

export interface LivePart {
  readonly targets: readonly Target[];
  /** Its part of the requests that the whole run is planned to take, from 0 to 1. */
  readonly share: number;
}

/**
 * What of a run falls to a shard. Providers are dealt out by the requests that are planned for them, the largest first, each
 * to the shard that has the fewest so far. With fewer providers than shards some shards are empty. The same on every
 * machine: it does not matter which keys it has.
 */
export async function partOfRun(whole: Selection, { current, total }: Shard): Promise<LivePart> {
  const { rows } = await estimatePlan(planHolding(whole).flatMap(({ conversations }) => conversations));
  const requestsOf = new Map(rows.map(({ target, requests }) => [target, requests]));
  const providers = [...groupBy(whole.targets, ({ provider }) => provider.id).values()].map((targets) => ({
    targets,
    requests: targets.reduce((sum, { id }) => sum + (requestsOf.get(id) ?? 0), 0),
  }));
  const shards = Array.from({ length: total }, () => ({ requests: 0, targets: new Set<Target>() }));
  for (const { targets, requests } of providers.toSorted((left, right) => right.requests - left.requests)) {
    const least = shards.reduce((least, shard) => (shard.requests < least.requests ? shard : least));
    least.requests += requests;
    for (const target of targets) least.targets.add(target);
  }
  const all = shards.reduce((sum, { requests }) => sum + requests, 0);
  const own = shards[current - 1];
  return {
    targets: whole.targets.filter((target) => own?.targets.has(target) === true),
    share: own === undefined || all === 0 ? 0 : own.requests / all,
  };
}
