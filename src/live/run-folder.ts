/** The folder of one live run: what was asked for, and the cassettes that are done. It is all that a resumed run needs. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { CassetteError } from '../evidence/cassette/cassette.ts';
import { readCassette } from '../evidence/cassette/read.ts';
import { type Exchange, whyUnsent } from '../evidence/exchange.ts';
import type { ConversationId } from '../replay/judge-conversation.ts';
import { cassetteOf } from '../replay/plan.ts';
import type { Shard } from '../replay/shard.ts';
import { SuiteError } from '../system/failure.ts';
import { makeFolder } from '../system/make-folder.ts';
import { readFound } from '../system/read-given.ts';
import { writeWhole } from '../system/write-file.ts';

const requestSchema = z.strictObject({
  targets: z.array(z.string()),
  scenarios: z.array(z.string()),
  deliveries: z.array(z.string()),
  samples: z.int(),
});
const runSchema = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  request: requestSchema,
  /** Targets without a key, each with what is missing. */
  skipped: z.record(z.string(), z.string()).default({}),
  /** Targets whose first conversation showed that nothing would be answered, each with the reason. */
  stopped: z.record(z.string(), z.string()).default({}),
  /** The part of a run that this is, with the targets of the whole. */
  shard: z.strictObject({ current: z.int(), total: z.int(), targets: z.array(z.string()) }).optional(),
});

/** What the folder of a run says of it. */
export type RecordedRun = z.output<typeof runSchema>;

export interface RunFolder {
  /** Also the name of the folder. */
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly folder: string;
  /** The folder of its cassettes. */
  readonly cassettes: string;
}

/** What a run is asked for, by ids. */
export interface AskedFor {
  readonly targets: readonly { readonly id: string }[];
  readonly scenarios: readonly { readonly id: string }[];
  readonly deliveries: readonly string[];
  readonly samples: number;
}

/** What a run is besides its selection. */
export interface RunOrigin {
  readonly now: Date;
  /** Targets without a key, each with what is missing. */
  readonly skipped: Readonly<Record<string, string>>;
  /** The part of a run that it is, with the ids of the targets of the whole. */
  readonly shard?: (Shard & { readonly targets: readonly string[] }) | undefined;
}

/**
 * Makes the folder of a new run in the folder of live runs. Its name begins with the time in milliseconds, since names
 * tell which run came first.
 *
 * @throws {SuiteError} when nothing can be written there.
 */
export function createRun(runs: string, selection: AskedFor, { now, ...origin }: RunOrigin): RunFolder {
  const startedAt = now.toISOString();
  const id = `${startedAt.slice(0, -1).replaceAll(/[:.]/gu, '-')}-${randomBytes(3).toString('hex')}`;
  const run = folderOf(runs, id, startedAt);
  writeWhole(
    join(run.folder, 'run.json'),
    `${JSON.stringify({ id, startedAt, request: requestOf(selection), ...origin }, null, 2)}\n`,
  );
  makeFolder(run.cassettes);
  return run;
}

/**
 * Opens the folder of a run that was broken off.
 *
 * @throws {SuiteError} when there is no such run, or it was asked for something else.
 */
export function resumeRun(runs: string, id: string, selection: AskedFor): RunFolder {
  const file = join(runs, id, 'run.json');
  if (!/^[\w-]+$/u.test(id) || !existsSync(file)) {
    const known = runsIn(runs).slice(-5);
    throw new SuiteError(
      `--resume ${id}: no such run in ${runs}; ${known.length === 0 ? 'no run was kept' : `the latest are ${known.join(', ')}`}`,
    );
  }
  const { startedAt, request } = readRun(file);
  const wanted = requestOf(selection);
  for (const name of requestSchema.keyof().options) {
    if (JSON.stringify(request[name]) === JSON.stringify(wanted[name])) continue;
    throw new SuiteError(
      `--resume ${id}: the run was asked for other ${name} (${show(request[name])}, now ${show(wanted[name])}); ` +
        'give the same options, or start a new run without --resume',
    );
  }
  const run = folderOf(runs, id, startedAt);
  makeFolder(run.cassettes);
  return run;
}

/** Notes which targets were stopped, and why, for whoever merges the run with others. @throws {SuiteError} as createRun does */
export function noteStopped({ folder }: RunFolder, stopped: Readonly<Record<string, string>>): void {
  const file = join(folder, 'run.json');
  writeWhole(file, `${JSON.stringify({ ...readRun(file), stopped }, null, 2)}\n`);
}

/** The ids of the runs in a folder, the oldest first. */
export function runsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'run.json')))
    .sort();
}

/**
 * The recorded exchanges of a conversation that needs no request any more; null when it is still to be held. One that
 * could not be sent whole is held again from its beginning. One that cannot be read stays as it is, for whoever judges it.
 *
 * @param onUnreadable told why, in one line
 */
export function recordedIn(
  { cassettes }: RunFolder,
  id: ConversationId,
  onUnreadable: (problem: string) => void = () => {},
): readonly Exchange[] | null {
  const file = join(cassettes, cassetteOf(id.target, id.scenario, id.delivery, id.sample));
  if (!existsSync(file)) return null;
  try {
    const exchanges = readCassette(file).interactions.map(({ exchange }) => exchange);
    return exchanges.some((exchange) => whyUnsent(exchange) !== null) ? null : exchanges;
  } catch (error) {
    if (!(error instanceof CassetteError)) throw error;
    onUnreadable(error.message);
    return [];
  }
}

/** Whether it has been held, whole or as far as the budget went. */
export function isRecorded({ cassettes }: RunFolder, id: ConversationId): boolean {
  return existsSync(join(cassettes, cassetteOf(id.target, id.scenario, id.delivery, id.sample)));
}

/** @throws {SuiteError} when the folder is not as a live run wrote it */
export function openRun(runs: string, id: string): RunFolder & RecordedRun {
  const recorded = readRun(join(runs, id, 'run.json'));
  return { ...recorded, ...folderOf(runs, id, recorded.startedAt) };
}

function folderOf(runs: string, id: string, startedAt: string): RunFolder {
  const folder = join(runs, id);
  return { id, startedAt, folder, cassettes: join(folder, 'cassettes') };
}

function requestOf({ targets, scenarios, deliveries, samples }: AskedFor): z.infer<typeof requestSchema> {
  return {
    targets: targets.map(({ id }) => id),
    scenarios: scenarios.map(({ id }) => id),
    deliveries: [...deliveries],
    samples,
  };
}

function readRun(file: string): RecordedRun {
  try {
    return runSchema.parse(JSON.parse(readFound(file).toString()));
  } catch (cause) {
    throw new SuiteError(`${file}: is not as a live run wrote it; start a new run without --resume`, {
      cause,
    });
  }
}

function show(value: number | readonly string[]): string {
  if (typeof value === 'number') return String(value);
  return value.length > 6 ? `${value.length} of them` : value.join(', ');
}
