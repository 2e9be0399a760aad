/** Merges the shards of a live run into one run, as if one machine had recorded it. */
import { cpSync, existsSync } from 'node:fs';
import type { Target } from '../config/providers.ts';
import { DELIVERIES } from '../replay/plan.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { SuiteError } from '../system/failure.ts';
import { planHolding, type Selection } from './live-plan.ts';
import { createRun, isRecorded, openRun, type RecordedRun, type RunFolder, runsIn } from './run-folder.ts';

export interface MergedRun extends RunFolder {
  readonly skipped: Readonly<Record<string, string>>;
  /** Targets whose first conversation showed that no request would succeed, each with the reason. */
  readonly stopped: Readonly<Record<string, string>>;
}

type RecordedShard = RunFolder & RecordedRun & { readonly shard: NonNullable<RecordedRun['shard']> };

/**
 * @param folder holds the folder of each shard
 * @param runs the folder of live runs, for the merged run
 * @param targets the targets of the configuration that the shards had
 * @throws {SuiteError} when a shard is missing, unfinished or of another run
 */
export function mergeShards(folder: string, runs: string, targets: readonly Target[]): MergedRun {
  const shards = shardsIn(folder);
  requireWhole(folder, shards);
  const byId = new Map(targets.map((target) => [target.id, target]));
  for (const shard of shards) requireFinished(shard, selectionOf(shard, shard.request.targets, byId));
  const [first] = shards.toSorted((left, right) => (left.startedAt < right.startedAt ? -1 : 1));
  if (first === undefined) throw new SuiteError(`${folder}: no shards; keep some with live --shard 1/4`);
  const held = new Set(shards.flatMap(({ request }) => request.targets));
  const selection = selectionOf(
    first,
    first.shard.targets.filter((id) => held.has(id)),
    byId,
  );
  const skipped = Object.assign({}, ...shards.map((shard) => shard.skipped));
  const run = createRun(runs, selection, { now: new Date(first.startedAt), skipped });
  for (const { cassettes } of shards) {
    // The folder of an empty shard may be missing, because some tools do not copy empty folders.
    if (existsSync(cassettes)) cpSync(cassettes, run.cassettes, { recursive: true });
  }
  const stopped = Object.assign({}, ...shards.map((shard) => shard.stopped));
  return { ...run, skipped, stopped };
}

/** Runs that are not shards are skipped: one machine may have recorded both. */
function shardsIn(folder: string): RecordedShard[] {
  return runsIn(folder).flatMap((id) => {
    const run = openRun(folder, id);
    return run.shard === undefined ? [] : { ...run, shard: run.shard };
  });
}

/** Checks that every shard is present, because a missing shard would look like one without failures. */
function requireWhole(folder: string, shards: readonly RecordedShard[]): void {
  const [first] = shards;
  if (first === undefined) return;
  const { total, targets } = first.shard;
  const askedFor = ({ request: { scenarios, deliveries, samples }, shard }: RecordedShard) =>
    JSON.stringify({ scenarios, deliveries, samples, total: shard.total, targets: shard.targets });
  const byNumber = new Map<number, RecordedShard>();
  for (const shard of shards) {
    if (askedFor(shard) !== askedFor(first)) {
      throw new SuiteError(
        `${shard.folder}: is of another run than ${first.folder}; remove one or the other, or record both with the same options`,
      );
    }
    const twin = byNumber.get(shard.shard.current);
    if (twin !== undefined) {
      throw new SuiteError(
        `${shard.folder}: is shard ${shard.shard.current} of ${total}, as ${twin.folder} is; remove one or the other`,
      );
    }
    byNumber.set(shard.shard.current, shard);
  }
  const missing = Array.from({ length: total }, (_, index) => index + 1).filter((n) => !byNumber.has(n));
  if (missing.length > 0) {
    throw new SuiteError(
      `${folder}: shard ${missing.join(', ')} of ${total} missing; run that part again and put its folder there`,
    );
  }
  const dealt = shards.flatMap(({ request, skipped }) => [...request.targets, ...Object.keys(skipped)]);
  if (dealt.length !== targets.length || new Set([...dealt, ...targets]).size !== targets.length) {
    throw new SuiteError(
      `${folder}: the shards do not have every target once; record them with the same configuration and version`,
    );
  }
}

function requireFinished(shard: RecordedShard, selection: Selection): void {
  const wanted = planHolding(selection)
    .filter(({ target }) => !Object.hasOwn(shard.stopped, target.id))
    .flatMap(({ conversations }) => conversations);
  const missing = wanted.filter((id) => !isRecorded(shard, id)).length;
  if (missing > 0) {
    throw new SuiteError(
      `${shard.folder}: ${missing} of ${wanted.length} conversations are not recorded; go on with that shard by --resume ${shard.id}`,
    );
  }
}

function selectionOf(
  { folder, request: { scenarios, deliveries, samples } }: RecordedShard,
  ids: readonly string[],
  targets: ReadonlyMap<string, Target>,
): Selection {
  return {
    targets: ids.map((id) => {
      const target = targets.get(id);
      if (target === undefined) {
        throw new SuiteError(
          `${folder}: ${id} is not in the configuration; give the one that the shards had`,
        );
      }
      return target;
    }),
    scenarios: SCENARIOS.filter(({ id }) => scenarios.includes(id)),
    deliveries: DELIVERIES.filter((delivery) => deliveries.includes(delivery)),
    samples,
  };
}

/** True when the folder contains shards of a live run, not of a replay. */
export function holdsLiveShards(folder: string): boolean {
  return shardsIn(folder).length > 0;
}
