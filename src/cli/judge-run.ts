/** Judges a recorded live run as a replay does, in the folder of the run. */
import type { MergedRun } from '../live/merge-shards.ts';
import type { Host } from './host.ts';
import type { RunCommand } from './run-command.ts';

export type JudgeCommand = Pick<
  RunCommand,
  'config' | 'expectations' | 'failOn' | 'baseline' | 'history' | 'verbose'
>;

/**
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done
 * @throws {SuiteError} when the configuration, the policy or the set of cassettes is wrong
 */
export async function judgeRun(
  { id, startedAt, skipped, stopped, folder, cassettes }: MergedRun,
  { config, expectations, failOn, baseline, history, verbose }: JudgeCommand,
  withReports: boolean,
  host: Host,
): Promise<number> {
  const { replay } = await import('./replay.ts');
  return replay(
    {
      config,
      cassettes,
      expectations,
      reports: folder,
      failOn,
      ...(baseline === undefined ? {} : { baseline }),
      history,
      ...(verbose === undefined ? {} : { verbose }),
      liveRun: { id, startedAt, skipped, stopped },
    },
    [],
    withReports,
    host,
  );
}
