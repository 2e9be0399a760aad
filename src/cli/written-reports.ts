/** Writes all reports of a run: pages, Allure, JUnit, CSV, `api/v1`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeApi } from '../exports/api.ts';
import { toCsv } from '../exports/csv.ts';
import { toFeaturesCsv } from '../exports/features-csv.ts';
import { toJUnit } from '../exports/junit.ts';
import type { LineOf } from '../exports/words.ts';
import type { Gate } from '../gate/gate.ts';
import type { Policy } from '../gate/policy.ts';
import type { MeasuredProfile } from '../profile/measured-profiles.ts';
import { reportToAllure } from '../report/allure.ts';
import { buildReport, type ReportInput } from '../report/site/build.ts';
import type { History } from '../results/history/store.ts';
import type { Results } from '../results/results.ts';
import { clearUnfinishedFiles } from '../system/clear-unfinished.ts';
import { codeOf, oneLineOf, SuiteError } from '../system/failure.ts';
import { finishReport } from '../system/placing.ts';
import { writeWhole } from '../system/write-file.ts';
import { groupBy } from '../text/group-by.ts';
import { plain } from '../text/plain-text.ts';
import type { Host } from './host.ts';

/** A run, and the additional data for its reports. */
export interface RunReports extends Pick<ReportInput, 'evidence' | 'rawFile' | 'previous'> {
  /** The folder for the reports. */
  readonly reports: string;
  readonly results: Results;
  readonly history: History;
  /** Undefined when no gate was applied. */
  readonly gate: Gate | undefined;
  readonly policy: Pick<Policy, 'isHeld' | 'baseline'>;
  readonly lineOf: LineOf;
  /** The profiles of targets; none by default. */
  readonly profiles?: readonly MeasuredProfile[];
  /** The history file of earlier runs, for Allure; null without an Allure report. */
  readonly allureHistory: string | null;
}

/**
 * Writes `index.html` with the pages below it, the Allure report, `junit.xml`, `results.csv` and `api/v1`. If one of
 * them fails, the others are still written.
 *
 * @throws {SuiteError} when one of them failed, with a line for each cause
 */
export async function writeReports(run: RunReports, { stdout }: Pick<Host, 'stdout'>): Promise<void> {
  const { reports, results, history, gate, policy, evidence, rawFile, previous, allureHistory } = run;
  clearLeft(reports);
  const attempts = new Attempts();
  const buildOthers = async () => {
    await writeExports(run, attempts);
    await attempts.at('the pages', async () => {
      const pages = await buildReport({
        results,
        history,
        gate,
        baseline: policy.baseline?.results,
        previous,
        downloads: DOWNLOADS,
        ...(evidence === undefined ? {} : { evidence }),
        ...(rawFile === undefined ? {} : { rawFile }),
        ...(run.profiles === undefined ? {} : { profiles: run.profiles }),
        folder: reports,
        links: {
          ...(allureHistory === null ? {} : { allure: 'allure/index.html' }),
          ...(existsSync(join(reports, 'playwright', 'index.html'))
            ? { playwright: 'playwright/index.html' }
            : {}),
        },
      });
      stdout.write(`${pages} pages: ${plain(join(reports, 'index.html'))}\n`);
    });
  };
  let others: Promise<void> | undefined;
  // Runs while Allure, a separate process, builds its pages; or afterwards, if Allure did not get that far.
  const meanwhile = () => {
    others ??= buildOthers();
    return others;
  };
  if (allureHistory !== null) {
    await attempts.at('the Allure report', () =>
      reportToAllure(results, {
        resultsFolder: join(reports, 'allure-results'),
        reportFolder: join(reports, 'allure'),
        name: 'toolcall-conformance',
        historyPath: allureHistory,
        site: '../',
        meanwhile,
      }),
    );
  }
  await meanwhile();
  attempts.throwFailed();
}

/**
 * Finishes moving the pages and `api/v1` into place, if a process was stopped in the middle of that.
 *
 * @throws {SuiteError} as {@link finishReport} does
 */
export function finishReports(reports: string): void {
  for (const folder of placedIn(reports)) finishReport(folder);
}

/** Removes incomplete single files that stopped processes left; Allure handles its own. */
function clearLeft(reports: string): void {
  for (const folder of placedIn(reports)) clearUnfinishedFiles(folder);
}

/** Returns the existing folders whose files are moved into place together. */
function placedIn(reports: string): string[] {
  return [reports, join(reports, 'api')].filter((folder) => existsSync(folder));
}

/** Runs several steps one after the other; a failed step does not stop the next ones. */
class Attempts {
  readonly #failed: { readonly what: string; readonly error: unknown }[] = [];

  /** @param what the name of the step for the message */
  async at(what: string, make: () => unknown): Promise<void> {
    try {
      await make();
    } catch (error) {
      this.#failed.push({ what, error });
    }
  }

  /** @throws {SuiteError} when a step failed */
  throwFailed(): void {
    if (this.#failed.length > 0) throw new SuiteError(failureLines(this.#failed).join('\n'));
  }
}

/** Returns one line for each cause, because one cause, such as a full disk, can make many steps fail. */
export function failureLines(
  failed: readonly { readonly what: string; readonly error: unknown }[],
): string[] {
  const causeOf = ({ what, error }: (typeof failed)[number]) =>
    (error instanceof SuiteError ? codeOf(error.cause) : codeOf(error)) ?? what;
  return [...groupBy(failed, causeOf).values()].map((alike) => {
    const names = alike.map(({ what }) => what).join(', ');
    return `${names} could not be made: ${oneLineOf(alike[0]?.error)}`;
  });
}

const DOWNLOADS = [
  { file: 'junit.xml', what: 'JUnit XML' },
  { file: 'results.csv', what: 'CSV' },
  { file: 'features.csv', what: 'CSV, feature by feature' },
  { file: 'api/v1/latest.json', what: 'JSON' },
];

async function writeExports(
  { reports, results, history, policy, lineOf, profiles }: RunReports,
  attempts: Attempts,
): Promise<void> {
  const junit = { isHeld: policy.isHeld, lineOf };
  await attempts.at('junit.xml', () => writeWhole(join(reports, 'junit.xml'), toJUnit(results, junit)));
  await attempts.at('results.csv', () => writeWhole(join(reports, 'results.csv'), toCsv(results)));
  await attempts.at('features.csv', () => writeWhole(join(reports, 'features.csv'), toFeaturesCsv(results)));
  await attempts.at('api/v1', () => writeApi(reports, results, history, undefined, profiles));
}
