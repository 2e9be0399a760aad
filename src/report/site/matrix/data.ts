/**
 * What the matrix knows: for each target, check and delivery how often each sign was given. The page holds the first
 * rows of it, and a data file the whole, so that the script can filter, sort and open families without a server.
 */

import { dialectName } from '../../../catalogue/every-rule.ts';
import { familyOf } from '../../../checks/family.ts';
import type { Delivery } from '../../../evidence/exchange.ts';
import { columnOf } from '../../../features/deciding/columns.ts';
import { FEATURES } from '../../../features/deciding/table.ts';
import type { Impact, Level, Subject } from '../../../judge/verdict.ts';
import { checkOf, dialectsOf, hasCheck, readingIn } from '../../../results/check-readings.ts';
import { NO_DATA } from '../../../results/history/letters.ts';
import { type TargetHistory, targetHistory } from '../../../results/history/page.ts';
import type { History } from '../../../results/history/store.ts';
import {
  checkFile,
  familyAnchor,
  fragment,
  servingFile,
  targetFile,
} from '../../../results/page-addresses.ts';
import { ratesOf, worstOf } from '../../../results/rates.ts';
import type { RunRecord } from '../../../results/results.ts';
import { ALL_SIGNS, type Sign, signOf } from '../../../results/signs.ts';
import { groupBy } from '../../../text/group-by.ts';
import { dateAfter, standingAt } from '../history/spells.ts';
import type { SiteModel, TargetModel } from '../site-model.ts';

export interface MatrixData {
  /** Those that the targets of the run speak. */
  readonly dialects: readonly MatrixDialect[];
  readonly families: readonly MatrixFamily[];
  readonly checks: readonly MatrixCheck[];
  /** In the order of {@link MatrixData.checks}: one for each level and subject that is in force somewhere. */
  readonly columns: readonly MatrixColumn[];
  readonly features: readonly MatrixFeature[];
  readonly targets: readonly MatrixTarget[];
  /** Every tally that occurs, once: how often each sign, in the order of the signs. */
  readonly tallies: readonly (readonly number[])[];
}

export interface MatrixDialect {
  readonly id: string;
  /** What people call it. */
  readonly name: string;
}

export interface MatrixFamily {
  readonly name: string;
  /** Of its section, on the page of a target and in the catalogue; as it stands in a URL. */
  readonly anchor: string;
}

export interface MatrixFeature {
  readonly id: string;
  /** The places of the columns that decide it. */
  readonly places: readonly number[];
}

export interface MatrixCheck {
  readonly id: string;
  readonly title: string;
  /** Its place among the families. */
  readonly family: number;
  readonly impact: Impact;
  /** The dialects of the run, by id, that have no such check. */
  readonly lackedBy: readonly string[];
  /** Of its section on the page of a target, as it stands in a URL. */
  readonly anchor: string;
  /** Its own page, from the folder of the report. */
  readonly file: string;
}

export interface MatrixColumn {
  /** Its place among the checks. */
  readonly check: number;
  readonly level: Level;
  readonly subject: Subject;
}

export interface MatrixTarget {
  readonly id: string;
  /** The id without its provider. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** The id of its dialect; empty where the run does not say. */
  readonly dialect: string;
  /** Who served, as reported. */
  readonly upstreams: readonly string[];
  /** Models that were asked for by another name. */
  readonly otherModels: readonly string[];
  /** Its page, from the folder of the report. */
  readonly file: string;
  /** The page that sets it beside the other targets of its weights; null where there is none. */
  readonly beside: { readonly file: string; readonly others: number } | null;
  readonly scenarios: number;
  readonly conversations: number;
  /**
   * For each delivery, by the place of a check: in the scenario that fails it most often, the samples that fail and
   * those that came to a judgement. Where there is but one sample, there is nothing.
   */
  readonly worst: Readonly<
    Record<Delivery, Readonly<Record<number, readonly [failed: number, judged: number]>>>
  >;
  /**
   * What the history says of the checks that changed, by their place: the first night of how they stand now, and the
   * letters of how they stood one after the other.
   */
  readonly changed: Readonly<Record<number, readonly [since: string, signs: string]>>;
  /** For each delivery and column the place of its tally. */
  readonly places: Readonly<Record<Delivery, readonly number[]>>;
}

/** The data of every target, in the order of the run. */
export function matrixData(site: SiteModel, history: History = { nights: [], problems: [] }): MatrixData {
  const { run, families, targets } = site;
  const dialects = dialectsOf(run);
  const checks = Object.keys(run.checks);
  const columns = columnsOf(site);
  const placeOf = new Map(columns.map((column, at) => [columnKey(checks[column.check] ?? '', column), at]));
  const tallies = new Tallies();
  const servingOf = new Map(
    site.servings.flatMap((serving) => serving.targets.map(({ id }) => [id, serving])),
  );
  return {
    dialects: dialects.map((id) => ({ id, name: dialectName(id) })),
    families: families.map((name) => ({ name, anchor: fragment(familyAnchor(name)) })),
    checks: Object.entries(run.checks).map(([id, { title, impact, dialects: having }]) => ({
      id,
      title,
      family: families.indexOf(familyOf(id)),
      impact,
      lackedBy: having === undefined ? [] : dialects.filter((dialect) => !Object.hasOwn(having, dialect)),
      anchor: fragment(id),
      file: checkFile(id),
    })),
    columns: columns.map(({ check, level, subject }) => ({ check, level, subject })),
    features: FEATURES.map((feature) => ({
      id: feature.id,
      places: columns.flatMap((column, place) =>
        columnOf(feature, { ...column, check: checks[column.check] ?? '' }, FEATURES) === null ? [] : place,
      ),
    })),
    targets: targets.map((target) => {
      const counts = countsOf(run, target, placeOf, columns.length);
      const serving = servingOf.get(target.id);
      return {
        ...describe(target),
        beside:
          serving === undefined
            ? null
            : { file: servingFile(serving.weights), others: serving.targets.length - 1 },
        changed: changesOf(targetHistory(history, target.id), checks),
        worst: worstRates(Object.keys(run.checks), target),
        places: {
          streaming: counts.streaming.map((tally) => tallies.place(tally)),
          buffered: counts.buffered.map((tally) => tallies.place(tally)),
        },
      };
    }),
    tallies: tallies.all,
  };
}

function changesOf(history: TargetHistory | null, checks: readonly string[]): MatrixTarget['changed'] {
  const changes = Object.entries(history?.checks ?? {}).flatMap(([check, strip]) => {
    const nights = [...strip].filter((letter) => letter !== NO_DATA);
    const signs = nights.filter((letter, at) => letter !== nights[at - 1]).join('');
    const standing = standingAt(strip, strip.length - 1);
    if (history === null || standing === null || signs.length < 2) return [];
    return [[checks.indexOf(check), [dateAfter(history.days.from, standing.since), signs] as const] as const];
  });
  return Object.fromEntries(changes);
}

type Force = Pick<MatrixColumn, 'level' | 'subject'>;

function columnKey(check: string, { level, subject }: Force): string {
  return `${check} ${level} ${subject}`;
}

/** The levels and subjects of a check: as its dialects read it, then those that a verdict bears besides. */
function columnsOf({ run, targets }: SiteModel): MatrixColumn[] {
  const forces = new Map(Object.keys(run.checks).map((id) => [id, new Map<string, Force>()]));
  const meet = (check: string, { level, subject }: Force) => {
    forces.get(check)?.set(columnKey(check, { level, subject }), { level, subject });
  };
  for (const [id, record] of Object.entries(run.checks)) {
    const own = dialectsOf(run).filter((dialect) => record.dialects?.[dialect] !== undefined);
    if (own.length === 0) meet(id, record);
    for (const dialect of own) meet(id, readingIn(record, dialect));
  }
  for (const { conversations } of targets) {
    for (const { verdicts } of conversations) for (const verdict of verdicts) meet(verdict.check, verdict);
  }
  return [...forces.values()].flatMap((own, check) =>
    [...own.values()].map((force) => ({ check, ...force })),
  );
}

type Counts = Record<Delivery, number[][]>;

const SIGN_PLACES = new Map(ALL_SIGNS.map((sign, at) => [sign, at]));

function countsOf(
  run: RunRecord,
  { id, conversations }: TargetModel,
  places: ReadonlyMap<string, number>,
  columns: number,
): Counts {
  const none = () => Array.from({ length: columns }, () => ALL_SIGNS.map(() => 0));
  const counts: Counts = { streaming: none(), buffered: none() };
  const quiet = new Map<string, number | undefined>();
  for (const check of Object.keys(run.checks)) {
    const reading = checkOf(run, id, check);
    // What the dialect does not have is not even not applicable.
    if (reading !== null && hasCheck(run, id, check)) quiet.set(check, places.get(columnKey(check, reading)));
  }
  for (const { record, verdicts } of conversations) {
    const add = (column: number | undefined, sign: Sign) => {
      const tally = column === undefined ? undefined : counts[record.delivery][column];
      const at = SIGN_PLACES.get(sign);
      if (tally !== undefined && at !== undefined) tally[at] = (tally[at] ?? 0) + 1;
    };
    for (const check of record.passed) add(quiet.get(check), 'pass');
    for (const check of record.notApplicable) add(quiet.get(check), 'not-applicable');
    for (const verdict of verdicts) add(places.get(columnKey(verdict.check, verdict)), signOf(verdict));
  }
  return counts;
}

function worstRates(checks: readonly string[], { conversations }: TargetModel): MatrixTarget['worst'] {
  const worst: Record<Delivery, Record<number, readonly [number, number]>> = { streaming: {}, buffered: {} };
  if (!isSampled(conversations)) return worst;
  const rates = ratesOf({
    conversations: conversations.map(({ record }) => record),
    verdicts: conversations.flatMap(({ verdicts }) => verdicts),
  });
  const sampled = [...rates].filter(({ judged }) => judged > 1);
  for (const own of groupBy(sampled, ({ check, delivery }) => `${delivery} ${check}`).values()) {
    const rate = worstOf(own);
    if (rate !== undefined) worst[rate.delivery][checks.indexOf(rate.check)] = [rate.failed, rate.judged];
  }
  return worst;
}

function isSampled(conversations: TargetModel['conversations']): boolean {
  return conversations.some(({ record: { sample } }) => sample > 1);
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

function describe(target: TargetModel): Omit<MatrixTarget, 'places' | 'beside' | 'worst' | 'changed'> {
  const { id, record, models, upstreams, scenarios, conversations } = target;
  const [first = id, ...rest] = id.split('/');
  return {
    id,
    name: record === null ? rest.join('/') || id : `${record.model}${atUpstream(record.upstream)}`,
    provider: record?.providerName ?? first,
    model: record?.model ?? models[0] ?? id,
    dialect: record?.dialect ?? '',
    upstreams,
    // A scenario may ask for a model that there is not; that is no other name of this one.
    otherModels: models.includes(record?.model ?? '') ? [] : models,
    file: targetFile(id),
    scenarios: scenarios.length,
    conversations: conversations.length,
  };
}

function atUpstream(upstream: string | null): string {
  return upstream === null ? '' : `@${upstream}`;
}
