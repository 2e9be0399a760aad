/**
 * Breaks files on purpose, one condition at a time. All mutants are in one bundle, each behind a switch, so that one costs
 * no more than the tests that are run against it.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Logger } from '@stryker-mutator/api/logging';
import { Instrumenter, type InstrumenterOptions } from '@stryker-mutator/instrumenter';
import { build } from 'esbuild';

export interface Mutant {
  readonly id: string;
  /** From the root of the project. */
  readonly file: string;
  /** Of the code, from 1. */
  readonly line: number;
  readonly code: string;
  /** What the code becomes. */
  readonly becomes: string;
}

/** What a record says for people: another test holds it against the generated catalogue. */
const WORDS: ReadonlySet<string> = new Set([
  'title',
  'authority',
  'levelNote',
  'because',
  'expected',
  'message',
]);

const OPTIONS: InstrumenterOptions = {
  plugins: null,
  // Words and records are held against the generated catalogue, and the compiler refuses a ?. too few.
  excludedMutations: ['StringLiteral', 'ObjectLiteral', 'OptionalChaining'],
  ignorers: [
    {
      shouldIgnore: ({ node }) =>
        node.type === 'ObjectProperty' && 'name' in node.key && WORDS.has(String(node.key.name))
          ? 'words for people'
          : undefined,
    },
  ],
};

const silent = () => {};
const LOGGER: Logger = {
  isTraceEnabled: () => false,
  isDebugEnabled: () => false,
  isInfoEnabled: () => false,
  isWarnEnabled: () => false,
  isErrorEnabled: () => false,
  isFatalEnabled: () => false,
  trace: silent,
  debug: silent,
  info: silent,
  warn: silent,
  error: silent,
  fatal: silent,
};

/**
 * Writes tests/mutation/proof-tests.ts with all it imports into one file, in which the given files have their mutants.
 *
 * @param files from the root of the project
 * @param outfile where the bundle goes
 */
export async function bundleMutants(files: readonly string[], outfile: string): Promise<Mutant[]> {
  const sources = files.map((name) => ({ name, mutate: true, content: readFileSync(name, 'utf8') }));
  const instrumented = await new Instrumenter(LOGGER).instrument(sources, OPTIONS);
  const contents = new Map(instrumented.files.map(({ name, content }) => [resolve(name), content]));
  await build({
    entryPoints: ['tests/mutation/proof-tests.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
    outfile,
    plugins: [
      {
        name: 'mutants',
        setup: ({ onLoad, onResolve }) => {
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const content = contents.get(path);
            return content === undefined ? undefined : { contents: content, loader: 'ts' };
          });
          onResolve({ filter: /\/support\/test\.ts$/ }, () => ({
            path: resolve('tests/mutation/collected.ts'),
          }));
        },
      },
    ],
  });
  const lines = new Map(sources.map(({ name, content }) => [name, content.split('\n')]));
  return instrumented.mutants
    .filter(({ status }) => status === undefined)
    .map(({ id, fileName, location: { start, end }, replacement = '' }) => {
      const [first = '', ...more] = (lines.get(fileName) ?? []).slice(start.line, end.line + 1);
      const whole = [first, ...more];
      const last = whole.at(-1)?.slice(0, end.column) ?? '';
      const code = [...whole.slice(0, -1), last].join('\n').slice(start.column);
      return { id, file: fileName, line: start.line + 1, code: oneLine(code), becomes: oneLine(replacement) };
    });
}

function oneLine(code: string): string {
  return code.replace(/\s+/gu, ' ');
}
