import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { reportToAllure } from '../../src/report/allure.ts';
import type { ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import { test } from '../support/browser.ts';

const KEY = { target: 'openrouter/kimi-k2', scenario: 'weather', delivery: 'streaming', sample: 1 } as const;

/** Runs where a page takes it for markup; closes the script that holds a report's data. */
const MARKUP = '</script><img src=x onerror="window.ran=true">';

const VERDICT: VerdictRecord = {
  type: 'verdict',
  ...KEY,
  check: 'ids/present',
  level: 'MUST',
  subject: 'provider',
  outcome: 'fail',
  findings: [
    {
      exchange: 1,
      event: 12,
      path: 'choices[0].delta.tool_calls[0].id',
      message: `the call has no id ${MARKUP}`,
      found: MARKUP,
      expected: 'a string that is not empty',
    },
  ],
  findingCount: 1,
  reason: null,
  expectation: null,
};

const CONVERSATION: ConversationRecord = {
  type: 'conversation',
  ...KEY,
  cassette: 'cassettes/openrouter/kimi-k2/weather.streaming.yaml',
  recordedAt: null,
  exchanges: 2,
  model: 'kimi-k2',
  upstreams: ['DeepInfra'],
  ms: null,
  usage: null,
  cost: null,
  passed: ['finish/present'],
  notApplicable: [],
};

function runOf(day: number, verdicts: VerdictRecord[], passed: string[]): Results {
  const check = { level: 'MUST', impact: 'critical', subject: 'provider' } as const;
  const authority = [
    { name: 'OpenAI', url: 'https://platform.openai.com/docs', promise: 'A call has an id.' },
  ];
  const target = { model: 'kimi-k2', upstream: null, docs: null, unsupported: [], dialect: 'openai-chat' };
  return {
    run: {
      type: 'run',
      schema: 1,
      id: `run-${day}`,
      startedAt: `2026-04-0${day}T10:00:00.000Z`,
      mode: 'replay',
      suite: { version: '0.1.0', commit: null },
      targets: {
        'openrouter/kimi-k2': { provider: 'openrouter', providerName: 'OpenRouter', ...target },
        'local/kimi-k2': { provider: 'local', providerName: `llama.cpp ${MARKUP}`, ...target },
      },
      scenarios: { weather: { title: 'One call' } },
      checks: {
        'ids/present': { ...check, title: 'Every call carries an id', authority },
        'ids/unique': { ...check, title: 'No two calls share an id', authority },
        'finish/present': { ...check, title: 'The answer says why it ends', authority },
      },
    },
    conversations: [
      { ...CONVERSATION, passed },
      { ...CONVERSATION, target: 'local/kimi-k2', notApplicable: ['ids/unique'] },
    ],
    verdicts,
    end: {
      type: 'end',
      aborted: false,
      counts: {
        conversations: 2,
        exchanges: 4,
        outcomes: { pass: 2, fail: 2, inconclusive: 0, unsupported: 0, error: 0, 'not-applicable': 0 },
        failures: { MUST: 2, SHOULD: 0, MAY: 0 },
        known: 1,
      },
    },
  };
}

const KNOWN: VerdictRecord = {
  ...VERDICT,
  check: 'ids/unique',
  expectation: { reason: 'DeepInfra numbers its calls', link: null, since: '2026-01-02' },
};
const BEFORE = runOf(1, [VERDICT, KNOWN, { ...VERDICT, check: 'finish/present' }], []);
const NOW = runOf(2, [VERDICT, KNOWN], ['finish/present']);

let folder: string;
let server: Server;
let port: number;
/** Sends what is held back of the page at `/slow`: its data, and all that follows the app's script. */
let sendRest: () => void;

test.beforeAll(async () => {
  // Brackets and blanks, since Allure takes the folder of results for a pattern.
  folder = mkdtempSync(join(tmpdir(), 'allure [spec] '));
  const resultsFolder = join(folder, 'allure-results');
  const historyPath = join(folder, 'history.jsonl');
  for (const [reportFolder, singleFile] of [
    ['one-page', true],
    ['files', false],
  ] as const) {
    for (const results of [BEFORE, NOW]) {
      await reportToAllure(results, {
        resultsFolder,
        historyPath,
        reportFolder: join(folder, reportFolder),
        singleFile,
        site: '../our-pages/',
      });
    }
  }
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/slow') {
      const page = readFileSync(join(folder, 'one-page', 'index.html'), 'utf8');
      const cut = page.indexOf('<script async>');
      response.setHeader('content-type', 'text/html').write(page.slice(0, cut));
      sendRest = () => response.end(page.slice(cut));
      return;
    }
    try {
      const body = readFileSync(join(folder, 'files', path === '/' ? 'index.html' : path));
      response.setHeader('content-type', CONTENT_TYPES[extname(path)] ?? 'text/html').end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  port = await new Promise((resolve) => {
    server.listen(0, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
});

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
};

test.afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

for (const [kind, urlOf] of [
  ['one page from a file', () => pathToFileURL(join(folder, 'one-page', 'index.html')).href],
  ['many files from a server', () => `http://127.0.0.1:${port}/`],
] as const) {
  test(`the Allure report shows each verdict for what it is, and asks no other host: ${kind}`, async ({
    page,
  }) => {
    const url = urlOf();
    const outside = requestsToOthers(page, url);
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text());
    });

    await page.goto(url);
    await expect(page.getByText('1 failed (33.33% of all tests)')).toBeAttached();
    await expect(page.getByText('Tool-call conformance · replay').first()).toBeVisible();
    await expect(page.getByText('1 verdicts, which have no result')).toBeVisible();
    await expect(page.getByText(`llama.cpp ${MARKUP}`).first()).toBeVisible();
    await page.getByText('ids/present', { exact: true }).click();
    await expect(page.getByText(`the call has no id ${MARKUP}`).first()).toBeVisible();
    await expect(
      page.getByText('exchange 1, event 12, choices[0].delta.tool_calls[0].id').first(),
    ).toBeVisible();
    await expect(page.getByText('Category: Protocol: the provider breaks a promise')).toBeVisible();
    for (const [link, address] of [
      ['Evidence', 'conversations/openrouter_kimi-k2__weather__streaming/index.html#e1-12'],
      ['Check ids/present', 'checks/ids_present/index.html'],
    ] as const) {
      await page.getByText(link, { exact: true }).hover();
      await expect(page.getByText(link, { exact: true })).toHaveAttribute('href', `../our-pages/${address}`);
    }
    await expect(page.getByText('OpenAI', { exact: true })).toHaveAttribute(
      'href',
      'https://platform.openai.com/docs',
    );

    await page.goto(url);
    await page.getByText('Resolutions').first().click();
    await expect(page.getByText('Known since 2026-01-02: DeepInfra numbers its calls')).toBeVisible();

    await page.goto(url);
    await page.getByText('finish/present', { exact: true }).first().click();
    await page.getByText('History').first().click();
    await expect(page.getByText(/^4\/1\/2026/)).toBeVisible();

    await page.goto(`${url}#charts`);
    await expect(page.getByText('Status dynamics')).toBeVisible();

    expect({ outside, refused }).toEqual({ outside: [], refused: [] });
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });
}

test('the one page shows its data however late they arrive, and asks for them nowhere', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith('data:')) asked.push(new URL(request.url()).pathname);
  });
  await page.goto(`http://127.0.0.1:${port}/slow`, { waitUntil: 'commit' });
  // The app takes the page's own sign of loading away as soon as it runs.
  await expect(page.locator('#app > *').first()).toBeAttached();
  await expect(page.locator('#allure-app-loader')).not.toBeAttached();
  sendRest();
  await expect(page.getByText('1 failed (33.33% of all tests)')).toBeAttached();
  expect(asked).toEqual(['/slow']);
});

test('a run that is reported again has one entry in the history, and nothing is left beside the report', () => {
  const lines = readFileSync(join(folder, 'history.jsonl'), 'utf8').trim().split('\n');
  const started = lines.map((line) => new Date(JSON.parse(line).timestamp).toISOString());
  expect(started).toEqual([BEFORE.run.startedAt, NOW.run.startedAt]);
  expect(readdirSync(folder).sort()).toEqual(['allure-results', 'files', 'history.jsonl', 'one-page']);
});

test('the policy of the Allure report stops what its code might ask of another host', async ({ page }) => {
  const answerOfOther = () =>
    page.evaluate(
      (other) =>
        fetch(other, { mode: 'no-cors' }).then(
          () => 'answered',
          () => 'stopped',
        ),
      `http://localhost:${port}/index.html`,
    );
  await page.goto(`http://127.0.0.1:${port}/summary.json`);
  expect(await answerOfOther()).toBe('answered');
  await page.goto(`http://127.0.0.1:${port}/`);
  expect(await answerOfOther()).toBe('stopped');
});

/** Fills up while the page makes requests, web sockets included, that leave the place it came from. */
function requestsToOthers(page: Page, home: string): string[] {
  const others: string[] = [];
  const note = (url: string) => {
    const { protocol, host } = new URL(url);
    if (protocol === 'data:' || protocol === 'blob:') return;
    if (protocol !== new URL(home).protocol || host !== new URL(home).host) others.push(url);
  };
  page.on('request', (request) => note(request.url()));
  page.on('websocket', (socket) => note(socket.url()));
  return others;
}
