/** An entry in a user's folder is read only if it is a file. */
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadKeptTargets } from '../../src/config/load.ts';
import { readFoundResults } from '../../src/results/file.ts';
import { lockFolder } from '../../src/system/lock.ts';
import { placeReport } from '../../src/system/placing.ts';
import { readFound } from '../../src/system/read-given.ts';
import { runHere } from '../support/cli.ts';
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

/** The readers of files in a folder, keyed by file name. */
const READERS: Readonly<Record<string, (folder: string) => unknown>> = {
  'providers.json': (folder) => loadKeptTargets(join(folder, 'providers.json')),
  'results.jsonl': (folder) => readFoundResults(join(folder, 'results.jsonl')),
  'report-files.txt': (folder) => placeReport(folder, []),
  '.lock.tmp': (folder) => lockFolder(folder, { waitMs: 0 }),
  '.gitignore': async (folder) => {
    throw new Error((await runHere(['init', folder]).ended).output);
  },
};

for (const [name, read] of Object.entries(READERS)) {
  test(`${name} that is a link to a device is named, and not waited for`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'found-'));
    const file = join(folder, name);
    symlinkSync('/dev/zero', file);
    await expect(async () => read(folder)).rejects.toThrow(
      `${file}: is a folder, a pipe or a device; remove it`,
    );
    rmSync(folder, { recursive: true });
  });
}
