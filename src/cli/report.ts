/** `report`: builds all reports of a run from its results and its recordings. */
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
  /** The folder that has results.jsonl, and gets all reports. */
  readonly reports: string;
  readonly failOn: FailOn;
  readonly baseline?: string | undefined;
  /** The folder of the history: earlier nights. */
  readonly history?: string | undefined;
}

/**
 * Builds the reports again from the `results.jsonl` of a run.
 *
 * @throws {SuiteError} when the results are missing or cannot be read
 */
export async function reportCommand(command: ReportCommand, host: Host): Promise<void> {
  const { reports } = command;
  const file = join(reports, 'results.jsonl');
  const build = () => buildReports(command, readFoundResults(file), host);
  // Locking would create a missing folder.
  if (!existsSync(file)) return build();
  await inFolder(reports, host, () => {
    finishReports(reports);
    return build();
  });
}

/**
 * Writes `index.html` with the pages below it, the Allure report, `junit.xml`, `results.csv` and `api/v1`. If one of
 * them fails, the others are still written.
 *
 * @throws {SuiteError} when one of them failed, with a line for each cause
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
      // Each live run has its own folder; the Allure history of earlier runs is in the parent folder.
      allureHistory: join(results.run.mode === 'live' ? dirname(reports) : reports, 'allure-history.jsonl'),
    },
    host,
  );
}

/**
 * Returns the gate's decision on the run. The matrix is the file that the run wrote beside its results; results without
 * it are shown without a gate.
 */
async function weighed(
  command: ReportCommand,
  results: Results,
): Promise<{ readonly gate: Gate | undefined; readonly policy: Policy }> {
  const config = join(command.reports, 'providers.json');
  if (!existsSync(config)) return { gate: undefined, policy: policyOf(command, []) };
  return weighRun(command, await loadKeptTargets(config), results);
}

/** Reads the folder of nights, and prints its problems. */
export function nightsOf(folder: string | undefined, { stderr }: Pick<Host, 'stderr'>): History {
  const tell = (problem: string) => void stderr.write(`${plain(problem)}\n`);
  if (folder === undefined) return { nights: [], problems: [] };
  if (!existsSync(folder))
    tell(`--history ${folder}: no such folder, so no night is shown; ${nearestFolder(folder)}`);
  const history = readHistory(folder);
  for (const problem of history.problems) tell(problem);
  return history;
}

/** Returns the folder of all reports: a live run has its own folder, in the subfolder `live`. */
function allReports(reports: string, { run }: Results): string {
  return run.mode === 'live' ? dirname(dirname(resolve(reports))) : reports;
}

/** Returns the results of the live run before this one, from the same parent folder; unreadable results are skipped. */
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

/** Suggests folders next to a missing one. */
function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  const names = existsSync(parent)
    ? readdirSync(parent, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []))
    : [];
  return names.length === 0 ? 'history --add makes one' : suggest(basename(folder), names);
}

/** @param path null when the results, which may come from elsewhere, name a file outside of the folder of cassettes */
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
