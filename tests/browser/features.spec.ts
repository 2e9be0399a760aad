/** The first view, on a made-up shop of four providers and four models. */
import { expect } from '@playwright/test';
import { FEATURES } from '../../src/features/deciding/table.ts';
import { targetFile } from '../../src/results/page-addresses.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { ALL_LOOKS, troublesIn } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';
import { type BuiltReport, builtReport } from '../support/built-report.ts';
import { conversation, resultsOf, targetRecord, verdict } from '../support/records.ts';

const PROVIDERS = ['north', 'south', 'east', 'west'] as const;
const MODELS = ['vendor/heron-2', 'vendor/heron-2-mini', 'other/wren-large', 'other/wren-70b-instruct-0905'];
const BROKEN = 'east/vendor/heron-2-mini';

let report: BuiltReport;
const urlOf = (file: string, anchor?: string) => report.urlOf(file, anchor);

test.beforeAll(async () => {
  const ids = PROVIDERS.flatMap((provider) => MODELS.map((model) => ({ provider, model })));
  const target = (provider: string, model: string) =>
    targetRecord({ provider, providerName: provider, model });
  const targets = {
    'local/reference': { ...target('local', 'reference'), builtIn: 'reference' as const },
    ...Object.fromEntries(
      ids.map(({ provider, model }) => [`${provider}/${model}`, target(provider, model)]),
    ),
  };
  const passed = ['ids/present', 'roundtrip/continues', 'framing/utf-8'];
  const conversations = Object.keys(targets).flatMap((id) =>
    (['streaming', 'buffered'] as const).map((delivery) =>
      conversation({ target: id, delivery, passed, recordedAt: '2026-01-02T00:00:00.000Z' }),
    ),
  );
  const finding = { exchange: 1, event: 2, path: 'p', message: 'm', found: '"found-here"', expected: 'e' };
  const results = resultsOf(
    conversations.map((each) =>
      each.target === BROKEN && each.delivery === 'streaming' ? { ...each, passed: passed.slice(1) } : each,
    ),
    [verdict({ target: BROKEN, findings: [finding], findingCount: 1 })],
    {
      startedAt: '2026-01-02T00:00:00.000Z',
      mode: 'live',
      targets,
      checks: checkRecords(['openai-chat']),
    },
  );
  report = await builtReport({ results });
});

test.afterAll(() => report.remove());

for (const javaScriptEnabled of [true, false]) {
  test(`the worst model comes first, and its broken cell leads to the finding, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(urlOf('index.html'));
    await expect(page.locator('.above-features p')).toHaveText(
      '4 providers · 16 targets · judged 2 Jan 2026 from 32 conversations',
    );
    const first = page.locator('.features').first().locator('tbody tr').first();
    await expect(first.locator('th')).toContainText('heron-2-mini');
    await expect(first.locator('th')).toContainText('east');
    await first.locator('.f-broken > a').first().click();
    await expect(page).toHaveURL(urlOf(targetFile(BROKEN), 'f-one-call'));
    const feature = page.locator(':target');
    await expect(feature).toContainText('Broken in 1 of 2 conversations');
    await expect(feature).toContainText('"found-here"');
    await context.close();
  });
}

test('a cell whose deliveries differ has two halves, each with its word', async ({ page }) => {
  await page.goto(urlOf('index.html'));
  await expect(page.locator('.halves').first().locator('b')).toHaveText([
    'streamed broken',
    'buffered works',
  ]);
});

for (const width of [1400, 1280, 1057]) {
  test(`no sign of a cell is cut off, ${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(urlOf('index.html'));
    const cut = await page
      .locator('.features td > a')
      .evaluateAll((cells) =>
        cells.filter((cell) => cell.scrollHeight > cell.clientHeight).map((cell) => cell.textContent),
      );
    expect(cut).toEqual([]);
  });
}

for (const [width, height] of [
  [1400, 900],
  [1280, 800],
] as const) {
  test(`at ${width} x ${height} every feature and twelve rows are in the first view, and the head stays`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto(urlOf('index.html'));
    const table = page.locator('.features').first();
    await expect(table.locator('thead th')).toHaveCount(FEATURES.length + 1);
    const twelfth = await table.locator('tbody tr').nth(11).boundingBox();
    expect((twelfth?.y ?? height) + (twelfth?.height ?? 0)).toBeLessThanOrEqual(height);
    const last = await table.locator('thead th').last().boundingBox();
    expect((last?.x ?? width) + (last?.width ?? 0)).toBeLessThanOrEqual(width);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await expect(table.locator('thead')).toHaveCSS('position', 'sticky');
  });
}

test('on a phone the first card begins in the first view, with what is broken before what works', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(urlOf('index.html'));
  const card = page.locator('.features').first().locator('tbody tr').first();
  expect((await card.boundingBox())?.y).toBeLessThan(500);
  const [broken, works] = [card.locator('.f-broken').first(), card.locator('.f-works').first()];
  expect((await broken.boundingBox())?.y).toBeLessThan((await works.boundingBox())?.y ?? 0);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
});

test('the first view, what a feature asks and what came of it are accessible, wide and narrow, light and dark', async ({
  page,
}) => {
  for (const file of ['index.html', 'features/index.html', targetFile(BROKEN)]) {
    await page.goto(urlOf(file));
    expect(await troublesIn(page, ALL_LOOKS, file)).toEqual([]);
  }
});
