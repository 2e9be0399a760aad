/**
 * The data of the history pages, small enough to load: a summary with one letter for each target and day, and a detail
 * for each target, which is loaded when it is opened. Pure data; docs/history.md describes both.
 */

import { byCodeUnit } from '../../text/order.ts';
import { slugOf } from '../page-addresses.ts';
import { ABSENT, NOT_APPLICABLE, parseCell, signOfCell, tokensOf } from './cell.ts';
import { type FeatureStrip, letterOf } from './feature.ts';
import { NO_ANSWER, NO_DATA, SIGN_OF_LETTER, type Strip } from './letters.ts';
import { type Night, type TargetNight, unanswered } from './night.ts';
import type { History } from './store.ts';

export interface HistorySummary {
  /** The first and last day of every strip; null when there are no nights. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** The nights with a file, with the ids of their runs. A day that is missing here is a gap for every target. */
  readonly nights: readonly { readonly date: string; readonly runs: readonly string[] }[];
  /** Sorted by id. */
  readonly targets: readonly TargetStrip[];
  readonly problems: readonly string[];
}

export interface TargetStrip {
  readonly target: string;
  /** The path of the {@link TargetHistory} file, relative to the summary. */
  readonly file: string;
  /** The most severe sign of the checks on the provider. Errors count for checks on any subject. */
  readonly strip: Strip;
  readonly firstNight: string;
  readonly lastNight: string;
  /** Days from the target's last night to {@link SummaryOptions.asOf}. */
  readonly nightsWithout: number;
  /** True when `nightsWithout` reaches {@link SummaryOptions.staleAfter}. */
  readonly stale: boolean;
}

export interface TargetHistory {
  readonly target: string;
  readonly days: { readonly from: string; readonly to: string };
  /** The strip of each check, by id. */
  readonly checks: Readonly<Record<string, Strip>>;
  /** The strip of each feature, by id. */
  readonly features: Readonly<Record<string, FeatureStrip>>;
  /** The nights with data, oldest first. */
  readonly nights: readonly TargetPoint[];
  /** The reasons for missing data that runs give, by night. */
  readonly skipped: readonly { readonly date: string; readonly run: string; readonly reason: string }[];
}

/** A night of one target, without its cells. `run` is the run to open, and to compare with the previous one. */
export interface TargetPoint
  extends Omit<TargetNight, 'target' | 'cells' | 'dialect' | 'checks' | 'features'> {
  readonly date: string;
}

export interface SummaryOptions {
  /** The number of nights without data after which a target is stale. */
  readonly staleAfter: number;
  /** The day to count from, such as today; the last night by default. */
  readonly asOf?: string;
}

/** Returns the summary of all targets. */
export function historySummary(history: History, { staleAfter, asOf }: SummaryOptions): HistorySummary {
  const { nights, problems } = history;
  const days = daysOf(nights);
  if (days === null) return { days, nights: [], targets: [], problems };
  const letterOf = letterReader();
  const strips = new Map<string, string[]>();
  const spans = new Map<string, { first: string; last: string }>();
  for (const night of nights) {
    const onProvider = providerChecks(night);
    for (const [target, row] of night.targets) {
      const strip = strips.get(target) ?? emptyStrip(days);
      strips.set(target, strip);
      strip[daysBetween(days.from, night.date)] = gravestLetter(row, onProvider(row), letterOf);
      spans.set(target, { first: spans.get(target)?.first ?? night.date, last: night.date });
    }
    for (const target of unanswered(night).keys()) {
      const strip = strips.get(target) ?? emptyStrip(days);
      strips.set(target, strip);
      strip[daysBetween(days.from, night.date)] = NO_ANSWER;
    }
  }
  const targets = [...spans]
    .toSorted(([left], [right]) => byCodeUnit(left, right))
    .map(([target, { first, last }]): TargetStrip => {
      const nightsWithout = Math.max(0, daysBetween(last, asOf ?? days.to));
      return {
        target,
        file: historyFile(target),
        strip: (strips.get(target) ?? []).join(''),
        firstNight: first,
        lastNight: last,
        nightsWithout,
        stale: nightsWithout >= staleAfter,
      };
    });
  return {
    days,
    nights: nights.map(({ date, runs }) => ({ date, runs: runs.map(({ id }) => id) })),
    targets,
    problems,
  };
}

/** Returns the history of one target; null when it has no night. */
export function targetHistory({ nights }: History, target: string): TargetHistory | null {
  const days = daysOf(nights);
  const cellLetter = letterReader();
  const strips = new Map<string, string[]>();
  const featureStrips = new Map<string, string[]>();
  const points: TargetPoint[] = [];
  for (const night of nights) {
    const row = night.targets.get(target);
    if (row === undefined || days === null) continue;
    const { target: _, cells, dialect: __, checks: ___, features, ...point } = row;
    for (const [id, feature] of features) {
      const strip = featureStrips.get(id) ?? emptyStrip(days);
      featureStrips.set(id, strip);
      strip[daysBetween(days.from, night.date)] = letterOf(feature);
    }
    points.push({ date: night.date, ...point });
    const tokens = tokensOf(cells);
    for (const [at, check] of [...night.checks.keys()].entries()) {
      const strip = strips.get(check) ?? emptyStrip(days);
      strips.set(check, strip);
      strip[daysBetween(days.from, night.date)] = cellLetter(tokens[at] ?? ABSENT);
    }
  }
  if (days === null || points.length === 0) return null;
  const outages = nights.filter((night) => unanswered(night).has(target));
  for (const strip of [...strips.values(), ...featureStrips.values()]) {
    for (const { date } of outages) strip[daysBetween(days.from, date)] = NO_ANSWER;
  }
  const checks = [...strips].toSorted(([left], [right]) => byCodeUnit(left, right));
  return {
    target,
    days,
    checks: Object.fromEntries(checks.map(([check, strip]) => [check, strip.join('')])),
    features: Object.fromEntries([...featureStrips].map(([id, strip]) => [id, strip.join('')])),
    nights: points,
    skipped: nights.flatMap(({ date, runs, targets }) =>
      targets.has(target)
        ? []
        : runs.flatMap(({ id, skipped }) => {
            const reason = Object.entries(skipped).find(([name]) => name === target)?.[1];
            return reason === undefined ? [] : { date, run: id, reason };
          }),
    ),
  };
}

/**
 * Returns the path of a target's detail, relative to the summary. It is a script and not JSON, because a page opened
 * from the file system can load only scripts.
 */
export function historyFile(target: string): string {
  return `history/${slugOf([target])}.js`;
}

/** The letters, most severe first. */
const LETTERS = Object.keys(SIGN_OF_LETTER);
const LETTER_OF_SIGN = new Map(Object.entries(SIGN_OF_LETTER).map(([letter, sign]) => [sign, letter]));

/**
 * Returns a function from the text of a cell to its letter. It caches the letters: millions of cells have few texts.
 */
function letterReader(): (token: string) => string {
  const known = new Map<string, string>();
  return (token) => {
    const earlier = known.get(token);
    if (earlier !== undefined) return earlier;
    const cell = parseCell(token);
    const letter = cell === null ? NO_DATA : (LETTER_OF_SIGN.get(signOfCell(cell)) ?? NO_DATA);
    known.set(token, letter);
    return letter;
  };
}

/** Returns a function that marks the cells of a row about the provider. Rows with the same checks share the result. */
function providerChecks({ checks }: Night): (row: TargetNight) => readonly boolean[] {
  const known = new Map<TargetNight['checks'], readonly boolean[]>();
  return ({ checks: own }) => {
    const found = known.get(own) ?? [...checks.keys()].map((id) => own.get(id)?.subject === 'provider');
    known.set(own, found);
    return found;
  };
}

function gravestLetter(
  { cells }: TargetNight,
  onProvider: readonly boolean[],
  letterOf: (token: string) => string,
): string {
  let gravest = LETTERS.length - 1;
  for (const [at, token] of tokensOf(cells).entries()) {
    if (token === ABSENT || token === NOT_APPLICABLE) continue;
    const letter = letterOf(token);
    const rank = LETTERS.indexOf(letter);
    if (rank < gravest && (onProvider[at] === true || letter === 'E')) gravest = rank;
  }
  return LETTERS[gravest] ?? NO_DATA;
}

function daysOf(nights: readonly Night[]): { from: string; to: string } | null {
  const [first] = nights;
  const last = nights.at(-1);
  return first === undefined || last === undefined ? null : { from: first.date, to: last.date };
}

function emptyStrip({ from, to }: { readonly from: string; readonly to: string }): string[] {
  return new Array<string>(daysBetween(from, to) + 1).fill(NO_DATA);
}

const DAY_MS = 86_400_000;

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
