/**
 * `npm run clients`: installs every client in this folder, tries all faults on each, and writes docs/clients.jsonl.
 * With `--missing`, it tries only faults without a record for this version of the client.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CLIENTS_FILE } from '../src/clients/measured.ts';
import { type Trial, trialsFor } from '../src/clients/plan.ts';
import {
  type ClientRecord,
  formatRecords,
  parseRecords,
  type ShownRecord,
  type SoundRecord,
  type TrialRecord,
} from '../src/clients/record.ts';
import { tryClient } from '../src/clients/try-client.ts';
import { messageOf } from '../src/system/failure.ts';
import { writeWhole } from '../src/system/write-file.ts';
import { inOrder, install, keptOf, leftOf, measuring } from './missing.ts';

const FOLDER = 'clients';
/** LangChain retries up to seven times, and waits one to two minutes in total. */
const TIME_LIMIT = 150_000;
const IN_FLIGHT = 6;

const packageSchema = z.object({
  engines: z.object({ node: z.string() }),
  dependencies: z.record(z.string(), z.string()).default({}),
  clients: z.array(
    z.strictObject({
      name: z.string(),
      dialect: z.string(),
      extension: z.literal('openrouter').nullable().default(null),
      deliveries: z.array(z.enum(['streaming', 'buffered'])).default(['streaming', 'buffered']),
      args: z.array(z.string()),
      /** The dependencies that belong to the client; all of them when omitted. */
      packages: z.array(z.string()).optional(),
    }),
  ),
});

type Package = z.infer<typeof packageSchema>;

const { missing, isWanted } = measuring();
const known = existsSync(CLIENTS_FILE) ? parseRecords(readFileSync(CLIENTS_FILE, 'utf8'), CLIENTS_FILE) : [];
const packages = readdirSync(FOLDER)
  .toSorted()
  .filter((name) => existsSync(join(FOLDER, name, 'package.json')))
  .map((name): readonly [string, Package] => {
    const text = readFileSync(join(FOLDER, name, 'package.json'), 'utf8');
    return [name, packageSchema.parse(JSON.parse(text))];
  });
/** The records of each client, in the order of the folders; the earlier records until it is measured. */
const records = new Map(
  packages.flatMap(([, { clients }]) =>
    clients.map(({ name }): [string, readonly ClientRecord[]] => [
      name,
      known.filter((record) => record.type !== 'shown' && record.client === name),
    ]),
  ),
);
const shown = new Map<string, ShownRecord>();
let failed = false;
for (const [name, described] of packages) {
  if (!isWanted(name)) continue;
  let isInstalled = false;
  for (const client of described.clients) {
    const plan = await planFor(described, client);
    if (plan.left.length === 0) continue;
    if (!isInstalled && Object.keys(described.dependencies).length > 0) install(join(FOLDER, name));
    isInstalled = true;
    const measured = await measure(name, described, client, plan);
    if (measured !== null) records.set(client.name, measured);
    failed ||= measured === null;
    write();
  }
}
process.exitCode = failed ? 2 : 0;

/**
 * Called after each client, because all clients take an hour. The record of how a fault looks is kept while a trial of
 * it exists.
 */
function write(): void {
  const measured = [...records.values()].flat();
  const tried = new Set(measured.flatMap((record) => (record.type === 'trial' ? [keyOf(record)] : [])));
  const before = known.flatMap((record) =>
    record.type === 'shown' && tried.has(keyOf(record)) ? [record] : [],
  );
  const newest = new Map([
    ...before.map((record): [string, ShownRecord] => [keyOf(record), record]),
    ...shown,
  ]);
  const looks = [...newest.values()].toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  writeWhole(CLIENTS_FILE, formatRecords([...measured, ...looks]));
}

/** The trials to run on a client, and the records to keep. */
interface Plan {
  readonly versions: Readonly<Record<string, string>>;
  readonly trials: readonly Trial[];
  readonly left: readonly Trial[];
  readonly kept: readonly (SoundRecord | TrialRecord)[];
}

async function planFor({ dependencies }: Package, client: Package['clients'][number]): Promise<Plan> {
  const { name, dialect, extension, deliveries, packages } = client;
  const versions = Object.fromEntries(
    Object.entries(dependencies).filter(([each]) => packages?.includes(each) !== false),
  );
  const trials = await trialsFor({ dialect, extension, deliveries, faults: [], scenario: null });
  const before = known.filter((record) => record.type !== 'shown').filter((record) => record.client === name);
  const sound = before.find((record) => record.type === 'sound');
  const kept = keptOf(before, missing, versions, sound?.versions);
  return { versions, trials, kept, left: leftOf(trials, kept.filter(isTrial)) };
}

async function measure(
  folder: string,
  { engines }: Package,
  { name, dialect, extension, args }: Package['clients'][number],
  { versions, trials, left, kept }: Plan,
): Promise<ClientRecord[] | null> {
  try {
    const tried = await tryClient({
      name,
      versions,
      command: {
        words: [nodeFor(engines.node), join(FOLDER, folder, 'client.mjs'), ...args],
        timeLimit: TIME_LIMIT,
        reused: true,
        env: process.env,
      },
      dialect,
      extension,
      trials: left,
      inFlight: IN_FLIGHT,
      onEnded: async () => {},
    });
    for (const record of tried.shown) keep(record);
    process.stdout.write(`${name}: ${tried.trials.length} faults\n`);
    const sound = [...kept, ...tried.sound].filter((record) => record.type === 'sound');
    const newest = new Map(sound.map((record) => [`${record.scenario} ${record.delivery}`, record]));
    return [...newest.values(), ...inOrder(trials, [...kept.filter(isTrial), ...tried.trials])];
  } catch (error) {
    process.stderr.write(`${name}: ${messageOf(error)}\n`);
    return null;
  }
}

function isTrial(record: ClientRecord): record is TrialRecord {
  return record.type === 'trial';
}

/** Keeps only the first client's record of how a fault looks. */
function keep(record: ShownRecord): void {
  const key = keyOf(record);
  if (!shown.has(key)) shown.set(key, record);
}

function keyOf({ dialect, fault, delivery }: Pick<ShownRecord, 'dialect' | 'fault' | 'delivery'>): string {
  return `${dialect} ${fault} ${delivery}`;
}

/** Returns this Node if it is new enough, otherwise one that npm downloads. */
function nodeFor(range: string): string {
  const least = Number(/\d+/u.exec(range)?.[0]);
  if (Number(process.versions.node.split('.')[0]) >= least) return process.execPath;
  return execFileSync('npx', ['-y', 'node@24', '-p', 'process.execPath'], { encoding: 'utf8' }).trim();
}
