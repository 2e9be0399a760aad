import { defineConfig } from '@playwright/test';
import { optimiseLater } from '../src/system/optimise-later.ts';

// This takes a quarter off the tests of the proof. Workers load this file too.
optimiseLater();

/** The project's own tests. `unit` needs no browser; `browser` opens the built reports in a real Chromium. */
export default defineConfig({
  testDir: '.',
  outputDir: '../reports/test-results-own',
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [[process.env['CI'] === undefined ? 'dot' : 'line']],
  workers: '100%',
  // A report has a page for each check of every dialect, and the machines of CI may have two busy cores.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  projects: [
    // First, since they are the longest, and the short ones fill the end.
    { name: 'browser', testDir: 'browser', use: { browserName: 'chromium' } },
    { name: 'unit', testIgnore: ['browser/**', 'peers/**'] },
  ],
});
