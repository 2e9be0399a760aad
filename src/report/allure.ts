/**
 * The Allure report of a run. Writes its verdicts as Allure results, and makes pages of them with the `allure` command,
 * which needs neither Java nor the network.
 */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import type { Results } from '../results/results.ts';
import { messageOf, SuiteError, unwritten } from '../system/failure.ts';
import { makeFolder } from '../system/make-folder.ts';
import { clearBeside, unfinishedBeside } from '../system/write-file.ts';
import { allureConfig } from './allure-config.ts';
import { writeAllureResults } from './allure-files.ts';
import {
  type AllureHistory,
  addToAllureHistory,
  formatAllureHistory,
  notPassedBefore,
  readAllureHistory,
} from './allure-history.ts';
import { withPageLinks } from './allure-links.ts';
import { awaitOwnData, makeOffline } from './allure-offline.ts';

export interface AllureReportOptions {
  /** The folder for the Allure results. It may already contain results of other tools, such as allure-playwright. */
  readonly resultsFolder: string;
  /** The folder for the report. An earlier report is replaced; any other content is an error. */
  readonly reportFolder: string;
  readonly name?: string;
  /** A JSONL file with the earlier runs. Without it the report has no history. */
  readonly historyPath?: string;
  /** The number of runs in the history. Each adds 1.6 kB per result to the page. Default 5. */
  readonly historyLimit?: number;
  /** True (the default) for one page that opens from `file://`; false for many files that need a web server. */
  readonly singleFile?: boolean;
  /** The folder of the suite's pages, relative to the report, such as `../`. Without it results do not link to them. */
  readonly site?: string;
  /** Work to do while the `allure` process makes the pages. */
  readonly meanwhile?: () => Promise<void>;
}

/**
 * Writes the verdicts of a run as Allure results and makes the report. Repeating the call gives the same report and one
 * entry in the history.
 *
 * @returns the number of results written
 * @throws {SuiteError} if the report folder has other content, the history cannot be read, `allure` fails, or its pages
 *   cannot be made offline. An earlier report and the history then stay unchanged.
 */
export async function reportToAllure(results: Results, options: AllureReportOptions): Promise<number> {
  const { resultsFolder, reportFolder, historyPath, historyLimit = 5, site } = options;
  const { startedAt } = results.run;
  assertReplaceable(reportFolder);
  const history = historyPath === undefined ? null : readAllureHistory(historyPath, startedAt);
  const written = await writeAllureResults(results, resultsFolder, {
    ...(history === null ? {} : { ownResultsFor: notPassedBefore(history) }),
    withPages: site !== undefined,
  });
  clearBeside(resolve(reportFolder));
  const work = unfinishedBeside(resolve(reportFolder));
  try {
    makeFolder(work);
    await generate(results, options, work, history);
    if (historyPath !== undefined && history !== null) {
      const appended = pastIn(work);
      addToAllureHistory(historyPath, history, { startedAt, appended, limit: historyLimit });
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return written;
}

/** Makes the report from the results in the folder. */
async function generate(
  results: Results,
  {
    resultsFolder,
    reportFolder,
    name = 'Tool-call conformance',
    singleFile = true,
    site,
    meanwhile = async () => {},
  }: AllureReportOptions,
  work: string,
  history: AllureHistory | null,
): Promise<void> {
  const config = join(work, 'allurerc.mjs');
  const knownIssuesPath = join(work, 'known-issues.json');
  const past = history === null ? {} : { historyPath: pastIn(work) };
  writeFileSync(config, allureConfig(results, { name, singleFile, knownIssuesPath, ...past }));
  if (history !== null) writeFileSync(pastIn(work), formatAllureHistory(history.earlier));
  const fresh = join(work, 'report');
  const made = runAllure(resolve(resultsFolder), config, fresh);
  // After any failure, this still waits for Allure, so that the folder is not removed while Allure writes into it.
  await Promise.all([made, meanwhile()]).finally(() => made.catch(() => {}));
  finishPages(fresh, singleFile, site);
  if (existsSync(reportFolder)) renameSync(reportFolder, join(work, 'earlier'));
  renameSync(fresh, reportFolder);
}

/** Allure's copy of the history: the earlier runs, to which Allure appends this run. */
function pastIn(work: string): string {
  return join(work, 'history.jsonl');
}

/** Allure writes this file to the root of each report. */
const REPORT_MARK = 'test-results.json';

function assertReplaceable(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0 || existsSync(join(folder, REPORT_MARK)))
    return;
  throw new SuiteError(
    `${folder}: not an Allure report, so it is not replaced; name another folder or empty this one`,
  );
}

/** Ends Allure soon after its parent process ends for any reason, because its pages are then not used. */
const ENDS_WITH_PARENT = `data:text/javascript,setInterval(()=>process.ppid===${process.pid}||process.exit(1),200).unref()`;

async function runAllure(resultsFolder: string, config: string, output: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const allure = require.resolve('allure');
  // Allure takes the folder as a pattern. Its parents may have any name, so they go into the working directory.
  const [cwd, pattern] = [dirname(resultsFolder), basename(resultsFolder)];
  const args = [
    '--import',
    ENDS_WITH_PARENT,
    allure,
    'generate',
    pattern,
    '--cwd',
    cwd,
    '--config',
    config,
    '--output',
    output,
  ];
  let said: string;
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd, maxBuffer: 1 << 26 });
    said = `${stdout}${stderr}`;
  } catch (error) {
    throw allureFailure(resultsFolder, messageOf(error));
  }
  // Allure exits successfully even if it could not read a result.
  if (!existsSync(join(output, REPORT_MARK)) || /can't read|error parsing/.test(said)) {
    throw allureFailure(resultsFolder, said);
  }
}

/**
 * Turns Allure's coloured output with stack traces into a one-line error.
 *
 * @param said the complete output of Allure
 */
export function allureFailure(folder: string, said: string): SuiteError {
  const text = stripVTControlCharacters(said);
  const code = /\b(?:ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EMFILE|ENFILE|EIO)\b/u.exec(text)?.[0];
  if (code !== undefined) return unwritten(folder, Object.assign(new Error(text), { code }));
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Command failed: '));
  const told = lines.find((line) => /error/iu.test(line)) ?? lines[0] ?? 'it said nothing';
  return new SuiteError(`${folder}: allure generate made no sound report: ${told.trim()}`);
}

function finishPages(folder: string, singleFile: boolean, site: string | undefined): void {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  );
  if (pages.length === 0) throw new SuiteError(`${folder}: allure generate wrote no page`);
  for (const name of pages) {
    const page = join(folder, name);
    const offline = makeOffline(readFileSync(page, 'utf8'), page);
    const html = singleFile ? awaitOwnData(offline, page) : offline;
    writeFileSync(page, site === undefined ? html : withPageLinks(html, site));
  }
}
