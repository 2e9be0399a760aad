/** Replaying 1,000 conversations under Playwright, over an empty Playwright run with as many tests. */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import config from '../providers.config.ts';
import { CONCERNS } from '../src/playwright/concerns.ts';
import { SETTINGS_VARIABLE } from '../src/replay/settings.ts';
import type { Figure } from './main.ts';
import { run } from './run.ts';

const COPIES = 200;
/** Inside the project, so that its packages are found; reports/ is git-ignored. */
const FOLDER = join('reports', 'bench');

export async function replayOverEmptyRun(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  const conversations = writeCopies();
  const concerns = Object.keys(CONCERNS);
  writeEmptySpecs(concerns, conversations);

  const playwright = 'node_modules/@playwright/test/cli.js';
  const empty = await run([playwright, 'test', '-c', join(FOLDER, 'empty'), '--workers', '2']);
  const settings = {
    config: join(FOLDER, 'providers.config.ts'),
    cassettes: join(FOLDER, 'cassettes'),
    expectations: join(FOLDER, 'expectations'),
    reports: join(FOLDER, 'reports'),
  };
  const bare = await run(
    [playwright, 'test', '--workers', '2', '--reporter', 'dot,./src/playwright/reporter.ts'],
    {
      env: { [SETTINGS_VARIABLE]: JSON.stringify(settings) },
    },
  );
  const options = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const whole = await run(['--import', 'tsx', 'src/cli/main.ts', 'replay', ...options]);
  const figure = (name: string, value: string, aim = ''): Figure => ({ name, value, aim });
  const figures = [
    figure(`empty Playwright run, ${conversations * concerns.length} tests`, `${empty.seconds.toFixed(1)} s`),
    figure(`replay of ${conversations} conversations, Playwright phase`, `${bare.seconds.toFixed(1)} s`),
    figure('Playwright phase / empty run', (bare.seconds / empty.seconds).toFixed(2), 'aim <= 1.5'),
    figure('with all reports', `${whole.seconds.toFixed(1)} s`),
    figure('with reports / empty run', (whole.seconds / empty.seconds).toFixed(2), 'aim <= 2'),
    figure('peak memory of the largest process', `${whole.megabytes} MB`),
  ];
  rmSync(FOLDER, { recursive: true, force: true });
  return figures;
}

/** Copies of every cassette under further providers, whose models are the same, so that the requests match. */
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

function writeEmptySpecs(concerns: readonly string[], tests: number): void {
  mkdirSync(join(FOLDER, 'empty'));
  writeFileSync(
    join(FOLDER, 'empty', 'playwright.config.ts'),
    "export default { testDir: '.', reporter: 'dot' };\n",
  );
  for (const concern of concerns) {
    const body = `for (let index = 0; index < ${tests}; index += 1) test(\`conversation \${index}\`, () => {});`;
    writeFileSync(
      join(FOLDER, 'empty', `${concern}.spec.ts`),
      `import { test } from '@playwright/test';\n${body}\n`,
    );
  }
}
