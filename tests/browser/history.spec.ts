/** The pages Run, Diff and History as readers open them: from the file system, in a real browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { targetFile, targetHistoryFile } from '../../src/results/page-addresses.ts';
import { troublesIn, WIDE_AND_NARROW } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';
import type { BuiltReport } from '../support/built-report.ts';
import { deadLinks, linksOf } from '../support/links.ts';
import { buildNightsReport, HOSTILE, STALE, STEADY } from '../support/nights-report.ts';
import { watch } from '../support/troubles.ts';

let report: BuiltReport;
/** The pages Run, Diff and History, of every night and target. */
let files: readonly string[];

test.beforeAll(async () => {
  report = await buildNightsReport();
  files = report.files.filter((file) => /^(?:run|diff|history)\//u.test(file));
});

test.afterAll(() => report.remove());

const urlOf = (file: string, anchor?: string) => report.urlOf(file, anchor);

/** One of each kind of page; the nights are alike. */
const KINDS = [
  'run/index.html',
  'run/2025-11-20.html',
  'diff/index.html',
  'diff/previous.html',
  'diff/2025-11-20.html',
  'history/index.html',
  targetHistoryFile(STALE),
  targetHistoryFile(HOSTILE),
  targetFile(STEADY),
];

test('every kind of page opens in peace and is accessible, light and wide, dark and narrow', async ({
  page,
}) => {
  const troubles = watch(page);
  for (const file of KINDS) {
    await page.goto(urlOf(file));
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await troublesIn(page, WIDE_AND_NARROW, file)).toEqual([]);
  }
  expect(troubles).toEqual([]);
});

test('every link on every page of the history leads to a place that is there', () => {
  const { broken, ambiguous, count } = linksOf(report.folder, files);
  expect({ broken, ambiguous }).toEqual({ broken: [], ambiguous: [] });
  expect(count).toBeGreaterThan(500);
});

test('every link that a script makes, on each kind of page, leads to a place that is there', async ({
  page,
}) => {
  for (const file of KINDS) {
    await page.goto(urlOf(file));
    const hrefs = await page
      .locator('a')
      .evaluateAll((all) => all.map((each) => String(Reflect.get(each, 'href'))));
    const ids = await page.locator('[id]').evaluateAll((all) => all.map((each) => each.id));
    expect(new Set(ids).size, `${file} has an id twice`).toBe(ids.length);
    expect(deadLinks(urlOf(file), hrefs, ids), file).toEqual([]);
  }
});

test('without JavaScript, the history leads to a target, its night, its run and its diff', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(urlOf('history/index.html'));
  await expect(page.getByRole('form')).toHaveCount(0);
  await page.getByRole('link', { name: STEADY }).click();
  await expect(page.getByRole('region', { name: 'Checks by nights' }).getByRole('row')).not.toHaveCount(1);
  const night = page.getByRole('row', { name: /2025-11-19/ });
  await night.getByRole('link', { name: 'Diff of 2025-11-19' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Night of 2025-11-19 against 2025-11-18');
  await page.getByRole('link', { name: 'the run of 2025-11-19' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Run of 2025-11-19');
  await page.getByRole('link', { name: STEADY }).click();
  await expect(page).toHaveURL(urlOf(targetHistoryFile(STEADY)));
  await context.close();
});

test('the run tells new failures from others where it has a baseline', async ({ page }) => {
  await page.goto(urlOf('run/index.html'));
  await expect(page.getByRole('heading', { name: 'New failures 1' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Other failures 0' })).toBeVisible();
});

test('each row says since when it stands so', async ({ page }) => {
  await page.goto(urlOf('history/index.html'));
  const column = page.getByRole('columnheader', { name: 'How long' });
  await expect(column).toBeVisible();
  await expect(rowOf(page, STEADY)).toContainText(/since (?:the first night, )?2025-11-\d\d/u);
});

test('gaps and stale targets are said in words', async ({ page }) => {
  await page.goto(urlOf('history/index.html'));
  await expect(page.locator('.facts').first()).toContainText('2 days without a run');
  await expect(rowOf(page, STALE)).toContainText('stale: no data since 2025-11-15, 5 nights ago');
  await expect(rowOf(page, STALE)).toContainText('no answer');
  await expect(page.locator('.calendar .gap')).toHaveText(['11 no run', '12 no run']);
  await expect(page.locator('main')).toContainText('<i>the line is not JSON</i>');

  await page.goto(urlOf(targetHistoryFile(STALE)));
  const gaps = page.locator('tr.gap');
  await expect(gaps).toHaveText([
    '2025-11-16 to 2025-11-20: no answer: <b>HTTP 402</b><U+202E>, 5 days',
    '2025-11-11 to 2025-11-12: no data, 2 days',
  ]);
  await page.goto(urlOf('run/2025-11-13.html'));
  await expect(page.locator('.facts')).toContainText('gap: 2 days without a run');
  await page.goto(urlOf('diff/2025-11-13.html'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Night of 2025-11-13 against 2025-11-10');
});

function rowOf(page: Page, target: string): Locator {
  return page.locator('table.history tr', { has: page.getByRole('link', { name: target, exact: true }) });
}

test('a night is chosen with the keyboard or on a strip, opens its run and its diff, and is part of the address', async ({
  page,
}) => {
  const troubles = watch(page);
  await page.goto(urlOf('history/index.html'));
  const shown = page.locator('#night-shown');
  await expect(shown).toContainText('2025-11-20');
  const slider = page.getByRole('slider', { name: /Night/ });
  await slider.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(shown).toContainText('2025-11-19');
  await expect(slider).toHaveAttribute('aria-valuetext', '2025-11-19');
  await expect(page.getByRole('columnheader', { name: 'On 2025-11-19' })).toBeVisible();
  await expect(page).toHaveURL(/\?night=2025-11-19$/);

  // Ten and a half bars of thirty from the left.
  const strip = rowOf(page, STEADY).locator('.strip');
  const box = await strip.boundingBox();
  await strip.click({ position: { x: ((box?.width ?? 0) * 10.5) / 30, y: 5 } });
  await expect(shown).toContainText('2025-11-01');
  await page.reload();
  await expect(shown).toContainText('2025-11-01');
  await shown.getByRole('link', { name: 'its diff to the night before' }).click();
  await expect(page).toHaveURL(urlOf('diff/2025-11-01.html'));

  await page.goto(`${urlOf('history/index.html')}?night=2025-11-12`);
  await expect(shown).toHaveText('2025-11-12 gap: no run');
  await expect(rowOf(page, STEADY)).toContainText('no data');
  expect(troubles).toEqual([]);
});

test('the detail of a target is loaded when it is opened, and not before', async ({ page }) => {
  const troubles = watch(page);
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url().split('/').at(-1) ?? ''));
  await page.goto(urlOf('history/index.html'));
  await page.waitForLoadState('networkidle');
  expect(loaded.filter((file) => file.endsWith('.js'))).toEqual(['report.js']);
  const opener = rowOf(page, STEADY).getByRole('button', { name: 'Its checks' });
  await opener.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('tr.of-check').first()).toContainText('Rule of');
  await expect(page.locator('tr.note')).toContainText('never failed');
  await expect(opener).toHaveAttribute('aria-expanded', 'true');
  await expect(opener).toBeFocused();
  expect(loaded.filter((file) => file.endsWith('.js'))).toEqual([
    'report.js',
    'history-data.js',
    'openrouter_lab_steady.js',
  ]);
  const rows = await page.locator('tr.of-check').count();
  await page.reload();
  await expect(page.locator('tr.of-check')).toHaveCount(rows);
  await page.getByRole('button', { name: 'Its checks', expanded: true }).click();
  await expect(page.locator('tr.of-check')).toHaveCount(0);
  expect(troubles).toEqual([]);
});

test('words and the state of the night choose among the targets', async ({ page }) => {
  await page.goto(urlOf('history/index.html'));
  const rows = page.locator('table.history tbody tr');
  await expect(rows).toHaveCount(3);
  await page.getByRole('searchbox').fill('LAB steady');
  await expect(rows).toHaveCount(1);
  await expect(page.locator('.history-choices output')).toHaveText('1 of 3 targets');
  await page.getByRole('button', { name: 'Its checks' }).click();
  await expect(page.locator('tr.of-check').first()).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByRole('combobox', { name: 'Show' }).selectOption('missing');
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText(STALE);
});

test('any two nights are compared in the browser as the build compares neighbours', async ({ page }) => {
  const troubles = watch(page);
  await page.goto(urlOf('diff/2025-11-10.html'));
  const built = await page.locator('main').innerText();
  await page.goto(urlOf('diff/index.html'));
  await page.getByRole('combobox', { name: 'Compare the night of' }).selectOption('2025-11-10');
  // Whichever is chosen first, the earlier one is what was before.
  await page.getByRole('combobox', { name: 'with that of' }).selectOption('2025-11-09');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Night of 2025-11-10 against 2025-11-09');
  const computed = await page.locator('#diff').innerText();
  expect(built).toContain(computed);
  expect(computed).toMatch(/(?:MUST fails|pass)/);
  await expect(page).toHaveURL(/\?from=2025-11-09&to=2025-11-10$/);

  await page.goto(`${urlOf('diff/index.html')}?from=2025-10-22&to=2025-11-20`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Night of 2025-11-20 against 2025-10-22');
  await expect(page.locator('#diff')).toContainText('<b>HTTP 402</b>U+202E');
  await page.getByRole('link', { name: STALE }).click();
  await expect(page).toHaveURL(urlOf(targetHistoryFile(STALE)));
  expect(troubles).toEqual([]);
});

test('the diff to a baseline has its lists verdict by verdict, and the drift of fields', async ({ page }) => {
  await page.goto(urlOf('diff/index.html'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This run against the baseline');
  const lists = page.locator('#diff .diff-list');
  const list = (name: string) => lists.filter({ has: page.getByRole('heading', { name }) });
  await expect(list('Newly failing')).toContainText('Rule of ids/present');
  await expect(list('Newly failing')).toContainText('weather · streaming');
  await expect(list('Newly passing')).toContainText('Rule of ids/type');
  await expect(lists).toHaveCount(2);
  await expect(page.locator('#diff')).toContainText('No verdict is added, removed or unknown now.');
  const drift = page.locator('.drift');
  await expect(drift).toContainText('goneanswer choices[].delta.<b>role</b>');
  await expect(drift).toContainText('not in every answer, so it may be chance');
});

test('the run says what it did not do, what is new, what is known and what nobody needs any more', async ({
  page,
}) => {
  await page.goto(urlOf('run/index.html'));
  const main = page.locator('main');
  await expect(main).toContainText(
    'The gate does not let this run pass. 1 new failure, 1 stale expectation.',
  );
  await expect(main).toContainText('no key in <OPENROUTER_API_KEY>');
  await expect(main).toContainText('1 conversation recovered: an attempt failed and was sent again');
  await expect(main).toContainText('1 conversation not sent to the end, and why');
  await expect(main).toContainText('Accepted since 2025-10-01 <b>accepted</b> for now');
  await expect(main).toContainText('specs/expectations/lab/steady.yaml:4');
  const counts = page.getByRole('region', { name: 'Verdicts by outcome, level and subject' });
  await expect(counts.getByRole('row', { name: /MUST fails/ })).toHaveText(/MUST fails1.*1$/);
  await expect(page.getByRole('link', { name: 'junit.xml' })).toBeVisible();
  await page.keyboard.press('j');
  await expect(page.getByRole('link', { name: 'Rule of ids/present' })).toBeFocused();
  await page.locator('.failing-check.must').getByRole('link', { name: STEADY }).click();
  await expect(page).toHaveURL(urlOf(targetFile(STEADY), 'ids/present'));
  await expect(page.locator('.target-history')).toContainText('Every night and every check');
});

test('whatever a provider is called, it is shown as text on every page', () => {
  for (const file of [...files, targetFile(HOSTILE)]) {
    const html = readFileSync(join(report.folder, file), 'utf8');
    expect(html, file).not.toMatch(/<(?:img src=x|i|script)>|<b>(?:HTTP|accepted|role)| on[a-z]+="| style="/);
    const text = html.replace(/ (?:id|href|aria-label|data-row)="[^"]*"/g, '');
    expect(text, file).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
  }
});
