/** What is true of every page of a report. Its name comes first, since these tests take longest. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { targetFile } from '../../src/results/page-addresses.ts';
import { pagesOfAllKinds, troublesIn, WIDE_AND_NARROW } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';
import type { BuiltReport } from '../support/built-report.ts';
import { deadLinks, linksOf } from '../support/links.ts';
import { buildSmallReport, kimi, overflowOf, RESULTS } from '../support/small-report.ts';
import { watch } from '../support/troubles.ts';

test.describe.configure({ mode: 'parallel' });

let report: BuiltReport;
test.beforeAll(async () => {
  report = await buildSmallReport();
});
test.afterAll(() => report.remove());

const urlOf = (file: string, anchor?: string) => report.urlOf(file, anchor);

function kindsOfPages(): string[] {
  const { folder, files } = report;
  return pagesOfAllKinds(files.map((file) => join(folder, file))).map((path) => relative(folder, path));
}

for (const half of [0, 1]) {
  test(`every kind of page opens in peace and is accessible, light and wide, dark and narrow, ${half + 1} of 2`, async ({
    page,
  }) => {
    const troubles = watch(page);
    for (const file of kindsOfPages().filter((_, at) => at % 2 === half)) {
      await page.goto(urlOf(file));
      expect(await troublesIn(page, WIDE_AND_NARROW, file)).toEqual([]);
    }
    expect(troubles).toEqual([]);
  });
}

/** The entries of the navigation and the other reports, from every page; further pages have entries between these. */
const NAVIGATION = ['matrix', 'checks', 'run', 'diff', 'history'].map((name) => `${name}/index.html`);

/** What stands on a page when its scripts have run. */
async function standingOn(page: Page) {
  const all = await page.locator('a, [id], h1, h2, h3, h4, h5, h6').evaluateAll((found) =>
    found.map((each) => ({
      tag: each.tagName,
      id: each.id,
      href: String(Reflect.get(each, 'href')),
      isSeen: each.checkVisibility(),
      navigation: each.closest('nav')?.getAttribute('aria-label') ?? null,
    })),
  );
  return {
    levels: all.flatMap(({ tag, isSeen }) => (isSeen && /^H\d$/u.test(tag) ? Number(tag[1]) : [])),
    links: all.filter(({ tag }) => tag === 'A'),
    ids: all.flatMap(({ id }) => (id === '' ? [] : id)),
  };
}

test('every link on every page leads to a place that is there', () => {
  const { broken, ambiguous, count } = linksOf(report.folder, report.files);
  expect({ broken, ambiguous }).toEqual({ broken: [], ambiguous: [] });
  expect(count).toBeGreaterThan(200);
});

test('there is a page of each check, target and conversation, and those of the navigation', () => {
  // Of four targets and of four conversations.
  expect(report.files.length).toBeGreaterThanOrEqual(5 + Object.keys(RESULTS.run.checks).length + 4 + 4);
});

const LIKE_ONE_ANOTHER = /^faults\//u;

/** All pages, but of the hundreds that are alike those with the longest words, which a narrow window has to break. */
function pagesForNarrowWindow(): string[] {
  const { folder, files } = report;
  const longestWord = (file: string) => {
    const words = readFileSync(join(folder, file), 'utf8')
      .replaceAll(/<[^>]*>/gu, ' ')
      .split(/\s+/u);
    return words.reduce((longest, { length }) => Math.max(longest, length), 0);
  };
  const alike = files.filter((file) => LIKE_ONE_ANOTHER.test(file));
  expect(alike.length).toBeGreaterThan(200);
  return [
    ...files.filter((file) => !LIKE_ONE_ANOTHER.test(file)),
    ...alike.toSorted((left, right) => longestWord(right) - longestWord(left)).slice(0, 15),
  ];
}

const PARTS = [1, 2];
for (const part of PARTS) {
  test(`every kind of page opens in peace in a narrow window, part ${part}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 900 });
    const troubles = watch(page);
    const others = [urlOf('results.jsonl'), urlOf('playwright/index.html')];
    const everywhere = [...NAVIGATION.map((file) => urlOf(file)), ...others, 'https://example.test/allure/'];
    for (const file of pagesForNarrowWindow().filter((_, at) => at % PARTS.length === part - 1)) {
      await page.goto(urlOf(file));
      expect(await overflowOf(page), `${file} scrolls sideways`).toBeLessThanOrEqual(0);
      const { levels, links, ids } = await standingOn(page);
      expect(levels, `${file} has no heading`).toContain(1);
      const skipped = levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1);
      expect(skipped, `${file} leaves a level of headings out`).toEqual([]);
      const offered = links.filter(({ navigation }) =>
        /^(?:Report|The same run elsewhere)$/u.test(navigation ?? ''),
      );
      expect(offered.map(({ href }) => href).filter((href) => everywhere.includes(href))).toEqual(everywhere);
      expect(new Set(ids).size, `${file} has an id twice`).toBe(ids.length);
      expect(
        deadLinks(
          urlOf(file),
          links.map(({ href }) => href),
          ids,
        ),
        file,
      ).toEqual([]);
    }
    expect(troubles).toEqual([]);
  });
}
test('without JavaScript nothing stands there that does nothing', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  for (const file of kindsOfPages()) {
    await page.goto(urlOf(file));
    await expect(page.locator('input, select, button').filter({ visible: true }), file).toHaveCount(0);
  }
  await context.close();
});

test('nothing moves while a page loads, however slowly it comes', async ({ page }) => {
  const pieces = 20;
  const server = createServer(async ({ url = '' }, response) => {
    const file = decodeURIComponent(url.slice(1));
    const bytes = readFileSync(join(report.folder, file));
    if (!file.endsWith('.html')) return response.end(bytes);
    const length = Math.ceil(bytes.length / pieces);
    for (let at = 0; at < bytes.length; at += length) {
      response.write(bytes.subarray(at, at + length));
      await sleep(20);
    }
    return response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  for (const file of ['index.html', 'matrix/index.html', 'checks/index.html', targetFile(kimi.target)]) {
    await page.goto(`http://127.0.0.1:${port}/${encodeURI(file)}`);
    await page.waitForLoadState('networkidle');
    const shifts = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          new PerformanceObserver((list) => done(list.getEntries().length)).observe({
            type: 'layout-shift',
            buffered: true,
          });
          setTimeout(() => done(0), 200);
        }),
    );
    expect(shifts, file).toBe(0);
  }
  server.closeAllConnections();
  server.close();
});
