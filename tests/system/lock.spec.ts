/** Locks of folders, tested with real processes that run or have ended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLocked, lockFolder, whileLocked } from '../../src/system/lock.ts';
import { expect, test } from '../support/test.ts';

let folder: string;
const children: ChildProcess[] = [];

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});

test.afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'tests/support/working-process.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function exitOf(child: ChildProcess): Promise<unknown> {
  const [code] = await once(child, 'exit');
  return code;
}

async function killedWhileItWorks(): Promise<ChildProcess> {
  const child = start('hold', folder);
  if (child.stdout !== null) await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await exitOf(child);
  return child;
}

const lock = () => join(folder, '.lock.tmp');

/** Writes a lock that another process left behind. */
function leave(fields: Readonly<Record<string, unknown>>): void {
  const token = '01234567-89ab-4def-8123-456789abcdef';
  const since = '2026-11-29T09:00:00.000Z';
  writeFileSync(
    lock(),
    JSON.stringify({ pid: process.pid, host: hostname(), born: null, since, token, ...fields }),
  );
}

test('six processes lose nothing of one another, whatever a killed one left', async () => {
  writeFileSync(join(folder, 'count'), '0');
  await killedWhileItWorks();
  expect(readdirSync(folder).toSorted()).toEqual(['.lock.tmp', 'count']);
  const codes = await Promise.all(Array.from({ length: 6 }, () => exitOf(start('count', folder, '25'))));
  expect(codes).toEqual([0, 0, 0, 0, 0, 0]);
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('150');
  expect(readdirSync(folder)).toEqual(['count']);
});

test('who is at work is named, after a while', async () => {
  const child = start('hold', folder);
  if (child.stdout !== null) await once(child.stdout, 'data');
  const told: string[] = [];
  await expect(lockFolder(folder, { waitMs: 1200, tell: (line) => told.push(line) })).rejects.toThrow(
    new RegExp(
      `^${folder}: process ${child.pid} works there since .*Z; wait for it to end, or stop it$`,
      'u',
    ),
  );
  expect(told).toEqual([`${folder}: waiting for process ${child.pid}, which works there`]);
  child.kill('SIGKILL');
  await exitOf(child);
  expect(isLocked(folder)).toBe(false);
  expect(await whileLocked(folder, { waitMs: 0 }, () => 'done')).toBe('done');
});

test('a process of the same number that began later is another one', async () => {
  leave({ born: '1' });
  expect(await whileLocked(folder, { waitMs: 0 }, () => readdirSync(folder))).toEqual(['.lock.tmp']);
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of another machine is not taken over', async () => {
  leave({ host: 'elsewhere' });
  await expect(lockFolder(folder, { waitMs: 0 })).rejects.toThrow(
    `process ${process.pid} of elsewhere works there since 2026-11-29T09:00:00.000Z; wait for it to end, or remove ${lock()} if it is gone`,
  );
});

test('a lock that says nothing is waited for as long as it takes to write one', async () => {
  writeFileSync(lock(), '');
  await expect(lockFolder(folder, { waitMs: 0 })).rejects.toThrow(
    `${folder}: another process works there; wait for it to end, or remove ${lock()}`,
  );
  utimesSync(lock(), 1, 1);
  expect(await whileLocked(folder, { waitMs: 0 }, () => 'done')).toBe('done');
});

test('what was thrown leaves no lock', async () => {
  const thrown = whileLocked(folder, {}, () => {
    throw new Error('broken');
  });
  await expect(thrown).rejects.toThrow('broken');
  expect(readdirSync(folder)).toEqual([]);
});
