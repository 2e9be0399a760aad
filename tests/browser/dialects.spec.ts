/** The report of a run over two dialects, one of them made up, as readers open it. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page } from '@playwright/test';
import {
  besideFile,
  COMPARE_FILE,
  checkFile,
  conversationFile,
  servingFile,
  targetFile,
} from '../../src/results/page-addresses.ts';
import { troublesIn } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';
import { linksOf } from '../support/links.ts';
import { copyWithParrot, reportIn } from '../support/made-up/copy.ts';
import { DIRECT, GATEWAY, PARROT, WEIGHTS } from '../support/made-up/mixed-run.ts';

let folder: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dialects-'));
  const copy = copyWithParrot();
  try {
    await reportIn(copy, folder);
  } finally {
    rmSync(copy, { recursive: true });
  }
});

test.afterAll(() => rmSync(folder, { recursive: true }));

function urlOf(file: string): string {
  const [path = '', query] = file.split('?');
  const url = pathToFileURL(join(folder, path)).href;
  return query === undefined ? url : `${url}?${query}`;
}

const streamed = { target: PARROT, scenario: 'weather', delivery: 'streaming', sample: 1 } as const;
const PAGES = [
  'index.html',
  'matrix/index.html',
  'checks/index.html',
  checkFile('ids/present'),
  targetFile(PARROT),
  COMPARE_FILE,
  servingFile(WEIGHTS),
  conversationFile(streamed),
];

test('every page opens in peace and is accessible, light and wide, dark and narrow', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  page.on('request', (request) => {
    if (!/^(?:file|data):/.test(request.url())) errors.push(request.url());
  });
  const looks = [
    { colorScheme: 'light', width: 1280, height: 900 },
    { colorScheme: 'dark', width: 390, height: 900 },
  ] as const;
  for (const file of PAGES) {
    await page.goto(urlOf(file));
    expect.soft(await troublesIn(page, looks, file)).toEqual([]);
  }
  expect(errors).toEqual([]);
});

test('every link leads to a place that is there', () => {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  const { broken, ambiguous } = linksOf(folder, pages);
  expect({ broken: broken.filter((link) => !link.endsWith('results.jsonl')), ambiguous }).toEqual({
    broken: [],
    ambiguous: [],
  });
});

/** The first cell of each row, and how many of the others are empty. */
async function rowsOf(page: Page): Promise<(readonly [name: string, empty: number])[]> {
  const rows = await page.locator('#matrix tr[data-row]').all();
  return Promise.all(
    rows.map(async (row) => [
      String(await row.getAttribute('data-row')),
      await row.locator('td.lacking').count(),
    ]),
  );
}

test('the matrix names the dialect of each target, filters by it, and keeps only the columns that apply', async ({
  page,
}) => {
  await page.goto(urlOf('matrix/index.html'));
  await expect(page.locator('.dialect')).toHaveText(['Chat Completions', 'Chat Completions', 'Parrot']);
  const columns = page.locator('.matrix thead th');
  const all = await columns.count();
  expect(await rowsOf(page)).toEqual([
    [DIRECT, 0],
    [GATEWAY, 0],
    [PARROT, all - 3],
  ]);

  const search = page.getByLabel('Search', { exact: true });
  await search.fill('dialect:parrot');
  await expect(page).toHaveURL(urlOf('matrix/index.html?q=dialect%3Aparrot'));
  await expect(columns).toHaveText(['Target', 'ids', 'roundtrip']);
  expect(await rowsOf(page)).toEqual([[PARROT, 0]]);

  await page.goto(urlOf('matrix/index.html?dialect=openai-chat'));
  await expect(search).toHaveValue('dialect:openai-chat');
  await expect(page.locator('#matrix tr[data-row]')).toHaveCount(2);
});

test('from its page a target is set beside another of the same model, and the choice is in the address', async ({
  page,
}) => {
  await page.goto(urlOf(targetFile(PARROT)));
  await page.getByRole('link', { name: DIRECT }).click();
  await expect(page).toHaveURL(urlOf(besideFile(servingFile(WEIGHTS), PARROT, DIRECT)));
  const rows = page.locator('#compared tbody tr');
  await expect(page.locator('#compared thead a')).toHaveText([PARROT, DIRECT]);
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('MUST fails');
  await expect(rows.first()).toContainText('no result can name this call');

  await page.locator('select[name=a]').selectOption(GATEWAY);
  await expect(page).toHaveURL(urlOf(besideFile(servingFile(WEIGHTS), GATEWAY, DIRECT)));
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('framing/done');
  await page.locator('select[name=a]').selectOption('');
  await expect(page.locator('#compared thead a')).toHaveText([DIRECT, GATEWAY, PARROT]);
  await page.locator('select[name=a]').selectOption(GATEWAY);
  await rows.getByRole('link', { name: /exchange \d/ }).click();
  await expect(page).toHaveURL(/conversations\/gateway.*#e\d-\d+$/u);
});

test('without JavaScript all targets of a model stand side by side', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(urlOf(besideFile(servingFile(WEIGHTS), PARROT, DIRECT)));
  await expect(page.locator('#compared thead a')).toHaveCount(3);
  await expect(page.locator('#compared tbody tr')).toHaveCount(2);
  await expect(page.locator('select[name=a]')).toBeHidden();
  await context.close();
});

test('a check says how each dialect reads it, and a target which checks its dialect does not have', async ({
  page,
}) => {
  await page.goto(urlOf(checkFile('ids/present')));
  const readings = page.locator('.by-dialect > div');
  await expect(readings).toContainText(['as above', 'Every call has a key']);
  await expect(readings.nth(1).getByRole('link', { name: 'Parrot manual' })).toBeVisible();
  await page.goto(urlOf(checkFile('roundtrip/result-used')));
  await expect(page.locator('.weight').first()).toContainText('about the model, not the provider');
  await expect(readings.nth(1)).toContainText('about the provider');
  await page.goto(urlOf(checkFile('ids/type')));
  await expect(page.locator('.by-dialect > div').nth(1)).toContainText(
    'does not have it: a call has no type',
  );

  await page.goto(urlOf(targetFile(PARROT)));
  await expect(page.getByRole('heading', { name: 'Every call has a key', exact: true })).toBeVisible();
  await expect(page.getByText(/^\d+ checks that its dialect does not have$/u)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'framing', exact: true })).toHaveCount(0);
});

test('a conversation in another dialect shows its history as a list, and its calls where they came', async ({
  page,
}) => {
  await page.goto(urlOf(conversationFile(streamed)));
  const second = page.locator('#e2');
  await expect(second.locator('.request details.list').first()).toContainText('lines 3 items');
  await expect(second.locator('.request details.list').first()).toHaveAttribute('open', '');
  await expect(page.locator('#e1-1')).toContainText('arguments 1 “{"location":"Florence, Italy"}”');
  await expect(page.locator('main')).not.toContainText('undefined');
});
