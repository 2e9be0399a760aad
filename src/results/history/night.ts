/** One night of the history: its data and queries on it. `night-file.ts` has the file format. */
import * as z from 'zod';
import { isUnset } from '../../config/access.ts';
import type { Level, Subject } from '../../judge/verdict.ts';
import { byCodeUnit } from '../../text/order.ts';
import { levelSchema, subjectSchema } from '../results.ts';
import { ABSENT, type Cell, parseCell, tokensOf } from './cell.ts';
import type { NightFeature } from './feature.ts';

/** A calendar day, such as `2025-11-20`. */
export const dateSchema = z.iso.date('must be a date such as 2025-11-20');

export const nightRunSchema = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  mode: z.enum(['replay', 'live', 'audit']),
  suite: z.object({ version: z.string(), commit: z.string().nullable() }),
  aborted: z.boolean(),
  conversations: z.int().min(0),
  /** Requested targets that have no data in this run, each with the reason. */
  skipped: z.record(z.string(), z.string()),
});

/** Id, level, subject, and the revision of the rule when it is not 1. */
export const checkSchema = z.tuple([z.string(), levelSchema, subjectSchema, z.int().min(2).optional()]);

export const median = z.number().nullable();

/** The data of a target, except its checks. */
export const measuredSchema = z.object({
  target: z.string(),
  complete: z.boolean(),
  conversations: z.int().min(1),
  unsent: z.int().min(0),
  models: z.array(z.string()),
  upstreams: z.array(z.string()),
  latency: z.object({
    ms: median,
    firstByteMs: median,
    firstContentMs: median,
    firstCallMs: median,
    tokensPerSecond: median,
  }),
  usage: z
    .object({ promptTokens: z.number(), completionTokens: z.number(), totalTokens: z.number() })
    .nullable(),
  cost: z.number().nullable(),
});

/** A run of the night. */
export type NightRun = z.infer<typeof nightRunSchema>;

export interface NightCheck {
  readonly level: Level;
  readonly subject: Subject;
  /** The revision of the rule that judged; absent for revision 1. */
  readonly revision?: number | undefined;
}

/** The results of one run for one target. */
export interface TargetNight extends z.infer<typeof measuredSchema> {
  /** The id of the run. */
  readonly run: string;
  /** The id of the target's dialect; null when the file does not name it. */
  readonly dialect: string | null;
  /** The checks of the run as the dialect describes them. All targets of a run and dialect share one map. */
  readonly checks: ReadonlyMap<string, NightCheck>;
  /** One cell for each check of the night, see {@link cellsOf}. */
  readonly cells: string;
  /** The features by id; empty when the night was recorded without features. */
  readonly features: ReadonlyMap<string, NightFeature>;
}

export interface Night {
  readonly date: string;
  /** Sorted by start, then by id. */
  readonly runs: readonly NightRun[];
  /**
   * By id, sorted by code units. The cells of every target have the same order. When targets describe a check
   * differently, this is the most severe description.
   */
  readonly checks: ReadonlyMap<string, NightCheck>;
  /** By id, sorted by code units. */
  readonly targets: ReadonlyMap<string, TargetNight>;
}

/** Returns the targets that were tried without a judgeable answer, each with the reason. */
export function unanswered(night: Pick<Night, 'runs' | 'targets'>): Map<string, string> {
  return new Map([...withoutData(night)].filter(([, why]) => !isUnset(why)));
}

/** Returns the targets that were not tried because their key is missing, each with the reason. */
export function notRun(night: Pick<Night, 'runs' | 'targets'>): Map<string, string> {
  return new Map([...withoutData(night)].filter(([, why]) => isUnset(why)));
}

function withoutData({ runs, targets }: Pick<Night, 'runs' | 'targets'>): Map<string, string> {
  const reasons = runs.flatMap(({ skipped }) => Object.entries(skipped));
  return new Map(reasons.filter(([target]) => !targets.has(target)));
}

/** Returns the cells of a target by check. Checks that its run does not have are omitted. */
export function cellsOf(night: Night, { cells }: TargetNight): Map<string, Cell> {
  const tokens = tokensOf(cells);
  const found = new Map<string, Cell>();
  for (const [at, check] of [...night.checks.keys()].entries()) {
    const cell = parseCell(tokens[at] ?? ABSENT);
    if (cell !== null) found.set(check, cell);
  }
  return found;
}

export type CheckLine = Readonly<z.infer<typeof checkSchema>>;

export function linesOf(checks: Iterable<readonly [string, NightCheck]>): z.infer<typeof checkSchema>[] {
  return [...checks].map(([id, { level, subject, revision }]) =>
    revision === undefined ? [id, level, subject] : [id, level, subject, revision],
  );
}

/** The checks whose description for one run and dialect differs from the night's. */
export interface OtherReading {
  /** The id of the run. */
  readonly run: string;
  readonly dialect: string | null;
  readonly checks: z.infer<typeof checkSchema>[];
}

/** Returns the differing descriptions, sorted by run and dialect. Runs and dialects without differences are omitted. */
export function readingsOf({ checks, targets }: Pick<Night, 'checks' | 'targets'>): OtherReading[] {
  const found = new Map<string, OtherReading>();
  for (const { run, dialect, checks: own } of targets.values()) {
    const key = readingKey(run, dialect);
    if (found.has(key)) continue;
    const others = [...own].filter(([id, check]) => !isSame(check, checks.get(id)));
    found.set(key, { run, dialect, checks: linesOf(others) });
  }
  return [...found]
    .filter(([, { checks: others }]) => others.length > 0)
    .toSorted(([left], [right]) => byCodeUnit(left, right))
    .map(([, reading]) => reading);
}

export function readingKey(run: string | number, dialect: string | null | undefined): string {
  return JSON.stringify([run, dialect ?? null]);
}

function isSame(check: NightCheck, other: NightCheck | undefined): boolean {
  return check.level === other?.level && check.subject === other.subject && check.revision === other.revision;
}

/** Returns the sorted ids of all features of the targets. */
export function featuresIn(targets: Iterable<Pick<TargetNight, 'features'>>): string[] {
  return [...new Set([...targets].flatMap(({ features }) => [...features.keys()]))].sort(byCodeUnit);
}
