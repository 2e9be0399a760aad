/**
 * What the matrix knows: for each target, check and delivery how often each sign was given. The page holds the first
 * rows of it, and a data file the whole, so that the script can filter, sort and open families without a server.
 */
import { familyOf } from '../../../check-families.ts';
import type { Delivery } from '../../../evidence.ts';
import type { Impact, Level, Subject } from '../../../verdict.ts';
import { checkFile, familyAnchor, fragment, targetFile } from '../addresses.ts';
import { ALL_SIGNS, type Sign, signOf } from '../signs.ts';
import type { SiteModel, TargetModel } from '../site-model.ts';

export interface MatrixData {
  readonly families: readonly MatrixFamily[];
  readonly checks: readonly MatrixCheck[];
  /** In the order of {@link MatrixData.checks}: one for each level that is in force somewhere. */
  readonly columns: readonly MatrixColumn[];
  readonly targets: readonly MatrixTarget[];
  /** Every tally that occurs, once: how often each sign, in the order of the signs. */
  readonly tallies: readonly (readonly number[])[];
}

export interface MatrixFamily {
  readonly name: string;
  /** Of its section, on the page of a target and in the catalogue; as it stands in a URL. */
  readonly anchor: string;
}

export interface MatrixCheck {
  readonly id: string;
  readonly title: string;
  /** Its place among the families. */
  readonly family: number;
  readonly impact: Impact;
  readonly subject: Subject;
  /** Of its section on the page of a target, as it stands in a URL. */
  readonly anchor: string;
  /** Its own page, from the folder of the report. */
  readonly file: string;
}

export interface MatrixColumn {
  /** Its place among the checks. */
  readonly check: number;
  readonly level: Level;
}

export interface MatrixTarget {
  readonly id: string;
  /** The id without its provider. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** Who served, as reported. */
  readonly upstreams: readonly string[];
  /** Models that were asked for by another name. */
  readonly otherModels: readonly string[];
  /** Its page, from the folder of the report. */
  readonly file: string;
  readonly scenarios: number;
  readonly conversations: number;
  /** Whether a conversation was held more than once. */
  readonly sampled: boolean;
  /** For each delivery and column the place of its tally. */
  readonly places: Readonly<Record<Delivery, readonly number[]>>;
}

/** The data of every target, in the order of the run. */
export function matrixData({ run, families, targets }: SiteModel): MatrixData {
  const checks = Object.entries(run.checks);
  const columns = columnsOf(checks, targets);
  const placeOf = new Map(columns.map(({ check, level }, at) => [`${checks[check]?.[0]} ${level}`, at]));
  const tallies = new Tallies();
  const columnOf = (check: string, level: Level | undefined) => placeOf.get(`${check} ${level}`);
  return {
    families: families.map((name) => ({ name, anchor: fragment(familyAnchor(name)) })),
    checks: checks.map(([id, { title, impact, subject }]) => {
      const family = families.indexOf(familyOf(id));
      return { id, title, family, impact, subject, anchor: fragment(id), file: checkFile(id) };
    }),
    columns,
    targets: targets.map((target) => {
      const counts = countsOf(target, columns.length, (check, level = run.checks[check]?.level) =>
        columnOf(check, level),
      );
      return {
        ...describe(target),
        places: {
          streaming: counts.streaming.map((tally) => tallies.place(tally)),
          buffered: counts.buffered.map((tally) => tallies.place(tally)),
        },
      };
    }),
    tallies: tallies.all,
  };
}

/** The levels of a check: its own, then those that a verdict bears besides. */
function columnsOf(
  checks: readonly (readonly [id: string, check: { readonly level: Level }])[],
  targets: readonly TargetModel[],
): MatrixColumn[] {
  const levels = new Map(checks.map(([id, { level }]) => [id, new Set([level])]));
  for (const { conversations } of targets) {
    for (const { verdicts } of conversations) {
      for (const { check, level } of verdicts) levels.get(check)?.add(level);
    }
  }
  return checks.flatMap(([id], check) => [...(levels.get(id) ?? [])].map((level) => ({ check, level })));
}

type Counts = Record<Delivery, number[][]>;

const SIGN_PLACES = new Map(ALL_SIGNS.map((sign, at) => [sign, at]));

function countsOf(
  { conversations }: TargetModel,
  columns: number,
  columnOf: (check: string, level?: Level) => number | undefined,
): Counts {
  const none = () => Array.from({ length: columns }, () => ALL_SIGNS.map(() => 0));
  const counts: Counts = { streaming: none(), buffered: none() };
  for (const { record, verdicts } of conversations) {
    const add = (column: number | undefined, sign: Sign) => {
      const tally = column === undefined ? undefined : counts[record.delivery][column];
      const at = SIGN_PLACES.get(sign);
      if (tally !== undefined && at !== undefined) tally[at] = (tally[at] ?? 0) + 1;
    };
    for (const check of record.passed) add(columnOf(check), 'pass');
    for (const check of record.notApplicable) add(columnOf(check), 'not-applicable');
    for (const verdict of verdicts) add(columnOf(verdict.check, verdict.level), signOf(verdict));
  }
  return counts;
}

/** Tallies that are kept once, however often they occur. */
class Tallies {
  readonly all: (readonly number[])[] = [];
  readonly #places = new Map<string, number>();

  place(tally: readonly number[]): number {
    const key = tally.join();
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#places.set(key, this.all.length);
    return this.all.push(tally) - 1;
  }
}

function describe(target: TargetModel): Omit<MatrixTarget, 'places'> {
  const { id, record, models, upstreams, scenarios, conversations } = target;
  const [first = id, ...rest] = id.split('/');
  return {
    id,
    name: record === null ? rest.join('/') || id : `${record.model}${atUpstream(record.upstream)}`,
    provider: record?.providerName ?? first,
    model: record?.model ?? models[0] ?? id,
    upstreams,
    // A scenario may ask for a model that there is not; that is no other name of this one.
    otherModels: models.includes(record?.model ?? '') ? [] : models,
    file: targetFile(id),
    scenarios: scenarios.length,
    conversations: conversations.length,
    sampled: conversations.some(({ record: { sample } }) => sample > 1),
  };
}

function atUpstream(upstream: string | null): string {
  return upstream === null ? '' : `@${upstream}`;
}
