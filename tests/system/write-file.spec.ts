/** Files whose names are as long as a file system takes them. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../src/system/write-file.ts';
import { expect, test } from '../support/test.ts';

for (const name of ['n'.repeat(255), `${'é'.repeat(125)}.yaml`, '𝒳'.repeat(63)]) {
  test(`a name of ${name.length} characters leaves room for that of the unfinished file`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'write-'));
    writeWhole(join(folder, name), 'text');
    expect(readdirSync(folder)).toEqual([name]);
    rmSync(folder, { recursive: true });
  });
}
