/** The command line as a user runs it. */
import { spawnSync } from 'node:child_process';

/** Runs the command line from its sources; the output is that of both streams, without colours. */
export function runCli(...args: readonly string[]): {
  readonly code: number | null;
  readonly output: string;
} {
  const command = ['--import', 'tsx', 'src/cli/main.ts', ...args];
  const run = spawnSync(process.execPath, command, {
    encoding: 'utf8',
    env: environment(),
    maxBuffer: 2 ** 28,
  });
  return { code: run.status, output: `${run.stdout}${run.stderr}` };
}

/** The environment without what would change a run: colours, keys, and the variables of Playwright's own workers. */
export function environment(): NodeJS.ProcessEnv {
  const foreign = /^(TEST_|PLAYWRIGHT|PW_|FORCE_COLOR)|_(API_KEY|BASE_URL)$/u;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return { ...Object.fromEntries(kept), NO_COLOR: '1' };
}
