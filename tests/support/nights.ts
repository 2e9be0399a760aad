/** A made-up history. Every value is computed from its position, so each call gives the same nights. */
import { type Cell, EMPTY_CELL, formatCell } from '../../src/results/history/cell.ts';
import type { Night, NightCheck, TargetNight } from '../../src/results/history/night.ts';
import type { History } from '../../src/results/history/store.ts';

export interface HistoryShape {
  /** The first day, such as `2024-11-21`. */
  readonly from: string;
  readonly days: number;
  readonly targets: readonly string[];
  readonly checks: ReadonlyMap<string, NightCheck>;
  /** Days without a run, counted from the first. */
  readonly gaps?: readonly number[];
  /** The last day on which a target has data, with the reason that the later runs give. */
  readonly ends?: ReadonlyMap<string, { readonly day: number; readonly reason: string }>;
  /** Days on which a target gave no answer, with the reason that the runs give. */
  readonly outages?: ReadonlyMap<string, { readonly days: readonly number[]; readonly reason: string }>;
}

/** The number of conversations of a target in a night. */
const JUDGED = 48;

/** Some checks change a few times a year, and every target has a flaky one. */
export function syntheticHistory(shape: HistoryShape): History {
  const days = Array.from({ length: shape.days }, (_, day) => day).filter(
    (day) => !shape.gaps?.includes(day),
  );
  return { nights: days.map((day) => nightOf(shape, day)), problems: [] };
}

function nightOf(
  { from, targets, checks, ends = new Map(), outages = new Map() }: HistoryShape,
  day: number,
): Night {
  const date = new Date(Date.parse(from) + day * 86_400_000).toISOString().slice(0, 10);
  const id = `run-${date}`;
  const gone = targets.filter(
    (target) => day > (ends.get(target)?.day ?? day) || outages.get(target)?.days.includes(day) === true,
  );
  const here = targets.filter((target) => !gone.includes(target));
  return {
    date,
    runs: [
      {
        id,
        startedAt: `${date}T02:00:00Z`,
        mode: 'live',
        suite: { version: '0.1.0', commit: null },
        aborted: false,
        conversations: here.length * JUDGED,
        skipped: Object.fromEntries(
          gone.map((target) => [target, (outages.get(target) ?? ends.get(target))?.reason ?? '']),
        ),
      },
    ],
    checks,
    targets: new Map(here.map((target) => [target, rowOf(target, targets.indexOf(target), id, checks, day)])),
  };
}

function rowOf(
  target: string,
  place: number,
  run: string,
  checks: HistoryShape['checks'],
  day: number,
): TargetNight {
  const cells = Array.from({ length: checks.size }, (_, check) => formatCell(cellOf(place, check, day)));
  return {
    target,
    run,
    dialect: null,
    checks,
    complete: true,
    conversations: JUDGED,
    unsent: 0,
    models: [target],
    upstreams: ['DeepInfra'],
    latency: {
      ms: 1500 + Math.round(2000 * mixed(place, day)),
      firstByteMs: 300,
      firstContentMs: null,
      firstCallMs: 500,
      tokensPerSecond: 60,
    },
    usage: { promptTokens: 20_000, completionTokens: 3000, totalTokens: 23_000 },
    cost: 0.0123,
    cells: cells.join(' '),
    features: new Map(),
  };
}

function cellOf(target: number, check: number, day: number): Cell {
  const kind = mixed(target, check);
  const some = 1 + Math.floor(9 * mixed(target, check, day));
  // Each check of each target has spells of its own length.
  const spell = mixed(target, check, Math.floor(day / (20 + 90 * mixed(check, target))));
  const isFlaky = check === target % 7 && mixed(day, target) < 0.25;
  if (kind > 0.6 && check !== target % 7) return EMPTY_CELL;
  if (isFlaky || (kind < 0.05 && spell < 0.5)) {
    return { ...EMPTY_CELL, judged: JUDGED, failed: some, worst: check % 3 === 0 ? 'SHOULD' : 'MUST' };
  }
  if (kind > 0.05 && kind < 0.07) return { ...EMPTY_CELL, judged: JUDGED, failed: some, known: some };
  if (kind > 0.57 && spell < 0.2) return { ...EMPTY_CELL, judged: JUDGED, inconclusive: JUDGED };
  return { ...EMPTY_CELL, judged: JUDGED };
}

/** Returns a number in [0, 1) that looks random but is computed from the arguments. */
function mixed(...places: readonly number[]): number {
  let state = 2_166_136_261;
  for (const place of places) state = Math.imul(state ^ (place + 1), 16_777_619) ^ (state >>> 13);
  state = Math.imul(state ^ (state >>> 15), 2_246_822_519);
  return ((state ^ (state >>> 13)) >>> 0) / 4_294_967_296;
}
