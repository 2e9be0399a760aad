/** The page that judges what is dropped on it, opened from the file system, by what an audit says of the same files. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { audit } from '../../src/audit/audit.ts';
import { readableFormats } from '../../src/evidence/recordings/read-recording.ts';
import { buildReport } from '../../src/report/site/build.ts';
import { writeResults } from '../../src/results/file.ts';
import { formatResults } from '../../src/results/jsonl.ts';
import { parseResults } from '../../src/results/read-jsonl.ts';
import type { Results } from '../../src/results/results.ts';
import { ALL_LOOKS, troublesIn } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';

const WEATHER = 'cassettes/openrouter/qwen/qwen3-235b-a22b-2507/weather.streaming.yaml';

let folder: string;
let judge: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'judge-'));
  const { results } = audit([WEATHER]);
  await buildReport({ results, folder: join(folder, 'report') });
  judge = pathToFileURL(join(folder, 'report/judge/index.html')).href;
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const dialect of readdirSync('cassettes/local')) {
  test(`the verdicts are those of an audit: cassettes/local/${dialect}`, async ({ page }) => {
    const path = `cassettes/local/${dialect}`;
    await page.goto(judge);
    await page.locator('input[name=folder]').setInputFiles(path);
    expect(records(await savedResults(page))).toEqual(records(audit([path]).results));
  });
}

test('recordings of several recorders are judged together, and what is none is told in a line', async ({
  page,
}) => {
  const files = {
    'cut.yaml': readFileSync(WEATHER, 'utf8').slice(0, 1500),
    'page.har': '{"log":{"entries":[',
    'notes.txt': 'nothing',
    'run.jsonl': '{"type":"run"}\n',
    'whole.yaml': readFileSync(WEATHER, 'utf8'),
  };
  const mixed = join(folder, 'mixed');
  cpSync(WEATHER, join(mixed, 'whole.yaml'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(mixed, name), text);
  await page.goto(judge);
  await page.locator('input[name=files]').setInputFiles(Object.keys(files).map((name) => join(mixed, name)));
  await expect(page.locator('#judged .problems li')).toHaveText([
    'not read cut.yaml:29: interactions[0] is cut off: response.code is missing; restore the file, or record it again',
    `not read notes.txt: is no recording of ${readableFormats()}; leave it out`,
    /^not read page\.har: is not whole JSON .*; restore it, or record it again$/u,
    'not read run.jsonl:1: the results have schema (absent), this version reads 1; read them with the version that wrote them',
  ]);
  await expect(page.locator('#judged h2')).toHaveText('Judged here 1 conversation of 1 target');
});

test('what is dropped is judged, and a conversation that is alone is shown at once', async ({ page }) => {
  await page.goto(judge);
  await drop(page, { 'weather.yaml': readFileSync(WEATHER, 'utf8') });
  const shown = page.locator('#judged-page');
  await expect(shown.locator('h1')).toHaveText('weather.yaml streaming');
  await shown.getByRole('link', { name: 'exchange 1, event 5' }).first().click();
  await expect(shown.locator('[id="e1-5"]')).toBeInViewport();
  await shown.getByRole('link', { name: 'cost/matches-upstream' }).first().click();
  await expect(shown.locator('h1')).toHaveText('openrouter.ai/qwen/qwen3-235b-a22b-2507');
  await page.goBack();
  await expect(shown.locator('h1')).toHaveText('weather.yaml streaming');
});

test('results of a run are shown with the recordings that lie beside them', async ({ page }) => {
  const run = join(folder, 'run');
  const { results } = audit([WEATHER]);
  cpSync(WEATHER, join(run, results.conversations[0]?.cassette ?? ''));
  writeResults(join(run, 'results.jsonl'), { ...results, run: { ...results.run, mode: 'live' } });
  await page.goto(judge);
  await page.locator('input[name=folder]').setInputFiles(run);
  await expect(page.locator('#judged h2')).toHaveText([
    'Judged here 1 conversation of 1 target',
    'results.jsonl 1 conversation of 1 target',
  ]);
  await page.locator('section[aria-label="results.jsonl"] tbody a').click();
  await expect(page.locator('#judged-page [id="e1-5"]')).toBeVisible();
});

test('nothing leaves: the policy refuses every connection, of the page and of its worker', async ({
  page,
}) => {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).protocol));
  await page.goto(judge);
  await drop(page, { 'weather.yaml': readFileSync(WEATHER, 'utf8') });
  await expect(page.locator('#judged-page h1')).toBeVisible();
  expect(new Set(requests)).toEqual(new Set(['file:', 'blob:']));
  const refused = await page.evaluate(async () => {
    const probe = `fetch('https://example.invalid').then(() => 'sent', () => 'failed').then((end) => postMessage(end));
      addEventListener('securitypolicyviolation', (event) => postMessage(event.effectiveDirective));`;
    const first = (target: EventTarget, type: string) =>
      new Promise<Event>((resolve) => target.addEventListener(type, resolve, { once: true }));
    const inPage = first(document, 'securitypolicyviolation');
    const sent = fetch('https://example.invalid').then(
      () => 'sent',
      () => 'failed',
    );
    const worker = new Worker(URL.createObjectURL(new Blob([probe])));
    const heard: unknown[] = [];
    worker.addEventListener('message', ({ data }) => heard.push(data));
    const violation = await inPage;
    while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    return {
      page: [violation instanceof SecurityPolicyViolationEvent && violation.effectiveDirective, await sent],
      worker: heard.map(String).toSorted(),
    };
  });
  expect(refused).toEqual({ page: ['connect-src', 'failed'], worker: ['connect-src', 'failed'] });
});

test('axe finds nothing, and nothing is wider than the window, wide and narrow, light and dark', async ({
  page,
}) => {
  await page.goto(judge);
  expect(await troublesIn(page, ALL_LOOKS, 'empty')).toEqual([]);
  await drop(page, {
    'weather.yaml': readFileSync(WEATHER, 'utf8'),
    'broken.yaml': 'version: 2\ninteractions:\n- request:\n',
  });
  await expect(page.locator('#judged-page h1')).toBeVisible();
  expect(await troublesIn(page, ALL_LOOKS, 'judged')).toEqual([]);
});

/** As a drop from a file manager, but that a page can make none of folders. */
async function drop(page: Page, files: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((given) => {
    const dataTransfer = new DataTransfer();
    for (const [name, text] of Object.entries(given)) dataTransfer.items.add(new File([text], name));
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  }, files);
}

async function savedResults(page: Page): Promise<Results> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save results.jsonl' }).click(),
  ]);
  return parseResults(readFileSync(await download.path(), 'utf8'), 'results.jsonl');
}

/** Everything but the id and the time of the run. */
function records({ run, ...others }: Results): string {
  return formatResults({ ...others, run: { ...run, id: '', startedAt: '' } });
}
