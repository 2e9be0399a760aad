/** What lies in somebody's folder is read where it is a file. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFound } from '../../src/system/read-given.ts';
import { expect, test } from '../support/test.ts';

test('a device that a link in a folder leads to is named, and not waited for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'found-'));
  const at = (name: string) => join(folder, name);
  writeFileSync(at('night'), 'text');
  symlinkSync('/dev/zero', at('zero'));
  expect(readFound(at('night')).toString()).toBe('text');
  expect(() => readFound(at('zero'))).toThrow(`${at('zero')}: is a folder, a pipe or a device; remove it`);
  rmSync(folder, { recursive: true });
});
