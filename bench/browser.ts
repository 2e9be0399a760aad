/** Measures judging recordings on the report's page in a real Chromium, relative to an audit of the same files. */
import { cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';
import { audit } from '../src/audit/audit.ts';
import { buildReport } from '../src/report/site/build.ts';
import { obtainChromium } from '../tests/support/chromium.ts';
import { buildInto } from './build.ts';
import type { Figure } from './main.ts';
import { run } from './run.ts';
import { median } from './spent.ts';

/** Inside the project, so that its packages are found; reports/ is git-ignored. */
const FOLDER = join('reports', 'bench-browser');
const CASSETTES = 'cassettes';
const CASSETTE = join(CASSETTES, 'openrouter/qwen/qwen3-235b-a22b-2507/weather.streaming.yaml');
const WANTED_MB = 20;
const TIMES = 3;

export async function judgedInBrowser(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  const recordings = join(FOLDER, 'recordings');
  for (let copy = 0; megabytesIn(recordings) < WANTED_MB; copy += 1)
    cpSync(CASSETTES, join(recordings, String(copy)), { recursive: true });
  const program = buildInto(FOLDER);
  await buildReport({ results: audit([CASSETTE]).results, folder: join(FOLDER, 'site') });
  const page = pathToFileURL(resolve(FOLDER, 'site/judge/index.html')).href;
  const audits: number[] = [];
  const pages: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    audits.push((await run([program, 'audit', recordings], { most: 1 })).seconds);
    pages.push(await judgeIn(page, recordings));
  }
  const size = megabytesIn(recordings).toFixed(0);
  rmSync(FOLDER, { recursive: true, force: true });
  const [audited, judged] = [median(audits), median(pages)];
  return [
    { name: `audit of ${size} MB of recordings, whole process`, value: `${audited.toFixed(1)} s`, aim: '' },
    { name: 'the same files on the page that judges, until shown', value: `${judged.toFixed(1)} s`, aim: '' },
    { name: 'page / audit', value: (judged / audited).toFixed(2), aim: 'aim <= 2' },
  ];
}

/** Returns the seconds from choosing the folder until the page shows the verdicts. */
async function judgeIn(url: string, folder: string): Promise<number> {
  const browser = await chromium.launch({
    executablePath: obtainChromium(),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    const start = performance.now();
    await page.locator('input[name=folder]').setInputFiles(folder);
    await page.locator('#judged h2').first().waitFor({ timeout: 0 });
    return (performance.now() - start) / 1000;
  } finally {
    await browser.close();
  }
}

function megabytesIn(folder: string): number {
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0) / 1e6;
}
