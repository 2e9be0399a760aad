import { stripVTControlCharacters } from 'node:util';
import { type Gate, type GateInput, gate } from '../../src/gate/gate.ts';
import { summarise } from '../../src/gate/summary.ts';
import { countResults } from '../../src/results/file.ts';
import type { Results, RunRecord, VerdictRecord } from '../../src/results/results.ts';
import { conversation, samples, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const run: RunRecord = {
  type: 'run',
  schema: 1,
  id: 'r1',
  startedAt: '2025-11-20T12:00:00Z',
  mode: 'live',
  suite: { version: '0.1.0', commit: null },
  targets: {},
  scenarios: {},
  checks: {},
};

type Input = Pick<Results, 'conversations' | 'verdicts'> &
  Partial<Pick<GateInput, 'thresholds' | 'failOn'>> &
  Partial<Pick<RunRecord, 'skipped'>>;

/** The lines between the table of targets and the closing one, without colours. */
function said({ conversations, verdicts, thresholds = [], failOn = 'must', skipped = {} }: Input): string[] {
  const known = { checks: [], targets: [], scenarios: [], conversations: [] };
  const weighed: Gate = gate({ conversations, verdicts, expectations: [], thresholds, failOn, known });
  const counts = countResults(conversations, verdicts);
  const results: Results = {
    run: { ...run, skipped },
    conversations,
    verdicts,
    end: { type: 'end', aborted: false, counts },
  };
  const lines = stripVTControlCharacters(summarise(results, weighed, 'results.jsonl')).split('\n');
  const table = lines.findLastIndex((line) => line.startsWith('└'));
  return lines.slice(table + 1, -1);
}

const finding = { exchange: 1, event: 4, path: '', message: 'an id twice', found: '', expected: '' };
const withFinding = (own: VerdictRecord): VerdictRecord => ({ ...own, findings: [finding] });

test('a conversation that was held once gets a line for each failure', () => {
  const verdicts = [verdict(), verdict({ check: 'ids/unique' })].map(withFinding);
  expect(said({ conversations: [conversation()], verdicts })).toEqual([
    'new failure: MUST ids/present: p/m · weather · streaming: exchange 1, event 4: an id twice',
    'new failure: MUST ids/unique: p/m · weather · streaming: exchange 1, event 4: an id twice',
  ]);
});

test('failures of several samples are one line, with their share and the first of them', () => {
  const { conversations, verdicts } = samples(7, 10, { check: 'ids/unique' });
  const messages = verdicts.map((own) => ({
    ...own,
    findings: [{ ...finding, message: `in sample ${own.sample}` }],
  }));
  expect(said({ conversations, verdicts: messages.toReversed() })).toEqual([
    'new failure: MUST ids/unique: p/m · weather · streaming: 3 of 10 samples (11 % to 60 %): exchange 1, event 4: in sample 8',
  ]);
});

test('samples that came to no judgement are said, and are not among those judged', () => {
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
  expect(lines[0]).toBe(
    'new failure: MUST ids/present: p/m · weather · streaming: 1 of 2 samples (9 % to 91 %), 2 inconclusive, 1 not applicable, 1 unsupported, 1 error: exchange 1, event 4: an id twice',
  );
});

test('failures of another conversation or level have a line of their own', () => {
  const must = samples(1, 2);
  const buffered = samples(0, 2, { delivery: 'buffered' });
  const should = verdict({ sample: 1, level: 'SHOULD' });
  const lines = said({
    conversations: [...must.conversations.map((own) => ({ ...own, passed: [] })), ...buffered.conversations],
    verdicts: [should, ...must.verdicts, ...buffered.verdicts].map(withFinding),
    failOn: 'should',
  });
  expect(lines.map((line) => line.replace(': exchange 1, event 4: an id twice', ''))).toEqual([
    'new failure: SHOULD ids/present: p/m · weather · streaming: 1 of 2 samples (9 % to 91 %)',
    'new failure: MUST ids/present: p/m · weather · streaming: 1 of 2 samples (9 % to 91 %)',
    'new failure: MUST ids/present: p/m · weather · buffered: 2 of 2 samples (34 % to 100 %)',
  ]);
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
  expect(
    said({
      conversations: pools.flatMap(({ conversations }) => conversations),
      verdicts: pools.flatMap(({ verdicts }) => verdicts),
      thresholds: rates.map(([target]) => ({ target, check, least: 0.9 })),
    }),
  ).toEqual([
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
    {
      run: { ...run, skipped: { [target]: 'w\u009b2J' } },
      conversations: [{ ...(first ?? conversation()), retries: 1 }, ...others],
      verdicts,
      end: { type: 'end', aborted: false, counts: countResults(conversations, verdicts) },
    },
    gate({
      conversations,
      verdicts,
      expectations: [],
      thresholds: [{ target, check: hostile.check, least: 1 }],
      failOn: 'must',
      known: { checks: [], targets: [], scenarios: [], conversations: [] },
    }),
    'results.jsonl',
  );
  for (const word of ['new failure: ', 'below the threshold: ', 'skipped: ', 'recovered: ', 'not sent: ']) {
    expect(lines).toContain(word);
  }
  for (const sequence of ['\u001b[2J', '\u001b[H', '\u001b[1A', '\u009b', '\u202e']) {
    expect(lines).not.toContain(sequence);
  }
});
