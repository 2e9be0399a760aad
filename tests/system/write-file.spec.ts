/** Files whose names are as long as a file system takes them, and what somebody names to be written to. */
import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectWritable, writeGiven, writeWhole } from '../../src/system/write-file.ts';
import { expect, test } from '../support/test.ts';

for (const name of ['n'.repeat(255), `${'é'.repeat(125)}.yaml`, '𝒳'.repeat(63)]) {
  test(`a name of ${name.length} characters leaves room for that of the unfinished file`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'write-'));
    writeWhole(join(folder, name), 'text');
    expect(readdirSync(folder)).toEqual([name]);
    rmSync(folder, { recursive: true });
  });
}

test('a link that somebody names keeps its place: what it leads to is written, and a full device is told', () => {
  const folder = mkdtempSync(join(tmpdir(), 'write-'));
  const [file, link, full] = [join(folder, 'file'), join(folder, 'link'), join(folder, 'full')];
  writeFileSync(file, 'before');
  symlinkSync(file, link);
  symlinkSync('/dev/full', full);
  writeGiven(link, 'text');
  expect([lstatSync(link).isSymbolicLink(), readFileSync(file, 'utf8')]).toEqual([true, 'text']);
  const problem = 'cannot be written (ENOSPC); make room there, or name a folder that can be written to';
  expect(() => writeGiven(full, 'text')).toThrow(`${full}: ${problem}`);
  writeGiven(file, 'whole');
  expect([lstatSync(full).isSymbolicLink(), readFileSync(file, 'utf8')]).toEqual([true, 'whole']);
  rmSync(folder, { recursive: true });
});

test('a name too long is told', () => {
  expect(() => writeGiven('n'.repeat(300), 'text')).toThrow(/^n+: cannot be written \(ENAMETOOLONG\);/u);
});

test('what can be written is left as it is, and a pipe is not waited for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'write-'));
  const file = join(folder, 'file');
  writeFileSync(file, 'before');
  expectWritable(file);
  expectWritable(join(folder, 'new', 'file'));
  execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe')]);
  expectWritable(join(folder, 'pipe'));
  expectWritable('/dev/null');
  expect([readdirSync(folder).toSorted(), readFileSync(file, 'utf8')]).toEqual([
    ['file', 'new', 'pipe'],
    'before',
  ]);
  expect(readdirSync(join(folder, 'new'))).toEqual([]);
  rmSync(folder, { recursive: true });
});
