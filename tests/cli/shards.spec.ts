/** The commands `replay --shard` and `merge`: that the parts together are the whole shows tests/library/package.spec.ts. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireAllShards } from '../../src/cli/shards.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { expect, test } from '../support/test.ts';

let folder: string;
let shards: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shards-'));
  shards = join(folder, 'reports', 'shards');
});

test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NO_WHOLE: Record<string, { files: readonly string[]; told: string }> = {
  none: { files: [], told: ': no shards; make some with replay --shard 1/4, or with live --shard 1/4' },
  'one of two': {
    files: ['shard-1-of-2.zip'],
    told: ': shard-2-of-2.zip missing; run that part again and put its file there',
  },
  'two and one of another run': {
    files: ['shard-1-of-2.zip', 'shard-2-of-2.zip', 'shard-1-of-1.zip'],
    told: '/shard-1-of-1.zip: is of another run than the 2 shards; remove one or the other',
  },
  'a number too high': {
    files: ['shard-1-of-2.zip', 'shard-2-of-2.zip', 'shard-3-of-2.zip'],
    told: '/shard-3-of-2.zip: is of another run than the 2 shards; remove one or the other',
  },
  'a file of another name': {
    files: ['shard-1-of-1.zip', 'report.zip'],
    told: '/report.zip: is not named as a shard, such as shard-1-of-4.zip; remove it',
  },
};

for (const [name, { files, told }] of Object.entries(NO_WHOLE)) {
  test(`shards that are no whole are refused: ${name}`, () => {
    mkdirSync(shards, { recursive: true });
    for (const file of files) writeFileSync(join(shards, file), '');
    expect(() => requireAllShards(shards)).toThrow(new SuiteError(`${shards}${told}`));
  });
}
