/** One night of the history: what is known of it, and what is asked of it. `night-file.ts` has its file. */
import * as z from 'zod';
import { isUnset } from '../../config/access.ts';
import type { Level, Subject } from '../../judge/verdict.ts';
import { byCodeUnit } from '../../text/order.ts';
import { levelSchema, subjectSchema } from '../results.ts';
import { ABSENT, type Cell, parseCell, tokensOf } from './cell.ts';
import type { NightFeature } from './feature.ts';

/** A calendar day, `2025-11-20`. */
export const dateSchema = z.iso.date('must be a date such as 2025-11-20');

export const nightRunSchema = z.object({
  id: z.string(),
  startedAt: z.iso.datetime(),
  mode: z.enum(['replay', 'live', 'audit']),
  suite: z.object({ version: z.string(), commit: z.string().nullable() }),
  aborted: z.boolean(),
  conversations: z.int().min(0),
  /** Targets that were wanted and have no data of this run, each with the reason. */
  skipped: z.record(z.string(), z.string()),
});

/** The last is the revision of the rule, where it is not the first. */
export const checkSchema = z.tuple([z.string(), levelSchema, subjectSchema, z.int().min(2).optional()]);

export const median = z.number().nullable();

/** What is known of a target besides its checks. */
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

/** One run that the night has data of. */
export type NightRun = z.infer<typeof nightRunSchema>;

export interface NightCheck {
  readonly level: Level;
  readonly subject: Subject;
  /** Which meaning of the rule judged; absent for the first. */
  readonly revision?: number | undefined;
}

/** What one run found of one target. */
export interface TargetNight extends z.infer<typeof measuredSchema> {
  /** The id of the run. */
  readonly run: string;
  /** The id of its dialect; null where the file does not say it. */
  readonly dialect: string | null;
  /** The checks that its run had, as its dialect reads them: the same map for all targets of a run in a dialect. */
  readonly checks: ReadonlyMap<string, NightCheck>;
  /** One text a check of the night, see {@link cellsOf}. */
  readonly cells: string;
  /** By id; empty where the night was recorded without them. */
  readonly features: ReadonlyMap<string, NightFeature>;
}

export interface Night {
  readonly date: string;
  /** By start, then id. */
  readonly runs: readonly NightRun[];
  /** By id, in order of code units; the cells of every target follow it. Where targets differ, the gravest reading. */
  readonly checks: ReadonlyMap<string, NightCheck>;
  /** By id, in order of code units. */
  readonly targets: ReadonlyMap<string, TargetNight>;
}

/** The targets that runs of the night asked and could judge nothing of, each with the reason. */
export function unanswered(night: Pick<Night, 'runs' | 'targets'>): Map<string, string> {
  return new Map([...withoutData(night)].filter(([, why]) => !isUnset(why)));
}

/** The targets that the night could not ask for want of a key, each with the reason. */
export function notRun(night: Pick<Night, 'runs' | 'targets'>): Map<string, string> {
  return new Map([...withoutData(night)].filter(([, why]) => isUnset(why)));
}

function withoutData({ runs, targets }: Pick<Night, 'runs' | 'targets'>): Map<string, string> {
  const reasons = runs.flatMap(({ skipped }) => Object.entries(skipped));
  return new Map(reasons.filter(([target]) => !targets.has(target)));
}

/** The cells of a target by check; checks that its run did not have are left out. */
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

/** The checks that some targets read otherwise than the night says. */
export interface OtherReading {
  /** The id of the run. */
  readonly run: string;
  readonly dialect: string | null;
  readonly checks: z.infer<typeof checkSchema>[];
}

/** By run and dialect, in the order of their names; what reads all checks as the night says is left out. */
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

/** The features that any of them has, by id. */
export function featuresIn(targets: Iterable<Pick<TargetNight, 'features'>>): string[] {
  return [...new Set([...targets].flatMap(({ features }) => [...features.keys()]))].sort(byCodeUnit);
}
