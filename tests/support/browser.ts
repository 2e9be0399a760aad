/** The test of the browser tests: as Playwright's, in the Chromium that is here. */
import { test as base } from '@playwright/test';
import { findChromium } from './chromium.ts';
import { keepTemporaryInMemory } from './memory-folder.ts';

keepTemporaryInMemory();

export const test = base.extend({
  launchOptions: [
    async ({ launchOptions }, use) => {
      const executablePath = findChromium();
      await use({
        ...launchOptions,
        ...(executablePath !== undefined && { executablePath }),
        args: [
          '--no-sandbox',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      });
    },
    { scope: 'worker' },
  ],
});
