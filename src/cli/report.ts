/** Builds everything that people and programs read of a run, from its results and its recordings. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { loadKeptTargets } from '../config/load.ts';
import { linesIn } from '../evidence/cassette/lines.ts';
import { readCassette } from '../evidence/cassette/read.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { FailOn, Gate } from '../gate/gate.ts';
import { type Policy, policyOf } from '../gate/policy.ts';
import { weighRun } from '../gate/weigh.ts';
import { runsIn } from '../live/run-folder.ts';
import { measuredProfiles } from '../profile/measured-profiles.ts';
import { cassetteLabel } from '../replay/settings.ts';
import { readFoundResults } from '../results/file.ts';
import { type History, readHistory } from '../results/history/store.ts';
import type { Results } from '../results/results.ts';
import { SuiteError } from '../system/failure.ts';
import { fileBelow } from '../system/file-below.ts';
import { suggest } from '../text/nearest-name.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';
import { inFolder } from './in-folder.ts';
import { finishReports, writeReports } from './written-reports.ts';

export interface ReportCommand {
  readonly cassettes: string;
  readonly expectations: string;
  /** The folder that has results.jsonl, and gets everything else. */
  readonly reports: string;
  readonly failOn: FailOn;
  readonly baseline?: string | undefined;
  /** The folder of earlier nights. */
  readonly history?: string | undefined;
}

/**
 * Builds the reports again from the `results.jsonl` of a run.
 *
 * @throws {SuiteError} when there are no results, or they cannot be read.
 */
export async function reportCommand(command: ReportCommand, host: Host): Promise<void> {
  const { reports } = command;
  const file = join(reports, 'results.jsonl');
  const build = () => buildReports(command, readFoundResults(file), host);
  // A folder that is missing is not made for the lock.
  if (!existsSync(file)) return build();
  await inFolder(reports, host, () => {
    finishReports(reports);
    return build();
  });
}

/**
 * Writes `index.html` with the pages below it, the Allure report, `junit.xml`, `results.csv` and `api/v1`. What cannot be
 * made keeps nothing else from being made.
 *
 * @throws {SuiteError} when something could not be made, with a line for each cause
 */
export async function buildReports(command: ReportCommand, results: Results, host: Host): Promise<void> {
  const { cassettes, reports } = command;
  const label = cassetteLabel(cassettes, results.run.mode);
  const pathOf = (cassette: string) => fileBelow(cassettes, cassette.slice(label.length + 1));
  const history = nightsOf(command.history, host);
  const { gate, policy } = await weighed(command, results);
  await writeReports(
    {
      reports,
      results,
      history,
      gate,
      policy,
      previous: previousLiveRun(reports, results),
      profiles: measuredProfiles(allReports(reports, results)),
      lineOf: linesIn(cassettes, label),
      evidence: (cassette) => readEvidence(pathOf(cassette), cassette, cassettes),
      rawFile: ({ cassette }) => pathOf(cassette),
      // Each live run has a folder of its own, and its past lies in the ones beside it.
      allureHistory: join(results.run.mode === 'live' ? dirname(reports) : reports, 'allure-history.jsonl'),
    },
    host,
  );
}

/**
 * The gate's view of the run. The matrix is the one that the run left beside its results; results without one are shown
 * without a gate.
 */
async function weighed(
  command: ReportCommand,
  results: Results,
): Promise<{ readonly gate: Gate | undefined; readonly policy: Policy }> {
  const config = join(command.reports, 'providers.json');
  if (!existsSync(config)) return { gate: undefined, policy: policyOf(command, []) };
  return weighRun(command, await loadKeptTargets(config), results);
}

/** The folder of nights; what is wrong with it is told. */
export function nightsOf(folder: string | undefined, { stderr }: Pick<Host, 'stderr'>): History {
  const tell = (problem: string) => void stderr.write(`${plain(problem)}\n`);
  if (folder === undefined) return { nights: [], problems: [] };
  if (!existsSync(folder))
    tell(`--history ${folder}: no such folder, so no night is shown; ${nearestFolder(folder)}`);
  const history = readHistory(folder);
  for (const problem of history.problems) tell(problem);
  return history;
}

/** The folder of all reports: a live run has one of its own in its folder `live`. */
function allReports(reports: string, { run }: Results): string {
  return run.mode === 'live' ? dirname(dirname(resolve(reports))) : reports;
}

/** The live run before this one, whose folder lies beside its own; results that cannot be read are passed over. */
function previousLiveRun(reports: string, { run }: Results): Results | undefined {
  if (run.mode !== 'live') return undefined;
  const runs = dirname(resolve(reports));
  const own = basename(resolve(reports));
  for (const id of runsIn(runs).toReversed()) {
    const file = join(runs, id, 'results.jsonl');
    if (id >= own || !existsSync(file)) continue;
    try {
      return readFoundResults(file);
    } catch (error) {
      if (!(error instanceof SuiteError)) throw error;
    }
  }
  return undefined;
}

/** What lies beside a folder that is not there. */
function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  const names = existsSync(parent)
    ? readdirSync(parent, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []))
    : [];
  return names.length === 0 ? 'history --add makes one' : suggest(basename(folder), names);
}

/** @param path null where the results, which may come from elsewhere, name what lies outside of the folder of cassettes */
function readEvidence(
  path: string | null,
  cassette: string,
  folder: string,
): readonly Exchange[] | { problem: string } {
  if (path === null) {
    return {
      problem: `${cassette}: is no file below ${folder}; name the folder that holds it with --cassettes`,
    };
  }
  try {
    return readCassette(path).interactions.map(({ exchange }) => exchange);
  } catch (error) {
    if (error instanceof SuiteError) return { problem: error.message };
    throw error;
  }
}
