/**
 * The Allure report of a run: its verdicts as Allure results, made into pages by the `allure` command, which needs
 * neither Java nor the network.
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
  /** Where the Allure results go. Results of others, such as allure-playwright, may lie there already. */
  readonly resultsFolder: string;
  /** Where the report goes. An earlier report there is replaced; any other content is an error. */
  readonly reportFolder: string;
  readonly name?: string;
  /** A JSONL file with the runs before. Without it the report knows no past. */
  readonly historyPath?: string;
  /** How many runs the history keeps; each adds 1.6 kB a result to the page. Five by default. */
  readonly historyLimit?: number;
  /** One page that opens from `file://` (the default), or many files, which need a web server. */
  readonly singleFile?: boolean;
  /** The folder of our own pages as seen from the report, such as `../`. Without it no result links to them. */
  readonly site?: string;
  /** What is done while `allure`, a process of its own, makes the pages. */
  readonly meanwhile?: () => Promise<void>;
}

/**
 * Writes the verdicts of a run as Allure results and makes the report. Doing so twice gives the same report, and one
 * entry in the history.
 *
 * @returns how many results were written.
 * @throws {SuiteError} when the folder is not a report, the history cannot be read, `allure` fails, or its pages cannot
 *   be made offline. An earlier report and the history are then as they were.
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

/** Makes the report from the results that lie in the folder. */
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
  // Whatever fails, the folder is not removed while allure writes into it.
  await Promise.all([made, meanwhile()]).finally(() => made.catch(() => {}));
  finishPages(fresh, singleFile, site);
  if (existsSync(reportFolder)) renameSync(reportFolder, join(work, 'earlier'));
  renameSync(fresh, reportFolder);
}

/** Allure's copy of the history: the runs before this one, to which it appends this one. */
function pastIn(work: string): string {
  return join(work, 'history.jsonl');
}

/** Allure writes this file at the root of each report. */
const REPORT_MARK = 'test-results.json';

function assertReplaceable(folder: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0 || existsSync(join(folder, REPORT_MARK)))
    return;
  throw new SuiteError(
    `${folder}: not an Allure report, so it is not replaced; name another folder or empty this one`,
  );
}

/** Allure ends soon after the process that started it, whatever stops that one: nobody would take its pages. */
const ENDS_WITH_PARENT = `data:text/javascript,setInterval(()=>process.ppid===${process.pid}||process.exit(1),200).unref()`;

async function runAllure(resultsFolder: string, config: string, output: string): Promise<void> {
  const require = createRequire(import.meta.url);
  const allure = require.resolve('allure');
  // The folder is given to Allure as a pattern, so its parents, which may have any name, go into the working directory.
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
  // It ends well even where it could not read a result.
  if (!existsSync(join(output, REPORT_MARK)) || /can't read|error parsing/.test(said)) {
    throw allureFailure(resultsFolder, said);
  }
}

/** What Allure says in colours and with the stacks of its own code, in one line. @param said all that it wrote */
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
