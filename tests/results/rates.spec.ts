import { ratesOf, wilson, worstOf } from '../../src/results/rates.ts';
import fc from '../support/property.ts';
import { conversation, samples, verdict } from '../support/records.ts';
import { expect, same, test } from '../support/test.ts';

/** Wilson intervals at 95 % that others published. */
const PUBLISHED: [successes: number, trials: number, low: number, high: number, digits: number][] = [
  // Newcombe (1998), Two-sided confidence intervals for the single proportion, Statistics in Medicine 17, table I.
  [81, 263, 0.2553, 0.3662, 4],
  [15, 148, 0.0624, 0.1605, 4],
  [0, 20, 0, 0.1611, 4],
  [1, 29, 0.0061, 0.1718, 4],
  // Fagerland, Lydersen and Laake (2017), Statistical Analysis of Contingency Tables, chapter 2; the R package
  // contingencytables checks itself against it.
  [13, 16, 0.5699, 0.9341, 4],
  // prop.test(correct = FALSE) of R, as the R package cards has it in its snapshots.
  [32, 32, 0.8928208, 1, 7],
  [0, 32, 0, 0.1071792, 7],
];

for (const [successes, trials, low, high, digits] of PUBLISHED) {
  test(`the interval of ${successes} in ${trials} is the published one`, () => {
    const interval = wilson(successes, trials);
    const round = (share: number) => Number(share.toFixed(digits));
    expect([round(interval.low), round(interval.high)]).toEqual([low, high]);
  });
}

test('without a trial the share may be anything', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('an interval holds the share that was seen, lies within 0 and 1, and mirrors that of the failures', () => {
  const seen = fc
    .integer({ min: 1, max: 100_000 })
    .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));
  fc.assert(
    fc.property(seen, ([successes, trials]) => {
      const { low, high } = wilson(successes, trials);
      const mirrored = wilson(trials - successes, trials);
      same(low === 0, successes === 0);
      same(high === 1, successes === trials);
      same(0 <= low && low <= successes / trials && successes / trials <= high && high <= 1, true);
      expect(mirrored.low).toBeCloseTo(1 - high, 12);
      expect(mirrored.high).toBeCloseTo(1 - low, 12);
    }),
    { numRuns: 200 },
  );
});

test('the ends of the interval are where a test of the seen share just rejects', () => {
  for (const [successes, trials] of PUBLISHED) {
    const { low, high } = wilson(successes, trials);
    for (const end of [low, high].filter((share) => share > 0 && share < 1)) {
      const deviation = Math.sqrt((end * (1 - end)) / trials);
      expect(Math.abs(successes / trials - end) / deviation).toBeCloseTo(1.959963985, 8);
    }
  }
});

const counts = { inconclusive: 0, notApplicable: 0, unsupported: 0, error: 0 };
const streaming = { target: 'p/m', scenario: 'weather', delivery: 'streaming' } as const;

test('each outcome of each sample is counted once, and only passes and failures are judged', () => {
  const check = 'ids/present';
  const conversations = [1, 2, 3, 4, 5, 6, 7].map((sample) => conversation({ sample }));
  conversations[0] = conversation({ sample: 1, passed: [check, 'ids/unique'] });
  conversations[1] = conversation({ sample: 2, notApplicable: [check] });
  const verdicts = [
    verdict({ sample: 3 }),
    verdict({ sample: 4 }),
    verdict({ sample: 5, outcome: 'inconclusive' }),
    verdict({ sample: 6, outcome: 'unsupported' }),
    verdict({ sample: 7, outcome: 'error' }),
  ];
  const once = { inconclusive: 1, notApplicable: 1, unsupported: 1, error: 1 };
  expect([...ratesOf({ conversations, verdicts })]).toEqual([
    { ...streaming, check, samples: 7, judged: 3, failed: 2, ...once, failures: wilson(2, 3) },
    {
      ...streaming,
      check: 'ids/unique',
      samples: 1,
      judged: 1,
      failed: 0,
      ...counts,
      failures: wilson(0, 1),
    },
  ]);
});

const pools = [
  samples(7, 10),
  samples(4, 5, { delivery: 'buffered' }),
  samples(1, 2, { scenario: 'add' }),
  samples(0, 3, { target: 'p/n' }),
  samples(2, 2, { target: 'p/n', check: 'ids/portable' }),
];
const records = {
  conversations: pools.flatMap(({ conversations }) => conversations),
  verdicts: pools.flatMap(({ verdicts }) => verdicts),
};

test('target, scenario, delivery and check are counted apart', () => {
  const rates = [...ratesOf(records)].map(
    ({ target, scenario, delivery, check, failed, judged }) =>
      `${target} ${scenario} ${delivery} ${check}: ${failed} of ${judged}`,
  );
  expect(rates).toEqual([
    'p/m weather streaming ids/present: 3 of 10',
    'p/m weather buffered ids/present: 1 of 5',
    'p/m add streaming ids/present: 1 of 2',
    'p/n weather streaming ids/portable: 0 of 2',
    'p/n weather streaming ids/present: 3 of 3',
  ]);
});

test('of unlike conversations the worst rate counts, never their sum', () => {
  const rate = (failed: number, judged: number) => ({ failed, judged });
  expect([
    worstOf([rate(0, 20), rate(3, 4), rate(5, 10)]),
    worstOf([rate(1, 2), rate(5, 10)]),
    worstOf([rate(0, 2), rate(0, 9)]),
    worstOf([rate(0, 0)]),
    worstOf([]),
  ]).toEqual([rate(3, 4), rate(5, 10), rate(0, 9), undefined, undefined]);
});

test('the order of the records makes no difference to a rate', () => {
  const byText = (rates: Iterable<unknown>) => Array.from(rates, (rate) => JSON.stringify(rate)).sort();
  const reversed = {
    conversations: records.conversations.toReversed(),
    verdicts: records.verdicts.toReversed(),
  };
  expect(byText(ratesOf(reversed))).toEqual(byText(ratesOf(records)));
});

test('the work grows as the number of records does', () => {
  let reads = 0;
  const counting = <T extends object>(record: T): T =>
    new Proxy(record, {
      get: (own, field, receiver) => {
        reads += 1;
        return Reflect.get(own, field, receiver);
      },
    });
  const readsFor = (targets: number): number => {
    const held = Array.from({ length: targets }, (_, index) => samples(1, 2, { target: `p/m${index}` }));
    const counted = {
      conversations: held.flatMap(({ conversations }) => conversations.map(counting)),
      verdicts: held.flatMap(({ verdicts }) => verdicts.map(counting)),
    };
    reads = 0;
    expect([...ratesOf(counted)]).toHaveLength(targets);
    return reads;
  };
  expect(readsFor(300)).toBe(100 * readsFor(3));
});
