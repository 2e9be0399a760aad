import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { isJudged } from './src/playwright/judged.ts';
import { readSettings } from './src/replay/settings.ts';

const { reports, stage = reports, liveRun, verbose } = readSettings();
// Playwright resolves paths relative to this file; the settings are relative to the working directory.
const folder = resolve(stage);
// In the package, built files have the same layout as the sources in a checkout.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
// The suite's own reporter prints broken rules, but neither tests nor lists of tests.
const tellsOfTests = verbose || process.argv.includes('--list');

/** The suite itself: specs over conversations. The project's own tests have their own configuration in tests/. */
export default defineConfig({
  testDir: 'specs',
  outputDir: join(folder, 'test-results'),
  forbidOnly: process.env['CI'] !== undefined,
  preserveOutput: 'always',
  reporter: [
    ...(tellsOfTests ? [[process.env['CI'] === undefined ? 'dot' : 'line'] as const] : []),
    ['html', { open: 'never', outputFolder: join(folder, 'playwright'), mergeFiles: true }],
    [`./src/report/allure-tests.${extension}`, { resultsDir: join(folder, 'allure-results'), isJudged }],
    [`./src/playwright/reporter.${extension}`],
  ],
  workers: '100%',
  projects: [{ name: liveRun === undefined ? 'replay' : 'live' }],
});
