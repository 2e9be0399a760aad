/** The page of the matrix as readers use it: with a search, with keys, and page by page. */
import { expect, type Page } from '@playwright/test';
import { PAGE_ROWS } from '../../src/report/site/matrix/view.ts';
import { violationsOn } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';
import { type BuiltReport, builtReport } from '../support/built-report.ts';
import { resultsOf } from '../support/records.ts';
import {
  buildSmallReport,
  conversationOf,
  idFinding,
  kimi,
  RESULTS,
  verdictOf,
} from '../support/small-report.ts';
import { watch } from '../support/troubles.ts';

let report: BuiltReport;
test.beforeAll(async () => {
  report = await buildSmallReport();
});
test.afterAll(() => report.remove());

const urlOf = (file: string, anchor?: string) => report.urlOf(file, anchor);

test('a cell says what happened in words, and keeps the provider apart from the model and the client', async ({
  page,
}) => {
  await page.goto(urlOf('matrix/index.html'));
  const families = await page.locator('.matrix thead th').allInnerTexts();
  const cellsOf = async (name: RegExp) => {
    const cells = await page.getByRole('row', { name }).locator('th, td').allInnerTexts();
    const said = families.map((family, at) => [family, (cells[at] ?? '').replace(/\s+/g, ' ').trim()]);
    return Object.fromEntries(said.filter(([family, text]) => family !== 'Target' && text !== 'n/a'));
  };
  expect(await cellsOf(/kimi-k2-0905@deepinfra/)).toEqual({
    framing: '1 pass',
    ids: '1 MUST fails client 1 MUST fails 1 observed',
    arguments: 'model 1 pass',
    usage: '1 known',
  });
  expect(await cellsOf(/deepseek-v3.2/)).toEqual({
    framing: '1 error 2 pass',
    ids: '1 MUST fails',
    arguments: 'model 1 MUST fails, 2 pass',
    usage: '1 pass',
    cost: '1 unsupported',
  });
});

test('the search shows the targets that have every word, and is part of the address', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html'));
  const rows = page.locator('tr[data-row]:visible');
  await expect(rows).toHaveCount(4);
  await page.getByLabel('Search', { exact: true }).fill('KIMI deepinfra');
  await expect(rows).toHaveCount(1);
  await expect(page.locator('.choices output')).toHaveText('1 of 4 targets');
  await expect(page).toHaveURL(/\?q=KIMI\+deepinfra$/);
  await page.reload();
  await expect(rows).toHaveCount(1);
});

/** What the matrix shows, as text. */
async function shownMatrix(page: Page): Promise<string[]> {
  const texts = await page.locator('.matrix :is(th, td)').allInnerTexts();
  return texts.map((text) => text.replace(/\s+/g, ' ').trim());
}

test('a query is in the address, and the address brings the same view back', async ({ page }) => {
  const troubles = watch(page);
  await page.goto(urlOf('matrix/index.html'));
  const search = page.getByLabel('Search', { exact: true });
  await search.fill('provider:OpenRouter level:must outcome:new');
  await page.getByLabel('Sort').selectOption('name');
  await expect(page).toHaveURL(/\?q=provider%3AOpenRouter\+level%3Amust\+outcome%3Anew&sort=name$/u);
  await expect(page.getByRole('columnheader', { name: 'ids/ present' })).toBeVisible();
  const shown = await shownMatrix(page);
  const address = page.url();

  await page.goto(urlOf('checks/index.html'));
  await page.goto(address);
  await expect(page.getByRole('columnheader', { name: 'ids/ present' })).toBeVisible();
  expect(await shownMatrix(page)).toEqual(shown);
  await expect(search).toHaveValue('provider:OpenRouter level:must outcome:new');

  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page).toHaveURL(urlOf('matrix/index.html'));
  await expect(page.locator('tr[data-row]')).toHaveCount(4);
  expect(troubles).toEqual([]);
});

test('a provider of the address that there is not names the nearest', async ({ page }) => {
  await page.goto(`${urlOf('matrix/index.html')}?provider=OpenRoutr`);
  await expect(page.getByLabel('Search', { exact: true })).toHaveValue('provider:OpenRoutr');
  await expect(page.locator('.nothing')).toHaveText(
    'Nothing is left: provider:OpenRoutr matches nothing: did you mean "openrouter"?',
  );
});

test('a query is completed while it is typed', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html'));
  await page.getByLabel('Search', { exact: true }).fill('provider:OpenRouter outcome:k');
  await expect(page.locator('datalist option')).toHaveCount(1);
  await expect(page.locator('datalist option')).toHaveAttribute('value', 'provider:OpenRouter outcome:known');
});

test('where targets differ, only the checks that tell them apart are left', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html'));
  await page.getByLabel('Search', { exact: true }).fill('is:different');
  // ids/present, for one, is broken wherever it was judged, and tells nobody apart.
  await expect(page.locator('.matrix thead th')).toHaveText(['Target', 'usage/last']);
  await expect(page).toHaveURL(/\?q=is%3Adifferent$/);
  await page.reload();
  await expect(page.locator('.matrix thead th')).toHaveText(['Target', 'usage/last']);
  await page.getByLabel('Search', { exact: true }).fill('');
  await expect(page.locator('.matrix thead th')).not.toHaveCount(1);
});

test('the keyboard reaches the search, every failure and the help', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html'));
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search', { exact: true })).toBeFocused();
  // In the field a letter is a letter.
  await page.keyboard.type('j?');
  await expect(page.getByLabel('Search', { exact: true })).toHaveValue('j?');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: 'Clear' }).click();
  await expect(page.locator('tr[data-row]')).toHaveCount(4);

  const focused = () => page.evaluate('document.activeElement.getAttribute("href")');
  const failures = await page
    .locator('.cell:is(.must, .should) > a')
    .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
  expect(failures.length).toBeGreaterThan(2);
  const forth: unknown[] = [];
  for (const _ of failures) {
    await page.keyboard.press('j');
    forth.push(await focused());
  }
  expect(forth).toEqual(failures);
  await page.keyboard.press('j');
  expect(await focused()).toBe(failures.at(-1));
  await page.keyboard.press('k');
  expect(await focused()).toBe(failures.at(-2));

  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
});

test.describe('a matrix of more targets than a page has', () => {
  let long: BuiltReport;

  test.beforeAll(async () => {
    const conversations = Array.from({ length: PAGE_ROWS + 5 }, (_, at) =>
      conversationOf(`p/model-${at}`, 'none'),
    );
    const last = conversations.at(-1) ?? kimi;
    const verdicts = [verdictOf(last, 'ids/present', { findings: [idFinding], findingCount: 1 })];
    const skipped = { 'p/<b>left-out</b>': 'no key in P_KEY' };
    const run = { ...RESULTS.run, targets: {}, skipped };
    long = await builtReport({ results: resultsOf(conversations, verdicts, run) });
  });

  test.afterAll(() => long.remove());

  test('is turned page by page without JavaScript', async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(long.urlOf('matrix/index.html'));
    await expect(page.locator('tr[data-row]')).toHaveCount(PAGE_ROWS);
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.locator('tr[data-row]')).toHaveCount(5);
    await page.getByRole('link', { name: '1 MUST fails' }).click();
    await expect(page).toHaveURL(long.urlOf(`targets/p_model-${PAGE_ROWS + 4}/index.html`, 'family-ids'));
    await page.goto(long.urlOf('matrix/2/index.html'));
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect(page).toHaveURL(long.urlOf('matrix/index.html'));
    await context.close();
  });

  test('is turned in place with JavaScript, and by the key to the next failure', async ({ page }) => {
    const troubles = watch(page);
    await page.goto(long.urlOf('matrix/index.html'));
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page).toHaveURL(`${long.urlOf('matrix/index.html')}?page=2`);
    await expect(page.locator('tr[data-row]')).toHaveCount(5);
    await page.getByRole('link', { name: 'Previous' }).click();
    await expect(page.locator('tr[data-row]')).toHaveCount(PAGE_ROWS);
    await page.keyboard.press('j');
    await expect(page.locator('.cell.must > a')).toBeFocused();
    await expect(page).toHaveURL(`${long.urlOf('matrix/index.html')}?page=2`);
    await page.goto(long.urlOf('matrix/2/index.html'));
    await expect(page).toHaveURL(`${long.urlOf('matrix/index.html')}?page=2`);
    await expect(page.locator('tr[data-row]')).toHaveCount(5);
    expect(troubles).toEqual([]);
  });

  test('says which targets were skipped, and why', async ({ page }) => {
    await page.goto(long.urlOf('matrix/index.html'));
    await page.getByText('1 target skipped, and why').click();
    await expect(page.locator('.skipped li')).toHaveText('p/<b>left-out</b> no key in P_KEY');
  });
});

test('single keys can be switched off, and stay off on the next page', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html'));
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keys' });
  await help.getByLabel('Single keys are on').uncheck();
  await help.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search', { exact: true })).not.toBeFocused();
  await page.goto(urlOf('checks/index.html'));
  await page.keyboard.press('?');
  await expect(help).toBeHidden();
});

test('the help and the choices are accessible while they are in use', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html', ''));
  await page.getByRole('button', { name: 'checks of ids' }).click();
  await page.getByLabel('Search', { exact: true }).fill('outcome:fail');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Keys' }).click();
  expect(await violationsOn(page, 'matrix/index.html')).toEqual([]);
});
