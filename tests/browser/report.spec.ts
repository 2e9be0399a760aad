/** The pages of a report as readers open them: from the matrix to the event, with a search and with keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { PAGE_ROWS } from '../../src/report/site/matrix/view.ts';
import { checkFile, conversationFile, targetFile, verdictKeyOf } from '../../src/results/page-addresses.ts';
import { violationsOn } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';
import { type BuiltReport, builtReport } from '../support/built-report.ts';
import { resultsOf } from '../support/records.ts';
import {
  buildSmallReport,
  conversationOf,
  hostile,
  idFinding,
  idVerdict,
  kimi,
  lost,
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

test('the style sheet and the script apply in spite of the policy', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html'));
  await expect(page.locator('.matrix thead')).toHaveCSS('position', 'sticky');
  await expect(page.locator('.matrix tbody tr:not(.group) th').first()).toHaveCSS('position', 'sticky');
  await page.getByRole('button', { name: 'Keys' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  test(`a cell leads to the finding and the finding to its event, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(urlOf('matrix/index.html'));
    const row = page.getByRole('row', { name: /kimi-k2-0905@deepinfra/ });
    await row.getByRole('link', { name: '1 MUST fails' }).first().click();

    await expect(page).toHaveURL(urlOf(targetFile(kimi.target), 'family-ids'));
    await expect(page.getByRole('heading', { name: 'ids', exact: true })).toBeInViewport();
    const verdict = page.locator(`[id="${verdictKeyOf(idVerdict)}"]`);
    await expect(verdict).toContainText('the call has no id');
    await verdict.getByRole('link', { name: 'exchange 1, event 2' }).click();

    await expect(page).toHaveURL(urlOf(conversationFile(kimi), 'e1-2'));
    const event = page.locator('#e1-2');
    await expect(event).toBeInViewport();
    await expect(event.locator('mark')).toHaveText('"id": "0"');
    const finding = event.locator('.finding.must');
    await expect(finding).toContainText('MUST fails');
    await expect(finding).toContainText('Every call has a non-empty string id');
    await finding.getByRole('link', { name: 'ids/present' }).click();
    await expect(page).toHaveURL(urlOf(targetFile(kimi.target), verdictKeyOf(idVerdict)));
    await expect(verdict).toBeInViewport();
    await context.close();
  });
}

test('the key of a verdict, as documented, is its place on the page of its target', async ({ page }) => {
  await page.goto(`${urlOf(targetFile(kimi.target))}#${encodeURIComponent(verdictKeyOf(idVerdict))}`);
  await expect(page.locator(':target')).toContainText('the call has no id');
  await expect(page.locator(':target')).toBeInViewport();
});

test('a link into something folded unfolds it', async ({ page }) => {
  const observed = verdictKeyOf({ ...idVerdict, check: 'ids/entropy' });
  await page.goto(urlOf(targetFile(kimi.target), observed));
  await expect(page.locator(':target')).toBeInViewport();
  await page.goto(urlOf(conversationFile(hostile), 'e1-20'));
  await expect(page.locator(':target')).toContainText('word16');
  await expect(page.locator(':target')).toBeInViewport();
});

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

test('whatever a provider writes is shown as text, with its controls named', async ({ page }) => {
  const troubles = watch(page);
  await page.goto(urlOf(conversationFile(hostile)));
  const event = page.locator('#e1-1');
  await expect(event).toContainText('<script>alert(4)</script>U+202E');
  await expect(event).toContainText('"model":"<i>m</i>U+2066"');
  await expect(page.locator('.request').first()).toContainText('</section><script>alert(7)</script>');
  await expect(page.locator('#e1-3')).toContainText('<script>alert(2)</script>U+202E');
  await expect(page.locator('#e2')).toContainText('<b>ETIMEDOUT</b>');
  await expect(page.locator('#e1-2')).toContainText('more characters');
  await page.goto(urlOf(targetFile(hostile.target)));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'evil/<img src=x onerror=alert(1)>U+202Egnp.exe',
  );
  expect(troubles).toEqual([]);
  for (const file of report.files) {
    // The badge is the one picture that a page has of its own.
    const html = readFileSync(join(report.folder, file), 'utf8').replace(/<img class="picture" [^<>]*>/, '');
    expect(html.length, file).toBeLessThan(400_000);
    const text = html.replace(/ (?:id|href|aria-labelledby|data-row|data-copy|src|value)="[^"]*"/g, '');
    expect(text, file).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
    expect(html, file).not.toMatch(/<(?:svg onload|img|i>m|script>)| on[a-z]+="| style="/);
  }
});

test('evidence that cannot be had is said to be missing, and its findings are still there', async ({
  page,
}) => {
  await page.goto(urlOf(conversationFile(lost), 'e1-2'));
  await expect(page.locator('main')).toContainText('gone.yaml: does not exist');
  await expect(page.locator(':target')).toContainText('the call has no id');
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

test('on the page of a target, too, the keys go from failure to failure', async ({ page }) => {
  await page.goto(urlOf(targetFile(kimi.target)));
  await page.keyboard.press('j');
  await expect(page.locator('.broken > li > a').first()).toBeFocused();
});

test('the help and the choices are accessible while they are in use', async ({ page }) => {
  await page.goto(urlOf('matrix/index.html', ''));
  await page.getByRole('button', { name: 'checks of ids' }).click();
  await page.getByLabel('Search', { exact: true }).fill('outcome:fail');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Keys' }).click();
  expect(await violationsOn(page, 'matrix/index.html')).toEqual([]);
});

test('a target says what it breaks, what that does to clients, and how to judge it again', async ({
  page,
}) => {
  await page.goto(urlOf(targetFile(kimi.target)));
  const broken = page.locator('.broken > li');
  await expect(broken).toHaveCount(2);
  await expect(broken.first()).toContainText('MUST fails');
  await expect(broken.first()).toContainText('critical: the call is lost, or paired with the wrong result');
  await expect(page.locator('main')).toContainText('no grammar');
  await expect(page.locator('#reproduce')).toHaveText(
    "npx toolcall-conformance replay -- --grep 'openrouter/moonshotai/kimi-k2-0905@deepinfra · '",
  );
  const badge = page.getByRole('img', { name: 'tool calling: breaks 1 MUST rule' });
  await expect(badge).toBeVisible();
  expect(await badge.evaluate((image) => Reflect.get(image, 'naturalWidth'))).toBeGreaterThan(100);
});

test('the command to judge a target again is copied, or selected where the clipboard is closed', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-write']);
  await page.goto(urlOf(targetFile(kimi.target)));
  await page.getByRole('button', { name: 'Copy command' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();

  await page.reload();
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
  });
  await page.getByRole('button', { name: 'Copy command' }).click();
  await expect(page.getByRole('button', { name: 'Press Ctrl+C' })).toBeVisible();
  expect(await page.evaluate(() => String(getSelection()))).toContain('npx toolcall-conformance replay');
});

test('a check says who breaks it, what that looks like on the wire, and how it is shown to fail', async ({
  page,
}) => {
  await page.goto(urlOf(checkFile('ids/present')));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Every call has a non-empty string id');
  await expect(page.locator('.by-sign').first()).toContainText('MUST fails 3 targets');
  await expect(page.locator('main')).toContainText('ids/dropped');
  await page.getByRole('link', { name: 'exchange 1, event 2' }).click();
  await expect(page).toHaveURL(urlOf(conversationFile(kimi), 'e1-2'));
});
