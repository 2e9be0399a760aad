/** Finds a Chromium for the browser tests, or installs one. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { chromium } from '@playwright/test';

/** The first has no window, so it starts and opens pages in half the time. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];

/** The functions of the operating system that the search uses. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  readonly isRoot: boolean;
  readonly isExecutable: (path: string) => boolean;
  /**
   * Runs a command and waits for its end.
   *
   * @returns true if it succeeded
   */
  readonly succeeds: (command: string, ...args: string[]) => boolean;
  /** Reports a slow step on the terminal. */
  readonly tell: (sentence: string) => void;
}

/** Shows one line without a stack trace, because a missing browser is not a fault of the tests. */
export class NoChromium extends Error {
  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}

/**
 * Returns the path of a working Chromium: the one that CHROMIUM_PATH names, else Playwright's own, else one on PATH.
 *
 * @returns undefined if none works
 */
export function findChromium(machine: Machine = thisMachine()): string | undefined {
  return candidatesOn(machine).find(
    (path) => machine.isExecutable(path) && machine.succeeds(path, '--version'),
  );
}

/**
 * Same as {@link findChromium}, but installs a Chromium if none works: Playwright's download or, if the user is root,
 * Debian's package. Two processes must not call it at the same time.
 *
 * @throws {NoChromium} if none can be installed
 */
export function obtainChromium(machine: Machine = thisMachine()): string {
  const { env, isRoot, succeeds, tell } = machine;
  const found = findChromium(machine);
  if (found !== undefined) return found;
  const named = env['CHROMIUM_PATH'];
  if (named !== undefined) throw new NoChromium(`CHROMIUM_PATH: ${named} is no program that runs`);
  tell('no Chromium is installed: downloading the one of Playwright');
  succeeds(process.execPath, PLAYWRIGHT, 'install', '--no-shell', 'chromium');
  const downloaded = findChromium(machine);
  if (downloaded !== undefined) return downloaded;
  if (isRoot) {
    tell('it cannot be downloaded: installing the package chromium-headless-shell');
    succeeds('apt-get', 'update');
    succeeds('apt-get', 'install', '-y', '--no-install-recommends', 'chromium-headless-shell');
  }
  const installed = findChromium(machine);
  if (installed !== undefined) return installed;
  throw new NoChromium(
    'the browser tests need a Chromium, and none could be installed: install one ' +
      '("npx playwright install chromium", "apt-get install chromium"), or name one in CHROMIUM_PATH',
  );
}

const PLAYWRIGHT = join(dirname(createRequire(import.meta.url).resolve('@playwright/test')), 'cli.js');

function candidatesOn({ env }: Machine): string[] {
  const named = env['CHROMIUM_PATH'];
  if (named !== undefined) return [named];
  const folders = (env['PATH'] ?? '').split(delimiter);
  return [chromium.executablePath(), ...folders.flatMap((folder) => NAMES.map((name) => join(folder, name)))];
}

function thisMachine(): Machine {
  return {
    env: process.env,
    isRoot: process.getuid?.() === 0,
    isExecutable,
    succeeds: (command, ...args) =>
      spawnSync(command, args, {
        stdio: 'ignore',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0,
    tell: (sentence) => void process.stderr.write(`${sentence}\n`),
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
