/** Measures the report of a large run: building it, opening it, and filtering it in a real Chromium. */
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { writeResults } from '../src/results/file.ts';
import { obtainChromium } from '../tests/support/chromium.ts';
import type { Figure } from './main.ts';
import { run } from './run.ts';
import { syntheticRun } from './synthetic-run.ts';

/** Inside the project, so that its packages are found; reports/ is git-ignored. */
const FOLDER = join('reports', 'bench-site');
const CASSETTE = 'cassettes/openrouter/moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml';

export async function siteOfLargeRun(): Promise<Figure[]> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const results = join(FOLDER, 'results.jsonl');
  const site = join(FOLDER, 'site');
  writeResults(results, syntheticRun());
  const build = (folder: string, ...evidence: readonly string[]) =>
    run(['--import', 'tsx', 'bench/build-site.mjs', results, folder, ...evidence]);
  const built = await build(site);
  const whole = await build(join(FOLDER, 'whole'), CASSETTE);
  const firstView = ['index.html', 'report.css', 'report.js'].map((file) => statSync(join(site, file)).size);
  const data = statSync(join(site, 'matrix-data.js')).size;
  const { interactive, filter, slowest } = await open(pathToFileURL(resolve(site, 'matrix/index.html')).href);
  rmSync(FOLDER, { recursive: true, force: true });
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(0)} kB`;
  const total = firstView.reduce((sum, bytes) => sum + bytes, 0);
  const figure = (name: string, value: string, aim = ''): Figure => ({ name, value, aim });
  return [
    figure('site of 500 targets x 20 x 2 x 90, results read', `${built.seconds.toFixed(1)} s`, 'aim <= 60 s'),
    figure('peak memory', `${built.megabytes} MB`, 'aim <= 2000 MB'),
    figure('with a page for each conversation', `${whole.seconds.toFixed(1)} s`),
    figure('peak memory', `${whole.megabytes} MB`, 'aim <= 2000 MB'),
    figure('first view, raw bytes', kilobytes(total), 'aim <= 200 kB'),
    figure('data of the whole matrix, loaded after it', kilobytes(data)),
    figure('interactive in Chromium', `${interactive.toFixed(0)} ms`, 'aim <= 1000 ms'),
    figure('filter, median of choices, until painted', `${filter.toFixed(0)} ms`, 'aim <= 50 ms'),
    figure(`filter, slowest (${slowest.choice})`, `${slowest.ms.toFixed(0)} ms`, 'aim <= 50 ms'),
  ];
}

/** Typical choices of a reader: the name of a form field, and its value. */
const CHOICES = [
  ['q', 'model-7'],
  ['q', 'provider-03 ids'],
  ['q', ''],
  ['q', 'level:must'],
  ['q', 'impact:critical or level:should'],
  ['q', 'outcome:fail'],
  ['q', 'outcome:new not provider:provider-03'],
  ['sort', 'failures'],
  ['q', 'delivery:streaming outcome:pass'],
  ['q', 'feature:one-call (outcome:fail or outcome:inconclusive)'],
  ['q', 'nothing:there'],
  ['q', ''],
  ['q', 'is:different'],
] as const;

async function open(url: string) {
  const browser = await chromium.launch({
    executablePath: obtainChromium(),
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await page.goto(url);
    // By then, deferred scripts have run, and every control works.
    const interactive = Number(
      await page.evaluate('performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd'),
    );
    while (!(await page.evaluate('globalThis.matrixData !== undefined'))) await setTimeout(10);
    const times: { choice: string; ms: number }[] = [];
    for (const [name, value] of CHOICES) {
      times.push({ choice: `${name}=${value}`, ms: await choose(page, name, value) });
    }
    const sorted = times.toSorted((left, right) => left.ms - right.ms);
    const [middle, slowest] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
    if (middle === undefined || slowest === undefined) throw new Error('nothing was chosen');
    return { interactive, filter: middle.ms, slowest };
  } finally {
    await browser.close();
  }
}

/** Returns the milliseconds from the event to the frame that shows the result. */
function choose(page: Page, name: string, value: string): Promise<number> {
  return page.evaluate(
    ([field, wanted]) =>
      new Promise<number>((done) => {
        const control = document.querySelector(`.choices [name="${field}"]`);
        if (control instanceof HTMLInputElement || control instanceof HTMLSelectElement)
          control.value = wanted;
        const start = performance.now();
        control?.dispatchEvent(new Event('input', { bubbles: true }));
        // A task that is posted in a frame runs after that frame is painted.
        requestAnimationFrame(() => globalThis.setTimeout(() => done(performance.now() - start)));
      }),
    [name, value] as const,
  );
}
