/** A command that runs as a child process; this process waits for its end, or ends it. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { messageOf, SuiteError } from '../system/failure.ts';
import { signalGroup, startGroup } from '../system/process-group.ts';

/** With a terminal, the user may type to the command. So it stays in this process group, and gets Ctrl-C itself. */
function hasTerminal(): boolean {
  return process.stdin.isTTY === true;
}

/**
 * The command shares this process's streams. With `apart`, its output goes to standard error, because standard output
 * is for results only.
 */
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

/** An interrupted command has this long to end, then gets SIGTERM, and after the same time again SIGKILL. */
const PATIENCE_MS = 2000;

/** Passes the signal on to the command, and makes sure that the command and all its child processes end. */
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
