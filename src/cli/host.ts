/** What a command uses of its process, so that it can also run elsewhere, such as in tests. */
import type { Signals } from '../live/interruption.ts';
import type { Settings } from '../replay/settings.ts';
import type { Output } from '../terminal/columns.ts';

/** Parts of Node's `process`, and a function that runs Playwright. */
export interface Host {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Delivers the signals that the process receives. */
  readonly signals: Signals;
  readonly runPlaywright: RunPlaywright;
}

/**
 * Runs a Playwright command on the suite's own specs, in any working directory.
 *
 * @param command and its arguments, such as `test --grep @weather`
 * @param env more environment variables
 * @returns Playwright's exit code
 * @throws {SuiteError} when the specs are missing
 */
export type RunPlaywright = (
  settings: Settings,
  command: readonly [string, ...string[]],
  env?: Readonly<Record<string, string>>,
) => Promise<number>;

/** The exit code that shells use for a process that was interrupted. */
export const INTERRUPTED = 130;
