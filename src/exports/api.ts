/** The results as JSON documents at stable addresses, `api/v1`, for other programs. */
import { join, posix } from 'node:path';
import { familyOf } from '../checks/family.ts';
import { FEATURES, featureRows } from '../features/deciding/table.ts';
import { profileChanges } from '../profile/changes.ts';
import { flagsOf } from '../profile/flags.ts';
import type { MeasuredProfile } from '../profile/measured-profiles.ts';
import { type Cell, passedIn } from '../results/history/cell.ts';
import { cellsOf, type Night, type NightRun, type TargetNight } from '../results/history/night.ts';
import { nightOfRun } from '../results/history/night-of-run.ts';
import type { History } from '../results/history/store.ts';
import { badgeFile, slugOf } from '../results/page-addresses.ts';
import type { Results } from '../results/results.ts';
import { listEarlier, placeReport } from '../system/placing.ts';
import { jsonText } from '../text/json-text.ts';
import { parseJson } from '../text/wire-text.ts';
import {
  apiSchemas,
  type CellDocument,
  type ChecksDocument,
  type FeaturesDocument,
  type ProfilesDocument,
  type RunDocument,
  type RunsDocument,
  type SchemaName,
  type TargetsDocument,
} from './api-schema.ts';

export interface ApiOptions {
  /** The number of latest nights whose runs have a document of their own. */
  readonly nights: number;
}

/** A file with its relative path. The path has forward slashes. */
export interface ApiFile {
  readonly file: string;
  readonly text: string;
}

/**
 * Writes `api/v1` into the folder of a site. Creates the folder if it is missing. Replaces an earlier `api`, written by
 * any version, because all its files must belong to one run.
 *
 * @returns the paths of the files, so that the builder of the site can remove them again
 * @throws {SuiteError} as {@link placeReport} does
 */
export function writeApi(
  folder: string,
  results: Results,
  history: History,
  options: ApiOptions = { nights: 30 },
  profiles: readonly MeasuredProfile[] = [],
): string[] {
  const files = apiFiles(results, history, options, profiles);
  const api = join(folder, 'api');
  listEarlier(api, isWrittenAs(files));
  placeReport(
    api,
    files.map(({ file, text }) => ({ file: posix.relative('api', file), text: () => text })),
  );
  return files.map(({ file }) => file);
}

/** The `$schema` member, which every version writes first in a document. */
const SCHEMA = /^\{"\$schema":"[^"]*"/u;
const OF_RUN = /^v1\/runs\/[^/]+\.json$/u;

/** Returns a test for files that some version wrote: one line of JSON that begins with the expected `$schema`. */
function isWrittenAs(files: readonly ApiFile[]): (file: string, text: () => string) => boolean {
  const known = new Map(files.map(({ file, text }) => [posix.relative('api', file), SCHEMA.exec(text)?.[0]]));
  return (file, read) => {
    const schema = OF_RUN.test(file) ? `{"$schema":"../${schemaOf('run')}"` : known.get(file);
    if (schema === undefined) return false;
    const text = read();
    return SCHEMA.exec(text)?.[0] === schema && text === `${jsonText(parseJson(text))}\n`;
  };
}

/** Returns the files of the API. The same results and history always give the same bytes. */
export function apiFiles(
  results: Results,
  history: History,
  { nights }: ApiOptions,
  profiles: readonly MeasuredProfile[] = [],
): ApiFile[] {
  const { id, startedAt } = results.run;
  const latest = nightOfRun(results, nightOf(history, id) ?? startedAt.slice(0, 'YYYY-MM-DD'.length));
  const documents = new Map<string, RunDocument>();
  for (const night of history.nights.slice(-nights)) {
    for (const run of night.runs) documents.set(run.id, runDocument(night, run));
  }
  for (const run of latest.runs) documents.set(run.id, runDocument(latest, run));
  const [current] = latest.runs;
  return [
    json('targets.json', targetsDocument(results, history)),
    json('checks.json', checksDocument(results)),
    json('features.json', featuresDocument(results)),
    json('profiles.json', profilesDocument(profiles)),
    json('runs.json', runsDocument([...history.nights, latest], new Set(documents.keys()))),
    ...(current === undefined ? [] : [json('latest.json', runDocument(latest, current))]),
    ...[...documents].map(([run, document]) =>
      json(runFile(run), { ...document, $schema: `../${document.$schema}` }),
    ),
    ...apiSchemas().map(({ name, schema }) => json(`schema/${name}.json`, schema)),
  ];
}

function json(file: string, document: object): ApiFile {
  return { file: `api/v1/${file}`, text: `${JSON.stringify(document)}\n` };
}

function schemaOf(name: SchemaName): string {
  return `schema/${name}.json`;
}

function runFile(run: string): string {
  return `runs/${slugOf([run])}.json`;
}

/** The night that a run is filed under; null if the history does not contain it. */
function nightOf({ nights }: History, run: string): string | null {
  return nights.findLast(({ runs }) => runs.some(({ id }) => id === run))?.date ?? null;
}

function targetsDocument({ run }: Results, { nights }: History): TargetsDocument {
  return {
    $schema: schemaOf('targets'),
    run: run.id,
    targets: Object.entries(run.targets).map(([id, record]) => ({
      id,
      ...record,
      badge: badgeFile(id, 'json'),
      lastNight: nights.findLast(({ targets }) => targets.has(id))?.date ?? null,
    })),
  };
}

function checksDocument({ run }: Results): ChecksDocument {
  return {
    $schema: schemaOf('checks'),
    run: run.id,
    checks: Object.entries(run.checks).map(([id, { order: _, ...check }]) => ({
      id,
      family: familyOf(id),
      ...check,
    })),
  };
}

function profilesDocument(profiles: readonly MeasuredProfile[]): ProfilesDocument {
  return {
    $schema: schemaOf('profiles'),
    profiles: profiles.map(({ profile, before }) => ({
      ...profile,
      flags: Object.fromEntries(
        flagsOf(profile).flatMap(({ name, value, orMore, facts }) =>
          value === null ? [] : [[name, { value, orMore, facts: facts.map(({ id }) => id) }]],
        ),
      ),
      changed: before === null ? null : profileChanges(before, profile).map(({ fact }) => fact),
    })),
  };
}

function featuresDocument(results: Results): FeaturesDocument {
  return {
    $schema: schemaOf('features'),
    run: results.run.id,
    features: FEATURES.map(({ id, question, scenarios }) => ({
      id,
      question,
      scenarios: scenarios === 'all' ? null : [...scenarios],
    })),
    targets: featureRows(results).map(({ target, cells }) => ({
      id: target,
      cells: cells.map(({ feature, state, deliveries, told, asked, newest, causes, model, reason }) => ({
        feature,
        state,
        ...deliveries,
        conversations: told.count,
        of: told.of,
        asked,
        newest,
        causes: causes.map(({ check, column, level, subject, failed, judged, known }) => ({
          check,
          column,
          level,
          subject,
          failed,
          judged,
          known,
        })),
        model: model === null ? null : { right: model.count, of: model.of },
        reason,
      })),
    })),
  };
}

function runDocument(night: Night, run: NightRun): RunDocument {
  return {
    $schema: schemaOf('run'),
    date: night.date,
    ...run,
    targets: [...night.targets.values()]
      .filter((row) => row.run === run.id)
      .map((row) => targetDocument(night, row)),
  };
}

function targetDocument(night: Night, row: TargetNight): RunDocument['targets'][number] {
  const { run: _, cells: __, dialect: ___, checks: ____, ...measured } = row;
  const cells = [...cellsOf(night, row)];
  return {
    ...measured,
    checks: cells.filter(([, { judged }]) => judged > 0).map(([check, cell]) => cellDocument(check, cell)),
    notApplicable: cells.filter(([, { judged }]) => judged === 0).map(([check]) => check),
  };
}

function cellDocument(check: string, cell: Cell): CellDocument {
  const { judged, failed, known, inconclusive, unsupported, errors, worst } = cell;
  return {
    check,
    judged,
    passed: passedIn(cell),
    ...(failed === 0 ? {} : { failed }),
    ...(known === 0 ? {} : { known }),
    ...(inconclusive === 0 ? {} : { inconclusive }),
    ...(unsupported === 0 ? {} : { unsupported }),
    ...(errors === 0 ? {} : { errors }),
    ...(worst === null ? {} : { worst }),
  };
}

/** @param published the ids of the runs that have a document */
function runsDocument(nights: readonly Night[], published: ReadonlySet<string>): RunsDocument {
  const entries = new Map<string, RunsDocument['runs'][number]>();
  for (const { date, runs } of nights) {
    for (const run of runs) {
      entries.set(run.id, { date, ...run, file: published.has(run.id) ? runFile(run.id) : null });
    }
  }
  const newestFirst = [...entries.values()].toSorted(
    (left, right) => Date.parse(right.startedAt) - Date.parse(left.startedAt),
  );
  return { $schema: schemaOf('runs'), runs: newestFirst };
}
