/** Builds everything that people and programs read of a run, from its results and its recordings. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { loadTargets } from '../config/load.ts';
import { linesIn } from '../evidence/cassette/lines.ts';
import { readCassette } from '../evidence/cassette/read.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { writeApi } from '../exports/api.ts';
import { toCsv } from '../exports/csv.ts';
import { toJUnit } from '../exports/junit.ts';
import type { LineOf } from '../exports/words.ts';
import type { FailOn, Gate } from '../gate/gate.ts';
import { type Policy, policyOf } from '../gate/policy.ts';
import { weighRun } from '../gate/weigh.ts';
import { cassetteLabel } from '../replay/settings.ts';
import { reportToAllure } from '../report/allure.ts';
import { buildReport } from '../report/site/build.ts';
import { readResults } from '../results/file.ts';
import { type History, readHistory } from '../results/history/store.ts';
import type { Results } from '../results/results.ts';
import { SuiteError } from '../system/failure.ts';
import { suggest } from '../text/nearest-name.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';

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
  await buildReports(command, readResults(join(command.reports, 'results.jsonl')), host);
}

/**
 * Writes `index.html` with the pages below it, the Allure report, `junit.xml`, `results.csv` and `api/v1`.
 *
 * @throws {SuiteError} when a report cannot be made
 */
export async function buildReports(
  command: ReportCommand,
  results: Results,
  { stdout, stderr }: Host,
): Promise<void> {
  const { cassettes, reports } = command;
  const label = cassetteLabel(cassettes, results.run.mode);
  const history = nightsOf(command.history, (problem) => stderr.write(`${plain(problem)}\n`));
  const { gate, policy } = await weighed(command, results);
  let pages = 0;
  await reportToAllure(results, {
    resultsFolder: join(reports, 'allure-results'),
    reportFolder: join(reports, 'allure'),
    name: 'toolcall-conformance',
    // Each live run has a folder of its own, and its past lies in the ones beside it.
    historyPath: join(results.run.mode === 'live' ? dirname(reports) : reports, 'allure-history.jsonl'),
    site: '../',
    meanwhile: async () => {
      writeExports({ reports, results, history, policy, lineOf: linesIn(cassettes, label) });
      pages = await buildReport({
        results,
        history,
        gate,
        baseline: policy.baseline?.results,
        downloads: DOWNLOADS,
        evidence: (cassette) => readEvidence(join(cassettes, cassette.slice(label.length + 1))),
        rawFile: ({ cassette }) => pathWithin(cassettes, cassette.slice(label.length + 1)),
        folder: reports,
        links: {
          allure: 'allure/index.html',
          ...(existsSync(join(reports, 'playwright', 'index.html'))
            ? { playwright: 'playwright/index.html' }
            : {}),
        },
      });
    },
  });
  stdout.write(`${pages} pages: ${plain(join(reports, 'index.html'))}\n`);
}

/** The path of a file in a folder; null when its name leads out of it, as results from elsewhere may. */
function pathWithin(folder: string, name: string): string | null {
  const path = join(folder, name);
  return relative(folder, path).split(sep)[0] === '..' ? null : path;
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
  return weighRun(command, await loadTargets(config), results);
}

interface Exports {
  readonly reports: string;
  readonly results: Results;
  readonly history: History;
  readonly policy: Policy;
  readonly lineOf: LineOf;
}

const DOWNLOADS = [
  { file: 'junit.xml', what: 'JUnit XML' },
  { file: 'results.csv', what: 'CSV' },
  { file: 'api/v1/latest.json', what: 'JSON' },
];

function writeExports({ reports, results, history, policy, lineOf }: Exports): void {
  writeFileSync(join(reports, 'junit.xml'), toJUnit(results, { isHeld: policy.isHeld, lineOf }));
  writeFileSync(join(reports, 'results.csv'), toCsv(results));
  writeApi(reports, results, history);
}

function nightsOf(folder: string | undefined, tell: (problem: string) => void): History {
  if (folder === undefined) return { nights: [], problems: [] };
  if (!existsSync(folder))
    tell(`--history ${folder}: no such folder, so no night is shown; ${nearestFolder(folder)}`);
  const history = readHistory(folder);
  for (const problem of history.problems) tell(problem);
  return history;
}

/** What lies beside a folder that is not there. */
function nearestFolder(folder: string): string {
  const parent = dirname(folder);
  const names = existsSync(parent)
    ? readdirSync(parent, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []))
    : [];
  return names.length === 0 ? 'history --add makes one' : suggest(basename(folder), names);
}

function readEvidence(path: string): readonly Exchange[] | { problem: string } {
  try {
    return readCassette(path).interactions.map(({ exchange }) => exchange);
  } catch (error) {
    if (error instanceof SuiteError) return { problem: error.message };
    throw error;
  }
}
