/** What the report shows, before it is a page. */

import { prettyJson } from '../../src/report/site/conversation/pretty-json.ts';
import { gravestSign, siteModel, type Tally } from '../../src/report/site/site-model.ts';
import { countResults } from '../../src/results/jsonl.ts';
import {
  conversationFile,
  findingAnchor,
  href,
  outerHref,
  slugOf,
  verdictKeyOf,
} from '../../src/results/page-addresses.ts';
import type { CheckRecord, ConversationRecord, Results, VerdictRecord } from '../../src/results/results.ts';
import { countPhrase, type Sign, signOf } from '../../src/results/signs.ts';
import { type Piece, piecesOf, plainText } from '../../src/text/display.ts';
import { dollars, duration, instant, plural } from '../../src/text/quantities.ts';
import fc, { codePoint } from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

const expectation = { reason: 'known to us', link: null, since: '2025-10-01' };

const signs = [
  [{ outcome: 'fail', level: 'MUST', expectation: null }, 'must'],
  [{ outcome: 'fail', level: 'SHOULD', expectation: null }, 'should'],
  [{ outcome: 'fail', level: 'MUST', expectation }, 'known'],
  [{ outcome: 'fail', level: 'MAY', expectation: null }, 'observed'],
  [{ outcome: 'fail', level: 'MAY', expectation }, 'observed'],
  [{ outcome: 'inconclusive', level: 'MUST', expectation: null }, 'inconclusive'],
  [{ outcome: 'unsupported', level: 'MUST', expectation: null }, 'unsupported'],
  [{ outcome: 'error', level: 'MAY', expectation: null }, 'error'],
] as const;

for (const [verdict, sign] of signs) {
  const { outcome, level } = verdict;
  test(`a ${level} check with outcome ${outcome}${verdict.expectation ? ', expected,' : ''} is shown as ${sign}`, () => {
    expect(signOf(verdict)).toBe(sign);
  });
}

test('counts read as words', () => {
  const phrases = (['must', 'should', 'known', 'inconclusive', 'pass'] as const).flatMap((sign) =>
    [1, 2000].map((count) => countPhrase(sign, count).replaceAll('\u00a0', ' ')),
  );
  expect(phrases).toEqual([
    '1 MUST fails',
    '2,000 MUST fail',
    '1 SHOULD fails',
    '2,000 SHOULD fail',
    '1 known',
    '2,000 known',
    '1 inconclusive',
    '2,000 inconclusive',
    '1 pass',
    '2,000 pass',
  ]);
});

test('quantities', () => {
  expect([dollars(0), dollars(0.0000375245), dollars(12.5)]).toEqual(['$0', '$0.00003752', '$12.5']);
  expect([duration(680.4), duration(2449), duration(185_000)]).toEqual(['680 ms', '2.4 s', '3 min 5 s']);
  expect([instant('2025-11-20T13:34:00+01:00'), instant('soon')]).toEqual(['2025-11-20 12:34 UTC', 'soon']);
  expect([plural(1, 'event'), plural(1200, 'event')]).toEqual(['1 event', '1,200 events']);
});

const text = (value: string, marked = false): Piece => ({ kind: 'text', text: value, marked });
const control = (code: string, marked = false): Piece => ({ kind: 'control', code, marked });

const shown: readonly (readonly [name: string, pieces: readonly Piece[], wanted: readonly Piece[]])[] = [
  ['plain text', piecesOf('a\tb\nc 👨‍👩‍👧', 50), [text('a\tb\nc 👨‍👩‍👧')]],
  ['nothing', piecesOf('', 50), []],
  [
    'bidi controls',
    piecesOf('a\u202eb\u2066', 50),
    [text('a'), control('U+202E'), text('b'), control('U+2066')],
  ],
  ['an escape sequence', piecesOf('\u001b[31m\r', 50), [control('U+001B'), text('[31m'), control('U+000D')]],
  ['invisible characters', piecesOf('\u200b\ufeff', 50), [control('U+200B'), control('U+FEFF')]],
  ['half a surrogate pair', piecesOf('a\ud83d', 50), [text('a'), control('U+D83D')]],
  ['long text', piecesOf('abcdef', 4), [text('abcd'), { kind: 'omitted', count: 2, last: true }]],
  [
    'a cut inside a character',
    piecesOf('abc😀', 4),
    [text('abc'), { kind: 'omitted', count: 2, last: true }],
  ],
  ['a marked place', piecesOf('abcdef', 50, [[1, 3]]), [text('a'), text('bc', true), text('def')]],
  [
    'marks that overlap',
    piecesOf('abcdef', 50, [
      [1, 4],
      [2, 3],
    ]),
    [text('a'), text('bcd', true), text('ef')],
  ],
  [
    'marks within marks',
    piecesOf(
      'x'.repeat(200_000),
      200_000,
      Array.from({ length: 100_000 }, (_, at) => [at, 200_000 - at]),
    ),
    [text('x'.repeat(200_000), true)],
  ],
  [
    'a marked place beyond the cut',
    piecesOf(`${'x'.repeat(1000)}here${'y'.repeat(1000)}`, 10, [[1000, 1004]]),
    [
      text('x'.repeat(10)),
      { kind: 'omitted', count: 790, last: false },
      text('x'.repeat(200)),
      text('here', true),
      text('y'.repeat(200)),
      { kind: 'omitted', count: 800, last: true },
    ],
  ],
];

for (const [name, pieces, wanted] of shown) {
  test(`shows ${name}`, () => {
    expect(pieces).toEqual(wanted);
  });
}

test('whatever is shown holds every kept character, and no control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint, maxLength: 60 }), fc.nat(60), (value, longest) => {
      const pieces = piecesOf(value, longest);
      const length = pieces.reduce((sum, piece) => {
        if (piece.kind === 'text') return sum + piece.text.length;
        if (piece.kind === 'omitted') return sum + piece.count;
        return sum + String.fromCodePoint(Number.parseInt(piece.code.slice(2), 16)).length;
      }, 0);
      same(length, value.length);
      expect(plainText(value, longest)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
    }),
  );
});

test('JSON is laid out with its tokens as they stood', () => {
  const json = '{"n":1.50,"e":1E2,"a":1,"a":2,"u":"\\u202e","list":[],"o":{"deep":["x",{"y":null}]}}';
  expect(prettyJson(json, new Set(), 20).text).toBe(
    [
      '{',
      '  "n": 1.50,',
      '  "e": 1E2,',
      '  "a": 1,',
      '  "a": 2,',
      '  "u": "\\u202e",',
      '  "list": [],',
      '  "o": {',
      '    "deep": ["x", { "y": null }]',
      '  }',
      '}',
    ].join('\n'),
  );
});

const marked: readonly (readonly [path: string, wanted: readonly string[]])[] = [
  ['choices[0].delta.id', ['"id": ""']],
  ['choices[1]', ['7']],
  ['usage', ['"usage": {', '"total": 3', '}']],
  ['choices[0].delta.absent', []],
  ['', []],
];

for (const [path, wanted] of marked) {
  test(`the value at ${path || 'the empty path'} is found again in laid-out JSON`, () => {
    const json = '{"choices":[{"delta":{"id":"","id2":"id"}},7],"usage":{"total":3}}';
    const { text: laidOut, marks } = prettyJson(json, new Set([path]), 8);
    expect(marks.map(([start, end]) => laidOut.slice(start, end))).toEqual(wanted);
  });
}

test('laid-out JSON means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(80), (value, oneLine) => {
      expect(JSON.parse(prettyJson(JSON.stringify(value), new Set(), oneLine).text)).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

test('no nesting is too deep', () => {
  const depth = 100_000;
  const json = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  expect(prettyJson(json).text.replaceAll(/\s/g, '')).toBe(json);
});

const slugs: readonly (readonly [names: readonly string[], slug: string | RegExp])[] = [
  [['openrouter/moonshotai/kimi-k2@deepinfra'], 'openrouter_moonshotai_kimi-k2@deepinfra'],
  [['openrouter/a', 'weather', 'streaming'], 'openrouter_a__weather__streaming'],
  [['openrouter/a:free'], /^openrouter_a-free___[0-9a-f]{12}$/],
  [['Qwen/A'], /^qwen_a___[0-9a-f]{12}$/],
  [['../../etc'], /^etc___[0-9a-f]{12}$/],
  [['con'], /^con___[0-9a-f]{12}$/],
  [['a.'], /^a___[0-9a-f]{12}$/],
  [['\u202e<b>'], /^b___[0-9a-f]{12}$/],
  [['💥'], /^x___[0-9a-f]{12}$/],
  [['a'.repeat(300)], /^a{85}___[0-9a-f]{12}$/],
];

for (const [names, slug] of slugs) {
  test(`${JSON.stringify(names).slice(0, 60)} has a slug that any file system takes`, () => {
    if (typeof slug === 'string') expect(slugOf(names)).toBe(slug);
    else expect(slugOf(names)).toMatch(slug);
  });
}

test('different names have different slugs, also where case does not count', () => {
  const name = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'A', 'b', '/', '_', '-', '.', '@', ':') }),
    fc.string(),
  );
  const names = fc.array(name, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(names, names, (left, right) => {
      const [one, other] = [slugOf(left), slugOf(right)];
      expect(one).toMatch(/^[a-z\d][a-z\d@._-]*$/);
      expect(one.length).toBeLessThanOrEqual(100);
      same(one === other, JSON.stringify(left) === JSON.stringify(right));
    }),
  );
});

const key = { target: 'p/m', scenario: 'weather', delivery: 'streaming', sample: 1 } as const;

test('addresses', () => {
  expect(verdictKeyOf({ ...key, check: 'ids/present' })).toBe('p/m · weather · streaming · ids/present');
  expect(verdictKeyOf({ ...key, sample: 2, check: 'ids/present' })).toBe(
    'p/m · weather · streaming · ids/present · sample 2',
  );
  expect(conversationFile({ ...key, sample: 2 })).toBe('conversations/p_m__weather__streaming__2/index.html');
  expect(href('../../', 'targets/a@b/index.html', 'p/m · x')).toBe(
    '../../targets/a@b/index.html#p/m%20%C2%B7%20x',
  );
  expect(
    [
      { exchange: 2, event: 5 },
      { exchange: 2, event: null },
      { exchange: 0, event: null },
    ].map(findingAnchor),
  ).toEqual(['e2-5', 'e2', null]);
  expect(
    ['allure/index.html', 'https://x.test/', '/abs', '#top'].map((link) => outerHref('../', link)),
  ).toEqual(['../allure/index.html', 'https://x.test/', '/abs', '#top']);
});

function checkOf(level: CheckRecord['level'], subject: CheckRecord['subject']): CheckRecord {
  return { level, subject, impact: 'major', title: 'A rule', authority: [] };
}

const checks = {
  'ids/present': checkOf('MUST', 'provider'),
  'ids/echoed': checkOf('MUST', 'client'),
  'ids/entropy': checkOf('MAY', 'provider'),
  'arguments/json': checkOf('MUST', 'model'),
  'usage/total': checkOf('MUST', 'provider'),
};

function conversationOf(target: string, passed: readonly string[], notApplicable: readonly string[]) {
  return {
    type: 'conversation',
    ...key,
    target,
    cassette: `cassettes/${target}.yaml`,
    recordedAt: null,
    exchanges: 2,
    model: 'm',
    upstreams: ['DeepInfra'],
    ms: 10,
    usage: null,
    cost: null,
    passed: [...passed],
    notApplicable: [...notApplicable],
  } satisfies ConversationRecord;
}

function verdictOf(target: string, id: keyof typeof checks, rest: Partial<VerdictRecord>): VerdictRecord {
  const { level, subject } = checks[id];
  return {
    type: 'verdict',
    ...key,
    target,
    check: id,
    level,
    subject,
    outcome: 'fail',
    findings: [],
    findingCount: 0,
    reason: null,
    expectation: null,
    ...rest,
  };
}

const conversations = [
  conversationOf('p/one', ['ids/present', 'arguments/json'], ['usage/total']),
  conversationOf('p/two', [], []),
];
const verdicts = [
  verdictOf('p/one', 'ids/entropy', {}),
  verdictOf('p/one', 'ids/echoed', {}),
  verdictOf('p/two', 'ids/present', { expectation }),
  verdictOf('p/two', 'ids/echoed', { outcome: 'error', reason: 'the check broke' }),
  verdictOf('p/two', 'ids/entropy', { outcome: 'inconclusive', reason: 'HTTP 429' }),
  verdictOf('p/two', 'arguments/json', {}),
  verdictOf('p/two', 'usage/total', { outcome: 'unsupported', reason: 'no usage' }),
];
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
    checks,
  },
  conversations,
  verdicts,
  end: { type: 'end', aborted: false, counts: countResults(conversations, verdicts) },
};

function only(tally: Tally): Partial<Record<Sign, number>> {
  return Object.fromEntries(Object.entries(tally).filter(([, count]) => count > 0));
}

test('the matrix keeps the provider apart from the model and the client, and errors are nobody else’s', () => {
  const { families, targets } = siteModel(results);
  expect(families).toEqual(['ids', 'arguments', 'usage']);
  expect(
    targets.map((target) =>
      target.families.map(({ family, sign, tallies, open, passed, notApplicable }) => ({
        family,
        sign,
        provider: only(tallies.provider),
        model: only(tallies.model),
        client: only(tallies.client),
        open: open.map(({ id, sign: own }) => `${id} ${own}`),
        passed: passed.map(({ id }) => id),
        notApplicable: notApplicable.map(({ id }) => id),
      })),
    ),
  ).toEqual([
    [
      {
        family: 'ids',
        sign: 'pass',
        provider: { pass: 1, observed: 1 },
        model: {},
        client: { must: 1 },
        open: ['ids/echoed must', 'ids/entropy observed'],
        passed: ['ids/present'],
        notApplicable: [],
      },
      {
        family: 'arguments',
        sign: 'not-applicable',
        provider: {},
        model: { pass: 1 },
        client: {},
        open: [],
        passed: ['arguments/json'],
        notApplicable: [],
      },
      {
        family: 'usage',
        sign: 'not-applicable',
        provider: { 'not-applicable': 1 },
        model: {},
        client: {},
        open: [],
        passed: [],
        notApplicable: ['usage/total'],
      },
    ],
    [
      {
        family: 'ids',
        sign: 'error',
        provider: { known: 1, error: 1, inconclusive: 1 },
        model: {},
        client: {},
        open: ['ids/echoed error', 'ids/present known', 'ids/entropy inconclusive'],
        passed: [],
        notApplicable: [],
      },
      {
        family: 'arguments',
        sign: 'not-applicable',
        provider: {},
        model: { must: 1 },
        client: {},
        open: ['arguments/json must'],
        passed: [],
        notApplicable: [],
      },
      {
        family: 'usage',
        sign: 'unsupported',
        provider: { unsupported: 1 },
        model: {},
        client: {},
        open: ['usage/total unsupported'],
        passed: [],
        notApplicable: [],
      },
    ],
  ]);
});

test('the catalogue says which targets each check fails, passes and leaves open', () => {
  const model = siteModel(results);
  expect(model.checks.map(({ id, tally, targets }) => ({ id, tally: only(tally), targets }))).toEqual([
    { id: 'ids/present', tally: { pass: 1, known: 1 }, targets: { pass: ['p/one'], known: ['p/two'] } },
    { id: 'ids/echoed', tally: { must: 1, error: 1 }, targets: { must: ['p/one'], error: ['p/two'] } },
    {
      id: 'ids/entropy',
      tally: { observed: 1, inconclusive: 1 },
      targets: { observed: ['p/one'], inconclusive: ['p/two'] },
    },
    { id: 'arguments/json', tally: { pass: 1, must: 1 }, targets: { pass: ['p/one'], must: ['p/two'] } },
    {
      id: 'usage/total',
      tally: { 'not-applicable': 1, unsupported: 1 },
      targets: { 'not-applicable': ['p/one'], unsupported: ['p/two'] },
    },
  ]);
});

test('nothing leaves the denominator: the totals are those of the end record', () => {
  const { totals } = siteModel(results);
  const sum = Object.values(totals)
    .flatMap((tally) => Object.values(tally))
    .reduce((left, right) => left + right, 0);
  const judged = Object.values(results.end.counts.outcomes).reduce((left, right) => left + right, 0);
  expect(sum).toBe(judged);
  expect(gravestSign(totals.provider)).toBe('error');
});
