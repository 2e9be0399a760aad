/** Finds the trials of clients and gateways that are not measured yet, for `npm run clients` and `npm run gateways`. */
import { execFileSync } from 'node:child_process';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import type { Delivery } from '../src/evidence/exchange.ts';

/** A trial in the plan, and a trial in the records. */
interface Planned {
  readonly fault: { readonly name: string };
  readonly delivery: Delivery;
}
interface Recorded {
  readonly fault: string;
  readonly delivery: Delivery;
}
type Versions = Readonly<Record<string, string>>;

/** Parses the command line: the names to measure, by default all; `--missing` measures only trials without a record. */
export function measuring(): { readonly missing: boolean; readonly isWanted: (name: string) => boolean } {
  const options = { missing: { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  return {
    missing: values.missing,
    isWanted: (name) => positionals.length === 0 || positionals.includes(name),
  };
}

/** Returns the records to keep: with `--missing`, those of the same versions. */
export function keptOf<R>(
  records: readonly R[],
  missing: boolean,
  versions: Versions,
  before: Versions | undefined,
): readonly R[] {
  return missing && isDeepStrictEqual(versions, before) ? records : [];
}

/** Returns the trials without a record. */
export function leftOf<T extends Planned>(trials: readonly T[], records: readonly Recorded[]): T[] {
  const tried = new Set(records.map(recordKeyOf));
  return trials.filter((trial) => !tried.has(planKeyOf(trial)));
}

/** Returns the newest record of each trial, in the order of the trials; records of removed faults are dropped. */
export function inOrder<R extends Recorded>(trials: readonly Planned[], records: readonly R[]): R[] {
  const newest = new Map(records.map((record) => [recordKeyOf(record), record]));
  return trials.flatMap((trial) => newest.get(planKeyOf(trial)) ?? []);
}

/** Installs the packages of the folder from its lock file. */
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
