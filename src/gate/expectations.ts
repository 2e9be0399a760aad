/** Reads known deviations, accepted for now: `specs/expectations/<provider>/<model>[@upstream].yaml`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod';
import { readInput } from '../config/problems.ts';
import type { Target } from '../config/providers.ts';
import type { Delivery } from '../evidence/exchange.ts';
import { messageOf, SuiteError } from '../system/failure.ts';
import { append } from '../text/append.ts';
import { showPath } from '../text/path.ts';

/** A known, explained and dated deviation of one target. */
export interface Expectation {
  /** The id of the target; if no target has this path, the path itself, which the gate then reports. */
  readonly target: string;
  readonly check: string;
  /** The only scenario that it applies to; null for all. */
  readonly scenario: string | null;
  /** The only delivery that it applies to; null for both. */
  readonly delivery: Delivery | null;
  readonly reason: string;
  readonly link: string | null;
  /** The ISO date on which the deviation was accepted. */
  readonly since: string;
  readonly file: string;
  /** The line on which it starts, from 1. */
  readonly line: number;
}

/**
 * Reads every expectation below the folder, in the order of file names; a missing folder has none.
 *
 * @throws {SuiteError} listing every problem, one per line, each with its file and line
 */
export function readExpectations(
  folder: string,
  targets: readonly Pick<Target, 'id' | 'folder'>[],
): Expectation[] {
  const targetOf = new Map(targets.map(({ id, folder }) => [folder, id]));
  const expectations: Expectation[] = [];
  const problems: string[] = [];
  for (const name of expectationFiles(folder)) {
    const file = withSlashes(join(folder, name));
    if (name.endsWith('.yml')) {
      problems.push(`${file}: the name ends with .yml; rename the file to end with .yaml`);
      continue;
    }
    const place = name.slice(0, -'.yaml'.length);
    const read = parseFile(readFileSync(join(folder, name), 'utf8'), file, targetOf.get(place) ?? place);
    for (const expectation of read.expectations) expectations.push(expectation);
    for (const problem of read.problems) problems.push(problem);
  }
  if (problems.length > 0) throw new SuiteError(problems.join('\n'));
  return expectations;
}

/** The beginning of the reason in an entry that `expectations update` wrote, until somebody explains it. */
export const UNEXPLAINED = 'To be explained:';

const expectationsSchema = z.array(
  z.strictObject({
    check: z.string(),
    scenario: z.string().optional(),
    delivery: z.enum(['streaming', 'buffered']).optional(),
    reason: z
      .string()
      .regex(/\S/, 'must say why the deviation is accepted')
      .refine((text) => !text.startsWith(UNEXPLAINED), 'is still to be explained: say why it is accepted'),
    link: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
    since: z.iso.date('must be a date such as 2025-11-20'),
  }),
);

/** Returns the paths of the YAML files below the folder, relative to it, with forward slashes, sorted. */
function expectationFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => withSlashes(relative(folder, join(entry.parentPath, entry.name))))
      .sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return [];
    throw new SuiteError(`${folder}: cannot be read (${String(code)}); name a folder of expectations`, {
      cause: error,
    });
  }
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}

interface ReadFile {
  readonly expectations: readonly Expectation[];
  readonly problems: readonly string[];
}

function parseFile(text: string, file: string, target: string): ReadFile {
  const lines = new LineCounter();
  // The library's check for unique keys compares each key with all others; a large mapping takes it a minute.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const syntax = [
    ...[...document.errors, ...document.warnings].map(({ pos: [at], message }) => ({ at, message })),
    ...repeatedKeysIn(document.contents).map((at) => ({ at, message: 'Map keys must be unique' })),
  ];
  if (syntax.length > 0) {
    return {
      expectations: [],
      problems: syntax.map(({ at, message }) => `${file}:${lineAt(at)}: not YAML: ${message}`),
    };
  }

  const lineOf = (path: readonly PropertyKey[]) => lineAt(offsetOf(document.contents, path));
  let plain: unknown;
  try {
    plain = document.toJS();
  } catch (error) {
    // An alias without its anchor fails only here, and the error has no position.
    return {
      expectations: [],
      problems: [`${file}:1: not YAML: ${messageOf(error)}`],
    };
  }
  const read = readInput(expectationsSchema, plain);
  if (read.problems !== undefined) {
    return {
      expectations: [],
      problems: read.problems.map(
        ({ path, text }) => `${file}:${lineOf(path)}: ${path.length > 0 ? `${showPath(path)}: ` : ''}${text}`,
      ),
    };
  }

  const problems: string[] = [];
  const lineOfScope = new Map<string, number>();
  const expectations = read.data.map((entry, at): Expectation => {
    const line = lineOf([at]);
    const scope = JSON.stringify([entry.check, entry.scenario, entry.delivery]);
    const earlier = lineOfScope.get(scope);
    if (earlier === undefined) lineOfScope.set(scope, line);
    else problems.push(`${file}:${line}: [${at}]: the same deviation stands in line ${earlier}; remove one`);
    return {
      target,
      check: entry.check,
      scenario: entry.scenario ?? null,
      delivery: entry.delivery ?? null,
      reason: entry.reason,
      link: entry.link ?? null,
      since: entry.since,
      file,
      line,
    };
  });
  return { expectations, problems };
}

/** Returns the offsets of keys that occurred earlier in their mapping. */
function repeatedKeysIn(contents: unknown): number[] {
  const repeated: number[] = [];
  const nodes = [contents];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (isSeq(node)) append(nodes, node.items);
    if (!isMap(node)) continue;
    const keys = new Set<unknown>();
    for (const { key, value } of node.items) {
      if (isScalar(key) && keys.has(key.value)) repeated.push(startOf(key));
      if (isScalar(key)) keys.add(key.value);
      nodes.push(key, value ?? null);
    }
  }
  return repeated.toSorted((left, right) => left - right);
}

/** Returns the offset of the node at the path, or of the nearest enclosing node; for a member, that of its key. */
function offsetOf(node: unknown, [key, ...rest]: readonly PropertyKey[]): number {
  if (isSeq(node) && typeof key === 'number' && isNode(node.items[key]))
    return offsetOf(node.items[key], rest);
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    if (pair && isScalar(pair.key)) return rest.length > 0 ? offsetOf(pair.value, rest) : startOf(pair.key);
  }
  return startOf(node);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
