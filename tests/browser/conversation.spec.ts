/** The page of a conversation as readers open it: from the file system, with and without a script. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { judge } from '../../src/judge/judge.ts';
import { recordConversation } from '../../src/results/conversation-result.ts';
import { conversationFile, recordingName } from '../../src/results/page-addresses.ts';
import type { ConversationRecord } from '../../src/results/results.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { troublesIn, WIDE_AND_NARROW } from '../support/accessibility.ts';
import { bareConversation } from '../support/bare-conversation.ts';
import { test } from '../support/browser.ts';
import { type BuiltReport, builtReport } from '../support/built-report.ts';
import {
  AFTER_CALL,
  DONE,
  finish,
  longAnswer,
  requestOf,
  slowCall,
  streamed,
  streamOf,
  timedStream,
  troubledConversation,
} from '../support/conversation-evidence.ts';
import { resultsOf } from '../support/records.ts';
import { watch } from '../support/troubles.ts';

const QWEN = 'cassettes/openrouter/qwen/qwen3-235b-a22b-2507/weather.streaming.yaml';
const HOSTILE = '</code><script>alert(1)</script>\u202e\u001b[31m';

const EVIDENCE: Readonly<Record<string, readonly Exchange[]>> = {
  [QWEN]: readCassette(QWEN).interactions.map(({ exchange }) => exchange),
  troubled: troubledConversation(),
  answered: [slowCall(), answer()],
  long: [longAnswer(10_000)],
  thousand: Array.from({ length: 5 }, () => longAnswer(197)),
  hostile: [hostileExchange()],
};

/** The answer to the result of the tool, with its first event late and its last ones together. */
function answer(): Exchange {
  const { body, chunks } = timedStream([
    [700, { role: 'assistant', content: 'It is ' }],
    [720, { content: '6.2 °C.' }],
    [730, finish('stop')],
    [730, DONE],
  ]);
  return streamed(body, { request: requestOf(AFTER_CALL), chunks, ms: 735 });
}

function hostileExchange(): Exchange {
  const events = streamOf(
    `: ${HOSTILE}`,
    `event: ${HOSTILE}\ndata: {"choices":[]}`,
    { role: HOSTILE, content: HOSTILE },
    { content: 'x'.repeat(1_000_000) },
    { tool_calls: [{ index: 0, id: HOSTILE, function: { name: HOSTILE, arguments: `"${HOSTILE}` } }] },
    `data: ${HOSTILE}`,
    finish(HOSTILE),
  );
  const request = requestOf([{ role: HOSTILE, content: `${HOSTILE}${'y'.repeat(1_000_000)}` }], {
    [HOSTILE]: [HOSTILE.repeat(20)],
  });
  return streamed(events, { request: { ...request, method: HOSTILE, headers: [[HOSTILE, [HOSTILE]]] } });
}

/** The judged evidence under the given key. */
function judged(cassette: string, key: Partial<ConversationRecord>) {
  const { verdicts, readings, retries } = judge(openaiChat, bareConversation(EVIDENCE[cassette] ?? []));
  const whole = {
    target: 'p/m',
    scenario: cassette,
    delivery: 'streaming',
    sample: 1,
    cassette,
    ...key,
  } as const;
  return recordConversation(whole, { verdicts, readings, retries }, null);
}

const JUDGED = [
  judged(QWEN, { target: 'openrouter/qwen', scenario: 'weather' }),
  judged('troubled', {}),
  judged('answered', {}),
  judged('answered', { sample: 2 }),
  judged('answered', { delivery: 'buffered' }),
  judged('long', {}),
  judged('hostile', {}),
  judged('thousand', {}),
];
const [qwen, troubled, answered, second, , long, hostile, thousand] = JUDGED.map(
  ({ conversation }) => conversation,
);

const RESULTS = resultsOf(
  JUDGED.map(({ conversation }) => conversation),
  JUDGED.flatMap(({ verdicts }) => verdicts),
  { mode: 'live', targets: {}, checks: checkRecords(['openai-chat']) },
);

let report: BuiltReport;

test.beforeAll(async () => {
  report = await builtReport(
    {
      results: RESULTS,
      evidence: (cassette) => EVIDENCE[cassette] ?? { problem: 'gone' },
      rawFile: ({ cassette }) => (cassette === QWEN ? QWEN : null),
    },
    { 'results.jsonl': '' },
  );
});

test.afterAll(() => report.remove());

function fileOf(conversation: ConversationRecord | undefined): string {
  if (conversation === undefined) throw new Error('no such conversation');
  return conversationFile(conversation);
}

/** As it lies on the disk. */
const pathOf = (conversation: ConversationRecord | undefined) => join(report.folder, fileOf(conversation));

async function open(page: Page, conversation: ConversationRecord | undefined, anchor = ''): Promise<void> {
  await page.goto(report.urlOf(fileOf(conversation), anchor));
}

test('every conversation is accessible and no wider than the window, light and wide, dark and narrow', async ({
  page,
}) => {
  const troubles = watch(page);
  for (const conversation of RESULTS.conversations) {
    await open(page, conversation);
    // Also what is folded has to be in order.
    await page.locator('details:not(.run *)').evaluateAll((all) => {
      for (const each of all) each.setAttribute('open', '');
    });
    expect(await troublesIn(page, WIDE_AND_NARROW, conversation.scenario)).toEqual([]);
  }
  expect(troubles).toEqual([]);
});

test('every link within a page leads to a place that is there, and no anchor is there twice', async ({
  page,
}) => {
  for (const conversation of RESULTS.conversations) {
    await open(page, conversation);
    const ids = await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const links = await page
      .locator('main a[href^="#"]')
      .evaluateAll((all) => all.map((each) => decodeURIComponent(each.getAttribute('href')?.slice(1) ?? '')));
    expect(links.filter((link) => !ids.includes(link))).toEqual([]);
  }
});

test('the request stands beside the assembled answer on wide screens, and above it on narrow ones', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await open(page, answered);
  const request = page.getByRole('region', { name: 'Request of exchange 1' });
  const turn = page.getByRole('region', { name: 'Assembled answer of exchange 1' });
  const boxes = async () => [await request.boundingBox(), await turn.boundingBox()];
  const [left, right] = await boxes();
  expect([right?.y, (right?.x ?? 0) > (left?.x ?? 0) + (left?.width ?? 0)]).toEqual([left?.y, true]);
  await page.setViewportSize({ width: 600, height: 900 });
  const [above, below] = await boxes();
  expect([below?.x, (below?.y ?? 0) > (above?.y ?? 0) + (above?.height ?? 0)]).toEqual([above?.x, true]);
});

test('each event has its arrival, its wait in words and to scale, and what it brings first', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1400, height: 900 });
  await open(page, answered);
  const timeline = page.getByRole('list', { name: 'Events of exchange 1' });
  const rows = timeline.locator(':scope > li');
  const texts = await rows.evaluateAll((all) =>
    all.map((row) =>
      ['.ordinal', '.at', '.wait', '.adds']
        .map((part) => row.querySelector(part)?.textContent ?? '')
        .join(' | '),
    ),
  );
  expect(texts).toEqual([
    ': | 900 ms | +900 ms | comment PROCESSING × 2',
    '1 | 1.4 s | +500 ms | first contenttext “I will ”',
    '2 | 1.4 s | +50 ms | text “look it up.”',
    '3 | 1.6 s | +150 ms | first callcall 1 weather · no id',
    '4 | 1.6 s | +40 ms | arguments 1 “{"loc”',
    '5 | 3.6 s | +2.0 s | arguments 1 “ation": "Rey”',
    '6 | 3.7 s | +60 ms | arguments 1 “kjavík"}”',
    '7 | 3.8 s | +100 ms | finish tool_calls',
    '8 | 3.8 s | same time | usage 20 in + 7 out = 27 tokens',
    '9 | 3.8 s | same time | end mark[DONE]',
  ]);
  const widths = await timeline
    .locator('.track rect')
    .evaluateAll((all) => all.map((bar) => Math.round(bar.getBoundingClientRect().width)));
  const [widest, next] = widths.toSorted((one, other) => other - one);
  expect([widths.indexOf(widest ?? 0), (widest ?? 0) / (next ?? 1)]).toEqual([
    5,
    expect.closeTo(2000 / 900, 0),
  ]);
  await expect(page.locator('.arrivals').first()).toContainText('longest wait2.0 s, before event 5');
});

test('where the recording kept no times, that is said', async ({ page }) => {
  await open(page, qwen);
  await expect(page.locator('#e1 .answer')).toContainText('when each event came is unknown');
  await expect(page.locator('.track')).toHaveCount(0);
});

for (const javaScriptEnabled of [true, false]) {
  test(`a verdict leads to its event, where the bytes are marked, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async ({
    browser,
  }) => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await open(page, answered);
    const verdicts = page.locator('.index');
    await expect(verdicts.locator('details[open]')).toHaveCount(1);
    await expect(verdicts.getByText('MAY')).toHaveCount(0);
    const failed = verdicts.getByRole('listitem').filter({ hasText: 'deltas/id-first' });
    await failed.getByRole('link', { name: 'exchange 1, event 3' }).click();
    const event = page.locator('#e1-3');
    await expect(event).toBeInViewport();
    await expect(event.locator('mark')).toHaveText('"id": ""');
    await expect(event.locator('.finding.must').first()).toContainText('the call starts without an id');
    await verdicts.getByText(/\d+\spass/).click();
    await expect(verdicts.getByRole('link', { name: 'framing/utf-8' })).toBeVisible();
    await context.close();
  });
}

test('a request that was sent again and one that never was are told apart from answers', async ({ page }) => {
  await open(page, troubled);
  await expect(page.locator('#e1')).toContainText('Attempt 1 of 2, sent again after 429');
  await expect(page.locator('#e1')).toContainText('HTTP 429: Rate limit reached');
  await expect(page.locator('#e2 .attempt')).toHaveText('Attempt 2 of 2, the same request as in exchange 1');
  await expect(page.locator('#e3')).toContainText('not sent This request never left: budget.');
  await expect(page.locator('#e3 .answer')).toHaveCount(0);
  const course = page.getByRole('navigation', { name: 'Exchanges' }).getByRole('listitem');
  await expect(course).toHaveText([/HTTP 429/, /calls weather/, /not sent: budget/]);
});

test('the other samples and the other delivery are a step away', async ({ page }) => {
  await open(page, answered);
  const siblings = page.getByRole('navigation', { name: 'Recordings of the same scenario' });
  await expect(siblings.getByRole('link')).toHaveText([/^streaming:/, /^streaming 2:/, /^buffered:/]);
  await expect(siblings.locator('[aria-current="page"]')).toHaveText(/^streaming:/);
  await siblings.getByRole('link', { name: 'streaming 2' }).click();
  await expect(page).toHaveURL(report.urlOf(fileOf(second)));
  await expect(page.getByRole('heading', { level: 1 })).toContainText('sample 2');
});

test('the cassette lies beside the page byte for byte, where it may be copied', async ({ page }) => {
  await open(page, qwen);
  const link = page.getByRole('link', { name: 'Download' });
  const name = await link.getAttribute('href');
  expect(name).toBe(qwen && recordingName(qwen));
  const copy = new URL(String(name), page.url());
  expect(readFileSync(copy)).toEqual(readFileSync(QWEN));
  await open(page, answered);
  await expect(page.getByRole('link', { name: 'Download' })).toHaveCount(0);
});

test('a stream of 10,000 events stays small, and says what it leaves out', async ({ page }) => {
  expect(statSync(pathOf(long)).size).toBeLessThan(400_000);
  await open(page, long);
  const timeline = page.getByRole('list', { name: 'Events of exchange 1' });
  await expect(timeline.locator('.left-out')).toContainText(
    /9,800 events left out here; the recording has them/,
  );
  await expect(page.locator('#e1-150')).toBeHidden();
  await timeline.locator('summary', { hasText: '199 events' }).click();
  await expect(page.locator('#e1-150')).toBeVisible();
  await expect(page.locator('#e1-10003')).toContainText('[DONE]');
});

test('a conversation of 1,000 events fits in 300 kB and in a few screens', async ({ page }) => {
  expect(thousand?.exchanges).toBe(5);
  expect(statSync(pathOf(thousand)).size).toBeLessThan(300_000);
  await open(page, thousand);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(10_000);
  const alike = page.getByRole('list', { name: 'Events of exchange 1' }).locator('.run').first();
  await alike.locator('summary.row').click();
  await expect(page.locator('#e1-9 .adds')).toHaveText('text “word7 ”');
});

test('what provider and client write is text, with its controls named and its length bounded', async ({
  page,
}) => {
  const troubles = watch(page);
  await open(page, hostile);
  const shown = '</code><script>alert(1)</script>U+202EU+001B[31m';
  for (const place of [
    '.line',
    '.request',
    '.turn',
    '.comments',
    '#e1-1',
    '#e1-2',
    '#e1-4',
    '#e1-5',
    '#e1-6',
  ]) {
    await expect(page.locator(place).first()).toContainText(shown);
  }
  await expect(page.locator('.request .list').first()).toContainText('more characters');
  await expect(page.locator('#e1-3')).toContainText('more characters');
  await expect(page.locator('.turn')).toContainText('The arguments are no JSON; shown as they came.');
  const html = readFileSync(pathOf(hostile), 'utf8');
  expect(html.length).toBeLessThan(400_000);
  expect(html.replace(/ (?:id|href)="[^"]*"/g, '')).not.toMatch(
    /(?![\n\t])[\p{Cc}\p{Bidi_Control}]|<script>| style="/u,
  );
  expect(troubles).toEqual([]);
});

test('in print nothing is cut off', async ({ page }) => {
  await page.emulateMedia({ media: 'print' });
  await open(page, qwen);
  const cut = await page
    .locator('main *:visible')
    .evaluateAll((all) => all.filter((each) => getComputedStyle(each).overflowY === 'auto').length);
  expect(cut).toBe(0);
});
