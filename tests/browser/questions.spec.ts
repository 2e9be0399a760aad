/** What people come with: each question is answered from the front page of a shop's report in two clicks at most. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';
import { featuresOfRun } from '../../src/features/deciding/nights.ts';
import { buildReport } from '../../src/report/site/build.ts';
import { readHistory, recordNight } from '../../src/results/history/store.ts';
import { targetFile } from '../../src/results/page-addresses.ts';
import { troublesIn } from '../support/accessibility.ts';
import { test } from '../support/browser.ts';
import { KIMI, QWEN, shopOfEightNights } from '../support/shop.ts';

let folder: string;
const urlOf = (file: string) => pathToFileURL(join(folder, file)).href;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'questions-'));
  const { nights, evidence } = await shopOfEightNights();
  const [results] = nights.slice(-1);
  if (results === undefined) throw new Error('the shop has no night');
  const store = join(folder, 'nights');
  for (const night of nights)
    recordNight(store, night, {
      date: night.run.startedAt.slice(0, 10),
      features: featuresOfRun(night),
    });
  await buildReport({ results, evidence, history: readHistory(store), folder });
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Question {
  /** What is clicked, page after page. */
  readonly clicks: readonly ((page: Page) => Locator)[];
  /** Where the answer stands, and what it says. */
  readonly answer: (page: Page) => Locator;
  readonly says: string | RegExp | readonly (string | RegExp)[];
}

const rowOf = (page: Page, target: string) =>
  page.locator(`.features tr:has(th a[href="${targetFile(target)}"])`);
const cellOf = (page: Page, target: string, label: string) =>
  rowOf(page, target)
    .locator('td')
    .filter({ has: page.getByText(label, { exact: true }) });
const brokenCell = (page: Page) => cellOf(page, `south/${KIMI}`, 'parallel calls').locator('a');

const QUESTIONS: Readonly<Record<string, Question>> = {
  'which provider of Kimi K2 can I use for parallel calls?': {
    clicks: [],
    answer: (page) =>
      page
        .locator('.features tbody')
        .filter({ hasText: 'kimi-k2' })
        .locator('tr:has(td.f-works i:text-is("parallel calls")) th'),
    says: [/West/u, /North/u],
  },
  'why is this red?': {
    clicks: [brokenCell],
    answer: (page) => page.locator(':target .message').first(),
    says: /index/u,
  },
  'is it safe to switch from A to B?': {
    clicks: [
      (page) => rowOf(page, `north/${KIMI}`).locator('th a'),
      (page) => page.getByRole('link', { name: `west/${QWEN}` }),
    ],
    answer: (page) => page.locator('#comparison .lead'),
    says: /2 features get worse\. \d+ features stay as they are\./u,
  },
  'what broke since last week?': {
    clicks: [(page) => page.getByRole('link', { name: /features? worse/u })],
    answer: (page) => page.locator('#worse-since + ul li').filter({ hasText: 'Several calls at once' }),
    says: /kimi-k2-0905.*Several calls at once\? broken since 2026-11-26, works until 2026-11-25/u,
  },
  'mine or theirs?': {
    clicks: [(page) => cellOf(page, `west/${QWEN}`, 'rich args').locator('a')],
    answer: (page) => page.locator(':target .cause > p').first(),
    says: /about the model/u,
  },
  'what do I send to the vendor?': {
    clicks: [brokenCell, (page) => page.locator(':target').getByRole('link', { name: 'Bug report' }).first()],
    answer: (page) => page.locator('.bug-report:target pre'),
    says: /curl/u,
  },
  'what breaks my client?': {
    clicks: [
      (page) => page.locator('.doers a', { hasText: /openai\/chat$/u }),
      (page) => page.locator('main > section').first().locator('.faults li li').getByRole('link').last(),
    ],
    answer: (page) => page.locator(':target mark').first(),
    says: /./u,
  },
  'how many samples?': {
    clicks: [],
    answer: (page) => brokenCell(page).locator('small'),
    says: /^[1-9]\d*\/[1-9]\d*$/u,
  },
  'which features does model X have?': {
    clicks: [(page) => rowOf(page, `west/${QWEN}`).locator('th a')],
    answer: (page) => page.locator('.feature-counts'),
    says: /1 broken.*1 works, but.*\d+ works/u,
  },
};

for (const [question, { clicks, answer, says }] of Object.entries(QUESTIONS)) {
  test(`${question} (${clicks.length} clicks)`, async ({ page }, { annotations }) => {
    const start = performance.now();
    await page.goto(urlOf('index.html'));
    for (const click of clicks) await click(page).click();
    await expect(answer(page)).toHaveText(
      typeof says === 'string' || says instanceof RegExp ? says : [...says],
    );
    annotations.push({ type: 'seconds', description: ((performance.now() - start) / 1000).toFixed(1) });
    expect(clicks.length).toBeLessThanOrEqual(2);
    await expect(answer(page).first()).toBeVisible();
  });
}

test('on a phone the first answers are in the first view, below the ways to the clients', async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(urlOf('index.html'));
  await expect(page.locator('.doers a').first()).toBeVisible();
  expect((await page.locator('.features .f-broken').first().boundingBox())?.y).toBeLessThan(450);
});

test('the rules that are broken come first on a phone, then the table, then the counts', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(urlOf('matrix/index.html'));
  const y = async (name: string) => (await page.locator(name).first().boundingBox())?.y ?? 0;
  expect(await page.locator('.of-matrix .absences li').allInnerTexts()).toEqual([
    expect.stringMatching(/MUST fails\s+A started index .* 1 target$/su),
    expect.stringMatching(/SHOULD fails\s+The id matches .* 1 target$/su),
  ]);
  const places = [await y('.of-matrix .absences'), await y('table.matrix'), await y('.totals')];
  expect(places).toEqual(places.toSorted((left, right) => left - right));
  expect(places[1]).toBeLessThan(844);
});

test('which targets break a client is told first, and nothing is told of those that gave no answer', async ({
  page,
}) => {
  await page.goto(urlOf('clients/index.html'));
  await expect(page.getByRole('row', { name: 'openai/chat' })).toContainText('1 of 6 breaks it');
  await expect(page.getByRole('row', { name: 'aws/converse' })).toContainText('not known');
  await page.getByRole('link', { name: 'openai/chat' }).click();
  const targets = page.locator('main > section').first().locator('.faults > li > p');
  await expect(targets.first()).toHaveText(/^south\/moonshotai\/kimi-k2-0905 breaks it in 1 way/u);
  await expect(targets).toHaveCount(6);
  await expect(page.getByRole('link', { name: /^east/u })).toHaveCount(0);
});

test('what a gateway loses comes before what it keeps', async ({ page }) => {
  await page.goto(urlOf('gateways/index.html'));
  await page.getByRole('columnheader', { name: '@musistudio/llms' }).getByRole('link').click();
  const things = page.locator('main > section').first().locator('.faults > li > p');
  const isHarmed = (await things.allInnerTexts()).map((text) => /lost|changed|invented/u.test(text));
  expect(isHarmed).toEqual(isHarmed.toSorted((left, right) => Number(right) - Number(left)));
  expect(new Set(isHarmed)).toEqual(new Set([true, false]));
});

/** One page of each kind. */
const PAGES = [
  'index.html',
  'matrix/index.html',
  'features/index.html',
  'checks/index.html',
  'checks/ids_portable/index.html',
  'clients/index.html',
  'clients/openai_chat/index.html',
  'faults/openai-chat__deltas_no-resend/index.html',
  'gateways/index.html',
  'profiles/index.html',
  'compare/index.html',
  'compare/moonshotai_kimi-k2-0905/index.html',
  'run/index.html',
  'judge/index.html',
  'diff/index.html',
  'history/index.html',
  'history/south_moonshotai_kimi-k2-0905.html',
  'targets/west_qwen_qwen3-235b-a22b-2507/index.html',
  'conversations/south_moonshotai_kimi-k2-0905__ten-calls__streaming/index.html',
];
/** Pages of many links say after so many what they say of all. */
const MOST_STEPS = 80;

for (const file of PAGES) {
  test(`the keyboard goes through ${file} in its order, and shows where it is`, async ({ page }) => {
    await page.goto(urlOf(file));
    const reachable = await page
      .locator(':is(a[href], button, input, select, summary, [tabindex="0"]):visible')
      .all();
    const count = Math.min(reachable.length, MOST_STEPS);
    const seen: unknown[] = [];
    for (let step = 0; step < count; step += 1) {
      await page.keyboard.press('Tab');
      seen.push(await page.evaluate(WHERE_FOCUS_IS));
    }
    expect(seen).toEqual(seen.map((_, at) => ({ at, isMarked: true, isInSight: true })));
  });
}

/** Which one of those that can be reached has the focus, from 0, and whether one sees it. */
const WHERE_FOCUS_IS = `(() => {
  const all = [...document.querySelectorAll(':is(a[href], button, input, select, summary, [tabindex="0"])')];
  const reachable = all.filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0);
  const { top, bottom, left, right } = document.activeElement.getBoundingClientRect();
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(document.activeElement);
  return {
    at: reachable.indexOf(document.activeElement),
    isMarked: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
    isInSight: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
})()`;

test('the first step skips to the content', async ({ page }) => {
  await page.goto(urlOf('index.html'));
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect(await page.evaluate("document.activeElement.closest('main') !== null")).toBe(true);
});

test('words leave the rows of the first view that have them all, and each model keeps its name', async ({
  page,
}) => {
  await page.goto(urlOf('index.html'));
  await page.getByRole('searchbox').fill('west broken');
  const rows = page.locator('.features tbody tr:visible');
  await expect(rows).toHaveCount(1);
  await expect(rows.locator('.served b')).toBeVisible();
  await expect(page).toHaveURL(/\?q=west\+broken$/u);
});

test('two targets side by side are accessible, light and wide, dark and narrow', async ({ page }) => {
  const looks = [
    { colorScheme: 'light', width: 1400, height: 900 },
    { colorScheme: 'dark', width: 390, height: 900 },
  ] as const;
  await page.goto(urlOf('compare/index.html'));
  expect(await troublesIn(page, looks, 'nothing chosen')).toEqual([]);
  await page.locator('select[name=a]').selectOption(`south/${KIMI}`);
  await page.locator('select[name=b]').selectOption(`west/${QWEN}`);
  await expect(page.getByRole('heading', { name: 'Worse after the switch' })).toBeVisible();
  expect(await troublesIn(page, looks, 'two chosen')).toEqual([]);
});
