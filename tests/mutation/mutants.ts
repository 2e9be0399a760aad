/**
 * Breaks files on purpose, one condition at a time. All mutants are in one bundle, each behind a switch, so that one costs
 * no more than the tests that are run against it.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Ignorer } from '@stryker-mutator/api/ignore';
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

declare module '@stryker-mutator/api/ignore' {
  interface NodePath {
    readonly node: SyntaxNode;
    readonly parent: SyntaxNode | null;
    /** The place among the children of the parent; a number in a list. */
    readonly key: string | number | null;
  }
}

/** As far as is asked here. */
interface SyntaxNode {
  readonly type: string;
  readonly name?: string;
  readonly key?: { readonly name?: string };
  readonly id?: { readonly name?: string } | null;
  readonly callee?: { readonly name?: string };
}

/**
 * What is written for people: members and variables of these names, and what these functions are given from that place on.
 * Another test holds a record's words against the generated catalogue, and no verdict rests on those of a finding.
 */
const WORDS: ReadonlySet<string> = new Set([
  'title',
  'authority',
  'levelNote',
  'because',
  'expected',
  'message',
  'found',
  'ratio',
]);
const SAYING: ReadonlyMap<string, number> = new Map([
  ['findingAt', 1],
  ['inconclusive', 0],
]);

const words: Ignorer = {
  shouldIgnore({ node, parent, key }) {
    const named =
      node.type === 'ObjectProperty' ? node.key : node.type === 'VariableDeclarator' ? node.id : null;
    const from = parent?.type === 'CallExpression' ? SAYING.get(parent.callee?.name ?? '') : undefined;
    const isSaid = from !== undefined && typeof key === 'number' && key >= from;
    return isSaid || WORDS.has(named?.name ?? '') ? 'words for people' : undefined;
  },
};

const OPTIONS: InstrumenterOptions = {
  plugins: null,
  // Records are held against the generated catalogue, and the compiler refuses a ?. too few.
  excludedMutations: ['StringLiteral', 'ObjectLiteral', 'OptionalChaining'],
  ignorers: [words],
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
