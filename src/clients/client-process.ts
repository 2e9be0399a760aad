/** A client as a process: it gets a task, says what it does, and ends, or is ended when its time is up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { messageOf, SuiteError } from '../system/failure.ts';
import { Listening, type Said } from './said.ts';
import { type Task, variablesOf } from './task.ts';

/** How a client came to the end of its task. */
export interface Ended {
  readonly said: Said | null;
  /** Its exit code, or the name of the signal that ended it; null where it goes on to the next task. */
  readonly exit: number | string | null;
  readonly timedOut: boolean;
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
}

export interface ClientCommand {
  /** The program and its arguments. */
  readonly words: readonly [string, ...string[]];
  /** Milliseconds for one task. */
  readonly timeLimit: number;
  /** One process takes task after task from standard input, a line each, and says `{"done": true}` after each. */
  readonly reused: boolean;
  readonly env: NodeJS.ProcessEnv;
}

/** How much of standard error is kept. */
const STDERR = 4000;

/** Does one task after the other; two of them do two at the same time. */
export class Client {
  readonly #command: ClientCommand;
  #kept: ChildProcess | null = null;
  #isClosed = false;

  constructor(command: ClientCommand) {
    this.#command = command;
  }

  /** @throws {SuiteError} when the command cannot be started */
  async run(task: Task): Promise<Ended> {
    const { reused, timeLimit } = this.#command;
    const kept = this.#kept;
    this.#kept = null;
    // It may have ended while it had no task.
    const child = kept !== null && isRunning(kept) ? kept : await this.#start(task);
    const listening = new Listening();
    let stderr = '';
    const hearError = (piece: Buffer) => {
      stderr = `${stderr}${piece.toString('utf8')}`.slice(-STDERR);
    };
    child.stderr?.on('data', hearError);
    const lines = child.stdout === null ? null : createInterface({ input: child.stdout });
    const done = new Promise<'done'>((resolve) => {
      lines?.on('line', (line) => {
        if (listening.hear(line) && reused) resolve('done');
      });
    });
    const listeningUntil = new AbortController();
    const closed = once(child, 'close', { signal: listeningUntil.signal });
    // Of a process that goes on nobody waits for the end.
    closed.catch(() => {});
    if (reused) child.stdin?.write(`${JSON.stringify(task)}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(resolve, timeLimit, 'late');
    });
    const how = await Promise.race([done, late, closed]);
    clearTimeout(timer);
    child.stderr?.off('data', hearError);
    lines?.close();
    if (how === 'done') {
      listeningUntil.abort();
      child.stdout?.resume();
      if (this.#isClosed) child.kill();
      else this.#kept = child;
      return { said: listening.said, exit: null, timedOut: false, stderr };
    }
    if (how === 'late') {
      child.kill('SIGKILL');
      await closed;
      return { said: listening.said, exit: 'SIGKILL', timedOut: true, stderr };
    }
    const [code, signal]: (number | string | null)[] = how;
    return { said: listening.said, exit: code ?? signal ?? null, timedOut: false, stderr };
  }

  /** Ends a process that waits for another task; one that has a task ends behind it. */
  close(): void {
    this.#isClosed = true;
    this.#kept?.kill();
    this.#kept = null;
  }

  async #start(task: Task): Promise<ChildProcess> {
    const {
      words: [file, ...args],
      env,
      reused,
    } = this.#command;
    const { TOOLCALL_TASK: text, ...others } = variablesOf(task, env);
    const given = reused || text === undefined ? others : { ...others, TOOLCALL_TASK: text };
    const child = spawn(file, args, {
      env: { ...env, ...given },
      stdio: [reused ? 'pipe' : 'ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw new SuiteError(`${file}: cannot be started (${messageOf(error)}); name a command after --`);
    }
    child.stdin?.on('error', () => {});
    return child;
  }
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
