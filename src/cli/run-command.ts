/** What the commands share that have Playwright judge recordings: what is done before it runs, and after it ran. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadProviders } from '../config/load.ts';
import { targetsOf } from '../config/providers.ts';
import { whyIncomplete } from '../gate/completeness.ts';
import { policyOf } from '../gate/policy.ts';
import { planConversations } from '../replay/plan.ts';
import { defaultSettings, type Settings } from '../replay/settings.ts';
import { readResults } from '../results/file.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { SuiteError } from '../system/failure.ts';
import { writeWhole } from '../system/write-file.ts';
import type { Host } from './host.ts';
import type { ReportCommand } from './report.ts';

/** A run as a command line asks for it: what Playwright's processes need, and what the reports need besides. */
export type RunCommand = Omit<Settings, 'again' | 'verbose'> &
  Partial<Pick<Settings, 'verbose'>> &
  Pick<ReportCommand, 'history'>;

/**
 * Makes the folder of reports ready for a run.
 *
 * @returns the settings for Playwright's processes
 * @throws {SuiteError} when the configuration, the policy or the set of cassettes is wrong
 */
export async function prepareRun({
  history: _,
  verbose = false,
  ...settings
}: RunCommand): Promise<Settings> {
  const providers = await loadProviders(settings.config);
  const targets = targetsOf(providers);
  policyOf(settings, targets);
  planConversations(settings.cassettes, targets, SCENARIOS);
  clean(settings.reports);
  // As plain data, since Playwright's own loader refuses modules that tsx takes.
  const config = join(settings.reports, 'providers.json');
  writeWhole(config, JSON.stringify(providers));
  return { ...settings, config, verbose, again: againOf(settings) };
}

/** The words of a replay of the same recordings; what is as it is anyway is not named. */
function againOf({ config, cassettes, expectations, failOn }: Omit<RunCommand, 'history'>): string[] {
  const usual = defaultSettings();
  const options = [
    ['--config', config, usual.config],
    ['--cassettes', cassettes, usual.cassettes],
    ['--expectations', expectations, usual.expectations],
    ['--fail-on', failOn, usual.failOn],
  ] as const;
  return ['replay', ...options.flatMap(([name, value, own]) => (value === own ? [] : [name, value]))];
}

/** Reports are made anew: Allure adds to what it finds, and old results must not pass for new ones. */
function clean(reports: string): void {
  mkdirSync(reports, { recursive: true });
  for (const name of ['results.jsonl', 'allure-results', 'test-results', 'playwright']) {
    rmSync(join(reports, name), { recursive: true, force: true });
  }
}

/**
 * Builds the reports of a run from the results that the reporter wrote.
 *
 * @param code Playwright's exit code
 * @param withReports false: stop after results.jsonl
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done
 * @throws {SuiteError} when there are no results
 */
export async function concludeRun(
  command: RunCommand,
  code: number,
  withReports: boolean,
  host: Host,
): Promise<number> {
  const file = join(command.reports, 'results.jsonl');
  if (!existsSync(file)) {
    throw new SuiteError(`${file}: Playwright wrote no results; its output above says why`);
  }
  const results = readResults(file);
  if (withReports) {
    const { buildReports } = await import('./report.ts');
    await buildReports(command, results, host);
  }
  const isBroken = results.verdicts.some(({ outcome }) => outcome === 'error');
  return isBroken || whyIncomplete(results) !== null ? 2 : code;
}
