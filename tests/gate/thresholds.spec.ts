/** How many samples must pass for the gate: thresholds of targets. */
import { exitCode, type RateVerdict, thresholdsOf } from '../../src/gate/gate.ts';
import { wilson } from '../../src/results/rates.ts';
import { conversation, samples, targetRecord, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';
import { expectation, known, weigh } from '../support/weighed.ts';

const onModel = { check: 'arguments/schema', subject: 'model' } as const;
const atLeast = (least: number, target = 'p/m') => [{ target, check: onModel.check, least }];

/** How many samples pass, the threshold, how it stands, and the exit code. */
const thresholdCases: [
  passed: number,
  judged: number,
  least: number,
  RateVerdict['standing'],
  exit: 0 | 1,
][] = [
  [0, 0, 0.9, 'unmeasured', 0],
  [1, 1, 1, 'kept', 0],
  [9, 10, 0.9, 'kept', 0],
  [90, 100, 0.9, 'kept', 0],
  [0, 1, 0, 'kept', 0],
  // Too few samples to hold a failure against the model: 0 % to 79 %, 49 % to 94 %, 83 % to 94 %.
  [0, 1, 0.75, 'unproven', 0],
  [8, 10, 0.9, 'unproven', 0],
  [89, 100, 0.9, 'unproven', 0],
  // The whole interval is below: 0 % to 79 %, 71 % to 87 %; one failure says that not all pass.
  [0, 1, 0.9, 'broken', 1],
  [80, 100, 0.9, 'broken', 1],
  [999, 1000, 1, 'broken', 1],
];

const place = (judged: number) =>
  judged === 0 ? { scenario: null, delivery: null } : { scenario: 'weather', delivery: 'streaming' };

for (const [passed, judged, least, standing, exit] of thresholdCases) {
  test(`${passed} of ${judged} passes at a threshold of ${least}: ${standing}`, () => {
    const input = { ...samples(passed, judged, onModel), thresholds: atLeast(least) };
    const weighed = weigh(input);
    const interval = wilson(passed, judged);
    expect(weighed.rates).toEqual([
      {
        ...place(judged),
        target: 'p/m',
        check: onModel.check,
        passed,
        judged,
        interval,
        threshold: least,
        standing,
      },
    ]);
    expect([weighed.red, exitCode(weighed)]).toEqual([exit === 1, exit]);
    expect(weighed.newFailures).toEqual([]);

    const lenient = weigh({ ...input, failOn: 'never' });
    expect([lenient.red, exitCode(lenient), lenient.rates]).toEqual([false, 0, weighed.rates]);
  });
}

test('a threshold is compared with the scenario and delivery of its target that fails most, and with no other target', () => {
  const pools = [
    samples(40, 50, onModel),
    samples(30, 40, { ...onModel, delivery: 'buffered' }),
    samples(10, 10, { ...onModel, scenario: 'add' }),
    samples(0, 100, { ...onModel, target: 'p/n' }),
    samples(0, 100, { ...onModel, check: 'arguments/json' }),
  ];
  const weighed = weigh({
    conversations: pools.flatMap(({ conversations }) => conversations),
    verdicts: pools.flatMap(({ verdicts }) => verdicts),
    thresholds: [...atLeast(0.9), ...atLeast(0.9, 'p/o')],
  });
  expect(weighed.rates).toMatchObject([
    { target: 'p/m', scenario: 'weather', delivery: 'buffered', passed: 30, judged: 40, standing: 'broken' },
    { target: 'p/o', scenario: null, delivery: null, passed: 0, judged: 0, standing: 'unmeasured' },
  ]);
});

test('what is inconclusive, not applicable, unsupported or an error is no sample of a threshold', () => {
  const outcomes = ['inconclusive', 'unsupported', 'error'] as const;
  const verdicts = outcomes.map((outcome, index) => verdict({ ...onModel, sample: index + 1, outcome }));
  const conversations = [
    ...verdicts.map(({ sample }) => conversation({ sample })),
    conversation({ sample: 4, notApplicable: [onModel.check] }),
    conversation({ sample: 5, passed: [onModel.check] }),
  ];
  expect(weigh({ conversations, verdicts, thresholds: atLeast(1) }).rates).toMatchObject([
    { passed: 1, judged: 1, standing: 'kept' },
  ]);
});

test('a failure that an expectation accepts is none the less a failure of its rate', () => {
  const { conversations, verdicts } = samples(80, 100, onModel);
  const expectations = [expectation({ check: onModel.check })];
  const input = { conversations, verdicts, expectations, thresholds: atLeast(0.9) };
  expect(weigh({ ...input, known: { ...known, checks: [onModel.check] } })).toMatchObject({
    byOthers: [],
    rates: [{ passed: 80, judged: 100, standing: 'broken' }],
    red: true,
  });
});

test('a MUST that fails in one of many samples fails, whatever the threshold of its check', () => {
  const thresholds = [{ target: 'p/m', check: 'ids/present', least: 0.5 }];
  const weighed = weigh({ ...samples(99, 100), thresholds });
  expect(weighed.newFailures).toHaveLength(1);
  expect(weighed).toMatchObject({ rates: [{ standing: 'kept' }], red: true });
});

test('the thresholds of a run are those of its targets', () => {
  const record = targetRecord();
  const targets = {
    'p/m': { ...record, thresholds: { 'arguments/schema': 0.9, 'arguments/json': 1 } },
    'p/n': record,
    'p/o': { ...record, thresholds: { 'arguments/schema': 0.5 } },
  };
  expect(thresholdsOf({ targets })).toEqual([
    { target: 'p/m', check: 'arguments/schema', least: 0.9 },
    { target: 'p/m', check: 'arguments/json', least: 1 },
    { target: 'p/o', check: 'arguments/schema', least: 0.5 },
  ]);
});
