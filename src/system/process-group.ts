/** Programs of others that run for us, each with a process group of its own, so that what it starts ends with it. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

/** What asks a command to end. */
export const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const IS_WINDOWS = process.platform === 'win32';
const running = new Set<ChildProcess>();

/** None outlives this process, unless that is killed. */
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

/** Tells the program and all that it has started. */
export function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Without a group of its own, or gone.
    child.kill(signal);
  }
}

function endRunning(): void {
  for (const child of running) signalGroup(child, 'SIGKILL');
}
