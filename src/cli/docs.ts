/** `docs`: generates files from code: lists of the modules of a folder, lists of ids, and parts of docs/. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { SuiteError } from '../system/failure.ts';
import { packageRoot } from '../system/package-root.ts';
import { writeWhole } from '../system/write-file.ts';
import { groupBy } from '../text/group-by.ts';
import { plural } from '../text/quantities.ts';
import { FOLDER_LISTS } from './folder-lists.ts';
import type { Host } from './host.ts';

/** A generated file. */
interface Generated {
  /** Relative to the project root. */
  readonly file: string;
  /** The intended content of the file. @param present its present content; null when it does not exist */
  readonly text: (present: string | null) => string | Promise<string>;
}

/** The modules are imported only when needed, because they import the generated folder lists. */
const FROM_CODE: readonly Generated[] = [
  {
    file: 'README.md',
    text: async (present) => {
      const { readableFormats } = await import('../evidence/recordings/read-recording.ts');
      return (present ?? '').replace(
        /(?<=<!-- formats[^>]*-->).*?(?=<!-- \/formats -->)/u,
        readableFormats(),
      );
    },
  },
  {
    file: 'tests/catalogue/check-ids.txt',
    text: async (present) => (await import('../catalogue/permanent-ids.ts')).checkIds(present),
  },
  {
    file: 'tests/catalogue/scenario-ids.txt',
    text: async (present) => (await import('../catalogue/permanent-ids.ts')).scenarioIds(present),
  },
  {
    file: 'tests/features/feature-ids.txt',
    text: async (present) => {
      const { FEATURES } = await import('../features/deciding/table.ts');
      const { permanentIds } = await import('../catalogue/permanent-ids.ts');
      const ids = FEATURES.map(({ id }) => id);
      return permanentIds('feature', ids, present);
    },
  },
  {
    file: 'docs/checks.md',
    text: async () => {
      const { measuredClients } = await import('../clients/measured.ts');
      const { impactWords } = await import('../clients/impact.ts');
      const trials = groupBy(measuredClients().trials, ({ check }) => check);
      const { checkCatalogue } = await import('../catalogue/check-catalogue.ts');
      return checkCatalogue((check) => impactWords(trials.get(check) ?? []));
    },
  },
  {
    file: 'docs/fault-matrix.md',
    text: async () => (await import('../catalogue/fault-matrix.ts')).faultMatrix(),
  },
  {
    file: 'docs/clients.md',
    text: async () => {
      const { measuredClients } = await import('../clients/measured.ts');
      return (await import('../clients/matrix.ts')).clientsMatrix(measuredClients());
    },
  },
  {
    file: 'docs/gateways.md',
    text: async () => {
      const { measuredGateways } = await import('../gateway/measured.ts');
      return (await import('../gateway/matrix.ts')).gatewaysMatrix(measuredGateways());
    },
  },
  {
    file: 'docs/profile-facts.md',
    text: async () => (await import('../profile/fact-list.ts')).factList(),
  },
  {
    file: 'docs/profile.schema.json',
    text: async () => (await import('../profile/profile.ts')).profileJsonSchema(),
  },
  {
    file: 'docs/results.schema.json',
    text: async () => (await import('../results/schema.ts')).resultsSchema(),
  },
  {
    file: 'docs/recordings.schema.json',
    text: async () => (await import('../evidence/recordings/exchange-line.ts')).exchangeLinesSchema(),
  },
];

/** Returns the proof record of each dialect. */
async function proofRecords(): Promise<readonly Generated[]> {
  const { dialects } = await import('../dialects/catalogue.ts');
  return dialects().map((dialect) => ({
    file: `docs/proof/${dialect.id}.md`,
    text: async () => (await import('../catalogue/proof-record.ts')).proofRecord(dialect),
  }));
}

/**
 * @throws {SuiteError} outside of a checkout of the suite; with `onlyCheck`, when files are stale (names them); and
 *   when a permanent id was removed
 */
export async function docsCommand(onlyCheck: boolean, { stdout }: Host): Promise<void> {
  requireCheckout();
  const lists = await generate(FOLDER_LISTS, onlyCheck);
  const others = await generate([...FROM_CODE, ...(await proofRecords())], onlyCheck);
  const written = [...lists.written, ...others.written];
  const all = lists.all + others.all;
  for (const file of written) stdout.write(`written: ${file}\n`);
  stdout.write(`${all - written.length} of ${plural(all, 'generated file')} are as the code has them\n`);
}

/** Throws outside of a checkout, because the files to overwrite would belong to another project. */
function requireCheckout(): void {
  const root = fileURLToPath(packageRoot());
  if (existsSync(path.join(root, 'src')) && realpathSync('.') === realpathSync(root)) return;
  throw new SuiteError(
    'docs: generates files of the suite itself; run it in the folder of a checkout of toolcall-conformance',
  );
}

interface Done {
  readonly written: readonly string[];
  readonly all: number;
}

async function generate(files: readonly Generated[], onlyCheck: boolean): Promise<Done> {
  const made = await Promise.all(
    files.map(async ({ file, text }) => {
      const present = existsSync(file) ? readFileSync(file, 'utf8') : null;
      return { file, present, text: await text(present) };
    }),
  );
  const stale = made.filter(({ present, text }) => present !== text);
  if (onlyCheck && stale.length > 0) {
    throw new SuiteError(stale.map(({ file }) => `${file}: not as generated; run npm run docs`).join('\n'));
  }
  for (const { file, text } of stale) {
    writeWhole(file, text);
  }
  return { written: stale.map(({ file }) => file), all: made.length };
}
