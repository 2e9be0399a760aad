/** Work on files that is stopped between two moves. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { expect } from './test.ts';

const { renameSync } = fs;

/** Nothing is moved from then on, as if the process had been killed. @returns whether it came to that */
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
