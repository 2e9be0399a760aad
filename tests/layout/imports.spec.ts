/** The rooms of `src/`: each imports from those before it, never from those after, and no files import one another in a circle. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { expect, test } from '../support/test.ts';

/** From the ground up; docs/architecture.md says what each holds. */
const ROOMS = [
  'text',
  'system',
  'evidence',
  'redact',
  'reading',
  'judge',
  'checks',
  'scenarios',
  'transports',
  'drive',
  'answers',
  'proof',
  'dialects',
  'catalogue',
  'provider',
  'config',
  'results',
  'terminal',
  'features',
  'drift',
  'replay',
  'gate',
  'live',
  'profile',
  'audit',
  'tap',
  'clients',
  'gateway',
  'exports',
  'report',
  'playwright',
  'library',
  'cli',
];

const FILES = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => posix.join('src', file.replaceAll('\\', '/')))
  .filter((file) => /\.tsx?$/u.test(file));
const IMPORTS = new Map(FILES.map((file) => [file, importsOf(file)]));

test('src/ has rooms and no loose files', () => {
  const rooms = new Set(FILES.map(roomOf));
  expect([...rooms].toSorted()).toEqual(ROOMS.toSorted());
});

test('a room imports only from the rooms before it', () => {
  const upwards = [...IMPORTS].flatMap(([file, imported]) =>
    imported
      .filter((other) => ROOMS.indexOf(roomOf(other)) > ROOMS.indexOf(roomOf(file)))
      .map((other) => `${file} imports ${other}`),
  );
  expect(upwards).toEqual([]);
});

test('a dialect imports no other dialect', () => {
  const dialects = new Set(dialectIds());
  const dialectOf = (file: string) => {
    const folder = /^src\/dialects\/([^/]+)\//u.exec(file)?.[1] ?? '';
    return dialects.has(folder) ? folder : undefined;
  };
  const crossing = [...IMPORTS].flatMap(([file, imported]) =>
    imported
      .filter((other) => dialectOf(file) !== undefined && dialectOf(other) !== undefined)
      .filter((other) => dialectOf(other) !== dialectOf(file))
      .map((other) => `${file} imports ${other}`),
  );
  expect(crossing).toEqual([]);
});

test('all dialects have the same files', () => {
  const dialects = dialectIds();
  expect(dialects.map((id) => readdirSync(`src/dialects/${id}`).toSorted())).toEqual(
    dialects.map(() => [
      'authorities.ts',
      'carries.ts',
      'checks',
      'codec',
      'index.ts',
      'not-applicable.ts',
      'proof',
      'rules.ts',
      'serve',
      'terms.ts',
    ]),
  );
});

test('no files import one another in a circle', () => {
  expect(FILES.flatMap((file) => circleFrom(file) ?? [])).toEqual([]);
});

/** The folders of `src/dialects/` that are a dialect rather than what several of them share. */
function dialectIds(): string[] {
  return readdirSync('src/dialects').filter((name) => FILES.includes(`src/dialects/${name}/index.ts`));
}

function roomOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** Every file of `src/` that a file imports, types and lazy imports included. */
function importsOf(file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  const text = readFileSync(file, 'utf8');
  const named = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) => text.slice(start + 1, end - 1)),
  ];
  return named
    .filter((name) => name.startsWith('.'))
    .map((name) => posix.join(posix.dirname(file), name))
    .filter((name) => name.startsWith('src/') && /\.tsx?$/u.test(name));
}

/** The files on a way from `start` back to it, when the way begins with its alphabetically first file; null without one. */
function circleFrom(start: string): string[] | null {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const file of queue) {
    for (const next of IMPORTS.get(file) ?? []) {
      if (next === start) return [[start, ...wayTo(file, start, cameFrom)].join(' > ')];
      if (next > start && !cameFrom.has(next)) {
        cameFrom.set(next, file);
        queue.push(next);
      }
    }
  }
  return null;
}

function wayTo(file: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way: string[] = [];
  for (let at = file; at !== start; at = cameFrom.get(at) ?? start) way.unshift(at);
  return way;
}
