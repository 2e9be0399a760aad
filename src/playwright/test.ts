/**
 * Playwright's `test` without the fixtures of its browsers, which no conversation needs. Playwright prepares those for every
 * test, opened browser or not, and takes six times as long for a test that does nothing.
 */
export { _baseTest as test } from '@playwright/test';
