/** Measures how processor time grows with a recording's content, in each dialect: judged in memory, and audited. */
import { fork } from 'node:child_process';
import { on } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditEach } from '../src/audit/each-conversation.ts';
import { judgeRecording } from '../src/audit/judge-recording.ts';
import { type AnyDialect, dialects } from '../src/dialects/catalogue.ts';
import { formatCassette } from '../src/evidence/cassette/write.ts';
import type { Exchange } from '../src/evidence/exchange.ts';
import { GROWTH_CASES, type GrowthCase, type Writer } from './growth-cases.ts';
import type { Figure } from './main.ts';
import { spentOn } from './spent.ts';

const AIM = 1.1;
/**
 * Work is repeated for at least this long, and the mean counts. The best time would leave out garbage collection for
 * small sizes, whose pauses affect only some rounds, but not for large ones, which have a pause in each round.
 */
const LEAST_MS = 80;
/**
 * An exponent above the aim is measured this many times, and the median counts: V8's compilation and garbage
 * collection, and other load on the machine, change it by 0.1 from run to run.
 */
const ROUNDS = 5;

/** One size of one case, in milliseconds of processor time. */
interface Point {
  readonly over: number;
  readonly judged: number;
  readonly audited: number;
}

/**
 * Objects that survive a garbage collection are copied: above the size of the young generation everything costs more,
 * whatever the judge does. With this much room, no size exceeds it.
 */
const ROOM = '--max-semi-space-size=256';

/**
 * Each case and dialect has its own process, so that garbage of one is not collected while the next is measured.
 * `BENCH_GROWTH` selects cases by a part of their name.
 */
export async function* growthOfTime(): AsyncGenerator<Figure> {
  const only = process.env['BENCH_GROWTH'] ?? '';
  for (const growing of GROWTH_CASES) {
    for (const dialect of dialects()) {
      if (!nameOf(growing, dialect).includes(only)) continue;
      const child = fork(
        fileURLToPath(new URL('growth-process.ts', import.meta.url)),
        [growing.name, dialect.id],
        {
          execArgv: ['--import', 'tsx', ROOM],
        },
      );
      for await (const [figure] of on(child, 'message', { close: ['exit'] })) yield figure;
    }
  }
}

function nameOf(growing: GrowthCase, dialect: AnyDialect): string {
  return `${dialect.id}: ${growing.name}`;
}

type How = keyof Omit<Point, 'over'>;

const HOW: readonly How[] = ['judged', 'audited'];

/** Measures a case in the child process; returns nothing when the dialect does not have it. */
export async function figuresOf(growing: GrowthCase, dialect: AnyDialect): Promise<Figure[]> {
  const { sizes, over } = growing;
  const proof = await dialect.proof();
  // Warms up: compiles the code.
  const [first] = await pointsOf(growing, sizes.slice(1, 2), proof);
  if (first === undefined) return [];
  const rounds = [await pointsOf(growing, sizes, proof)];
  const isMissed = (how: How) => rounds.some((points) => exponentOf(points, how) > AIM);
  while (rounds.length < ROUNDS && HOW.some(isMissed)) rounds.push(await pointsOf(growing, sizes, proof));
  const scale = rounds[0]?.map((point) => Number(point.over.toFixed(2))).join(', ');
  return [
    {
      name: nameOf(growing, dialect),
      value: '',
      aim: `${typeof over === 'string' ? over : 'ms of the engine'} ${scale}`,
    },
    ...HOW.map((how) => figureOf(rounds, how)),
  ];
}

/** Formats the round with the median exponent. */
function figureOf(rounds: readonly (readonly Point[])[], how: How): Figure {
  const inOrder = rounds.toSorted((left, right) => exponentOf(left, how) - exponentOf(right, how));
  const points = inOrder[Math.floor(rounds.length / 2)] ?? [];
  const exponent = exponentOf(points, how);
  const missed = exponent > AIM ? ' MISSED' : '';
  const times = points.map((point) => point[how].toFixed(1)).join(', ');
  const of = rounds.length > 1 ? `, the middle one of ${rounds.length}` : '';
  return {
    name: `    ${how}: exponent`,
    value: exponent.toFixed(2),
    aim: `aim <= ${AIM}${missed}  ${times} ms${of}`,
  };
}

/** Returns a point for each size; none when the dialect does not have the case. */
async function pointsOf(
  { over, exchanges }: GrowthCase,
  sizes: readonly number[],
  proof: Writer,
): Promise<readonly Point[]> {
  const points: Point[] = [];
  for (const size of sizes) {
    const made = exchanges(proof, size);
    if (made !== null) points.push({ over: await measureOf(over, size, made), ...(await costOf(made)) });
  }
  return points;
}

async function costOf(exchanges: readonly Exchange[]): Promise<Pick<Point, 'judged' | 'audited'>> {
  const recording = exchanges.map((exchange) => ({ exchange, line: null, fidelity: 'bytes' as const }));
  const folder = mkdtempSync(join(tmpdir(), 'bench-growth-'));
  const file = join(folder, 'recording.yaml');
  writeFileSync(file, formatCassette({ interactions: exchanges.map((exchange) => ({ exchange })) }));
  const judged = await costOfOne(() => void judgeRecording(recording, 'recording', names()));
  const audited = await costOfOne(() => void auditEach([file], () => {}));
  rmSync(folder, { recursive: true });
  return { judged, audited };
}

function* names(): Generator<string, string> {
  for (;;) yield 'made';
}

async function costOfOne(work: () => void): Promise<number> {
  let [spent, rounds] = [0, 0];
  for (; spent < LEAST_MS; rounds += 1) spent += (await spentOn(work)).processor;
  return spent / rounds;
}

function measureOf(
  over: GrowthCase['over'],
  size: number,
  exchanges: readonly Exchange[],
): number | Promise<number> {
  if (over === 'size') return size;
  return over === 'bytes' ? bytesOf(exchanges) : costOfOne(over(size));
}

function bytesOf(exchanges: readonly Exchange[]): number {
  return exchanges.reduce(
    (sum, { request, response }) => sum + request.body.length + (response?.body.length ?? 0),
    0,
  );
}

/** Returns the slope of the line that best fits the logarithms. */
function exponentOf(points: readonly Point[], how: How): number {
  const logs = points.map((point) => [Math.log(point.over), Math.log(point[how])] as const);
  const [meanX, meanY] = [mean(logs.map(([x]) => x)), mean(logs.map(([, y]) => y))];
  const rise = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return rise / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
