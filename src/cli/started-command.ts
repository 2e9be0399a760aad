/** A command that is started beside ours: its end is waited for, or made. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { messageOf, SuiteError } from '../system/failure.ts';

/** Its streams are ours; but where standard output is for our results alone, it writes to standard error. */
export function startCommand(words: readonly string[], env: NodeJS.ProcessEnv, apart: boolean): ChildProcess {
  const [file = '', ...args] = words;
  return spawn(file, args, {
    env,
    stdio: ['inherit', apart ? 2 : 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
}

/** @throws {SuiteError} when it could not be started */
export async function exitOf(command: ChildProcess): Promise<number> {
  try {
    const [code, signal]: (number | NodeJS.Signals | null)[] = await once(command, 'exit');
    if (typeof code === 'number') return code;
    return 128 + (typeof signal === 'string' ? constants.signals[signal] : 0);
  } catch (error) {
    throw new SuiteError(
      `${command.spawnfile}: cannot be started (${messageOf(error)}); name a command after --`,
    );
  }
}

/** A command that was interrupted has so long to end, and then so long again before it is killed. */
export const PATIENCE_MS = 2000;

/** A terminal sends Ctrl-C to the command too, so it is only ended where it goes on. @param patience before it is told, in milliseconds */
export async function endCommand(command: ChildProcess, patience: number): Promise<void> {
  const exit = exitOf(command).catch(() => 0);
  const timers = [
    setTimeout(() => command.kill('SIGTERM'), patience),
    setTimeout(() => command.kill('SIGKILL'), patience + PATIENCE_MS),
  ];
  if (command.exitCode === null && command.signalCode === null) await exit;
  for (const timer of timers) clearTimeout(timer);
}
