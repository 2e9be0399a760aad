/** Reduces a run to the data that the history stores. */

import type { Level } from '../../judge/verdict.ts';
import { groupBy } from '../../text/group-by.ts';
import { byCodeUnit } from '../../text/order.ts';
import { dialectsOf, readingIn } from '../check-readings.ts';
import { mayBeRefusedCalled } from '../refused-alike.ts';
import type { ConversationRecord, Results, RunRecord, VerdictRecord } from '../results.ts';
import { type Cell, EMPTY_CELL, formatCell } from './cell.ts';
import { gravestOf } from './merge.ts';
import type { Night, NightCheck, NightRun, TargetNight } from './night.ts';

/** The features of each target, by target id. */
export type FeaturesOfRun = ReadonlyMap<string, TargetNight['features']>;

/** Returns the night of a single run. */
export function nightOfRun(results: Results, date: string, features: FeaturesOfRun = new Map()): Night {
  const { run, conversations, verdicts, end } = results;
  const checks = Object.keys(run.checks).sort(byCodeUnit);
  const readings = new Map(dialectsOf(run).map((dialect) => [dialect, checksIn(run, checks, dialect)]));
  const usual = checksIn(run, checks, null);
  const verdictsOf = groupBy(verdicts, ({ target }) => target);
  const skipped = new Map(Object.entries(run.skipped ?? {}));
  const targets: TargetNight[] = [];
  const conversationsOf = groupBy(conversations, ({ target }) => target);
  for (const target of new Set([...Object.keys(run.targets), ...conversationsOf.keys()])) {
    const own = conversationsOf.get(target) ?? [];
    const why = whyNoAnswer(own, run.mode);
    if (why !== null) {
      skipped.set(target, skipped.get(target) ?? why);
      continue;
    }
    const complete =
      !end.aborted && !skipped.has(target) && own.every(({ notSent }) => notSent === undefined);
    const dialect = run.targets[target]?.dialect ?? null;
    targets.push({
      ...targetNight(run, target, complete, own, verdictsOf.get(target) ?? [], checks),
      dialect,
      checks: (dialect === null ? undefined : readings.get(dialect)) ?? usual,
      features: features.get(target) ?? new Map(),
    });
  }
  return {
    date,
    runs: [nightRun(results, skipped)],
    checks: gravestOf([usual, ...readings.values()]),
    targets: new Map(
      targets
        .toSorted((left, right) => byCodeUnit(left.target, right.target))
        .map((row) => [row.target, row]),
    ),
  };
}

function checksIn(
  { checks }: RunRecord,
  ids: readonly string[],
  dialect: string | null,
): Map<string, NightCheck> {
  return new Map(
    ids.flatMap((id) => {
      const record = checks[id];
      if (record === undefined) return [];
      const { level, subject } = readingIn(record, dialect);
      const { revision } = record;
      return [[id, { level, subject, ...(revision === undefined ? {} : { revision }) }]];
    }),
  );
}

/**
 * Returns why nothing can be judged for the target; null when a request was answered. Refusals that a scenario asks for
 * count as answers.
 */
function whyNoAnswer(own: readonly ConversationRecord[], mode: RunRecord['mode']): string | null {
  if (own.every(isEmpty)) return own[0]?.notSent ?? 'no conversation';
  if (mode === 'audit' || own.every(({ scenario }) => mayBeRefusedCalled(scenario))) return null;
  if (own.some(({ exchanges, unanswered = [] }) => exchanges > unanswered.length)) return null;
  const [first] = own.flatMap(({ unanswered = [] }) => unanswered);
  return first === undefined ? null : `no request was answered: ${first.reason}`;
}

/** Returns true when nothing of the conversation was sent: its only exchange is the unsent request. */
function isEmpty({ notSent, exchanges }: ConversationRecord): boolean {
  return notSent !== undefined && exchanges <= 1;
}

function nightRun({ run, conversations, end }: Results, skipped: ReadonlyMap<string, string>): NightRun {
  const { id, startedAt, mode, suite } = run;
  const reasons = [...skipped].toSorted(([left], [right]) => byCodeUnit(left, right));
  return {
    id,
    startedAt,
    mode,
    suite: { version: suite.version, commit: suite.commit },
    aborted: end.aborted,
    conversations: conversations.length,
    skipped: Object.fromEntries(reasons),
  };
}

function targetNight(
  run: RunRecord,
  target: string,
  complete: boolean,
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
  checks: readonly string[],
): Omit<TargetNight, 'dialect' | 'checks' | 'features'> {
  const cells = countCells(conversations, verdicts);
  const timings = conversations.flatMap((conversation) => conversation.timings ?? []);
  return {
    target,
    run: run.id,
    complete,
    conversations: conversations.length,
    unsent: conversations.filter(({ notSent }) => notSent !== undefined).length,
    models: distinct(conversations.flatMap(({ model }) => model ?? [])),
    upstreams: distinct(conversations.flatMap(({ upstreams }) => upstreams)),
    latency: {
      ms: median(conversations.map(({ ms }) => ms)),
      firstByteMs: median(timings.map(({ firstByteMs }) => firstByteMs)),
      firstContentMs: median(timings.map(({ firstContentMs }) => firstContentMs)),
      firstCallMs: median(timings.map(({ firstCallMs }) => firstCallMs)),
      tokensPerSecond: median(timings.map(({ tokensPerSecond }) => tokensPerSecond)),
    },
    usage: totalUsage(conversations),
    cost: total(conversations.flatMap(({ cost }) => cost ?? [])),
    cells: checks.map((check) => formatCell(cells.get(check) ?? EMPTY_CELL)).join(' '),
  };
}

function countCells(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const change = (check: string, changed: (cell: Cell) => Partial<Cell>) => {
    const cell = cells.get(check) ?? EMPTY_CELL;
    cells.set(check, { ...cell, judged: cell.judged + 1, ...changed(cell) });
  };
  for (const { passed } of conversations) for (const check of passed) change(check, () => ({}));
  for (const verdict of verdicts) change(verdict.check, (cell) => countVerdict(cell, verdict));
  return cells;
}

function countVerdict(cell: Cell, { outcome, level, expectation }: VerdictRecord): Partial<Cell> {
  switch (outcome) {
    case 'fail':
      return expectation === null
        ? { failed: cell.failed + 1, worst: stronger(cell.worst, level) }
        : { failed: cell.failed + 1, known: cell.known + 1 };
    case 'inconclusive':
      return { inconclusive: cell.inconclusive + 1 };
    case 'unsupported':
      return { unsupported: cell.unsupported + 1 };
    case 'error':
      return { errors: cell.errors + 1 };
  }
}

function stronger(one: Level | null, other: Level): Level {
  if (one === 'MUST' || other === 'MUST') return 'MUST';
  return one === 'SHOULD' || other === 'SHOULD' ? 'SHOULD' : 'MAY';
}

/** Returns the median of the known values, rounded to an integer; null when no value is known. */
function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : Math.round((lower + upper) / 2);
}

function totalUsage(conversations: readonly ConversationRecord[]): TargetNight['usage'] {
  const known = conversations.flatMap(({ usage }) => usage ?? []);
  if (known.length === 0) return null;
  const sum = (values: readonly number[]) => total(values) ?? 0;
  return {
    promptTokens: sum(known.map(({ promptTokens }) => promptTokens)),
    completionTokens: sum(known.map(({ completionTokens }) => completionTokens)),
    totalTokens: sum(known.map(({ totalTokens }) => totalTokens)),
  };
}

/** Returns the sum, without floating-point noise; null when there are no values. */
function total(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return Number(values.reduce((sum, value) => sum + value, 0).toPrecision(12));
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort(byCodeUnit);
}
