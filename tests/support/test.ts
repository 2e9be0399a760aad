/** `test` and `expect` of the tests that open no browser. */
export { expect } from '@playwright/test';
export { test } from '../../src/playwright/test.ts';
