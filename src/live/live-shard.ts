/**
 * A live run in shards, one for each machine. A provider is never split, because its limits, its back-off and its
 * spending must stay on one machine.
 */
import type { Target } from '../config/providers.ts';
import type { Shard } from '../replay/shard.ts';
import { groupBy } from '../text/group-by.ts';
import { estimatePlan } from './estimate.ts';
import { planHolding, type Selection } from './live-plan.ts';

export interface LivePart {
  readonly targets: readonly Target[];
  /** The shard's share of the planned requests of the whole run, from 0 to 1. */
  readonly share: number;
}

/**
 * Returns the targets of a shard. Providers are assigned by their planned requests, the largest first, each to the
 * shard with the fewest requests so far. With fewer providers than shards, some shards are empty. The result is the
 * same on every machine, whichever keys the machine has.
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
