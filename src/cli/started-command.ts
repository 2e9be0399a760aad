/** A command that is started beside ours: its end is waited for, or made. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { messageOf, SuiteError } from '../system/failure.ts';
import { signalGroup, startGroup } from '../system/process-group.ts';

/** Whoever sits at a terminal may answer to the command, which therefore stays in our group and hears Ctrl-C itself. */
function hasTerminal(): boolean {
  return process.stdin.isTTY === true;
}

/** Its streams are ours; but where standard output is for our results alone, it writes to standard error. */
export function startCommand(words: readonly string[], env: NodeJS.ProcessEnv, apart: boolean): ChildProcess {
  return startGroup(words, {
    env,
    stdio: ['inherit', apart ? 2 : 'inherit', 'inherit'],
    ...(hasTerminal() && { detached: false }),
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
const PATIENCE_MS = 2000;

/** Passes on what ended us, and sees to it that the command ends, and all that it has started. */
export async function endCommand(command: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = exitOf(command).catch(() => 0);
  if (signal !== 'SIGINT' || !hasTerminal()) signalGroup(command, signal);
  const timers = [
    setTimeout(() => signalGroup(command, 'SIGTERM'), PATIENCE_MS),
    setTimeout(() => signalGroup(command, 'SIGKILL'), 2 * PATIENCE_MS),
  ];
  if (command.exitCode === null && command.signalCode === null) await exit;
  for (const timer of timers) clearTimeout(timer);
  signalGroup(command, 'SIGKILL');
}
