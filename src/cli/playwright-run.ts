/** Runs Playwright in a process of its own, on the suite's own specs. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { SETTINGS_VARIABLE } from '../replay/settings.ts';
import type { RunPlaywright } from './host.ts';
import { suiteFile } from './suite-files.ts';

export const runPlaywright: RunPlaywright = async (settings, [command, ...args], env = {}) => {
  const cli = join(dirname(createRequire(import.meta.url).resolve('@playwright/test')), 'cli.js');
  const child = spawn(process.execPath, [cli, command, '--config', suiteFile('playwright.config'), ...args], {
    stdio: ['inherit', passedOn(process.stdout), passedOn(process.stderr)],
    env: { ...process.env, ...env, [SETTINGS_VARIABLE]: JSON.stringify(settings) },
  });
  child.stdout?.on('data', (text) => process.stdout.write(text));
  child.stderr?.on('data', (text) => process.stderr.write(text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 2));
  });
};

/** Playwright crashes on a closed pipe, so it inherits only a terminal; otherwise this process passes its output on. */
function passedOn(stream: NodeJS.WriteStream): 'inherit' | 'pipe' {
  return stream.isTTY ? 'inherit' : 'pipe';
}
