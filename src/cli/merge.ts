/** `merge`: combines the shards of a run into one run, with the results, the gate and the reports of the whole. */
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadTargets } from '../config/load.ts';
import { holdsLiveShards, mergeShards } from '../live/merge-shards.ts';
import { SuiteError } from '../system/failure.ts';
import type { Host } from './host.ts';
import { judgeRun } from './judge-run.ts';
import { concludeRun, onStage, type RunCommand } from './run-command.ts';
import { requireAllShards } from './shards.ts';

/**
 * @param command must have the settings that the shards ran with
 * @param folder holds the files of `replay --shard`, or the folders of `live --shard`
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done
 * @throws {SuiteError} when a shard is missing, or the configuration, the policy or the set of cassettes is wrong
 */
export async function merge(
  command: RunCommand,
  folder: string,
  withReports: boolean,
  host: Host,
): Promise<number> {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new SuiteError(`${folder}: is no folder; name the one that holds the shards`);
  if (holdsLiveShards(folder)) {
    const run = mergeShards(folder, join(command.reports, 'live'), await loadTargets(command.config));
    return judgeRun(run, command, withReports, host);
  }
  requireAllShards(folder);
  return onStage(command, host, async (settings) => {
    const code = await host.runPlaywright(settings, ['merge-reports', resolve(folder)]);
    return concludeRun(command, settings, code, { withReports, host });
  });
}
