/** Locks for folders in which only one process may work at a time. A second process waits, then fails with an error. */
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { parseJson } from '../text/wire-text.ts';
import { codeOf, SuiteError, unwritten } from './failure.ts';
import { makeFolder } from './make-folder.ts';
import { readFound } from './read-given.ts';

export interface LockOptions {
  /** How long to wait for another process, in milliseconds. Default 30 s. */
  readonly waitMs?: number;
  /** Called once with a line, when the wait for another process begins. */
  readonly tell?: (line: string) => void;
}

const USUAL_WAIT = 30_000;
const ASKED_EVERY = 50;
const TOLD_AFTER = 1000;
/** An unreadable lock is either being written, or its process was stopped while writing it; older than this, it is stale. */
const WRITTEN_WITHIN = 5000;

/** The content of a lock file: the process that holds the lock. */
const holderSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** When the process started, according to the system, because a later process may get the same pid. */
  born: z.string().nullable(),
  since: z.iso.datetime(),
  token: z.uuid(),
});
type Holder = z.output<typeof holderSchema>;

/** A lock file on disk; `holder` is null if it cannot be read. */
interface Found {
  readonly token: string;
  readonly writtenAt: number;
  readonly holder: Holder | null;
}

/** Has the suffix of unfinished files, so that it is never taken for a recording or a run. */
const LOCK = '.lock.tmp';

/**
 * Runs some work in a folder while it holds the folder's lock.
 *
 * @throws {SuiteError} as {@link lockFolder} does
 */
export async function whileLocked<T>(
  folder: string,
  options: LockOptions,
  work: () => T | Promise<T>,
): Promise<T> {
  const release = await lockFolder(folder, options);
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * Makes a folder, and locks it. The lock of a process that no longer runs is taken over. The lock of another machine is
 * not, because it is unknown whether its process still runs.
 *
 * @returns releases the lock
 * @throws {SuiteError} when another process still works there, or the folder cannot be written
 */
export async function lockFolder(
  folder: string,
  { waitMs = USUAL_WAIT, tell }: LockOptions = {},
): Promise<() => void> {
  makeFolder(folder);
  const lock = join(folder, LOCK);
  const begun = performance.now();
  let told = false;
  for (;;) {
    const taken = take(lock);
    if (typeof taken === 'string') return () => release(lock, taken);
    const waited = performance.now() - begun;
    if (waited >= waitMs) throw new SuiteError(`${folder}: ${atWork(taken, lock)}`);
    if (!told && waited >= TOLD_AFTER) {
      told = true;
      tell?.(`${folder}: waiting for process ${taken.holder?.pid ?? '(unknown)'}, which works there`);
    }
    await sleep(ASKED_EVERY);
  }
}

/** Returns true if a running process holds the folder's lock. */
export function isLocked(folder: string): boolean {
  const found = foundAt(join(folder, LOCK));
  return found !== null && isAtWork(found);
}

/** Returns true if a file is the lock of its folder. */
export function isLock(path: string): boolean {
  return basename(path) === LOCK;
}

function release(lock: string, token: string): void {
  if (foundAt(lock)?.token === token) rmSync(lock, { force: true });
}

/** @returns the token of the new lock, or the lock that another process holds */
function take(lock: string): string | Found {
  const own = ownHolder();
  if (writeNew(lock, own)) return own.token;
  const found = foundAt(lock);
  if (found === null) return take(lock);
  return isAtWork(found) ? found : takeOver(lock, found);
}

/** Takes over a stale lock. Of several processes that try, only one gets the claim file, which then replaces the lock. */
function takeOver(lock: string, left: Found): string | Found {
  const claim = lock.replace(/\.tmp$/u, `.${left.token}.tmp`);
  const taken = take(claim);
  if (typeof taken !== 'string') return taken;
  if (foundAt(lock)?.token === left.token) {
    renameSync(claim, lock);
    return taken;
  }
  rmSync(claim, { force: true });
  return take(lock);
}

/** @returns false when a lock exists */
function writeNew(lock: string, holder: Holder): boolean {
  let file: number | undefined;
  try {
    file = openSync(lock, 'wx');
    writeFileSync(file, `${JSON.stringify(holder)}\n`);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    // A lock without its holder would keep others waiting.
    if (file !== undefined) rmSync(lock, { force: true });
    throw unwritten(dirname(lock), cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** @returns null when the lock is gone */
function foundAt(lock: string): Found | null {
  try {
    const writtenAt = statSync(lock).mtimeMs;
    const { data = null } = holderSchema.safeParse(parseJson(readFound(lock).toString()));
    return { token: data?.token ?? `${Math.floor(writtenAt)}`, writtenAt, holder: data };
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw cause instanceof SuiteError ? cause : unwritten(lock, cause);
  }
}

function isAtWork({ holder, writtenAt }: Found): boolean {
  if (holder === null) return Date.now() - writtenAt < WRITTEN_WITHIN;
  if (holder.host !== hostname()) return true;
  return isRunning(holder.pid) && holder.born === bornAt(holder.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function ownHolder(): Holder {
  return {
    pid: process.pid,
    host: hostname(),
    born: bornAt(process.pid),
    since: new Date().toISOString(),
    token: randomUUID(),
  };
}

/** The start of a process, in ticks since boot (proc(5), field 22 of `stat`); null on systems without `/proc`. */
function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function atWork({ holder }: Found, lock: string): string {
  if (holder === null) return `another process works there; wait for it to end, or remove ${lock}`;
  const since = `since ${holder.since}`;
  if (holder.host === hostname())
    return `process ${holder.pid} works there ${since}; wait for it to end, or stop it`;
  return `process ${holder.pid} of ${holder.host} works there ${since}; wait for it to end, or remove ${lock} if it is gone`;
}
