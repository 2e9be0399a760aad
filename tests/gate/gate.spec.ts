/** What the gate counts, and what expectations accept. */
import type { Expectation } from '../../src/gate/expectations.ts';
import { exitCode, type FailOn } from '../../src/gate/gate.ts';
import type { ConversationRecord, VerdictRecord } from '../../src/results/results.ts';
import { conversation, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';
import { expectation, weigh } from '../support/weighed.ts';

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

/** All lists of a gate, empty. */
const NOTHING = {
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

for (const [fields, byPolicy] of policies) {
  test(`weighs ${JSON.stringify(fields)}`, () => {
    const given = verdict(fields);
    for (const failOn of ['must', 'should', 'never'] as const) {
      const [list, exit] = byPolicy[failOn];
      const listed = list === 'none' ? {} : { [list]: [given] };
      const weighed = weigh({ verdicts: [given], conversations: [conversation()], failOn });
      expect(weighed).toEqual({ verdicts: [given], ...NOTHING, ...listed, red: exit !== 0 });
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
      ...NOTHING,
      verdicts: [filledIn],
      known: isKnown ? [filledIn] : [],
      newFailures: isNew ? [given] : [],
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
