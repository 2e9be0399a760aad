/** Measures replaying 1,000 conversations under Playwright, relative to an empty Playwright run with as many tests. */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import config from '../providers.config.ts';
import { CONCERNS } from '../src/playwright/concerns.ts';
import { SETTINGS_VARIABLE } from '../src/replay/settings.ts';
import type { Figure } from './main.ts';
import { type Measured, run } from './run.ts';
import { median, type Pair, ratioFigures } from './spent.ts';

const COPIES = 200;
const ROUNDS = 3;
/** Inside the project, so that its packages are found; reports/ is git-ignored. */
const FOLDER = join('reports', 'bench');
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';

export async function replayOverEmptyRun(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  const conversations = writeCopies();
  writeEmptySpecs('empty', 'test', conversations);
  writeEmptySpecs('bare', '_baseTest', conversations);
  const rounds: Round[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await measureRound());
  rmSync(FOLDER, { recursive: true, force: true });

  const tests = conversations * CONCERNS.length;
  const seconds = (of: keyof Round) => `${median(rounds.map((round) => round[of].seconds)).toFixed(1)} s`;
  const pairs = (work: keyof Round, floor: keyof Round): Pair[] =>
    rounds.map((round) => ({ work: round[work].spent, floor: round[floor].spent }));
  const megabytes = median(rounds.map(({ whole }) => whole.megabytes));
  return [
    { name: `empty Playwright run, ${tests} tests`, value: seconds('empty'), aim: '' },
    { name: `replay of ${conversations} conversations, Playwright phase`, value: seconds('phase'), aim: '' },
    { name: 'with all reports', value: seconds('whole'), aim: '' },
    ...ratioFigures('Playwright phase / empty run', pairs('phase', 'empty'), 'aim <= 1.3'),
    ...ratioFigures('with all reports / empty run', pairs('whole', 'empty'), 'aim <= 1.6'),
    ...ratioFigures('Playwright phase / empty run without fixtures', pairs('phase', 'bare'), ''),
    { name: 'peak memory of the largest process', value: `${megabytes} MB`, aim: '' },
  ];
}

interface Round {
  /** The same number of empty tests, written in the usual way. */
  readonly empty: Measured;
  /** The same without browser fixtures, as in this suite's own tests. */
  readonly bare: Measured;
  readonly phase: Measured;
  readonly whole: Measured;
}

async function measureRound(): Promise<Round> {
  const emptyRun = (folder: string) =>
    run([PLAYWRIGHT, 'test', '-c', join(FOLDER, folder), '--workers', '2']);
  const settings = {
    config: join(FOLDER, 'providers.config.ts'),
    cassettes: join(FOLDER, 'cassettes'),
    expectations: join(FOLDER, 'expectations'),
    reports: join(FOLDER, 'reports'),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  return {
    empty: await emptyRun('empty'),
    phase: await run(
      [PLAYWRIGHT, 'test', '--workers', '2', '--reporter', 'dot,./src/playwright/reporter.ts'],
      { env: { [SETTINGS_VARIABLE]: JSON.stringify(settings) } },
    ),
    bare: await emptyRun('bare'),
    whole: await run(['--import', 'tsx', 'src/cli/main.ts', 'replay', ...options]),
  };
}

/** Copies every cassette for more providers with the same models, so that the requests match. */
function writeCopies(): number {
  mkdirSync(FOLDER, { recursive: true });
  const provider = config.providers.find(({ id }) => id === 'openrouter');
  if (provider === undefined) throw new Error('providers.config.ts does not name OpenRouter');
  const ids = Array.from({ length: COPIES }, (_, index) => `copy-${String(index).padStart(3, '0')}`);
  for (const id of ids)
    cpSync(join('cassettes', provider.id), join(FOLDER, 'cassettes', id), { recursive: true });
  const providers = ids.map((id) => ({ ...provider, id }));
  const module = resolve('src/config/providers.ts');
  writeFileSync(
    join(FOLDER, 'providers.config.ts'),
    `import { defineProviders } from ${JSON.stringify(module)};\nexport default defineProviders(${JSON.stringify({ providers })});\n`,
  );
  return readdirSync(join(FOLDER, 'cassettes'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.yaml'),
  ).length;
}

/** @param test the name of Playwright's function that declares the tests */
function writeEmptySpecs(folder: string, test: string, conversations: number): void {
  mkdirSync(join(FOLDER, folder));
  writeFileSync(
    join(FOLDER, folder, 'playwright.config.ts'),
    "export default { testDir: '.', reporter: 'dot' };\n",
  );
  for (const { name } of CONCERNS) {
    const body = `for (let index = 0; index < ${conversations}; index += 1) test(\`conversation \${index}\`, () => {});`;
    writeFileSync(
      join(FOLDER, folder, `${name}.spec.ts`),
      `import { ${test} as test } from '@playwright/test';\n${body}\n`,
    );
  }
}
