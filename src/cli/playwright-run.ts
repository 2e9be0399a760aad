/** What the commands share that have Playwright judge recordings: before it runs, how it runs, and after it ran. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadProviders } from '../config/load.ts';
import { targetsOf } from '../config/providers.ts';
import { policyOf } from '../gate/policy.ts';
import { planConversations } from '../replay/plan.ts';
import { SETTINGS_VARIABLE, type Settings } from '../replay/settings.ts';
import { readResults } from '../results/file.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { SuiteError } from '../system/failure.ts';
import { writeWhole } from '../system/write-file.ts';
import type { ReportCommand } from './report.ts';

/** A run as a command line asks for it: what Playwright's processes need, and what the reports need besides. */
export type RunCommand = Settings & Pick<ReportCommand, 'history'>;

/**
 * Makes the folder of reports ready for a run.
 *
 * @returns the settings for Playwright's processes
 * @throws {SuiteError} when the configuration, the policy or the set of cassettes is wrong
 */
export async function prepareRun({ history: _, ...settings }: RunCommand): Promise<Settings> {
  const providers = await loadProviders(settings.config);
  const targets = targetsOf(providers);
  policyOf(settings, targets);
  planConversations(settings.cassettes, targets, SCENARIOS);
  clean(settings.reports);
  // As plain data, since Playwright's own loader refuses modules that tsx takes.
  const config = join(settings.reports, 'providers.json');
  writeWhole(config, JSON.stringify(providers));
  return { ...settings, config };
}

/** Reports are made anew: Allure adds to what it finds, and old results must not pass for new ones. */
function clean(reports: string): void {
  mkdirSync(reports, { recursive: true });
  for (const name of ['results.jsonl', 'allure-results', 'test-results', 'playwright']) {
    rmSync(join(reports, name), { recursive: true, force: true });
  }
}

/**
 * Runs a command of Playwright on the suite's own specs, wherever the working directory is.
 *
 * @param command and its arguments, such as `test --grep @weather`
 * @param env more environment variables
 * @returns Playwright's exit code
 * @throws {SuiteError} when the specs are not there
 */
export async function runPlaywright(
  settings: Settings,
  [command, ...args]: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): Promise<number> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test')), 'cli.js');
  const child = spawn(process.execPath, [cli, command, '--config', specsConfig(), ...args], {
    stdio: 'inherit',
    env: { ...process.env, ...env, [SETTINGS_VARIABLE]: JSON.stringify(settings) },
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 2));
  });
}

/** The configuration beside the specs; the compiled files lie one folder deeper than the sources. */
function specsConfig(): string {
  const candidates = ['../../', '../../../'].map((root) =>
    fileURLToPath(new URL(`${root}playwright.config.ts`, import.meta.url)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new SuiteError(
      'playwright.config.ts: the specs are not installed; run the command from a checkout',
    );
  }
  return found;
}

/**
 * Builds the reports of a run from the results that the reporter wrote.
 *
 * @param code Playwright's exit code
 * @param withReports false: stop after results.jsonl
 * @returns the exit code: 0 held, 1 conformance failures, 2 not done
 * @throws {SuiteError} when there are no results
 */
export async function concludeRun(command: RunCommand, code: number, withReports: boolean): Promise<number> {
  const file = join(command.reports, 'results.jsonl');
  if (!existsSync(file)) {
    throw new SuiteError(`${file}: Playwright wrote no results; its output above says why`);
  }
  const { verdicts } = readResults(file);
  if (withReports) {
    const { buildReports } = await import('./report.ts');
    await buildReports(command);
  }
  return verdicts.some(({ outcome }) => outcome === 'error') ? 2 : code;
}
