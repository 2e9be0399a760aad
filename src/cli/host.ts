/** What a command has of the process that it runs in, so that it can be run in any. */
import type { Signals } from '../live/interruption.ts';
import type { Settings } from '../replay/settings.ts';
import type { Output } from '../terminal/columns.ts';

/** Node's `process` with what runs Playwright. */
export interface Host {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Where the signals of the process arrive. */
  readonly signals: Signals;
  readonly runPlaywright: RunPlaywright;
}

/**
 * Runs a command of Playwright on the suite's own specs, wherever the working directory is.
 *
 * @param command and its arguments, such as `test --grep @weather`
 * @param env more environment variables
 * @returns Playwright's exit code
 * @throws {SuiteError} when the specs are not there
 */
export type RunPlaywright = (
  settings: Settings,
  command: readonly [string, ...string[]],
  env?: Readonly<Record<string, string>>,
) => Promise<number>;

/** What a shell says of a process that was interrupted. */
export const INTERRUPTED = 130;
