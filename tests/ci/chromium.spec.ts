/** How the browser tests come to a Chromium, on machines that are made up. */
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findChromium, type Machine, NoChromium, obtainChromium } from '../support/chromium.ts';
import { expect, test } from '../support/test.ts';

const OWN = chromium.executablePath();
const SHELL = '/bin/chromium-headless-shell';
const NONE =
  'the browser tests need a Chromium, and none could be installed: install one ' +
  '("npx playwright install chromium", "apt-get install chromium"), or name one in CHROMIUM_PATH';

interface MadeUp {
  /** The programs that are there. */
  readonly programs?: readonly string[];
  /** Those that are there but do not run. */
  readonly broken?: readonly string[];
  readonly isRoot?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  /** What a command brings to the machine, by the word of it that tells it apart. */
  readonly brings?: Readonly<Record<string, string>>;
}

/** A machine, and what was run on it besides `--version`. */
function machine({ programs = [], broken = [], isRoot = false, env = {}, brings = {} }: MadeUp): {
  machine: Machine;
  ran: string[];
} {
  const present = new Set([...programs, ...broken]);
  const ran: string[] = [];
  return {
    ran,
    machine: {
      env: { PATH: '/sbin:/bin', ...env },
      isRoot,
      isExecutable: (path) => present.has(path),
      tell: () => {},
      succeeds(command, ...args) {
        if (args[0] === '--version') return !broken.includes(command);
        const line = [command === process.execPath ? 'playwright' : command, ...args]
          .filter((word) => !word.endsWith('cli.js'))
          .join(' ');
        ran.push(line);
        const brought = Object.entries(brings).find(([word]) => line.includes(word))?.[1];
        if (brought !== undefined) present.add(brought);
        return brought !== undefined;
      },
    },
  };
}

const DOWNLOAD = 'playwright install --no-shell chromium';
const APT = ['apt-get update', 'apt-get install -y --no-install-recommends chromium-headless-shell'];

const MACHINES: Record<
  string,
  { given: MadeUp; found: string | undefined; obtained: string | NoChromium; ran: readonly string[] }
> = {
  'its own of Playwright before those on PATH': {
    given: { programs: [OWN, SHELL] },
    found: OWN,
    obtained: OWN,
    ran: [],
  },
  'one on PATH, the fastest first': {
    given: { programs: ['/bin/google-chrome', SHELL] },
    found: SHELL,
    obtained: SHELL,
    ran: [],
  },
  'the folders of PATH in their order': {
    given: { programs: [SHELL, '/sbin/chromium'] },
    found: '/sbin/chromium',
    obtained: '/sbin/chromium',
    ran: [],
  },
  'the one that CHROMIUM_PATH names before all others': {
    given: { programs: [OWN, SHELL, '/opt/chrome'], env: { CHROMIUM_PATH: '/opt/chrome' } },
    found: '/opt/chrome',
    obtained: '/opt/chrome',
    ran: [],
  },
  'nothing is installed for a CHROMIUM_PATH that is wrong': {
    given: { programs: [OWN], env: { CHROMIUM_PATH: '/opt/chrome' }, isRoot: true },
    found: undefined,
    obtained: new NoChromium('CHROMIUM_PATH: /opt/chrome is no program that runs'),
    ran: [],
  },
  'one that is there but does not run is passed over': {
    given: { programs: [SHELL], broken: [OWN] },
    found: SHELL,
    obtained: SHELL,
    ran: [],
  },
  'none: it is downloaded, by root too': {
    given: { isRoot: true, brings: { playwright: OWN } },
    found: undefined,
    obtained: OWN,
    ran: [DOWNLOAD],
  },
  'none, and no download: the package of Debian': {
    given: { isRoot: true, brings: { 'apt-get install': SHELL } },
    found: undefined,
    obtained: SHELL,
    ran: [DOWNLOAD, ...APT],
  },
  'what was downloaded does not run: the package of Debian': {
    given: { isRoot: true, broken: [OWN], brings: { 'apt-get install': SHELL } },
    found: undefined,
    obtained: SHELL,
    ran: [DOWNLOAD, ...APT],
  },
  'neither can be had': {
    given: { isRoot: true },
    found: undefined,
    obtained: new NoChromium(NONE),
    ran: [DOWNLOAD, ...APT],
  },
  'who is not root installs no package': {
    given: { brings: { 'apt-get install': join('/bin', 'chromium') } },
    found: undefined,
    obtained: new NoChromium(NONE),
    ran: [DOWNLOAD],
  },
};

for (const [name, { given, found, obtained, ran }] of Object.entries(MACHINES)) {
  test(`a Chromium: ${name}`, () => {
    const made = machine(given);
    expect(findChromium(made.machine)).toBe(found);
    if (obtained instanceof NoChromium) expect(() => obtainChromium(made.machine)).toThrow(obtained);
    else expect(obtainChromium(made.machine)).toBe(obtained);
    expect(made.ran).toEqual(ran);
  });
}

test('that none could be had is one line, without a stack', () => {
  expect(new NoChromium(NONE).stack).toBe(NONE);
});
