/** The matrix under the reader's choices, before it is a table. */

import { completionsOf } from '../../src/report/site/matrix/completion.ts';
import { matrixData } from '../../src/report/site/matrix/data.ts';
import { CHOICES, formatState, parseState, UNFILTERED } from '../../src/report/site/matrix/state.ts';
import { type MatrixView, matrixView, PAGE_ROWS } from '../../src/report/site/matrix/view.ts';
import { siteModel } from '../../src/report/site/site-model.ts';
import type { History } from '../../src/results/history/store.ts';
import type { ConversationRecord, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import fc from '../support/property.ts';
import { checkRecord, conversation, resultsOf, samples, targetRecord, verdict } from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

const CHECKS = {
  'ids/present': checkRecord({ impact: 'critical' }),
  'ids/portable': checkRecord({ level: 'SHOULD' }),
  'ids/entropy': checkRecord({ level: 'MAY', impact: 'trivial' }),
  'arguments/json': checkRecord({ subject: 'model', impact: 'critical' }),
  'usage/total': checkRecord({ impact: 'minor' }),
};

function dataOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[],
  targets: RunRecord['targets'] = {},
) {
  return matrixData(siteModel(resultsOf(conversations, verdicts, { targets, checks: CHECKS })), HISTORY);
}

/** Nights of `b/two` in which a check went from pass to fail and back. */
const CELLS = ['1', '1f1M', '1'];
const NIGHT_CHECKS = new Map([['ids/present', { level: 'MUST', subject: 'provider' }]] as const);
const HISTORY: History = {
  problems: [],
  nights: CELLS.map((cells, at) => ({
    date: `2025-11-0${at + 1}`,
    runs: [],
    checks: NIGHT_CHECKS,
    targets: new Map([
      [
        'b/two',
        {
          target: 'b/two',
          run: 'r',
          dialect: null,
          checks: NIGHT_CHECKS,
          features: new Map(),
          complete: true,
          conversations: 1,
          unsent: 0,
          models: [],
          upstreams: [],
          latency: {
            ms: null,
            firstByteMs: null,
            firstContentMs: null,
            firstCallMs: null,
            tokensPerSecond: null,
          },
          usage: null,
          cost: null,
          cells,
        },
      ],
    ]),
  })),
};

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

const A_ONE = '1 must, 1 known, 2 pass, 1 observed |  | 2 pass';
const WHOLE = [
  'a/one | 1 must, 1 pass | 1 known, 1 pass | 1 observed',
  'b/one | 1 pass | 1 pass | ',
  'b/two | 1 pass | 1 must | 1 error',
];

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
    'open=ids&q=provider:a',
    [
      'ids | ids/present | ids/portable | ids/entropy | arguments | usage',
      'a/one | 1 must, 1 known, 2 pass, 1 observed | 1 must, 1 pass | 1 known, 1 pass | 1 observed |  | 2 pass',
    ],
  ],
  ['a provider of an older address', 'provider=a', ['ids | arguments | usage', `a/one | ${A_ONE}`]],
  ['a model', 'q=model:two family:usage', ['usage/total', 'b/two | 1 not-applicable']],
  ['the checks of a family', 'q=family:ids', ['ids/present | ids/portable | ids/entropy', ...WHOLE]],
  [
    'an impact',
    'q=impact:minor',
    ['usage/total', 'a/one | 2 pass', 'b/one | 1 inconclusive', 'b/two | 1 not-applicable'],
  ],
  [
    'a level: the checks that have it somewhere, with all that they came to',
    'q=level:should',
    ['ids/portable', 'a/one | 1 known, 1 pass', 'b/one | 1 pass'],
  ],
  ['an outcome, in whole cells', 'q=outcome:inconclusive', ['usage/total', 'b/one | 1 inconclusive']],
  [
    'failures that are new, and the passes beside them',
    'q=outcome:new',
    ['ids/present | ids/portable', 'a/one | 1 must, 1 pass | 1 known, 1 pass', 'b/two | 1 pass | 1 must'],
  ],
  [
    'an outcome in a delivery',
    'q=outcome:known delivery:buffered',
    ['ids/portable', 'a/one | 1 known, 1 pass'],
  ],
  ['no outcome in another delivery', 'q=outcome:known delivery:streaming', ['']],
  ['words of a target', 'q=FAST host', ['ids | arguments | usage', `a/one | ${A_ONE}`]],
  [
    'words of a check',
    'q=portable',
    ['ids/portable', 'a/one | 1 known, 1 pass', 'b/one | 1 pass', 'b/two | 1 must'],
  ],
  ['words of both', 'q=b/ portable one', ['ids/portable', 'b/one | 1 pass']],
  [
    'one or the other',
    'q=check:total target:a or check:json target:two',
    ['arguments/json | usage/total', 'a/one |  | 2 pass', 'b/two | model 1 pass | 1 not-applicable'],
  ],
  [
    'what is not asked for',
    'q=family:ids not (check:present or check:entropy) not provider:a',
    ['ids/portable', 'b/one | 1 pass', 'b/two | 1 must'],
  ],
  [
    'the checks of a feature',
    'q=feature:portable-history',
    ['ids/portable', 'a/one | 1 known, 1 pass', 'b/one | 1 pass', 'b/two | 1 must'],
  ],
  ['a check that failed after it passed', 'q=seq(pass fail)', ['ids/present', 'b/two | 1 pass']],
  [
    'a check that passed after it failed',
    'q=seq(fail pass) since:2025-11-03',
    ['ids/present', 'b/two | 1 pass'],
  ],
  ['nothing', 'q=nowhere', ['']],
  [
    'where targets differ: checks that some keep and others break',
    'q=is:different',
    [
      'ids/present | ids/portable',
      'a/one | 1 must, 1 pass | 1 known, 1 pass',
      'b/one | 1 pass | 1 pass',
      'b/two | 1 pass | 1 must',
    ],
  ],
  [
    'where two targets differ',
    'q=is:different model:one',
    ['ids/present | ids/portable', 'a/one | 1 must, 1 pass | 1 known, 1 pass', 'b/one | 1 pass | 1 pass'],
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
  const empty = dataOf([], [], { 'c/m': targetRecord({ provider: 'c', providerName: 'C' }) });
  const rows = (address: string) => matrixView(empty, parseState(new URLSearchParams(address))).matching;
  expect([rows(''), rows('q=c/m'), rows('q=other'), rows('q=level:must')]).toEqual([1, 1, 0, 0]);
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
    q: 'family:ids',
  });
  const [present] = view.groups[0]?.rows[0]?.cells ?? [];
  expect(present?.rate).toEqual({
    failed: 3,
    judged: 20,
    low: expect.closeTo(0.0524, 4),
    high: expect.closeTo(0.3604, 4),
  });
});

test('shares of unlike conversations are not pooled: the worst is shown, whatever is asked for', () => {
  const pools = [
    samples(20, 20),
    samples(1, 4, { scenario: 'add' }),
    samples(5, 10, { delivery: 'buffered' }),
  ];
  const sampled = dataOf(
    pools.flatMap(({ conversations }) => conversations),
    pools.flatMap(({ verdicts }) => verdicts),
  );
  const rateAt = (q: string) => {
    return matrixView(sampled, { ...UNFILTERED, q }).groups[0]?.rows[0]?.cells[0]?.rate;
  };
  expect([rateAt('family:ids'), rateAt('check:present delivery:buffered')]).toMatchObject([
    { failed: 3, judged: 4 },
    { failed: 3, judged: 4 },
  ]);
});

test('no query changes what a cell says', () => {
  const said = (q: string) =>
    new Map(
      matrixView(data, { ...UNFILTERED, q }).groups.flatMap(({ rows }) =>
        rows.flatMap(({ target, cells }) =>
          cells.map(({ href, counts }) => [`${target.id} ${href}`, JSON.stringify(counts)] as const),
        ),
      ),
    );
  const whole = new Map([...said(''), ...said('check:/')]);
  for (const q of [
    'outcome:fail',
    'level:must',
    'delivery:buffered',
    'is:different',
    'not outcome:pass',
    'ids',
  ]) {
    for (const [cell, counts] of said(q)) expect(counts, `${q}: ${cell}`).toBe(whole.get(cell));
  }
});

for (const [q, said] of [
  ['provider:aa', 'provider:aa matches nothing: did you mean "a"?'],
  ['provder:a', 'provder:a matches nothing: of the fields, did you mean "provider"?'],
  ['provider:a outcome:fial', 'outcome:fial matches nothing: did you mean "fail"?'],
  ['outcome:error provider:a', 'each part matches something, and nothing matches all of them'],
  ['seq(pass error)', 'seq(pass error) matches nothing'],
  ['nowhere', 'nowhere matches nothing'],
] as const) {
  test(`a query that matches nothing says which part does: ${q}`, () => {
    expect(matrixView(data, { ...UNFILTERED, q }).nothing).toBe(said);
  });
}

for (const [typed, next] of [
  ['pro', ['provider:']],
  ['provider:', ['provider:a', 'provider:b']],
  ['provider:a (outcome:k', ['provider:a (outcome:known']],
  ['seq', ['seq(pass fail)']],
  ['is:', ['is:different']],
  ['check:port', ['check:ids/portable']],
] as const) {
  test(`what may come next is offered: ${typed}`, () => {
    expect(completionsOf(data, typed)).toEqual(next);
  });
}

test('a query is read while it is typed: whatever is cut off, nothing throws', () => {
  const part = fc.constantFrom(
    'and ',
    'or ',
    'not ',
    '(',
    ')',
    '"',
    'seq(',
    'pass',
    'is:',
    'provider:',
    'a:b',
    ' ',
    '-',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const { matching } = matrixView(data, { ...UNFILTERED, q: parts.join('') });
      expect(matching).toBeGreaterThanOrEqual(0);
      completionsOf(data, parts.join(''));
    }),
    { numRuns: 300 },
  );
});

test('the address and the state are the same thing', () => {
  const word = fc.string({ maxLength: 8 });
  const state = fc.record({
    ...Object.fromEntries(CHOICES.map((name) => [name, word])),
    open: fc.array(word, { maxLength: 3 }),
    page: fc.integer({ min: 1, max: 1e6 }),
  });
  fc.assert(
    fc.property(state, (chosen) => {
      const given = { ...UNFILTERED, ...chosen };
      same(parseState(new URLSearchParams(formatState(given).toString())), given);
    }),
    { numRuns: 100 },
  );
});

for (const page of ['0', '-1', '1.5', 'x', '']) {
  test(`the page "${page}" is the first`, () => {
    expect(parseState(new URLSearchParams({ page })).page).toBe(1);
  });
}
