/** The matrix under the reader's choices, before it is a table. */

import { matrixData } from '../../src/report/site/matrix/data.ts';
import { CHOICES, formatState, parseState, UNFILTERED } from '../../src/report/site/matrix/state.ts';
import { type MatrixView, matrixView, PAGE_ROWS } from '../../src/report/site/matrix/view.ts';
import { siteModel } from '../../src/report/site/site-model.ts';
import { countResults } from '../../src/results/jsonl.ts';
import type { CheckRecord, ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import fc from '../support/property.ts';
import { conversation, samples, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

function check(fields: Partial<CheckRecord> = {}): CheckRecord {
  return { level: 'MUST', impact: 'critical', subject: 'provider', title: 't', authority: [], ...fields };
}

const CHECKS = {
  'ids/present': check(),
  'ids/portable': check({ level: 'SHOULD', impact: 'major' }),
  'ids/entropy': check({ level: 'MAY', impact: 'trivial' }),
  'arguments/json': check({ subject: 'model' }),
  'usage/total': check({ impact: 'minor' }),
};

function dataOf(conversations: readonly ConversationRecord[], verdicts: readonly VerdictRecord[], more = {}) {
  const results: Results = {
    run: {
      type: 'run',
      schema: 1,
      id: 'r',
      startedAt: '2025-11-20T12:34:00Z',
      mode: 'replay',
      suite: { version: '0.1.0', commit: null },
      targets: {},
      scenarios: {},
      checks: CHECKS,
      ...more,
    },
    conversations,
    verdicts,
    end: { type: 'end', aborted: false, counts: countResults(conversations, verdicts) },
  };
  return matrixData(siteModel(results));
}

const expectation = { reason: 'known', link: null, since: '2025-10-01' };
const data = dataOf(
  [
    conversation({
      target: 'a/one',
      model: 'one',
      upstreams: ['Fast Host'],
      passed: ['ids/portable', 'usage/total'],
    }),
    conversation({
      target: 'a/one',
      model: 'one',
      delivery: 'buffered',
      passed: ['ids/present', 'usage/total'],
    }),
    conversation({
      target: 'b/one',
      model: 'one',
      passed: ['ids/present', 'ids/portable', 'arguments/json'],
    }),
    conversation({
      target: 'b/two',
      model: 'two',
      passed: ['ids/present', 'arguments/json'],
      notApplicable: ['usage/total'],
    }),
  ],
  [
    verdict({ target: 'a/one' }),
    verdict({ target: 'a/one', check: 'ids/entropy', level: 'MAY' }),
    verdict({ target: 'a/one', delivery: 'buffered', check: 'ids/portable', level: 'SHOULD', expectation }),
    verdict({ target: 'b/one', check: 'usage/total', outcome: 'inconclusive', reason: '429' }),
    verdict({ target: 'b/two', check: 'ids/portable', level: 'MUST' }),
    verdict({ target: 'b/two', check: 'ids/entropy', level: 'MAY', outcome: 'error', reason: 'broke' }),
  ],
);

/** The view as text: a line for the columns, then one a row. */
function told(view: MatrixView): string[] {
  const heads = view.columns.map((column) => (column.kind === 'family' ? column.name : column.check.id));
  const rows = view.groups.flatMap(({ rows }) =>
    rows.map(({ target, cells }) => {
      const counts = cells.map(({ counts }) =>
        counts
          .map(({ subject, sign, count }) => `${subject === 'provider' ? '' : `${subject} `}${count} ${sign}`)
          .join(', '),
      );
      return [target.id, ...counts].join(' | ');
    }),
  );
  return [heads.join(' | '), ...rows];
}

function seen(address: string): string[] {
  return told(matrixView(data, parseState(new URLSearchParams(address))));
}

const views: readonly (readonly [name: string, address: string, wanted: readonly string[]])[] = [
  [
    'everything, by family',
    '',
    [
      'ids | arguments | usage',
      'a/one | 1 must, 1 known, 2 pass, 1 observed |  | 2 pass',
      'b/one | 2 pass | model 1 pass | 1 inconclusive',
      'b/two | 1 must, 1 error, 1 pass | model 1 pass | 1 not-applicable',
    ],
  ],
  [
    'a family open to its checks',
    'open=ids&family=ids',
    [
      'ids | ids/present | ids/portable | ids/entropy',
      'a/one | 1 must, 1 known, 2 pass, 1 observed | 1 must, 1 pass | 1 known, 1 pass | 1 observed',
      'b/one | 2 pass | 1 pass | 1 pass | ',
      'b/two | 1 must, 1 error, 1 pass | 1 pass | 1 must | 1 error',
    ],
  ],
  ['a provider', 'provider=a&family=usage', ['usage', 'a/one | 2 pass']],
  ['a model', 'model=two&family=ids', ['ids', 'b/two | 1 must, 1 error, 1 pass']],
  [
    'an impact',
    'impact=minor',
    ['usage', 'a/one | 2 pass', 'b/one | 1 inconclusive', 'b/two | 1 not-applicable'],
  ],
  [
    'a level: that in force, where a verdict has one of its own',
    'level=MUST&family=ids',
    ['ids', 'a/one | 1 must, 1 pass', 'b/one | 1 pass', 'b/two | 1 must, 1 pass'],
  ],
  ['a delivery', 'delivery=buffered&family=ids', ['ids', 'a/one | 1 known, 1 pass']],
  ['an outcome', 'outcome=inconclusive', ['ids | arguments | usage', 'b/one |  |  | 1 inconclusive']],
  ['failures that are new', 'known=new&family=ids', ['ids', 'a/one | 1 must', 'b/two | 1 must']],
  ['failures that are known', 'known=known&family=ids', ['ids', 'a/one | 1 known']],
  ['words of a target', 'q=FAST+host&family=usage', ['usage', 'a/one | 2 pass']],
  ['words of a check', 'q=portable', ['ids', 'a/one | 1 known, 1 pass', 'b/one | 1 pass', 'b/two | 1 must']],
  ['words of both', 'q=b/+portable+one', ['ids', 'b/one | 1 pass']],
  ['nothing', 'q=nowhere', ['']],
  [
    'an outcome that there is not',
    'outcome=constructor&family=usage&model=two',
    ['usage', 'b/two | 1 not-applicable'],
  ],
  [
    'where targets differ: checks that some keep and others break',
    'differ=1',
    [
      'ids/present | ids/portable',
      'a/one | 1 must, 1 pass | 1 known, 1 pass',
      'b/one | 1 pass | 1 pass',
      'b/two | 1 pass | 1 must',
    ],
  ],
  [
    'where two targets differ',
    'differ=1&model=one&delivery=streaming',
    ['ids/present', 'a/one | 1 must', 'b/one | 1 pass'],
  ],
];

for (const [name, address, wanted] of views) {
  test(`the matrix shows ${name}`, () => {
    expect(seen(address)).toEqual(wanted);
  });
}

test('rows are sorted for finding, and grouped by provider only in the order of the run', () => {
  const order = (sort: string) =>
    matrixView(data, { ...UNFILTERED, sort }).groups.map(({ provider, rows }) => [
      provider,
      ...rows.map(({ target }) => target.id),
    ]);
  expect(order('')).toEqual([
    ['a', 'a/one'],
    ['b', 'b/one', 'b/two'],
  ]);
  expect(order('model')).toEqual([[null, 'a/one', 'b/one', 'b/two']]);
  expect(order('failures')).toEqual([[null, 'a/one', 'b/two', 'b/one']]);
});

test('targets without a conversation are shown as long as nothing is chosen of their verdicts', () => {
  const target = {
    provider: 'c',
    providerName: 'C',
    model: 'm',
    upstream: null,
    docs: null,
    unsupported: [],
    dialect: 'openai-chat',
  };
  const empty = dataOf([], [], { targets: { 'c/m': target } });
  const rows = (address: string) => matrixView(empty, parseState(new URLSearchParams(address))).matching;
  expect([rows(''), rows('q=c/m'), rows('q=other'), rows('level=MUST')]).toEqual([1, 1, 0, 0]);
});

test('a long matrix has pages, and no page beyond the last', () => {
  const many = Array.from({ length: 2 * PAGE_ROWS + 1 }, (_, at) =>
    conversation({ target: `p/m${at}`, passed: ['ids/present'] }),
  );
  const long = dataOf(many, []);
  const view = (page: number) => {
    const { first, rows, pages, matching } = matrixView(long, { ...UNFILTERED, page });
    return { first, rows, pages, matching };
  };
  expect(view(2)).toEqual({ first: PAGE_ROWS + 1, rows: PAGE_ROWS, pages: 3, matching: 2 * PAGE_ROWS + 1 });
  expect(view(9)).toEqual({ first: 2 * PAGE_ROWS + 1, rows: 1, pages: 3, matching: 2 * PAGE_ROWS + 1 });
});

test('where there are samples, a check says how many fail and where that share lies', () => {
  const { conversations, verdicts } = samples(17, 20);
  const view = matrixView(dataOf(conversations, verdicts), {
    ...UNFILTERED,
    family: 'ids',
    open: ['ids'],
  });
  const [whole, present] = view.groups[0]?.rows[0]?.cells ?? [];
  expect(whole?.rate).toBeNull();
  expect(present?.rate).toEqual({
    failed: 3,
    judged: 20,
    low: expect.closeTo(0.0524, 4),
    high: expect.closeTo(0.3604, 4),
  });
});

test('shares of unlike conversations are not pooled: the worst of those chosen is shown', () => {
  const pools = [
    samples(20, 20),
    samples(1, 4, { scenario: 'add' }),
    samples(5, 10, { delivery: 'buffered' }),
  ];
  const sampled = dataOf(
    pools.flatMap(({ conversations }) => conversations),
    pools.flatMap(({ verdicts }) => verdicts),
  );
  const rateAt = (address: string) => {
    const state = parseState(new URLSearchParams(`family=ids&open=ids${address}`));
    return matrixView(sampled, state).groups[0]?.rows[0]?.cells[1]?.rate;
  };
  expect([rateAt(''), rateAt('&delivery=buffered'), rateAt('&outcome=pass')]).toMatchObject([
    { failed: 3, judged: 4 },
    { failed: 5, judged: 10 },
    { failed: 3, judged: 4 },
  ]);
});

test('a choice hides a pass, and never makes it not applicable', () => {
  const hiddenIn = (address: string) =>
    matrixView(data, parseState(new URLSearchParams(address))).groups.flatMap(({ rows }) =>
      rows.map(({ target, cells }) => [target.id, ...cells.map(({ hidden }) => hidden)]),
    );
  expect([hiddenIn(''), hiddenIn('outcome=inconclusive'), hiddenIn('known=known')]).toEqual([
    [
      ['a/one', false, false, false],
      ['b/one', false, false, false],
      ['b/two', false, false, false],
    ],
    [['b/one', true, true, false]],
    [['a/one', false, false, true]],
  ]);
});

test('the address and the state are the same thing', () => {
  const word = fc.string({ maxLength: 8 });
  const state = fc.record({
    ...Object.fromEntries(CHOICES.map((name) => [name, word])),
    differ: fc.boolean(),
    open: fc.array(word, { maxLength: 3 }),
    page: fc.integer({ min: 1, max: 1e6 }),
  });
  fc.assert(
    fc.property(state, (chosen) => {
      const given = { ...UNFILTERED, ...chosen };
      expect(parseState(new URLSearchParams(formatState(given).toString()))).toEqual(given);
    }),
    { numRuns: 100 },
  );
});

for (const page of ['0', '-1', '1.5', 'x', '']) {
  test(`the page "${page}" is the first`, () => {
    expect(parseState(new URLSearchParams({ page })).page).toBe(1);
  });
}
