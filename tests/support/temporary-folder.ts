/** A folder for files that a test makes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from './test.ts';

/** Gives each test of a file, or of the `describe` that asks for it, a folder of its own, and removes it afterwards. */
export function folderOfEachTest(): () => string {
  let folder = '';
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'test-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}
