/**
 * The `test` function of the browser tests: Playwright's own, with an installed Chromium. Installs one if none is
 * found.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { whileLocked } from '../../src/system/lock.ts';
import { NoChromium, obtainChromium } from './chromium.ts';
import { keepTemporaryInMemory } from './memory-folder.ts';

keepTemporaryInMemory();

const INSTALLED_WITHIN = 20 * 60_000;
const TOLD = '';

export const test = base.extend<{ hasChromium: undefined }>({
  launchOptions: [
    async ({ launchOptions }, use, { project }) => {
      const executablePath = await chromiumOfRun(project.outputDir);
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
    { scope: 'worker', timeout: INSTALLED_WITHIN },
  ],
  hasChromium: [
    async ({ browserName }, use, { project, skip }) => {
      const missing = missingIn(project.outputDir);
      if (existsSync(missing)) {
        const why = readFileSync(missing, 'utf8');
        writeFileSync(missing, TOLD);
        if (why !== TOLD) throw new NoChromium(why);
        skip(true, `no ${browserName} is here: one of these tests says why`);
      }
      await use(undefined);
    },
    { auto: true },
  ],
});

/** One process installs it. The others wait and get the result. */
function chromiumOfRun(folder: string): Promise<string | undefined> {
  return whileLocked(folder, { waitMs: INSTALLED_WITHIN }, () => {
    if (existsSync(missingIn(folder))) return undefined;
    try {
      return obtainChromium();
    } catch (error) {
      if (!(error instanceof NoChromium)) throw error;
      writeFileSync(missingIn(folder), error.message);
      return undefined;
    }
  });
}

/** The file that says why a run has no Chromium. It is emptied when a test has reported the reason. */
function missingIn(folder: string): string {
  return join(folder, 'no-chromium.txt');
}
