import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failureLines } from '../../src/cli/written-reports.ts';
import { allureFailure, reportToAllure } from '../../src/report/allure.ts';
import { allureConfig } from '../../src/report/allure-config.ts';
import { writeAllureResults } from '../../src/report/allure-files.ts';
import {
  addToAllureHistory,
  formatAllureHistory,
  notPassedBefore,
  readAllureHistory,
} from '../../src/report/allure-history.ts';
import { withPageLinks } from '../../src/report/allure-links.ts';
import { awaitOwnData, makeOffline } from '../../src/report/allure-offline.ts';
import { allureResultsOf } from '../../src/report/allure-results.ts';
import type { CheckRecord, ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import { SuiteError, unwritten } from '../../src/system/failure.ts';
import { expect, test } from '../support/test.ts';

const KEY = { target: 'gw/kimi@deepinfra', scenario: 'weather', delivery: 'streaming', sample: 1 } as const;

function verdict(fields: Partial<VerdictRecord> = {}): VerdictRecord {
  return {
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
        path: 'choices[0].id',
        message: 'no id',
        found: 'null',
        expected: 'a string',
      },
      { exchange: 2, event: null, path: '', message: 'no id', found: '', expected: 'a string' },
    ],
    findingCount: 3,
    reason: null,
    expectation: null,
    ...fields,
  };
}

function conversation(fields: Partial<ConversationRecord> = {}): ConversationRecord {
  return {
    type: 'conversation',
    ...KEY,
    cassette: 'cassettes/gw/kimi@deepinfra/weather.streaming.yaml',
    recordedAt: null,
    exchanges: 2,
    model: 'kimi',
    upstreams: ['DeepInfra'],
    ms: null,
    usage: null,
    cost: null,
    passed: [],
    notApplicable: ['finish/present'],
    ...fields,
  };
}

function results(verdicts: VerdictRecord[], conversations = [conversation()]): Results {
  const check: CheckRecord = {
    level: 'MUST',
    impact: 'major',
    subject: 'provider',
    title: 'Every call carries an id',
    authority: [{ name: 'OpenAI', url: 'https://example.com/calls', promise: 'A call has an id.' }],
  };
  return {
    run: {
      type: 'run',
      schema: 1,
      id: 'run-1',
      startedAt: '2026-04-01T10:00:00.000Z',
      mode: 'replay',
      suite: { version: '0.1.0', commit: null },
      targets: {
        [KEY.target]: {
          provider: 'gw',
          providerName: 'Gateway',
          model: 'kimi',
          upstream: 'deepinfra',
          docs: null,
          unsupported: [],
          dialect: 'openai-chat',
        },
      },
      scenarios: { weather: { title: 'One call' } },
      checks: {
        'ids/present': check,
        'ids/unique': check,
        'finish/present': { ...check, impact: 'critical' },
      },
    },
    conversations,
    verdicts,
    end: {
      type: 'end',
      aborted: false,
      counts: {
        conversations: conversations.length,
        exchanges: 2,
        outcomes: { pass: 0, fail: 0, inconclusive: 0, unsupported: 0, error: 0, 'not-applicable': 0 },
        failures: { MUST: 0, SHOULD: 0, MAY: 0 },
        known: 0,
      },
    },
  };
}

let folder: string;
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'allure-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a failure is an Allure result with its place, its rule and its recording', () => {
  expect(allureResultsOf(results([verdict()]))).toEqual([
    {
      uuid: expect.stringMatching(/^verdict-[0-9a-f]{32}$/),
      testCaseId: 'gw/kimi@deepinfra · weather · streaming · ids/present',
      fullName: 'gw/kimi@deepinfra · weather · streaming · ids/present',
      name: 'ids/present',
      titlePath: ['Gateway', 'kimi@deepinfra', 'weather', 'streaming'],
      status: 'failed',
      statusDetails: {
        message: 'no id (and 2 more)\nexchange 1, event 12, choices[0].id',
        trace: [
          'exchange 1, event 12, choices[0].id: no id',
          '  found: null',
          '  expected: a string',
          'exchange 2: no id',
          '  found: ',
          '  expected: a string',
          '... and 1 more that were not kept',
        ].join('\n'),
        actual: 'null',
        expected: 'a string',
      },
      stage: 'finished',
      start: Date.UTC(2026, 3, 1, 10),
      stop: Date.UTC(2026, 3, 1, 10),
      description: [
        '**MUST** Every call carries an id',
        '- OpenAI: A call has an id.',
        'Recording: `cassettes/gw/kimi@deepinfra/weather.streaming.yaml`',
      ].join('\n\n'),
      labels: [
        { name: 'epic', value: 'Gateway' },
        { name: 'feature', value: 'kimi@deepinfra' },
        { name: 'story', value: 'weather' },
        { name: 'provider', value: 'gw' },
        { name: 'tag', value: 'streaming' },
        { name: 'severity', value: 'normal' },
        { name: 'layer', value: 'ids' },
        { name: 'tag', value: 'ids' },
        { name: 'tag', value: 'MUST' },
        { name: 'check', value: 'ids/present' },
        { name: 'category', value: 'protocol' },
      ],
      links: [{ type: 'link', name: 'OpenAI', url: 'https://example.com/calls' }],
      parameters: [],
    },
  ]);
});

/** What it is, its fields, its status and its category. */
type Row = [string, Partial<VerdictRecord>, string, string];

const EXPECTATION = { reason: 'numbers its calls', link: 'https://example.com/1', since: '2026-01-02' };

for (const [what, fields, status, category] of [
  ['a failure of the provider', {}, 'failed', 'protocol'],
  ['a failure of the model', { subject: 'model' }, 'failed', 'model'],
  ['a failure of the client', { subject: 'client' }, 'failed', 'client'],
  ['an observation', { level: 'MAY' }, 'unknown', 'observed'],
  ['a known deviation', { expectation: EXPECTATION }, 'failed', 'known'],
  [
    'a broken check',
    { outcome: 'error', reason: 'the check broke on exchange 1: TypeError: x' },
    'broken',
    'suite',
  ],
  ['a missing feature', { outcome: 'unsupported', reason: 'no streaming' }, 'skipped', 'unsupported'],
] satisfies Row[]) {
  test(`${what} is ${status} in Allure, in the category ${category}`, () => {
    const [result] = allureResultsOf(results([verdict(fields)]));
    const categories = result?.labels.filter(({ name }) => name === 'category').map(({ value }) => value);
    expect([result?.status, categories]).toEqual([status, [category]]);
  });
}

test('what was not judged has no result', () => {
  const inconclusive = verdict({ outcome: 'inconclusive', reason: 'exchange 1: HTTP 503: no' });
  expect(allureResultsOf(results([inconclusive, verdict()])).map(({ status }) => status)).toEqual(['failed']);
});

test('controls and bidi overrides of a provider are shown as replaced', () => {
  const hostile = '\u001b[31mred\u202egnp.exe';
  const finding = { exchange: 1, event: null, path: '', message: hostile, found: hostile, expected: hostile };
  const run = results([verdict({ findings: [finding], findingCount: 1 })]);
  const [result] = allureResultsOf({
    ...run,
    run: {
      ...run.run,
      targets: Object.fromEntries(
        Object.entries(run.run.targets).map(([id, target]) => [
          id,
          { ...target, providerName: hostile, model: hostile },
        ]),
      ),
    },
  });
  expect(JSON.stringify(result)).not.toMatch(/\\u001b|\u202e/);
  expect(result?.statusDetails.actual).toBe('<U+001B>[31mred<U+202E>gnp.exe');
});

test('a known deviation says why and since when, and links to it', () => {
  const [result] = allureResultsOf(results([verdict({ expectation: EXPECTATION })]));
  expect(result?.statusDetails.message).toMatch(/^Known since 2026-01-02: numbers its calls\nno id/);
  expect(result?.description).toContain('Known since 2026-01-02: numbers its calls');
  expect(result?.links).toContainEqual({
    type: 'issue',
    name: 'Known deviation',
    url: 'https://example.com/1',
  });
});

test('samples share the test-case id, but are no retries of each other', () => {
  const samples = [1, 2].map((sample) => conversation({ sample, passed: ['ids/present'] }));
  const written = allureResultsOf(results([], samples));
  expect(new Set(written.map(({ uuid }) => uuid)).size).toBe(2);
  expect(
    written.map(({ testCaseId, titlePath, parameters }) => [testCaseId, titlePath.at(-1), parameters]),
  ).toEqual([
    ['gw/kimi@deepinfra · weather · streaming · ids/present', 'streaming', []],
    [
      'gw/kimi@deepinfra · weather · streaming · ids/present',
      'streaming · sample 2',
      [{ name: 'sample', value: '2' }],
    ],
  ]);
});

test('every verdict that applies is one result, under its own id', () => {
  const samples = [1, 2].map((sample) => conversation({ sample, passed: ['ids/present', 'finish/present'] }));
  const others = [1, 2].map((sample) => verdict({ sample, check: 'ids/unique' }));
  const names = allureResultsOf(results(others, samples)).map(({ fullName }) => fullName);
  expect(names).toEqual(
    ['', ' · sample 2'].flatMap((suffix) =>
      ['ids/unique', 'ids/present', 'finish/present'].map(
        (check) => `gw/kimi@deepinfra · weather · streaming · ${check}${suffix}`,
      ),
    ),
  );
});

test('beside our pages, a result links to its evidence and its check', () => {
  const run = results([verdict()], [conversation({ passed: ['ids/unique'] })]);
  const links = allureResultsOf(run, { withPages: true }).map((result) => result.links);
  const authority = { type: 'link', name: 'OpenAI', url: 'https://example.com/calls' };
  expect(links).toEqual([
    [
      {
        type: 'link',
        name: 'Evidence',
        url: 'https://pages.invalid/conversations/gw_kimi@deepinfra__weather__streaming/index.html#e1-12',
      },
      {
        type: 'link',
        name: 'Check ids/present',
        url: 'https://pages.invalid/checks/ids_present/index.html',
      },
      authority,
    ],
    [
      { type: 'link', name: 'Check ids/unique', url: 'https://pages.invalid/checks/ids_unique/index.html' },
      authority,
    ],
  ]);
  expect(withPageLinks('<title>a</title><script></script>', '../')).toMatch(
    /^<title>a<\/title>\s*<script>[\s\S]*"\.\.\/"[\s\S]*<\/script><script><\/script>$/,
  );
});

test('a known deviation is accepted by its message too, since samples share the id', () => {
  const run = results([verdict({ expectation: EXPECTATION }), verdict({ sample: 2, outcome: 'error' })]);
  const config = allureConfig(run, { name: '', singleFile: true, knownIssuesPath: '/tmp/issues.json' });
  const rule = {
    resolution: 'accepted',
    comment: 'Known since 2026-01-02: numbers its calls',
    testCaseId: ['gw/kimi@deepinfra · weather · streaming · ids/present'],
    messageRegexp: '^Known since ',
  };
  expect(config.replaceAll(/\n */g, ' ')).toContain(JSON.stringify([rule], null, 1).replaceAll(/\n */g, ' '));
});

test('the configuration tells the mode, what is not shown and what did not run', () => {
  const { run, ...rest } = results([], [conversation({ passed: ['ids/present'] })]);
  const live = { ...run, mode: 'live', skipped: { 'openai/x': 'OPENAI_API_KEY is not set' } } as const;
  const config = allureConfig(
    { run: live, ...rest },
    { name: 'conformance', singleFile: true, knownIssuesPath: '/tmp/issues.json' },
  );
  for (const fact of [
    '"name": "conformance · live"',
    '"Mode": "live"',
    '"Passed checks": "one result each"',
    '"Not applicable": "1 verdicts, which have no result"',
    '"Not judged": "0 verdicts, which have no result"',
    '"Not run: openai/x": "OPENAI_API_KEY is not set"',
  ]) {
    expect(config).toContain(fact);
  }
});

test('a large run folds the passes of a conversation, but for those that once did not pass', () => {
  const run = results(
    [verdict({ check: 'finish/present' })],
    [conversation({ passed: ['ids/present', 'ids/unique'] })],
  );
  const shown = (options?: Parameters<typeof allureResultsOf>[1]) =>
    allureResultsOf(run, options).map(({ testCaseId, name, status }) => [
      testCaseId.split(' · ').at(-1),
      name,
      status,
    ]);

  const failed = ['finish/present', 'finish/present', 'failed'];
  expect(shown()).toEqual([
    failed,
    ['ids/present', 'ids/present', 'passed'],
    ['ids/unique', 'ids/unique', 'passed'],
  ]);
  expect(shown({ ownResultsLimit: 2 })).toEqual([failed, ['streaming', '2 checks passed', 'passed']]);
  const ownResultsFor = new Set(['gw/kimi@deepinfra · weather · streaming · ids/unique']);
  expect(shown({ ownResultsLimit: 2, ownResultsFor })).toEqual([
    failed,
    ['ids/unique', 'ids/unique', 'passed'],
    ['streaming', '1 check passed', 'passed'],
  ]);
});

test('writing results replaces our earlier ones, and leaves those of others', async () => {
  writeFileSync(join(folder, 'a-test-result.json'), '{}');
  expect(await writeAllureResults(results([verdict(), verdict({ check: 'ids/unique' })]), folder)).toBe(2);
  expect(await writeAllureResults(results([verdict()]), folder)).toBe(1);
  const [ours, other, ...more] = readdirSync(folder).sort();
  expect([other, more]).toEqual(['a-test-result.json', []]);
  expect(JSON.parse(readFileSync(join(folder, ours ?? ''), 'utf8'))).toEqual(
    allureResultsOf(results([verdict()]))[0],
  );
});

test('a folder that is no Allure report is not replaced', async () => {
  writeFileSync(join(folder, 'thesis.txt'), 'x');
  const report = reportToAllure(results([]), {
    resultsFolder: join(folder, 'results'),
    reportFolder: folder,
  });
  await expect(report).rejects.toThrow(/not an Allure report, so it is not replaced/);
  expect(readdirSync(folder)).toEqual(['thesis.txt']);
});

test('where Allure cannot read a result, the earlier report and the history stay', async () => {
  const reportFolder = join(folder, 'report');
  const historyPath = join(folder, 'history.jsonl');
  const resultsFolder = join(folder, 'results');
  for (const path of [reportFolder, resultsFolder]) mkdirSync(path);
  writeFileSync(join(reportFolder, 'test-results.json'), '[]');
  writeFileSync(historyPath, runLine('2026-04-01T10:00:00.000Z', { a: 'failed' }));
  writeFileSync(join(resultsFolder, 'other-result.json'), '{');
  const before = readFileSync(historyPath, 'utf8');
  const report = reportToAllure(results([verdict()]), { resultsFolder, reportFolder, historyPath });
  await expect(report).rejects.toThrow(SuiteError);
  expect(readdirSync(reportFolder)).toEqual(['test-results.json']);
  expect(readFileSync(historyPath, 'utf8')).toBe(before);
  expect(readdirSync(folder).sort()).toEqual(['history.jsonl', 'report', 'results']);
});

/** A line of Allure's history as it is kept. */
function runLine(startedAt: string, statuses: Readonly<Record<string, string>>): string {
  const testResults = Object.fromEntries(
    Object.entries(statuses).map(([fullName, status]) => [fullName, { fullName, status, labels: [] }]),
  );
  return `${JSON.stringify({ timestamp: Date.parse(startedAt), testResults })}\n`;
}

test.describe('history', () => {
  const DAY_1 = runLine('2026-04-01T10:00:00.000Z', { a: 'failed', b: 'passed' });
  const DAY_2 = runLine('2026-04-02T10:00:00.000Z', { a: 'passed', c: 'unknown' });
  const DAY_3 = runLine('2026-04-03T10:00:00.000Z', { d: 'failed' });

  test('tells what did not pass in the runs before', () => {
    const path = join(folder, 'history.jsonl');
    const before = (startedAt: string) => notPassedBefore(readAllureHistory(path, startedAt));
    expect(before('2026-04-02T10:00:00.000Z')).toEqual(new Set());
    writeFileSync(path, DAY_1 + DAY_2 + DAY_3);
    expect(before('2026-04-02T10:00:00.000Z')).toEqual(new Set(['a']));
    expect(before('2026-04-03T10:00:00.000Z')).toEqual(new Set(['a', 'c']));
  });

  test('has one line a run, in the order of the runs, and keeps the latest', () => {
    const path = join(folder, 'history.jsonl');
    const appended = join(folder, 'appended.jsonl');
    const add = (startedAt: string, limit: number) => {
      const history = readAllureHistory(path, startedAt);
      // Allure stamps its line with the time of the report, which is later than every run.
      const fresh = runLine('2026-05-01T00:00:00.000Z', { b: 'failed' });
      writeFileSync(appended, formatAllureHistory(history.earlier) + fresh);
      addToAllureHistory(path, history, { startedAt, appended, limit });
      return readFileSync(path, 'utf8');
    };
    const again = runLine('2026-04-02T10:00:00.000Z', { b: 'failed' });
    writeFileSync(path, DAY_1 + DAY_2 + DAY_3);
    expect(add('2026-04-02T10:00:00.000Z', 5)).toBe(DAY_1 + again + DAY_3);
    expect(add('2026-04-02T10:00:00.000Z', 5)).toBe(DAY_1 + again + DAY_3);
    const newest = runLine('2026-04-04T10:00:00.000Z', { b: 'failed' });
    expect(add('2026-04-04T10:00:00.000Z', 2)).toBe(DAY_3 + newest);
  });

  test('keeps of a result what trends are drawn from', () => {
    const path = join(folder, 'history.jsonl');
    const startedAt = '2026-04-01T10:00:00.000Z';
    const labels = [
      { name: 'severity', value: 'minor' },
      { name: 'tag', value: 'ids' },
    ];
    const testResults = { a: { fullName: 'a', status: 'failed', message: 'no', trace: 'long', labels } };
    writeFileSync(path, JSON.stringify({ timestamp: 1, testResults }));
    addToAllureHistory(path, { earlier: [], later: [] }, { startedAt, appended: path, limit: 5 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      timestamp: Date.parse(startedAt),
      testResults: {
        a: { fullName: 'a', status: 'failed', message: 'no', labels: [{ name: 'severity', value: 'minor' }] },
      },
    });
  });

  test('names the line that it cannot read', () => {
    const path = join(folder, 'history.jsonl');
    writeFileSync(path, DAY_1);
    appendFileSync(path, '{"testResults":');
    expect(() => readAllureHistory(path, '2026-04-02T10:00:00.000Z')).toThrow(
      `${path}:2: not a line of Allure history`,
    );
  });
});

test.describe('pages without analytics', () => {
  const ANALYTICS = `
    <script async src="https://www.googletagmanager.com/gtag/js?id=G-LNDJ3J7WT0"></script>
    <script>
        window.dataLayer = window.dataLayer || [];
        function gtag(){dataLayer.push(arguments);}
        gtag('js', new Date());
        gtag('config', 'G-LNDJ3J7WT0', { "report": "awesome" });
    </script>`;
  const pageOf = (body: string) =>
    `<html><head>\n    <meta charset="utf-8">\n</head><body>${body}</body></html>`;

  test('lose it, and get a policy against other hosts', () => {
    const page = makeOffline(pageOf(`<script src="app.js"></script>${ANALYTICS}\n<p>kept</p>`), 'index.html');
    expect(page).toMatch(
      /<meta charset="utf-8">\n\s*<meta http-equiv="Content-Security-Policy" content="default-src 'self'/,
    );
    expect(page).toContain('<body><script src="app.js"></script>\n<p>kept</p></body>');
  });

  for (const [what, html] of [
    ['no longer has it', pageOf('')],
    ['has it in another shape', pageOf(ANALYTICS.replace('googletagmanager', 'google-analytics'))],
    ['has it twice', pageOf(ANALYTICS + ANALYTICS)],
    ['mentions it elsewhere', pageOf(`${ANALYTICS}<script>gtag("event")</script>`)],
    ['loads from another host', pageOf(`${ANALYTICS}<script async src="//cdn.example/x.js"></script>`)],
    ['has no place for the policy', ANALYTICS],
  ] as const) {
    test(`a page that ${what} is an error`, () => {
      expect(() => makeOffline(html, 'report/index.html')).toThrow(
        /^report\/index\.html: .*Allure has changed/,
      );
    });
  }
});

test.describe('a page that carries its data', () => {
  const ROOM = 'window.allureReportData = window.allureReportData || {};';

  test('has room for them before the app begins', () => {
    const page = `<title>a</title><script src="app.js"></script><script>${ROOM}</script>`;
    const [before, after] = awaitOwnData(page, 'index.html').split('<script src="app.js">');
    expect(before).toContain(ROOM);
    expect(after).toContain(ROOM);
  });

  for (const [what, html] of [
    ['makes no such room', '<title>a</title><script src="app.js"></script>'],
    ['has no title', `<script>${ROOM}</script>`],
  ] as const) {
    test(`one that ${what} is an error`, () => {
      expect(() => awaitOwnData(html, 'report/index.html')).toThrow(
        /^report\/index\.html: .*Allure has changed/,
      );
    });
  }
});

test('what Allure says of a full disk is one line of ours', () => {
  const said = `Command failed: node allure generate\nplugin awesome error Error: ENOSPC: no space left on device, write\n    at async write (node:internal)\n\u001B[31mFailed to generate report\u001B[39m\n`;
  expect(allureFailure('a/allure-results', said).message).toBe(
    'a/allure-results: cannot be written (ENOSPC); make room there, or name a folder that can be written to',
  );
});

test('what else it says is its own first line, without colours and stacks', () => {
  const said = `Command failed: node allure\n\n\u001B[31mTypeError: x is no function\u001B[39m\n    at y (z.js:1:1)\n`;
  expect(allureFailure('a', said).message).toBe(
    'a: allure generate made no sound report: TypeError: x is no function',
  );
  expect(allureFailure('a', ' \n').message).toBe('a: allure generate made no sound report: it said nothing');
});

test('things that one cause keeps from being made are one line', () => {
  const full = (path: string) => unwritten(path, Object.assign(new Error('full'), { code: 'ENOSPC' }));
  expect(
    failureLines([
      { what: 'the pages', error: full('a') },
      { what: 'api/v1', error: new SuiteError('b: is odd') },
      { what: 'junit.xml', error: full('c') },
    ]),
  ).toEqual([
    'the pages, junit.xml could not be made: a: cannot be written (ENOSPC); make room there, or name a folder that can be written to',
    'api/v1 could not be made: b: is odd',
  ]);
});
