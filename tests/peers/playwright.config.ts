import { defineConfig } from '@playwright/test';

/** The reference provider before the suites and the official clients of others, and the recordings of their recorders. Not part of `npm test`: they come from the registry. */
export default defineConfig({
  outputDir: '../../reports/test-results-peers',
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['line']],
  timeout: 300_000,
});
