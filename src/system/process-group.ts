/** Runs external programs, each in its own process group, so that everything it starts ends with it. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** The signals that ask a command to end. */
export const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const IS_WINDOWS = process.platform === 'win32';
const running = new Set<ChildProcess>();

/** Starts a program. It ends with this process, unless this process is killed. */
export function startGroup(words: readonly string[], options: SpawnOptions): ChildProcess {
  const [file = '', ...args] = words;
  const child = spawn(file, args, { detached: !IS_WINDOWS, ...options, shell: IS_WINDOWS });
  if (running.size === 0) process.on('exit', endRunning);
  running.add(child);
  child.once('exit', () => {
    running.delete(child);
    if (running.size === 0) process.off('exit', endRunning);
  });
  return child;
}

/** Sends a signal to the program and everything that it started. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The program has no group of its own, or is gone.
    child.kill(signal);
  }
}

function endRunning(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}
