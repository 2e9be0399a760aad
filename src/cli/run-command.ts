/** The common part of the commands that judge recordings with Playwright: preparation, and conclusion. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadProviders } from '../config/load.ts';
import { targetsOf } from '../config/providers.ts';
import { whyIncomplete } from '../gate/completeness.ts';
import { policyOf } from '../gate/policy.ts';
import { planConversations } from '../replay/plan.ts';
import { defaultSettings, type Settings } from '../replay/settings.ts';
import { readFoundResults } from '../results/file.ts';
import { SCENARIOS } from '../scenarios/catalogue.ts';
import { SuiteError } from '../system/failure.ts';
import { requireTemporary } from '../system/temporary-folder.ts';
import { writeWhole } from '../system/write-file.ts';
import type { Host } from './host.ts';
import { inFolder, telling } from './in-folder.ts';
import type { ReportCommand } from './report.ts';
import { openStage, takeOverStage } from './run-stage.ts';

/** The options of a run: the settings for Playwright's processes, and the options of the reports. */
export type RunCommand = Omit<Settings, 'again' | 'stage' | 'verbose'> &
  Partial<Pick<Settings, 'verbose'>> &
  Pick<ReportCommand, 'history'>;

/** The settings of a run that writes into its own stage. */
export type StagedSettings = Settings & { readonly stage: string };

/**
 * Creates a stage for a run, passes it to `run`, and removes it afterwards.
 *
 * @param run gets the settings for Playwright's processes
 * @throws {SuiteError} when the configuration, the policy or the set of cassettes is wrong, or nothing can be written
 */
export async function onStage<T>(
  { history: _, verbose = false, ...settings }: RunCommand,
  host: Host,
  run: (staged: StagedSettings) => Promise<T>,
): Promise<T> {
  const providers = await loadProviders(settings.config);
  const targets = targetsOf(providers);
  policyOf(settings, targets);
  planConversations(settings.cassettes, targets, SCENARIOS);
  requireTemporary();
  const { folder: stage, drop } = await openStage(settings.reports, { tell: telling(host) });
  try {
    // Written as plain data, because Playwright's own loader rejects some modules that tsx accepts.
    const config = join(stage, 'providers.json');
    writeWhole(config, JSON.stringify(providers));
    return await run({ ...settings, config, stage, verbose, again: againOf(settings) });
  } finally {
    drop();
  }
}

/** Returns the command line that replays the same recordings; options with default values are omitted. */
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

/**
 * Moves the results that the reporter wrote into place, and builds the reports of the run.
 *
 * @param code Playwright's exit code
 * @param withReports false: stop after results.jsonl
 * @returns the exit code: 0 passed, 1 conformance failures, 2 not done
 * @throws {SuiteError} when there are no results; earlier results and reports then stay unchanged
 */
export async function concludeRun(
  command: RunCommand,
  { stage }: StagedSettings,
  code: number,
  { withReports, host }: { readonly withReports: boolean; readonly host: Host },
): Promise<number> {
  const file = join(command.reports, 'results.jsonl');
  if (!existsSync(join(stage, 'results.jsonl'))) {
    throw new SuiteError(`${file}: Playwright wrote no results; its output above says why`);
  }
  // The lock keeps two runs into one folder apart: results and reports of one run, then those of the other.
  const results = await inFolder(command.reports, host, async () => {
    takeOverStage(stage, command.reports);
    const taken = readFoundResults(file);
    if (withReports) {
      const { buildReports } = await import('./report.ts');
      await buildReports(command, taken, host);
    }
    return taken;
  });
  const isBroken = results.verdicts.some(({ outcome }) => outcome === 'error');
  return isBroken || whyIncomplete(results) !== null ? 2 : code;
}
