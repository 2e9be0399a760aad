/** Moves temporary folders to a place that is faster than a disk. */
import { accessSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PLACE = '/dev/shm';
const LEAST_BYTES = 4 * 1024 ** 3;

/**
 * Puts the temporary folder of a worker into the memory file system of Linux until the worker exits. Does so only if
 * that file system has room and can run programs, and TMPDIR is not set. The tests create and remove thousands of
 * folders, and each takes at least two milliseconds on a disk.
 */
export function keepTemporaryInMemory(): void {
  const isWorker = process.env['TEST_WORKER_INDEX'] !== undefined;
  if (!isWorker || process.env['TMPDIR'] !== undefined || !hasRoom()) return;
  const folder = mkdtempSync(join(PLACE, 'tests-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  if (runsProgramsIn(folder)) process.env['TMPDIR'] = folder;
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(PLACE);
    accessSync(PLACE, constants.W_OK);
    return bavail * bsize >= LEAST_BYTES;
  } catch {
    return false;
  }
}

function runsProgramsIn(folder: string): boolean {
  const program = join(folder, 'program');
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
  try {
    accessSync(program, constants.X_OK);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(program);
  }
}
