/** Which files a name may refer to. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileBelow } from '../../src/system/file-below.ts';
import { expect, test } from '../support/test.ts';

let root: string;

test.beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'below-'));
  for (const folder of ['in/sub', 'out']) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['in/a', 'in/sub/b', 'out/c']) writeFileSync(join(root, file), '');
  symlinkSync(join(root, 'in', 'a'), join(root, 'in', 'inward'));
  symlinkSync(join(root, 'out', 'c'), join(root, 'in', 'outward'));
  symlinkSync(join(root, 'out'), join(root, 'in', 'folder'));
  symlinkSync('/dev/zero', join(root, 'in', 'device'));
});

test.afterAll(() => rmSync(root, { recursive: true, force: true }));

const NAMES: readonly (readonly [name: string, isGiven: boolean])[] = [
  ['a', true],
  ['sub/b', true],
  ['sub/../a', true],
  ['missing', true],
  ['inward', true],
  ['outward', false],
  ['folder/c', false],
  ['../out/c', false],
  ['sub/../../out/c', false],
  ['..', false],
  ['sub', false],
  ['device', false],
];

for (const [name, isGiven] of NAMES) {
  test(`${name}: ${isGiven ? 'below the folder' : 'not below the folder'}`, () => {
    const folder = join(root, 'in');
    expect(fileBelow(folder, name)).toBe(isGiven ? join(folder, name) : null);
  });
}
