/** Errors of the temporary folder are reported as such, and any other error is left alone. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireTemporary, temporaryProblem } from '../../src/system/temporary-folder.ts';
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

test('a temporary folder that cannot be written is found out before it is needed, and nothing is left in one that can', () => {
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(join(tmpdir(), 'temporary-'));
  writeFileSync(join(folder, 'file'), '');
  try {
    for (const [place, code] of [
      ['missing', 'ENOENT'],
      ['file', 'ENOTDIR'],
    ] as const) {
      process.env['TMPDIR'] = join(folder, place);
      expect(requireTemporary).toThrow(
        `${join(folder, place)}: the temporary folder cannot be written (${code}); `,
      );
    }
    process.env['TMPDIR'] = folder;
    requireTemporary();
    expect(readdirSync(folder)).toEqual(['file']);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true });
  }
});
