/** Measures the audit of a corpus as a whole process, relative to the floor of the same files, and how it grows. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from './main.ts';
import { type Measured, median, run } from './run.ts';

const CORPUS = process.env['BENCH_CORPUS'] ?? join('..', 'shared', 'corpus', 'go-vcr');
const COPIES = 10;
const FOLDER = join('reports', 'bench-audit');

export async function auditOverFloor(): Promise<Figure[]> {
  if (!existsSync(CORPUS)) {
    return [
      { name: 'audit', value: 'left out', aim: `no recordings in ${CORPUS}; name a folder in BENCH_CORPUS` },
    ];
  }
  execFileSync('npm', ['run', 'build'], { stdio: 'ignore' });
  const audit = (folder: string) => run(['dist/cli/toolcall-conformance.cjs', 'audit', folder], { most: 1 });
  const floor = await median(5, () => run(['bench/floor-of-folders.mjs', CORPUS]));
  const once = await median(5, () => audit(CORPUS));

  rmSync(FOLDER, { recursive: true, force: true });
  for (let copy = 0; copy < COPIES; copy += 1)
    cpSync(CORPUS, join(FOLDER, String(copy)), { recursive: true });
  const tenTimes = await median(3, () => audit(FOLDER));
  const floorTenTimes = await median(3, () => run(['bench/floor-of-folders.mjs', FOLDER]));
  rmSync(FOLDER, { recursive: true, force: true });

  const exchanges = Number(/\(([\d,]+) exchanges?\) judged/u.exec(once.output)?.[1]?.replaceAll(',', ''));
  const [processor, wall] = [({ spent }: Measured) => spent.processor, ({ spent }: Measured) => spent.wall];
  const over = (of: (run: Measured) => number, audited: Measured, floored: Measured) =>
    (of(audited) / of(floored)).toFixed(2);
  const exponent = Math.log10(processor(tenTimes) / processor(once));
  return [
    { name: 'floor of the corpus, whole process', value: `${floor.seconds.toFixed(2)} s`, aim: '' },
    { name: 'audit of the corpus, whole process', value: `${once.seconds.toFixed(2)} s`, aim: '' },
    { name: 'audit / floor, processor time', value: over(processor, once, floor), aim: 'aim <= 1.4' },
    { name: 'audit / floor, wall time', value: over(wall, once, floor), aim: '' },
    { name: 'exchanges per second', value: (exchanges / once.seconds).toFixed(0), aim: '' },
    { name: 'peak memory', value: `${once.megabytes} MB`, aim: '' },
    {
      name: 'ten times the corpus: audit / floor, processor time',
      value: over(processor, tenTimes, floorTenTimes),
      aim: '',
    },
    {
      name: 'ten times the corpus: exponent of processor time',
      value: exponent.toFixed(2),
      aim: 'aim <= 1.05',
    },
    {
      name: 'ten times the corpus: memory',
      value: (tenTimes.megabytes / once.megabytes).toFixed(2),
      aim: 'aim <= 1.1',
    },
  ];
}
