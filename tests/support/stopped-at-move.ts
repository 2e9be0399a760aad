/** Stops work on files between two moves. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { expect } from './test.ts';

const { renameSync } = fs;

/**
 * Makes every move after the first `count` fail, as if the process had been killed.
 *
 * @returns true if there was such a move
 */
export function stoppedAtMove(count: number, place: () => void): boolean {
  let moved = 0;
  fs.renameSync = (...paths) => {
    if (moved >= count) throw new Error('stopped');
    moved += 1;
    renameSync(...paths);
  };
  syncBuiltinESMExports();
  try {
    place();
    return false;
  } catch (error) {
    expect(String(error)).toContain('stopped');
    return true;
  } finally {
    fs.renameSync = renameSync;
    syncBuiltinESMExports();
  }
}
