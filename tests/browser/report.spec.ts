/** The pages of a report as readers open them: from a cell to its finding, its event and its check. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { checkFile, conversationFile, targetFile, verdictKeyOf } from '../../src/results/page-addresses.ts';
import { test } from '../support/browser.ts';
import type { BuiltReport } from '../support/built-report.ts';
import { buildSmallReport, hostile, idVerdict, kimi, lost } from '../support/small-report.ts';
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

test('on the page of a target, too, the keys go from failure to failure', async ({ page }) => {
  await page.goto(urlOf(targetFile(kimi.target)));
  await page.keyboard.press('j');
  await expect(page.locator('.broken > li > a').first()).toBeFocused();
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
