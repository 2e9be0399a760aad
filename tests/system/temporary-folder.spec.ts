/** Whose fault it is that something needs the temporary folder and cannot have it. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryProblem } from '../../src/system/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

function failing(path: string): Error {
  return Object.assign(new Error('refused'), { code: 'EROFS', path });
}

test('what cannot be written below the temporary folder names that folder', () => {
  const named = `${tmpdir()}: the temporary folder cannot be written (EROFS); name another one with TMPDIR, or make room there`;
  expect(temporaryProblem(failing(join(tmpdir(), 'tsx-0')))?.message).toBe(named);
  expect(temporaryProblem(failing(tmpdir()))?.message).toBe(named);
});

test('any other error is left to whoever knows it', () => {
  expect(temporaryProblem(failing(`${tmpdir()}-other/x`))).toBe(null);
  expect(temporaryProblem(new Error('refused'))).toBe(null);
});
