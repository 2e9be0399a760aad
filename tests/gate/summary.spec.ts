import { stripVTControlCharacters } from 'node:util';
import { type Gate, type GateInput, gate } from '../../src/gate/gate.ts';
import { type SummaryOptions, summarise } from '../../src/gate/summary.ts';
import type { Results, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { conversation, resultsOf, samples, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

type Input = Pick<Results, 'conversations' | 'verdicts'> &
  Partial<Pick<GateInput, 'thresholds' | 'failOn'>> &
  Partial<Pick<RunRecord, 'skipped'>> &
  Partial<Pick<SummaryOptions, 'columns' | 'hasBaseline'>>;

/** The lines between the features of the target and the closing one; without colours. */
function said({
  conversations,
  verdicts,
  thresholds = [],
  failOn = 'must',
  skipped = {},
  columns = 300,
  hasBaseline = false,
}: Input): string[] {
  const known = { checks: [], targets: [], scenarios: [], conversations: [] };
  const weighed: Gate = gate({ conversations, verdicts, expectations: [], thresholds, failOn, known });
  const results = resultsOf(conversations, verdicts, { targets: {}, skipped });
  const options = { file: 'results.jsonl', columns, hasBaseline, aboutTargets: [] };
  const lines = stripVTControlCharacters(summarise(results, weighed, options)).split('\n');
  const block = lines.findLastIndex((line) => line.startsWith('features of '));
  const next = lines.findIndex((line, at) => at > Math.max(block, 0) && !line.startsWith(' '));
  return lines.slice(next, -1);
}

const finding = { exchange: 1, event: 4, path: '', message: 'an id twice', found: '', expected: '' };
const withFinding = (own: VerdictRecord): VerdictRecord => ({ ...own, findings: [finding], findingCount: 1 });

test('a rule that is broken gets one block, whatever the number of places', () => {
  const conversations = ['streaming', 'buffered'] as const;
  const both = (check: string, level: 'MUST' | 'SHOULD') =>
    conversations.map((delivery) => withFinding(verdict({ check, level, delivery })));
  expect(
    said({
      conversations: [
        ...conversations.map((delivery) => conversation({ delivery })),
        conversation({ scenario: 'tool-error', passed: ['ids/unique'] }),
      ],
      verdicts: [...both('usage/total', 'SHOULD'), ...both('ids/unique', 'MUST')],
    }),
  ).toEqual([
    'MUST ids/unique',
    '  targets    p/m',
    '  scenarios  weather (streaming and buffered)',
    '  count      2 of 3 conversations, 2 places',
    '  first      p/m · weather · streaming: exchange 1, event 4: an id twice',
    'SHOULD usage/total (does not fail the gate)',
    '  targets    p/m',
    '  scenarios  weather (streaming and buffered)',
    '  count      2 of 2 conversations, 2 places',
    '  first      p/m · weather · streaming: exchange 1, event 4: an id twice',
  ]);
});

test('a failure is new only where there is a baseline', () => {
  const failure = { conversations: [conversation()], verdicts: [withFinding(verdict())] };
  expect([said(failure)[0], said({ ...failure, hasBaseline: true })[0]]).toEqual([
    'MUST ids/present',
    'MUST ids/present (new)',
  ]);
});

test('many names are cut, and long lines are wrapped', () => {
  const targets = ['p/a', 'p/b', 'p/c', 'p/d', 'p/e'];
  const long = { ...finding, message: 'an id that stands in the answer twice', expected: 'an id of its own' };
  const lines = said({
    conversations: targets.map((target) => conversation({ target })),
    verdicts: targets.map((target) => ({ ...verdict({ target }), findings: [long], findingCount: 1 })),
    columns: 60,
  });
  expect(lines).toEqual([
    'MUST ids/present',
    '  targets    p/a, p/b, p/c and 2 more',
    '  scenarios  weather (streaming)',
    '  count      5 of 5 conversations, 5 places',
    '  first      p/a · weather · streaming: exchange 1, event 4:',
    '             an id that stands in the answer twice; expected',
    '             an id of its own',
  ]);
});

test('of several samples the share is said, with what came to no judgement', () => {
  const { conversations, verdicts } = samples(1, 2);
  const outcomes = ['inconclusive', 'inconclusive', 'unsupported', 'error'] as const;
  const open = outcomes.map((outcome, index) => verdict({ outcome, reason: 'why', sample: 3 + index }));
  const lines = said({
    conversations: [
      ...conversations,
      ...open.map(({ sample }) => conversation({ sample })),
      conversation({ sample: 7, notApplicable: ['ids/present'] }),
    ],
    verdicts: [...verdicts, ...open].map(withFinding),
  });
  expect(lines.slice(0, 6)).toEqual([
    'MUST ids/present',
    '  targets    p/m',
    '  scenarios  weather (streaming)',
    '  count      1 of 2 conversations, 1 place; inconclusive in 2',
    '  samples    p/m · weather · streaming: 1 of 2 samples (9 % to 91 %), 2 inconclusive, 1 not applicable, 1 unsupported, 1 error',
    '  first      p/m · weather · streaming · sample 2: exchange 1, event 4: an id twice',
  ]);
});

test('of samples the first that fails is shown', () => {
  const { conversations, verdicts } = samples(7, 10, { check: 'ids/unique' });
  const messages = verdicts.map((own) => ({
    ...own,
    findings: [{ ...finding, message: `in sample ${own.sample}` }],
  }));
  expect(said({ conversations, verdicts: messages.toReversed() }).at(-1)).toBe(
    '  first      p/m · weather · streaming · sample 8: exchange 1, event 4: in sample 8',
  );
});

test('thresholds that are broken or not proven are said, others are not', () => {
  const check = 'arguments/schema';
  const rates: [target: string, passed: number, judged: number][] = [
    ['p/broken', 80, 100],
    ['p/unproven', 8, 10],
    ['p/held', 9, 10],
    ['p/unmeasured', 0, 0],
  ];
  const pools = rates.map(([target, passed, judged]) =>
    samples(passed, judged, { target, check, subject: 'model' }),
  );
  const lines = said({
    conversations: pools.flatMap(({ conversations }) => conversations),
    verdicts: pools.flatMap(({ verdicts }) => verdicts),
    thresholds: rates.map(([target]) => ({ target, check, least: 0.9 })),
  });
  expect(lines.filter((line) => line.startsWith('below'))).toEqual([
    'below the threshold: p/broken · weather · streaming: arguments/schema: 80 of 100 samples passed (71 % to 87 %), at least 90 % are to',
    'below the threshold, not proven with 10 samples: p/unproven · weather · streaming: arguments/schema: 8 of 10 samples passed (49 % to 94 %), at least 90 % are to',
  ]);
});

test('what was skipped, what recovered and what was not sent is said for each target', () => {
  expect(
    said({
      conversations: [
        conversation({ sample: 1, retries: 2 }),
        conversation({ sample: 2, retries: 1 }),
        conversation({ sample: 3, notSent: 'budget' }),
        conversation({ sample: 4, notSent: 'cancelled' }),
        conversation({ sample: 5, notSent: 'budget' }),
        conversation({ sample: 6 }),
        conversation({ target: 'p/n', retries: 1 }),
      ],
      verdicts: [],
      skipped: { 'q/m': 'Q_KEY is not set' },
    }),
  ).toEqual([
    'skipped: q/m: Q_KEY is not set',
    'recovered: p/m: 2 conversations after 3 retries',
    'not sent: p/m: requests of 3 conversations (budget: 2, cancelled: 1)',
    'recovered: p/n: 1 conversation after 1 retry',
  ]);
});

test('names that somebody else chose cannot move the cursor', () => {
  const target = 'p/\u001b[2Jm';
  const hostile = { target, scenario: 's\u001b[H', check: 'c\u202e' };
  const { conversations, verdicts } = samples(0, 2, hostile);
  const [first, ...others] = conversations.map((own) => ({ ...own, notSent: 'n\u001b[1A' }));
  const lines = summarise(
    resultsOf([{ ...(first ?? conversation()), retries: 1 }, ...others], verdicts, {
      targets: {},
      skipped: { [target]: 'w\u009b2J' },
    }),
    gate({
      conversations,
      verdicts,
      expectations: [],
      thresholds: [{ target, check: hostile.check, least: 1 }],
      failOn: 'must',
      known: { checks: [], targets: [], scenarios: [], conversations: [] },
    }),
    { file: 'results.jsonl', columns: 300, aboutTargets: [] },
  );
  for (const word of ['MUST c', 'below the threshold: ', 'skipped: ', 'recovered: ', 'not sent: ']) {
    expect(lines).toContain(word);
  }
  for (const sequence of ['\u001b[2J', '\u001b[H', '\u001b[1A', '\u009b', '\u202e']) {
    expect(lines).not.toContain(sequence);
  }
});
