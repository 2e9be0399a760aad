/**
 * What the history pages show, small enough to load: a summary with one letter a target and day, and for each target a
 * detail that is loaded when it is opened. Pure data; docs/history.md describes both.
 */

import { byCodeUnit } from '../../text/order.ts';
import { slugOf } from '../page-addresses.ts';
import { ABSENT, NOT_APPLICABLE, parseCell, signOfCell, tokensOf } from './cell.ts';
import { type FeatureStrip, letterOf } from './feature.ts';
import { NO_ANSWER, NO_DATA, SIGN_OF_LETTER, type Strip } from './letters.ts';
import { type Night, type TargetNight, unanswered } from './night.ts';
import type { History } from './store.ts';

export interface HistorySummary {
  /** The first and the last day of every strip; null when there is no night. */
  readonly days: { readonly from: string; readonly to: string } | null;
  /** The nights that have a file, with the ids of their runs. A day that is missing here is a gap for every target. */
  readonly nights: readonly { readonly date: string; readonly runs: readonly string[] }[];
  /** By id. */
  readonly targets: readonly TargetStrip[];
  readonly problems: readonly string[];
}

export interface TargetStrip {
  readonly target: string;
  /** The file of the {@link TargetHistory}, relative to the summary. */
  readonly file: string;
  /** The gravest sign of the checks on the provider; errors count whatever the check is on. */
  readonly strip: Strip;
  readonly firstNight: string;
  readonly lastNight: string;
  /** Days from the last night to the day that the summary was asked for. */
  readonly nightsWithout: number;
  /** True when there has been no data for as many nights as were asked about. */
  readonly stale: boolean;
}

export interface TargetHistory {
  readonly target: string;
  readonly days: { readonly from: string; readonly to: string };
  /** A strip for each check that a night had, by id. */
  readonly checks: Readonly<Record<string, Strip>>;
  /** A strip for each feature that a night told of, by id. */
  readonly features: Readonly<Record<string, FeatureStrip>>;
  /** The nights with data, the oldest first. */
  readonly nights: readonly TargetPoint[];
  /** Why there is no data, where a run of the night says so. */
  readonly skipped: readonly { readonly date: string; readonly run: string; readonly reason: string }[];
}

/** A night of one target, without its cells. `run` is the run to open, and to compare with the one before. */
export interface TargetPoint
  extends Omit<TargetNight, 'target' | 'cells' | 'dialect' | 'checks' | 'features'> {
  readonly date: string;
}

export interface SummaryOptions {
  /** Nights without data that make a target stale. */
  readonly staleAfter: number;
  /** The day to count from, such as today; the last night when left out. */
  readonly asOf?: string;
}

/** The summary of all targets. */
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

/** All that the history knows of one target; null when it has no night of it. */
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
 * Where the detail of a target stands, relative to the summary: a script and not JSON, because a page that is opened from
 * the file system may load nothing else.
 */
export function historyFile(target: string): string {
  return `history/${slugOf([target])}.js`;
}

/** In the order of what a reader should see first. */
const LETTERS = Object.keys(SIGN_OF_LETTER);
const LETTER_OF_SIGN = new Map(Object.entries(SIGN_OF_LETTER).map(([letter, sign]) => [sign, letter]));

/** From the text of a cell to its letter. Millions of cells have few texts, so each is read once. */
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

/** Which cells of a row are about the provider: told once for all rows that read the checks alike. */
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
