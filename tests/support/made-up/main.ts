/**
 * The program that runs in the copy of the source to which the made-up dialect was added.
 *
 * `cases` prints the outcome of each case as JSON. `report <folder>` builds the report of the run over two dialects.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildReport } from '../../../src/report/site/build.ts';
import { formatResults } from '../../../src/results/jsonl.ts';
import { parseResults } from '../../../src/results/read-jsonl.ts';
import type { Outcomes } from './copy.ts';
import { DIALECT_CASES } from './dialect-cases.ts';
import { mixedRun } from './mixed-run.ts';
import { RUN_CASES } from './run-cases.ts';

const [command, folder = ''] = process.argv.slice(2);
if (command === 'report') await report(folder);
else process.stdout.write(JSON.stringify(await outcomes()));

async function report(folder: string): Promise<void> {
  const { results, evidence } = await mixedRun();
  await buildReport({
    results,
    evidence: (cassette) => evidence.get(cassette) ?? { problem: 'nothing was held' },
    folder,
  });
}

async function outcomes(): Promise<Outcomes> {
  const folder = mkdtempSync(join(tmpdir(), 'parrot-'));
  const run = await mixedRun();
  const read = { ...run, results: parseResults(formatResults(run.results), 'results.jsonl') };
  const found: Outcomes = {};
  for (const [title, check] of Object.entries(DIALECT_CASES)) {
    found[title] = await problemOf(() => check(mkdtempSync(join(folder, 'case-'))));
  }
  for (const [title, check] of Object.entries(RUN_CASES)) {
    found[title] = await problemOf(async () => check(read));
  }
  rmSync(folder, { recursive: true });
  return found;
}

async function problemOf(check: () => Promise<void>): Promise<string | null> {
  try {
    await check();
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
