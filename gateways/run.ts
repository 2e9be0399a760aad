/**
 * `npm run gateways`: installs every gateway in this folder, tries it, and writes docs/gateways.jsonl; names limit it
 * to these gateways. With `--missing`, it tries only faults without a record for this version of the gateway.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { inOrder, install, keptOf, leftOf, measuring } from '../clients/missing.ts';
import { GATEWAYS_FILE, measuredGateways } from '../src/gateway/measured.ts';
import { type PlannedFault, planFor } from '../src/gateway/plan.ts';
import {
  type FaultRecord,
  formatRecords,
  type GatewayRecord,
  parseRecords,
  type TriedRecord,
} from '../src/gateway/record.ts';
import { writeWhole } from '../src/system/write-file.ts';

const FOLDER = 'gateways';
/** Each gateway listens on the first port, and asks the reference provider on the second. */
const [PORT, UPSTREAM_PORT] = [8787, 8788];

const packageSchema = z.object({
  gateway: z.strictObject({
    name: z.string(),
    /** The packages of the gateway; their installed versions are recorded. */
    packages: z.array(z.string()),
    /** The arguments for this Node, relative to the folder of the gateway. */
    command: z.array(z.string()),
    /** More options for the command `gateway`. */
    options: z.array(z.string()).default([]),
  }),
});

type Gateway = z.infer<typeof packageSchema>['gateway'];

const { missing, isWanted } = measuring();
const known = measuredGateways();
const scratch = mkdtempSync(join(tmpdir(), 'gateways-'));
const records: GatewayRecord[] = [];
let failed = false;
for (const folder of readdirSync(FOLDER).toSorted()) {
  const file = join(FOLDER, folder, 'package.json');
  if (!existsSync(file)) continue;
  const { gateway } = packageSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const before = known.filter((record) => record.gateway === gateway.name);
  const found = isWanted(folder) ? await measure(folder, gateway, before) : before;
  failed ||= found === null;
  records.push(...(found ?? before));
}
rmSync(scratch, { recursive: true });
writeWhole(GATEWAYS_FILE, formatRecords(records));
process.exitCode = failed ? 2 : 0;

/** Returns the new and the kept records; null when the gateway could not be tried. */
async function measure(
  folder: string,
  gateway: Gateway,
  before: readonly GatewayRecord[],
): Promise<readonly GatewayRecord[] | null> {
  const cwd = join(FOLDER, folder);
  install(cwd);
  const versions = Object.fromEntries(gateway.packages.map((each) => [each, versionIn(cwd, each)]));
  const tried = before.find((record) => record.type === 'gateway');
  const kept = keptOf(before, missing, versions, tried?.versions);
  if (tried === undefined || kept.length === 0) return run(folder, gateway, versions, []);
  const faults = gateway.options.includes('--no-faults') ? [] : await faultsFor(tried);
  const known = kept.filter((record) => record.type === 'fault');
  const left = leftOf(faults, known);
  if (left.length === 0) return before;
  const found = run(folder, gateway, versions, ['--fault', ...left.map(({ fault }) => fault.name)]);
  return found === null ? null : withKept(found, known, faults, left);
}

/** Returns every fault that can be shown on these wires. */
async function faultsFor({ outer, inner }: TriedRecord): Promise<readonly PlannedFault[]> {
  const deliveries = ['streaming', 'buffered'] as const;
  const { faults } = await planFor({ wires: { outer, inner }, deliveries, scenarios: [], faults: [] });
  return faults;
}

/** The conforming conversations are measured again each time. */
function withKept(
  found: readonly GatewayRecord[],
  known: readonly FaultRecord[],
  faults: readonly PlannedFault[],
  left: readonly PlannedFault[],
): GatewayRecord[] {
  const others = found.filter((record) => record.type !== 'fault');
  const newest = found.filter((record) => record.type === 'fault');
  const more = faults.length - left.length;
  return [
    ...others.map((record) =>
      record.type === 'gateway' ? { ...record, conversations: record.conversations + more } : record,
    ),
    ...inOrder(faults, [...known, ...newest]),
  ];
}

/** Returns null when the gateway could not be tried. */
function run(
  folder: string,
  { name, command, options }: Gateway,
  versions: Readonly<Record<string, string>>,
  narrowed: readonly string[],
): readonly GatewayRecord[] | null {
  const cwd = join(FOLDER, folder);
  const results = join(scratch, `${folder}.jsonl`);
  const words = command.map((word) => (word.endsWith('js') ? join(cwd, word) : word));
  const args = ['--import', 'tsx', 'src/cli/main.ts', 'gateway'];
  args.push('--gateway', `http://127.0.0.1:${PORT}/v1`, '--listen', String(UPSTREAM_PORT));
  args.push('--name', name, '--package', ...Object.entries(versions).map((each) => each.join('@')));
  args.push('--results', results, ...options, ...narrowed);
  args.push('--', process.execPath, '--import', `./${join(FOLDER, 'loopback.mjs')}`, ...words);
  spawnSync(process.execPath, args, { stdio: 'inherit' });
  return existsSync(results) ? parseRecords(readFileSync(results, 'utf8'), results) : null;
}

function versionIn(folder: string, name: string): string {
  const file = join(folder, 'node_modules', name, 'package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
