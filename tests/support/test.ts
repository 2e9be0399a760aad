/**
 * `test` and `expect` of the tests that open no browser. Playwright reports each `expect` as a step, so a property that is
 * tried a thousand times asserts with `node:assert/strict` or {@link same}.
 */
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@playwright/test';

export { test } from '../../src/playwright/test.ts';
export { expect };

/**
 * `expect(seen, message).toEqual(due)`, for what is asserted thousands of times: where both are equal, which is nearly
 * always, the step that it would be takes longer than the comparison.
 */
export function same(seen: unknown, due: unknown, message?: string): void {
  if (!isDeepStrictEqual(seen, due)) expect(seen, message).toEqual(due);
}
