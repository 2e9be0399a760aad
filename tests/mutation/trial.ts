/** Runs the proof against one mutant after the other, in this process. */
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext } from '@stryker-mutator/api/core';
import type { Mutant } from './mutants.ts';
import { nearTo } from './near.ts';
import type { ProofTest } from './proof-tests.ts';

declare global {
  var __stryker__: InstrumenterContext;
}

/** How often a test may pass a mutant's place, as a multiple of what it does without the mutant: it loops then. */
const LOOPS = 100;

/** `static`: it is part of what a module says when it loads, so that no test passes its place. */
export type Outcome = 'caught' | 'survived' | 'static';

/**
 * Runs the tests once without a mutant, to see which places each passes.
 *
 * @param bundle see `bundleMutants`
 * @param files those that have mutants
 * @throws {Error} when a test fails without a mutant
 */
export async function trial(
  bundle: string,
  files: readonly string[],
): Promise<(mutant: Mutant) => Promise<Outcome>> {
  // The mutated files keep hold of this very object.
  const switches: InstrumenterContext = {};
  globalThis.__stryker__ = switches;
  const { proofTests }: typeof import('./proof-tests.ts') = await import(pathToFileURL(bundle).href);
  const { tests, forget } = await proofTests();
  const near = new Map(files.map((file) => [file, nearTo(file, tests)]));
  const wanted = new Set([...near.values()].flat());
  // A conversation is judged by the first test that needs it.
  for (const test of [...wanted].toSorted((one, other) => one.rests.length - other.rests.length)) {
    switches.currentTestId = test.name;
    const wrong = await outcomeOf(test);
    if (wrong !== null) throw new Error(`${test.name} fails without a mutant: ${wrong}`);
  }
  delete switches.currentTestId;
  const { perTest = {} } = switches.mutantCoverage ?? {};

  return async ({ id, file }) => {
    let isPassed = false;
    const own = near.get(file) ?? [];
    for (const [at, test] of own.entries()) {
      const hits = [test.name, ...test.rests].reduce((sum, name) => sum + (perTest[name]?.[id] ?? 0), 0);
      if (hits === 0) continue;
      if (!isPassed) forget();
      isPassed = true;
      Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit: hits * LOOPS });
      if ((await outcomeOf(test)) === null) continue;
      // What catches one is likely to catch the next; but a test that needs many conversations is slow.
      if (test.rests.length <= 1) own.unshift(...own.splice(at, 1));
      return 'caught';
    }
    return isPassed ? 'survived' : 'static';
  };
}

/** What is wrong; a mutant may break the proof itself. */
async function outcomeOf(test: ProofTest): Promise<string | null> {
  try {
    return await test.run();
  } catch (error) {
    return String(error);
  }
}
