/** `replay`: Playwright runs the specs over the recordings; then the gate decides, and the reports are built. */
import { parseShard } from '../replay/shard.ts';
import type { Host } from './host.ts';
import { concludeRun, onStage, type RunCommand } from './run-command.ts';
import { replayShard } from './shards.ts';

export type ReplayCommand = RunCommand & {
  /** Such as `1/4`: judge only this part, and keep its test results for `merge`. */
  readonly shard?: string;
};

/**
 * @param args more arguments for `playwright test`
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done; a shard leaves failures to `merge`
 * @throws {SuiteError} when the configuration, the policy or the set of cassettes is wrong; then nothing has run
 */
export async function replay(
  { shard, ...command }: ReplayCommand,
  args: readonly string[],
  withReports: boolean,
  host: Host,
): Promise<number> {
  const part = shard === undefined ? undefined : parseShard(shard);
  return onStage(command, host, async (settings) => {
    if (part !== undefined) return replayShard(settings, part, args, host);
    const code = await host.runPlaywright(settings, ['test', ...args]);
    return args.includes('--list') ? code : concludeRun(command, settings, code, { withReports, host });
  });
}
