/** Finds a Chromium for the browser tests, so that a fresh clone needs no set-up where one is installed. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** The first shows no window, and so starts and opens pages in half the time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

const HOW_TO_INSTALL =
  'no Chromium found for the browser tests: run "npx playwright install chromium" or "apt-get install chromium", ' +
  'or name one in CHROMIUM_PATH';

/**
 * The path of a Chromium: the one that CHROMIUM_PATH names, else Playwright's own, else one on PATH.
 *
 * @throws {Error} that says in one line how to install one.
 */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const candidates = named === undefined ? [chromium.executablePath(), ...onPath] : [named];
  const found = candidates.find(isExecutable);
  if (found === undefined) throw new Error(HOW_TO_INSTALL);
  return found;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
