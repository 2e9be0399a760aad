import type { Expectation } from '../../src/gate/expectations.ts';
import {
  exitCode,
  type FailOn,
  type Gate,
  type GateInput,
  gate,
  type RateVerdict,
  thresholdsOf,
} from '../../src/gate/gate.ts';
import { wilson } from '../../src/results/rates.ts';
import type { ConversationRecord, VerdictRecord } from '../../src/results/results.ts';
import { conversation, samples, targetRecord, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

function expectation(fields: Partial<Expectation> = {}): Expectation {
  return {
    target: 'p/m',
    check: 'ids/present',
    scenario: null,
    delivery: null,
    reason: 'r',
    link: null,
    since: '2025-11-20',
    file: 'specs/expectations/p/m.yaml',
    line: 1,
    ...fields,
  };
}

const streaming = { target: 'p/m', scenario: 'weather', delivery: 'streaming' } as const;
const buffered = { ...streaming, delivery: 'buffered' } as const;
const known = {
  checks: ['ids/present', 'ids/portable'],
  targets: ['p/m', 'p/n'],
  scenarios: ['weather', 'add'],
  conversations: [streaming, buffered],
};

const weigh = (input: Partial<GateInput>): Gate =>
  gate({ conversations: [], verdicts: [], expectations: [], failOn: 'must', known, ...input });

type Bucket = 'newFailures' | 'tolerated' | 'byOthers' | 'errors' | 'none';

type Outcome = readonly [list: Bucket, exit: 0 | 1 | 2];
const nowhere: Outcome = ['none', 0];

/** Where an unexpected verdict is listed, and the exit code. */
const policies: [fields: Partial<VerdictRecord>, byPolicy: Record<FailOn, Outcome>][] = [
  [{ level: 'MUST' }, { must: ['newFailures', 1], should: ['newFailures', 1], never: ['tolerated', 0] }],
  [{ level: 'SHOULD' }, { must: ['tolerated', 0], should: ['newFailures', 1], never: ['tolerated', 0] }],
  [{ level: 'MAY' }, { must: nowhere, should: nowhere, never: nowhere }],
  [{ subject: 'model' }, { must: ['byOthers', 0], should: ['byOthers', 0], never: ['byOthers', 0] }],
  [
    { subject: 'client', level: 'SHOULD' },
    { must: ['byOthers', 0], should: ['byOthers', 0], never: ['byOthers', 0] },
  ],
  [
    { subject: 'model', level: 'MAY' },
    { must: nowhere, should: nowhere, never: nowhere },
  ],
  [{ outcome: 'inconclusive' }, { must: nowhere, should: nowhere, never: nowhere }],
  [{ outcome: 'unsupported' }, { must: nowhere, should: nowhere, never: nowhere }],
  [{ outcome: 'error' }, { must: ['errors', 2], should: ['errors', 2], never: ['errors', 2] }],
  [
    { outcome: 'error', level: 'MAY', subject: 'client' },
    { must: ['errors', 2], should: ['errors', 2], never: ['errors', 2] },
  ],
];

for (const [fields, byPolicy] of policies) {
  test(`weighs ${JSON.stringify(fields)}`, () => {
    const given = verdict(fields);
    for (const failOn of ['must', 'should', 'never'] as const) {
      const [list, exit] = byPolicy[failOn];
      const nothing = {
        newFailures: [],
        tolerated: [],
        byOthers: [],
        known: [],
        errors: [],
        stale: [],
        vanished: [],
        rates: [],
        incomplete: null,
      };
      const listed = list === 'none' ? {} : { [list]: [given] };
      const weighed = weigh({ verdicts: [given], conversations: [conversation()], failOn });
      expect(weighed).toEqual({ verdicts: [given], ...nothing, ...listed, red: exit !== 0 });
      expect(exitCode(weighed)).toBe(exit);
    }
  });
}

test('an error outweighs a failure', () => {
  expect(
    exitCode(weigh({ verdicts: [verdict(), verdict({ check: 'ids/portable', outcome: 'error' })] })),
  ).toBe(2);
});

const accepted = { reason: 'r', link: null, since: '2025-11-20' };

/** What one expectation makes of one verdict. */
const acceptances: [
  what: string,
  expectation: Partial<Expectation>,
  verdict: Partial<VerdictRecord>,
  known: boolean,
][] = [
  ['all scenarios and deliveries', {}, {}, true],
  ['the scenario', { scenario: 'weather' }, {}, true],
  ['the delivery', { delivery: 'streaming' }, {}, true],
  ['every sample', {}, { sample: 3 }, true],
  ["a model's failure", {}, { subject: 'model' }, true],
  ['an observation', {}, { level: 'MAY' }, true],
  ['not another scenario', { scenario: 'add' }, {}, false],
  ['not another delivery', { delivery: 'buffered' }, {}, false],
  ['not another check', { check: 'ids/portable' }, {}, false],
  ['not another target', { target: 'p/n' }, {}, false],
  ['not what is inconclusive', {}, { outcome: 'inconclusive' }, false],
];

for (const [what, expected, fields, isKnown] of acceptances) {
  test(`an expectation accepts ${what}`, () => {
    const given = verdict(fields);
    const filledIn = { ...given, expectation: isKnown ? accepted : null };
    const weighed = weigh({ verdicts: [given], expectations: [expectation(expected)] });
    const isNew = !isKnown && given.outcome === 'fail';
    expect(weighed).toEqual({
      verdicts: [filledIn],
      known: isKnown ? [filledIn] : [],
      newFailures: isNew ? [given] : [],
      tolerated: [],
      byOthers: [],
      stale: [],
      vanished: [],
      rates: [],
      incomplete: null,
      errors: [],
      red: isNew,
    });
    expect(given.expectation).toBe(null);
  });
}

test('of overlapping expectations the one that says most is filled in', () => {
  const expectations = [
    expectation({ reason: 'all' }),
    expectation({ reason: 'delivery', delivery: 'streaming' }),
    expectation({ reason: 'both', delivery: 'streaming', scenario: 'weather' }),
    expectation({ reason: 'scenario', scenario: 'weather' }),
  ];
  const reasonFor = (left: readonly Expectation[]) =>
    weigh({ verdicts: [verdict()], expectations: left }).verdicts[0]?.expectation?.reason;
  expect(reasonFor(expectations)).toBe('both');
  expect(reasonFor(expectations.toSpliced(2, 1))).toBe('scenario');
  expect(reasonFor(expectations.slice(0, 2))).toBe('delivery');
});

test('an expectation that was filled in by an earlier gate and is gone is taken out', () => {
  expect(weigh({ verdicts: [verdict({ expectation: accepted })] })).toMatchObject({
    verdicts: [verdict()],
    newFailures: [verdict()],
    known: [],
    red: true,
  });
});

const passes = { passed: ['ids/present'] };
const one = 'ids/present passes in the conversation it applies to; remove the expectation';
const two = 'ids/present passes in all 2 conversations it applies to; remove the expectation';

/** Conversations judged, verdicts, and why the expectation is stale; null when it is not. */
const staleness: [
  what: string,
  expectation: Partial<Expectation>,
  conversations: Partial<ConversationRecord>[],
  verdicts: Partial<VerdictRecord>[],
  why: string | null,
][] = [
  ['passes everywhere', {}, [passes, { ...passes, delivery: 'buffered' }], [], two],
  ['passes where it says', { delivery: 'streaming' }, [passes], [], one],
  ['passes in every sample', { delivery: 'streaming' }, [passes, { ...passes, sample: 2 }], [], two],
  [
    'passes, and does not apply elsewhere',
    {},
    [passes, { delivery: 'buffered', notApplicable: ['ids/present'] }],
    [],
    one,
  ],
  [
    'passes, and is unsupported elsewhere',
    {},
    [passes, { delivery: 'buffered' }],
    [{ delivery: 'buffered', outcome: 'unsupported' }],
    one,
  ],
  ['passes here and fails there', {}, [passes, { delivery: 'buffered' }], [{ delivery: 'buffered' }], null],
  [
    'passes in one sample and fails in another',
    { delivery: 'streaming' },
    [passes, { sample: 2 }],
    [{ sample: 2 }],
    null,
  ],
  [
    'passes here and is inconclusive there',
    {},
    [passes, { delivery: 'buffered' }],
    [{ delivery: 'buffered', outcome: 'inconclusive' }],
    null,
  ],
  [
    'fails elsewhere',
    { delivery: 'streaming' },
    [passes, { delivery: 'buffered' }],
    [{ delivery: 'buffered' }],
    one,
  ],
  ['is inconclusive', { delivery: 'streaming' }, [{}], [{ outcome: 'inconclusive' }], null],
  ['does not apply', { delivery: 'streaming' }, [{ notApplicable: ['ids/present'] }], [], null],
  ['passes, but a filter left some out', {}, [passes], [], null],
  ['was filtered out', {}, [], [], null],
  [
    'names an unknown check',
    { check: 'ids/presnt' },
    [passes],
    [],
    'no check "ids/presnt"; did you mean "ids/present"?',
  ],
  [
    'names an unknown scenario',
    { scenario: 'multiply' },
    [],
    [],
    'no scenario "multiply"; known: weather, add',
  ],
  ['names an unknown target', { target: 'p/o' }, [], [], 'no target "p/o"; did you mean "p/m"?'],
];

for (const [what, expected, conversations, fields, why] of staleness) {
  test(`stale or not: ${what}`, () => {
    const expectations = [expectation(expected)];
    const input = {
      expectations,
      conversations: conversations.map(conversation),
      verdicts: fields.map(verdict),
    };
    const stale = why === null ? [] : [{ expectation: expectations[0], why }];
    const { stale: found } = weigh(input);
    expect(found).toEqual(stale);

    const alone = weigh({ ...input, verdicts: [] });
    if (fields.length === 0)
      expect([alone.red, exitCode(alone)]).toEqual(why === null ? [false, 0] : [true, 1]);
    expect(weigh({ ...input, verdicts: [], failOn: 'never' }).red).toBe(false);
  });
}

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
