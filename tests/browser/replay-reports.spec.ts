/** What `npm run replay` leaves behind, opened as a user opens it: from the file system. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { test } from '../support/browser.ts';
import { startCli } from '../support/cli.ts';

let reports: string;

test.beforeAll(async () => {
  reports = mkdtempSync(join(tmpdir(), 'reports-'));
  // Those of the real gateway; tests/cli/replay.spec.ts replays all.
  const cassettes = join(reports, 'cassettes');
  cpSync('cassettes/openrouter', join(cassettes, 'openrouter'), { recursive: true });
  const folders = ['--cassettes', cassettes, '--reports', reports];
  const run = await startCli(['replay', ...folders, '--fail-on', 'should']).ended;
  expect(run.output).toMatch(/passed: [\d,]+ conversations? \([\d,]+ exchanges?\) judged/u);
  expect(run.code).toBe(0);
});

test.afterAll(() => rmSync(reports, { recursive: true, force: true }));

/** Every request of the page that leaves the file system. */
function watch(page: Page): string[] {
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!/^(file|data|blob):/u.test(request.url())) outside.push(request.url());
  });
  return outside;
}

function open(page: Page, ...path: string[]): Promise<unknown> {
  return page.goto(pathToFileURL(join(reports, ...path)).href);
}

test('every page that the first one links to opens, and loads nothing from elsewhere', async ({ page }) => {
  const outside = watch(page);
  await open(page, 'index.html');
  await expect(page.locator('main')).toContainText('kimi-k2-0905');
  const links = await page
    .locator('a')
    .evaluateAll((all) => all.map((link) => String(Reflect.get(link, 'href'))));
  const pages = new Set(
    links.map((link) => link.replace(/#.*$/u, '')).filter((link) => /^file:.*\.html$/u.test(link)),
  );
  expect(pages.size).toBeGreaterThan(5);
  for (const address of pages) {
    await page.goto(address);
    await expect(page.locator('body')).not.toBeEmpty();
  }
  expect(outside).toEqual([]);
});

test("Playwright's own report and Allure's are linked, and load nothing from elsewhere", async ({ page }) => {
  const outside = watch(page);
  await open(page, 'index.html');
  // Playwright's report folds the tests of targets, where there are many.
  for (const [name, shown] of [
    ['Playwright report', 'openrouter/qwen/qwen3-235b-a22b-2507'],
    ['Allure report', /kimi-k2-0905/u],
  ] as const) {
    await open(page, 'index.html');
    await page.getByRole('link', { name }).click();
    await expect(page.locator('body')).toContainText(shown, { timeout: 15_000 });
  }
  expect(outside).toEqual([]);
});
