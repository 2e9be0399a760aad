/**
 * A copy of the source to which a made-up dialect is added with its folder and its entry, as CONTRIBUTING.md describes.
 */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build, type Plugin } from 'esbuild';
import * as z from 'zod';

/** The error of each case, or null. Keyed by the title of the case. */
export type Outcomes = z.infer<typeof outcomesSchema>;

const outcomesSchema = z.record(z.string(), z.string().nullable());

/** @returns the folder of the copy, which the caller must remove */
export function copyWithParrot(): string {
  const copy = mkdtempSync(join(tmpdir(), 'made-up-'));
  for (const part of ['src', 'tests/support', 'package.json', 'tsconfig.json']) {
    cpSync(part, join(copy, part), { recursive: true });
  }
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'junction');
  addFolder(join(copy, 'src/dialects/parrot'));
  addLines(join(copy, 'src/dialects'));
  return copy;
}

const PARROT = 'tests/support/made-up/parrot';

function addFolder(folder: string): void {
  mkdirSync(folder);
  for (const file of readdirSync(PARROT)) {
    const text = readFileSync(join(PARROT, file), 'utf8');
    writeFileSync(join(folder, file), text.replaceAll("'../../../../src/", "'../../"));
  }
}

/** Adds the id, the import and the entry. */
function addLines(dialects: string): void {
  change(join(dialects, 'ids.ts'), (text) => text.replace('\n] as const', "\n  'parrot',$&"));
  change(join(dialects, 'catalogue.ts'), (text) =>
    text
      .replace(/^import /mu, "import { parrot } from './parrot/index.ts';\nimport ")
      .replace(/^const BY_ID.*$/mu, '$&\n  parrot: general(parrot),'),
  );
}

function change(file: string, edit: (text: string) => string): void {
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
}

export async function outcomesIn(copy: string): Promise<Outcomes> {
  return outcomesSchema.parse(JSON.parse(await runIn(copy, 'cases')));
}

/** Builds the report of the run over two dialects. */
export async function reportIn(copy: string, folder: string): Promise<void> {
  await runIn(copy, 'report', folder);
}

async function runIn(copy: string, ...args: readonly string[]): Promise<string> {
  const program = join(copy, 'made-up.mjs');
  await build({
    entryPoints: [join(copy, 'tests/support/made-up/main.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    plugins: [OWN_URLS],
  });
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...args], { cwd: copy });
  return stdout;
}

/**
 * Keeps `import.meta.url` of each module, because modules find files relative to their own location, not the bundle's.
 */
const OWN_URLS: Plugin = {
  name: 'own-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      ),
      loader: 'ts',
    }));
  },
};
