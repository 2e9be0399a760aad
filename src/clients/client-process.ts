/** A client as a process: it gets a task, prints what it does, and ends, or is killed when its time is up. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, SuiteError } from '../system/failure.ts';
import { signalGroup, startGroup } from '../system/process-group.ts';
import { HeardLines } from './heard-lines.ts';
import { Listening, type Said } from './said.ts';
import { type Task, variablesOf } from './task.ts';

/** How a client ended its task. */
export interface Ended {
  readonly said: Said | null;
  /** Its exit code, or the name of the signal that ended it; null when it continues with the next task. */
  readonly exit: number | string | null;
  readonly timedOut: boolean;
  /** The end of its output to standard error. */
  readonly stderr: string;
}

export interface ClientCommand {
  /** The program and its arguments. */
  readonly words: readonly [string, ...string[]];
  /** The time limit for one task, in milliseconds. */
  readonly timeLimit: number;
  /**
   * True when one process takes many tasks from standard input, one per line, and prints `{"done": true}` after each.
   */
  readonly reused: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** Ends all running processes. */
  readonly signal?: AbortSignal;
}

/** How much of standard error is kept, in characters. */
const STDERR = 4000;

/** How long the pipes of an ended process may stay open, in milliseconds. */
const PIPES_MS = 1000;

/** Does tasks one after the other; use several clients for parallel tasks. */
export class Client {
  readonly #command: ClientCommand;
  #kept: ChildProcess | null = null;
  #isClosed = false;

  constructor(command: ClientCommand) {
    this.#command = command;
  }

  /** @throws {SuiteError} when the command cannot be started, or was interrupted */
  async run(task: Task): Promise<Ended> {
    const { reused, timeLimit, signal } = this.#command;
    requireGoingOn(signal);
    const kept = this.#kept;
    this.#kept = null;
    // It may have ended while it had no task.
    const child = kept !== null && isRunning(kept) ? kept : await this.#start(task);
    const listening = new Listening();
    let stderr = '';
    const hearError = (piece: Buffer) => {
      stderr = `${stderr}${piece.toString('utf8')}`.slice(-STDERR);
    };
    let tellDone = () => {};
    const done = new Promise<'done'>((resolve) => {
      tellDone = () => resolve('done');
    });
    const lines = new HeardLines((line) => {
      if (listening.hear(line) && reused) tellDone();
    });
    const hear = (piece: Buffer) => lines.add(piece);
    child.stderr?.on('data', hearError);
    child.stdout?.on('data', hear);
    const listeningUntil = new AbortController();
    const ended = endOf(child, listeningUntil.signal);
    // A process that is reused never ends here, so the wait for its end is aborted later; ignore that rejection.
    ended.catch(() => {});
    const stop = () => signalGroup(child, 'SIGKILL');
    signal?.addEventListener('abort', stop);
    if (reused) child.stdin?.write(`${JSON.stringify(task)}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, timeLimit, 'late');
    });
    const how = await Promise.race([done, late, ended]);
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
    if (how === 'late') {
      stop();
      await ended;
    }
    child.stderr?.off('data', hearError);
    child.stdout?.off('data', hear);
    lines.end();
    requireGoingOn(signal);
    if (how === 'done') {
      listeningUntil.abort();
      child.stdout?.resume();
      child.stderr?.resume();
      if (this.#isClosed) stop();
      else this.#kept = child;
      return { said: listening.said, exit: null, timedOut: false, stderr };
    }
    if (how === 'late') return { said: listening.said, exit: 'SIGKILL', timedOut: true, stderr };
    return { said: listening.said, exit: how.exit, timedOut: false, stderr };
  }

  /** Ends a process that waits for another task; one with a task is ended after that task. */
  close(): void {
    this.#isClosed = true;
    if (this.#kept !== null) signalGroup(this.#kept, 'SIGKILL');
    this.#kept = null;
  }

  async #start(task: Task): Promise<ChildProcess> {
    const { words, env, reused } = this.#command;
    const { TOOLCALL_TASK: text, ...others } = variablesOf(task, env);
    const given = reused || text === undefined ? others : { ...others, TOOLCALL_TASK: text };
    const child = startGroup(words, {
      env: { ...env, ...given },
      stdio: [reused ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    });
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw new SuiteError(`${words[0]}: cannot be started (${messageOf(error)}); name a command after --`);
    }
    child.stdin?.on('error', () => {});
    return child;
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/**
 * Waits for the process to end, then ends all its child processes. A child in another group may keep the pipes open.
 */
async function endOf(child: ChildProcess, signal: AbortSignal): Promise<Pick<Ended, 'exit'>> {
  const closed = once(child, 'close', { signal });
  closed.catch(() => {});
  const [code, killedBy]: (number | string | null)[] = await once(child, 'exit', { signal });
  signalGroup(child, 'SIGKILL');
  await Promise.race([closed, wait(PIPES_MS, undefined, { ref: false })]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  return { exit: code ?? killedBy ?? null };
}

/** @throws {SuiteError} when it was interrupted */
function requireGoingOn(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new SuiteError('interrupted; run it again');
}
