/** The folder of one live run: its request, and the cassettes that are done. Resuming a run needs nothing else. */
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
  /** Targets without a key, each with the reason. */
  skipped: z.record(z.string(), z.string()).default({}),
  /** Targets whose first conversation showed that no request would succeed, each with the reason. */
  stopped: z.record(z.string(), z.string()).default({}),
  /** Which shard this is, with the targets of the whole run. */
  shard: z.strictObject({ current: z.int(), total: z.int(), targets: z.array(z.string()) }).optional(),
});

/** The content of run.json. */
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

/** The request of a run, as ids. */
export interface AskedFor {
  readonly targets: readonly { readonly id: string }[];
  readonly scenarios: readonly { readonly id: string }[];
  readonly deliveries: readonly string[];
  readonly samples: number;
}

/** The data of a run in addition to its selection. */
export interface RunOrigin {
  readonly now: Date;
  /** Targets without a key, each with the reason. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Which shard this is, with the ids of the targets of the whole run. */
  readonly shard?: (Shard & { readonly targets: readonly string[] }) | undefined;
}

/**
 * Creates the folder of a new run in the folder of live runs. The name begins with the time in milliseconds, because
 * runs are sorted by name.
 *
 * @throws {SuiteError} when the folder cannot be written
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
 * Opens the folder of an interrupted run.
 *
 * @throws {SuiteError} when the run does not exist, or its request differs
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

/** Records which targets were stopped, and why, for a later merge. @throws {SuiteError} as createRun does */
export function noteStopped({ folder }: RunFolder, stopped: Readonly<Record<string, string>>): void {
  const file = join(folder, 'run.json');
  writeWhole(file, `${JSON.stringify({ ...readRun(file), stopped }, null, 2)}\n`);
}

/** Returns the ids of the runs in a folder, the oldest first. */
export function runsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'run.json')))
    .sort();
}

/**
 * Returns the recorded exchanges of a conversation; null when it must be held. A conversation with unsent requests is
 * held again from its beginning. An unreadable one stays unchanged, and the judgement reports it.
 *
 * @param onUnreadable called with the reason, in one line
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

/** True when the conversation was held, completely or until the budget was used up. */
export function isRecorded({ cassettes }: RunFolder, id: ConversationId): boolean {
  return existsSync(join(cassettes, cassetteOf(id.target, id.scenario, id.delivery, id.sample)));
}

/** @throws {SuiteError} when run.json is missing or invalid */
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
