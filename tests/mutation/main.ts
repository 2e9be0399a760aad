/**
 * `npm run mutation [-- --every 3] [-- file ...]`: breaks the checks on purpose, one condition at a time, and runs the tests
 * of each check against it; with --every, against every third break alone. It lists what survives and is not explained
 * (survivors.ts), and ends with 1 where there is any.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesWithRules } from './files.ts';
import { bundleMutants, type Mutant } from './mutants.ts';
import { SURVIVORS } from './survivors.ts';
import { type Outcome, trial } from './trial.ts';

const { values, positionals } = parseArgs({
  options: { every: { type: 'string', default: '1' } },
  allowPositionals: true,
});
const every = Number(values.every);
const files = positionals.length > 0 ? positionals : filesWithRules();

// Inside the project, where the bundle finds what it imports.
mkdirSync('reports', { recursive: true });
const folder = mkdtempSync('reports/mutation-');
try {
  const bundle = join(folder, 'proof-tests.mjs');
  const mutants = (await bundleMutants(files, bundle)).filter((_, at) => at % every === 0);
  process.exitCode = (await reportOn(mutants, await trial(bundle, files))) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** Prints what becomes of each; whether the lists of survivors do not fit. */
async function reportOn(
  mutants: readonly Mutant[],
  outcomeOf: (mutant: Mutant) => Promise<Outcome>,
): Promise<boolean> {
  const explained = new Set(Object.values(SURVIVORS).flat());
  const unused = new Set([...explained].filter((name) => files.some((file) => name.startsWith(`${file}: `))));
  const all = { caught: 0, explained: 0, new: 0 };
  for (const file of files) {
    const counts = { caught: 0, explained: 0, new: 0 };
    for (const mutant of mutants.filter((each) => each.file === file)) {
      const outcome = await outcomeOf(mutant);
      if (outcome === 'static') continue;
      const name = `${file}: ${mutant.code} -> ${mutant.becomes}`;
      if (outcome === 'survived') unused.delete(name);
      const kind = explained.has(name) ? 'explained' : 'new';
      counts[outcome === 'caught' ? 'caught' : kind]++;
      if (outcome === 'survived' && kind === 'new')
        console.log(`survives: ${file}:${mutant.line}: ${mutant.code} -> ${mutant.becomes}`);
    }
    console.log(scoreOf(file, counts));
    for (const key of ['caught', 'explained', 'new'] as const) all[key] += counts[key];
  }
  if (every > 1) unused.clear();
  for (const name of unused) console.log(`listed, and does not survive: ${name}`);
  console.log(scoreOf('all', all));
  return all.new > 0 || unused.size > 0;
}

function scoreOf(what: string, counts: Readonly<Record<'caught' | 'explained' | 'new', number>>): string {
  const sum = counts.caught + counts.explained + counts.new;
  return `${what}: ${counts.caught} of ${sum} caught, ${counts.explained} explained, ${counts.new} new`;
}
