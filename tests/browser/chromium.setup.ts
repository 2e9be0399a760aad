/** Before the first browser test, and in one process, since two must not install at once. */
import { test } from '@playwright/test';
import { obtainChromium } from '../support/chromium.ts';

test('a Chromium is here', () => {
  test.setTimeout(20 * 60_000);
  obtainChromium();
});
