/**
 * Playwright's `test` without the browser fixtures, which no conversation needs. Playwright prepares them for every
 * test, even when no browser is opened, which makes an empty test six times as slow.
 */
export { _baseTest as test } from '@playwright/test';
