import { join, resolve } from 'node:path';
import { defineConfig } from '@playwright/test';
import { isJudged } from './src/playwright/judged.ts';
import { readSettings } from './src/replay/settings.ts';

const { reports, stage = reports, liveRun, verbose } = readSettings();
// Playwright takes paths from this file on; the settings have them from the working directory on.
const folder = resolve(stage);
// In the package, what the build made of the sources lies where they lie in a checkout.
const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
// Our own reporter tells of broken rules, and neither of tests nor of lists of them.
const tellsOfTests = verbose || process.argv.includes('--list');

/** The suite itself: specs over conversations. The project's own tests have a configuration of their own in tests/. */
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
