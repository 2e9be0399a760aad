/** An assertion that is cheap where it holds. */
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@playwright/test';

/**
 * `expect(seen, message).toEqual(due)`, for what is asserted thousands of times: where both are equal, which is nearly
 * always, the step that it would be takes longer than the comparison.
 */
export function same(seen: unknown, due: unknown, message?: string): void {
  if (!isDeepStrictEqual(seen, due)) expect(seen, message).toEqual(due);
}
