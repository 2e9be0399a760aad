/** The matrix under the reader's choices, before it is a table. */
import { parseState, UNFILTERED } from '../../src/report/site/matrix/state.ts';
import { type MatrixView, matrixView, PAGE_ROWS } from '../../src/report/site/matrix/view.ts';
import { data, dataOf } from '../support/matrix-data.ts';
import { conversation, samples, targetRecord } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

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
