/**
 * A plugin of StrykerJS that runs the proof. The instrumented sources hold all mutants, and each is switched on in turn, so
 * that a mutant costs what the cases cost that reach it.
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext, Mutant } from '@stryker-mutator/api/core';
import type { Ignorer } from '@stryker-mutator/api/ignore';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import type { ProofTest } from './proof-tests.ts';

/** One file starts in a fraction of the time of four hundred. */
export const BUNDLE = 'proof-tests.mjs';

declare global {
  var __stryker__: InstrumenterContext;
}
declare module '@stryker-mutator/api/ignore' {
  interface NodePath {
    readonly node: { readonly type: string; readonly key?: { readonly name?: string } };
  }
}
globalThis.__stryker__ ??= {};

const runner: TestRunner = {
  /** A module is loaded once in a process: where a mutant is part of what it says when it loads, another process is needed. */
  capabilities: () => ({ reloadEnvironment: false }),

  async dryRun() {
    const tests = await testsOf('afresh');
    const results: TestResult[] = [];
    for (const test of tests) {
      __stryker__.currentTestId = test.name;
      const start = performance.now();
      const wrong = await outcomeOf(test);
      const said = { id: test.name, name: test.name, timeSpentMs: performance.now() - start };
      delete __stryker__.currentTestId;
      results.push(
        wrong === null
          ? { ...said, status: TestStatus.Success }
          : { ...said, status: TestStatus.Failed, failureMessage: wrong },
      );
    }
    const { mutantCoverage } = __stryker__;
    return {
      status: DryRunStatus.Complete,
      tests: results,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage }),
    };
  },

  async mutantRun({ activeMutant, mutantActivation, testFilter }) {
    if (mutantActivation === 'static') __stryker__.activeMutant = activeMutant.id;
    try {
      const tests = await testsOf('kept');
      __stryker__.activeMutant = activeMutant.id;
      const wanted = testFilter === undefined ? tests : tests.filter(({ name }) => testFilter.includes(name));
      for (const test of nearestFirst(wanted, activeMutant)) {
        const wrong = await outcomeOf(test);
        if (wrong !== null)
          return {
            status: MutantRunStatus.Killed,
            killedBy: [test.name],
            failureMessage: wrong,
            nrOfTests: wanted.length,
          };
      }
      return { status: MutantRunStatus.Survived, nrOfTests: wanted.length };
    } catch (error) {
      // The sources cannot even be loaded with it.
      return { status: MutantRunStatus.Killed, killedBy: [], failureMessage: String(error), nrOfTests: 0 };
    } finally {
      delete __stryker__.activeMutant;
    }
  },
};

/** What a record says for people: another test holds it against the generated catalogue. */
const WORDS: ReadonlySet<string> = new Set([
  'title',
  'authority',
  'levelNote',
  'because',
  'expected',
  'message',
]);
const words: Ignorer = {
  shouldIgnore: ({ node: { type, key } }) =>
    type === 'ObjectProperty' && WORDS.has(key?.name ?? '') ? 'words for people' : undefined,
};

export const strykerPlugins = [
  declareValuePlugin(PluginKind.TestRunner, 'proof', runner),
  declareValuePlugin(PluginKind.Ignore, 'words', words),
];

/** From the bundle of the instrumented sources (`buildCommand`), in whose folder the process works. */
async function testsOf(bases: 'afresh' | 'kept'): Promise<readonly ProofTest[]> {
  const { proofTests }: typeof import('./proof-tests.ts') = await import(pathToFileURL(BUNDLE).href);
  return proofTests(bases);
}

/** A mutant may break the proof itself, such as when it loads. */
async function outcomeOf(test: ProofTest): Promise<string | null> {
  try {
    return await test.run();
  } catch (error) {
    return String(error);
  }
}

/** The cases of the family whose file is mutated: they are the likeliest to notice. */
function nearestFirst(tests: readonly ProofTest[], { fileName }: Mutant): ProofTest[] {
  const isNear = ({ family }: ProofTest) => fileName.endsWith(`/${family}.ts`);
  return [...tests.filter(isNear), ...tests.filter((test) => !isNear(test))];
}
