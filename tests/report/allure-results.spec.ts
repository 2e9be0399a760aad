/** A run as results for Allure: what each verdict becomes, and what the configuration says of the run. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { allureConfig } from '../../src/report/allure-config.ts';
import { writeAllureResults } from '../../src/report/allure-files.ts';
import { withPageLinks } from '../../src/report/allure-links.ts';
import { allureResultsOf } from '../../src/report/allure-results.ts';
import type { ConversationRecord, Results, TargetRecord, VerdictRecord } from '../../src/results/results.ts';
import * as records from '../support/records.ts';
import { folderOfEachTest } from '../support/temporary-folder.ts';
import { expect, test } from '../support/test.ts';

const KEY = { target: 'gw/kimi@deepinfra', scenario: 'weather', delivery: 'streaming', sample: 1 } as const;

const CHECK = records.checkRecord({
  title: 'Every call carries an id',
  authority: [{ name: 'OpenAI', url: 'https://example.com/calls', promise: 'A call has an id.' }],
});

/** With three findings, of which two were kept. */
function verdict(fields: Partial<VerdictRecord> = {}): VerdictRecord {
  return records.verdict({
    ...KEY,
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
    ...fields,
  });
}

function conversation(fields: Partial<ConversationRecord> = {}): ConversationRecord {
  return records.conversation({
    ...KEY,
    cassette: 'cassettes/gw/kimi@deepinfra/weather.streaming.yaml',
    exchanges: 2,
    notApplicable: ['finish/present'],
    ...fields,
  });
}

function results(
  verdicts: VerdictRecord[],
  conversations = [conversation()],
  target: Partial<TargetRecord> = {},
): Results {
  return records.resultsOf(conversations, verdicts, {
    startedAt: '2026-04-01T10:00:00.000Z',
    targets: {
      [KEY.target]: records.targetRecord({
        provider: 'gw',
        providerName: 'Gateway',
        model: 'kimi',
        upstream: 'deepinfra',
        ...target,
      }),
    },
    scenarios: { weather: { title: 'One call' } },
    checks: {
      'ids/present': CHECK,
      'ids/unique': CHECK,
      'finish/present': { ...CHECK, impact: 'critical' },
    },
  });
}

const folder = folderOfEachTest();

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
  const [result] = allureResultsOf(
    results([verdict({ findings: [finding], findingCount: 1 })], undefined, {
      providerName: hostile,
      model: hostile,
    }),
  );
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
  writeFileSync(join(folder(), 'a-test-result.json'), '{}');
  expect(await writeAllureResults(results([verdict(), verdict({ check: 'ids/unique' })]), folder())).toBe(2);
  expect(await writeAllureResults(results([verdict()]), folder())).toBe(1);
  const [ours, other, ...more] = readdirSync(folder()).sort();
  expect([other, more]).toEqual(['a-test-result.json', []]);
  expect(JSON.parse(readFileSync(join(folder(), ours ?? ''), 'utf8'))).toEqual(
    allureResultsOf(results([verdict()]))[0],
  );
});
