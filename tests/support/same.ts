/** An assertion that costs little when it holds. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@playwright/test';

/**
 * Same as `expect(seen, message).toEqual(due)`, for values compared thousands of times. The values are nearly always
 * equal, and the step that `expect` reports takes longer than the comparison.
 */
export function same(seen: unknown, due: unknown, message?: string): void {
  if (!isDeepStrictEqual(seen, due)) expect(seen, message).toEqual(due);
}
