/**
 * `test` and `expect` for tests that open no browser. Playwright reports each `expect` as a step, so a property that is
 * tried a thousand times uses `node:assert/strict` or {@link same}.
 */
import { keepTemporaryInMemory } from './memory-folder.ts';

keepTemporaryInMemory();

export { expect } from '@playwright/test';
export { test } from '../../src/playwright/test.ts';
export { same } from './same.ts';
