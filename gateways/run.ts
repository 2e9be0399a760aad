/** `npm run gateways`: installs every gateway of this folder, tries it, and writes docs/gateways.jsonl; names narrow it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { GATEWAYS_FILE, measuredGateways } from '../src/gateway/measured.ts';
import { formatRecords, type GatewayRecord, parseRecords } from '../src/gateway/record.ts';
import { writeWhole } from '../src/system/write-file.ts';

const FOLDER = 'gateways';
/** Each gateway listens on the first, and asks the reference provider on the second. */
const [PORT, UPSTREAM_PORT] = [8787, 8788];

const packageSchema = z.object({
  gateway: z.strictObject({
    name: z.string(),
    /** The packages that make it up; their versions are those that are installed. */
    packages: z.array(z.string()),
    /** What this Node is started with, in the folder of the gateway. */
    command: z.array(z.string()),
    /** Further options of `gateway`. */
    options: z.array(z.string()).default([]),
  }),
});

const wanted = process.argv.slice(2);
const known = measuredGateways();
const scratch = mkdtempSync(join(tmpdir(), 'gateways-'));
const records: GatewayRecord[] = [];
let failed = false;
for (const folder of readdirSync(FOLDER).toSorted()) {
  const file = join(FOLDER, folder, 'package.json');
  if (!existsSync(file)) continue;
  const { gateway } = packageSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const isWanted = wanted.length === 0 || wanted.includes(folder);
  const measured = isWanted ? measure(folder, gateway) : null;
  failed ||= isWanted && measured === null;
  records.push(...(measured ?? known.filter((record) => record.gateway === gateway.name)));
}
rmSync(scratch, { recursive: true });
writeWhole(GATEWAYS_FILE, formatRecords(records));
process.exitCode = failed ? 2 : 0;

/** What came of it; null where it could not be tried. */
function measure(
  folder: string,
  { name, packages, command, options }: z.infer<typeof packageSchema>['gateway'],
): readonly GatewayRecord[] | null {
  const cwd = join(FOLDER, folder);
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd, stdio: 'inherit' });
  const results = join(scratch, `${folder}.jsonl`);
  const versions = packages.map((each) => `${each}@${versionIn(cwd, each)}`);
  const words = command.map((word) => (word.endsWith('js') ? join(cwd, word) : word));
  const args = ['--import', 'tsx', 'src/cli/main.ts', 'gateway'];
  args.push('--gateway', `http://127.0.0.1:${PORT}/v1`, '--listen', String(UPSTREAM_PORT));
  args.push('--name', name, '--package', ...versions, '--results', results, ...options);
  args.push('--', process.execPath, '--import', `./${join(FOLDER, 'loopback.mjs')}`, ...words);
  spawnSync(process.execPath, args, { stdio: 'inherit' });
  return existsSync(results) ? parseRecords(readFileSync(results, 'utf8'), results) : null;
}

function versionIn(folder: string, name: string): string {
  const file = join(folder, 'node_modules', name, 'package.json');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
