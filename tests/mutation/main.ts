/**
 * `npm run mutation [-- --whole] [-- --seed 7] [-- file ...]`: breaks the checks on purpose, one condition at a time, and
 * runs the proof against each. It lists what survives and tests/mutation/survivors.ts does not explain, and ends with 1 where
 * there is any.
 */
import { mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { filesWithRules } from './files.ts';
import { bundleMutants, type Mutant } from './mutants.ts';
import { SURVIVORS } from './survivors.ts';
import { trial } from './trial.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const files = positionals.length > 0 ? positionals : filesWithRules();
mkdirSync('reports/mutation', { recursive: true });
const bundle = `reports/mutation/proof-${process.pid}.mjs`;
const mutants = await bundleMutants(files, bundle);
console.log(`${mutants.length} mutants`);
const run = await trial(bundle, files);
const counts = new Map<string, { caught: number; survived: number; other: number }>();
for (const mutant of mutants) {
  const outcome = await run(mutant);
  const key = mutant.file;
  const count = counts.get(key) ?? { caught: 0, survived: 0, other: 0 };
  counts.set(key, count);
  if (outcome === 'caught') count.caught++;
  else if (outcome === 'survived') {
    count.survived++;
    console.log(`survives ${mutant.file}:${mutant.line}: ${mutant.code} -> ${mutant.becomes}`);
  } else count.other++;
}
for (const [file, c] of counts)
  console.log(`${file} ${c.caught} of ${c.caught + c.survived} (${c.other} static)`);
