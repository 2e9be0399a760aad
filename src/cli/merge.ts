/** `merge`: the shards of a replay become one run, with the results, the gate and the reports of the whole. */
import { resolve } from 'node:path';
import type { Host } from './host.ts';
import { concludeRun, prepareRun, type RunCommand } from './run-command.ts';
import { requireAllShards } from './shards.ts';

/**
 * @param command with the settings that the shards were replayed with
 * @param folder with the files that `replay --shard` kept
 * @returns the exit code: 0 held, 1 conformance failures, 2 not done
 * @throws {SuiteError} when a shard is missing, or the configuration, the policy or the set of cassettes is wrong
 */
export async function merge(
  command: RunCommand,
  folder: string,
  withReports: boolean,
  host: Host,
): Promise<number> {
  requireAllShards(folder);
  const settings = await prepareRun(command);
  const code = await host.runPlaywright(settings, ['merge-reports', resolve(folder)]);
  return concludeRun(command, code, withReports, host);
}
