/** One night of the history: what its file holds, and how it is written and read. See docs/history.md. */
import { z } from 'zod';
import { isUnset } from '../../config/access.ts';
import type { Level, Subject } from '../../judge/verdict.ts';
import { byCodeUnit } from '../../text/order.ts';
import { levelSchema, subjectSchema } from '../results.ts';
import { ABSENT, CELLS, type Cell, parseCell, tokensOf } from './cell.ts';
import { FEATURE_CELLS, formatFeatures, type NightFeature, parseFeatures } from './feature.ts';

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
const checkSchema = z.tuple([z.string(), levelSchema, subjectSchema, z.int().min(2).optional()]);

const headSchema = z.object({
  type: z.literal('night'),
  schema: z.literal(1),
  date: dateSchema,
  runs: z.array(nightRunSchema).min(1),
  /** In the order of the cells. */
  checks: z.array(checkSchema),
  /** The checks that the targets of a run in one dialect read otherwise; what reads them all as above is left out. */
  readings: z
    .array(z.object({ run: z.int().min(0), dialect: z.string().optional(), checks: z.array(checkSchema) }))
    .default([]),
  /** In the order of the lines' features. */
  features: z.array(z.string()).default([]),
  /** How many lines follow. */
  targets: z.int().min(0),
});

const median = z.number().nullable();

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

/** A target's line in the file: the same in fewer bytes, what is as usual left out. */
const rowSchema = z.object({
  target: z.string(),
  run: z.int().min(0),
  dialect: z.string().optional(),
  partial: z.literal(true).optional(),
  conversations: z.int().min(1),
  unsent: z.int().min(1).optional(),
  models: z.array(z.string()),
  upstreams: z.array(z.string()),
  /** Medians: the conversation, first byte, first content, first call, tokens a second. */
  latency: z.tuple([median, median, median, median, median]),
  /** Prompt, completion and total tokens. */
  usage: z.tuple([z.number(), z.number(), z.number()]).optional(),
  cost: z.number().optional(),
  cells: z.string().regex(CELLS, 'is not a row of cells'),
  features: z.string().regex(FEATURE_CELLS, 'is not a row of features').optional(),
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

/** The file of a night: a head, then a line for each target. The same night gives the same bytes. */
export function formatNight({ date, runs, checks, targets }: Night): string {
  const place = new Map(runs.map(({ id }, at) => [id, at]));
  const features = featuresIn(targets.values());
  const head: z.input<typeof headSchema> = {
    type: 'night',
    schema: 1,
    date,
    runs: [...runs],
    checks: linesOf(checks),
    readings: readingsOf({ checks, targets }).map(({ run, dialect, checks: own }) => ({
      run: place.get(run) ?? 0,
      ...(dialect === null ? {} : { dialect }),
      checks: own,
    })),
    ...(features.length === 0 ? {} : { features }),
    targets: targets.size,
  };
  const rows = [...targets.values()].map((target) => rowOf(target, place.get(target.run) ?? 0, features));
  return `${[head, ...rows].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/**
 * Reads the file of a night, whole or not at all.
 *
 * @param date the one that the file is named for
 * @returns the night, or in one line what is wrong with the text and where.
 */
export function parseNight(text: string, date: string): Night | { readonly problem: string } {
  const [first = '', ...rest] = text.split('\n');
  const head = parseLine(headSchema, first, 1);
  if ('problem' in head) return head;
  const { runs, readings, features, targets: count } = head.value;
  const checks = checksOf(head.value.checks);
  const readChecks = checksReader(checks, readings);
  if (head.value.date !== date) return { problem: `1: the file holds the night of ${head.value.date}` };
  if (rest.at(-1) !== '' || rest.length - 1 !== count) {
    return { problem: `${rest.length}: ${count} targets are announced, ${rest.length - 1} follow` };
  }
  const targets = new Map<string, TargetNight>();
  for (const [at, line] of rest.slice(0, -1).entries()) {
    const row = parseLine(rowSchema, line, at + 2);
    if ('problem' in row) return row;
    const run = runs[row.value.run];
    const width = tokensOf(row.value.cells).length;
    if (run === undefined) return { problem: `${at + 2}: run: the head has no run ${row.value.run}` };
    if (width !== checks.size) {
      return { problem: `${at + 2}: cells: ${width} stand for ${checks.size} checks` };
    }
    const told = tokensOf(row.value.features ?? '').length;
    if (row.value.features !== undefined && told !== features.length) {
      return { problem: `${at + 2}: features: ${told} stand for ${features.length}` };
    }
    if (targets.has(row.value.target)) return { problem: `${at + 2}: target: stands there twice` };
    targets.set(row.value.target, targetOf(row.value, run.id, readChecks(row.value), features));
  }
  return {
    date,
    runs,
    checks,
    targets,
  };
}

export type CheckLine = Readonly<z.infer<typeof checkSchema>>;

export function linesOf(checks: Iterable<readonly [string, NightCheck]>): z.infer<typeof checkSchema>[] {
  return [...checks].map(([id, { level, subject, revision }]) =>
    revision === undefined ? [id, level, subject] : [id, level, subject, revision],
  );
}

function checksOf(lines: readonly CheckLine[]): Map<string, NightCheck> {
  return new Map(
    lines.map(([id, level, subject, revision]) => [
      id,
      { level, subject, ...(revision === undefined ? {} : { revision }) },
    ]),
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

function readingKey(run: string | number, dialect: string | null | undefined): string {
  return JSON.stringify([run, dialect ?? null]);
}

function isSame(check: NightCheck, other: NightCheck | undefined): boolean {
  return check.level === other?.level && check.subject === other.subject && check.revision === other.revision;
}

/** The checks of a row: those that have a cell, which all rows of one run have alike. */
function checksReader(
  checks: Night['checks'],
  readings: z.infer<typeof headSchema>['readings'],
): (row: Row) => TargetNight['checks'] {
  const others = new Map(readings.map(({ run, dialect, checks: own }) => [readingKey(run, dialect), own]));
  const known = new Map<string, TargetNight['checks']>();
  return ({ run, dialect, cells }) => {
    const key = readingKey(run, dialect);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const tokens = tokensOf(cells);
    const read = new Map([...checks, ...checksOf(others.get(key) ?? [])]);
    for (const [at, check] of [...checks.keys()].entries()) if (tokens[at] === ABSENT) read.delete(check);
    known.set(key, read);
    return read;
  };
}

type Row = z.infer<typeof rowSchema>;

/** The features that any of them has, by id. */
export function featuresIn(targets: Iterable<Pick<TargetNight, 'features'>>): string[] {
  return [...new Set([...targets].flatMap(({ features }) => [...features.keys()]))].sort(byCodeUnit);
}

function rowOf(night: TargetNight, run: number, ids: readonly string[]): Row {
  const { target, dialect, complete, conversations, unsent } = night;
  const { models, upstreams, latency, usage, cost, cells, features } = night;
  return {
    target,
    run,
    ...(dialect === null ? {} : { dialect }),
    ...(complete ? {} : { partial: true }),
    conversations,
    ...(unsent === 0 ? {} : { unsent }),
    models,
    upstreams,
    latency: [
      latency.ms,
      latency.firstByteMs,
      latency.firstContentMs,
      latency.firstCallMs,
      latency.tokensPerSecond,
    ],
    ...(usage === null ? {} : { usage: [usage.promptTokens, usage.completionTokens, usage.totalTokens] }),
    ...(cost === null ? {} : { cost }),
    cells,
    ...(features.size === 0 ? {} : { features: formatFeatures(features, ids) }),
  };
}

function targetOf(
  { latency, usage, partial, unsent, cost, dialect, features, ...row }: Row,
  run: string,
  checks: TargetNight['checks'],
  featureIds: readonly string[],
): TargetNight {
  const [ms, firstByteMs, firstContentMs, firstCallMs, tokensPerSecond] = latency;
  const [promptTokens, completionTokens, totalTokens] = usage ?? [];
  const isKnown = promptTokens !== undefined && completionTokens !== undefined && totalTokens !== undefined;
  return {
    ...row,
    run,
    dialect: dialect ?? null,
    checks,
    features: parseFeatures(features ?? '', featureIds),
    complete: partial === undefined,
    unsent: unsent ?? 0,
    latency: { ms, firstByteMs, firstContentMs, firstCallMs, tokensPerSecond },
    usage: isKnown ? { promptTokens, completionTokens, totalTokens } : null,
    cost: cost ?? null,
  };
}

function parseLine<S extends z.ZodType>(
  schema: S,
  text: string,
  line: number,
): { readonly value: z.output<S> } | { readonly problem: string } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: `${line}: the line is not JSON` };
  }
  let issue: z.core.$ZodIssue | undefined;
  try {
    const parsed = schema.safeParse(json);
    if (parsed.success) return { value: parsed.data };
    [issue] = parsed.error.issues;
  } catch (cause) {
    // The library cannot pass on the problems of 130,000 members.
    if (!(cause instanceof RangeError)) throw cause;
    return { problem: `${line}: the line holds more than can be read` };
  }
  return { problem: `${line}: ${issue?.path.join('.') || 'the line'}: ${issue?.message}` };
}
