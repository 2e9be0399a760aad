/** Writes and reads the file of a night. See docs/history.md. */
import * as z from 'zod';
import { ABSENT, CELLS, tokensOf } from './cell.ts';
import { FEATURE_CELLS, formatFeatures, parseFeatures } from './feature.ts';
import {
  type CheckLine,
  checkSchema,
  dateSchema,
  featuresIn,
  linesOf,
  median,
  type Night,
  type NightCheck,
  nightRunSchema,
  readingKey,
  readingsOf,
  type TargetNight,
} from './night.ts';

const headSchema = z.object({
  type: z.literal('night'),
  schema: z.literal(1),
  date: dateSchema,
  runs: z.array(nightRunSchema).min(1),
  /** The checks, in the order of the cells. */
  checks: z.array(checkSchema),
  /**
   * For each run and dialect, the checks whose description differs from `checks`. Runs and dialects without differences
   * are omitted.
   */
  readings: z
    .array(z.object({ run: z.int().min(0), dialect: z.string().optional(), checks: z.array(checkSchema) }))
    .default([]),
  /** The feature ids, in the order of the features in each line. */
  features: z.array(z.string()).default([]),
  /** The number of lines that follow. */
  targets: z.int().min(0),
});

/** A target's line in the file: a compact form of {@link TargetNight} that omits default values. */
const rowSchema = z.object({
  target: z.string(),
  run: z.int().min(0),
  dialect: z.string().optional(),
  partial: z.literal(true).optional(),
  conversations: z.int().min(1),
  unsent: z.int().min(1).optional(),
  models: z.array(z.string()),
  upstreams: z.array(z.string()),
  /** Medians: conversation, first byte, first content, first call (all in milliseconds), tokens per second. */
  latency: z.tuple([median, median, median, median, median]),
  /** Prompt, completion and total tokens. */
  usage: z.tuple([z.number(), z.number(), z.number()]).optional(),
  cost: z.number().optional(),
  cells: z.string().regex(CELLS, 'is not a row of cells'),
  features: z.string().regex(FEATURE_CELLS, 'is not a row of features').optional(),
});

type Row = z.infer<typeof rowSchema>;

/** Formats a night as a file: a head, then a line for each target. The same night gives the same bytes. */
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
 * Parses the file of a night. A partly valid file is an error.
 *
 * @param date the date in the file name
 * @returns the night, or one line with the problem and its place
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

function checksOf(lines: readonly CheckLine[]): Map<string, NightCheck> {
  return new Map(
    lines.map(([id, level, subject, revision]) => [
      id,
      { level, subject, ...(revision === undefined ? {} : { revision }) },
    ]),
  );
}

/**
 * Returns a function that reads the checks of a row: all checks with a cell. Rows of one run and dialect share them.
 */
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
    // zod throws a RangeError when it reports about 130,000 problems.
    if (!(cause instanceof RangeError)) throw cause;
    return { problem: `${line}: the line holds more than can be read` };
  }
  return { problem: `${line}: ${issue?.path.join('.') || 'the line'}: ${issue?.message}` };
}
