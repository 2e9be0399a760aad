/**
 * A process that works in a folder together with others. `count` increments a number in that folder the given number of
 * times. `hold` works there until it is killed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { whileLocked } from '../../src/system/lock.ts';

const [what = '', folder = '', times = '1'] = process.argv.slice(2);
const file = join(folder, 'count');

for (let time = 0; time < Number(times); time += 1) {
  await whileLocked(folder, {}, async () => {
    if (what === 'hold') {
      process.stdout.write('working\n');
      await sleep(60_000);
    }
    const count = Number(readFileSync(file, 'utf8'));
    await sleep(1);
    writeFileSync(file, `${count + 1}`);
  });
}
