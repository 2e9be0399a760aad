/** What is left to be measured of what clients and gateways are tried with: `npm run clients` and `npm run gateways` share it. */
import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Delivery } from '../src/evidence/exchange.ts';

/** A trial as it is planned, and as it is recorded. */
interface Planned {
  readonly fault: { readonly name: string };
  readonly delivery: Delivery;
}
interface Recorded {
  readonly fault: string;
  readonly delivery: Delivery;
}
type Versions = Readonly<Record<string, string>>;

/** What is measured is named, or all there is; with `--missing` those trials alone that have no record. */
export function measuring(): { readonly missing: boolean; readonly isWanted: (name: string) => boolean } {
  const options = { missing: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  return {
    missing: values.missing,
    isWanted: (name) => positionals.length === 0 || positionals.includes(name),
  };
}

/** The records that stay: those of the same versions, where only what is missing is measured. */
export function keptOf<R>(
  records: readonly R[],
  missing: boolean,
  versions: Versions,
  before: Versions | undefined,
): readonly R[] {
  return missing && isDeepStrictEqual(versions, before) ? records : [];
}

/** The trials that none of the records is of. */
export function leftOf<T extends Planned>(trials: readonly T[], records: readonly Recorded[]): T[] {
  const tried = new Set(records.map(recordKeyOf));
  return trials.filter((trial) => !tried.has(planKeyOf(trial)));
}

/** The newest record of each trial, in the order of the trials; those of faults that are gone are left out. */
export function inOrder<R extends Recorded>(trials: readonly Planned[], records: readonly R[]): R[] {
  const newest = new Map(records.map((record) => [recordKeyOf(record), record]));
  return trials.flatMap((trial) => newest.get(planKeyOf(trial)) ?? []);
}

/** The packages of the folder, as its lock file has them. */
export function install(folder: string): void {
  const options = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', options, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

function planKeyOf({ fault, delivery }: Planned): string {
  return `${fault.name} ${delivery}`;
}

function recordKeyOf({ fault, delivery }: Recorded): string {
  return `${fault} ${delivery}`;
}
