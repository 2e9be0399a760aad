/** Which clients break on a target, on the terminal. */
import { stripVTControlCharacters } from 'node:util';
import { clientBlocks } from '../../src/clients/client-blocks.ts';
import type { MeasuredClients, TrialRecord } from '../../src/clients/record.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { conversation, resultsOf, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const SHOWN_IN = { dialect: 'openai-chat', delivery: 'streaming' } as const;
const FAULT = { fault: 'ids/dropped', check: 'ids/present' };
const TRIED_ON = { ...SHOWN_IN, extension: null, scenario: 'weather' };

function trial(client: string, outcome: TrialRecord['outcome']): TrialRecord {
  return { type: 'trial', client, ...TRIED_ON, ...FAULT, outcome, harms: [], report: null, next: null };
}

function sound(client: string, dialect = 'openai-chat'): MeasuredClients['sound'][number] {
  return { type: 'sound', client, ...TRIED_ON, dialect, versions: {}, requests: 2, broken: [] };
}

const MEASURED: MeasuredClients = {
  sound: [sound('strict'), sound('lenient'), sound('unasked'), sound('of-another-dialect', 'gemini')],
  trials: [trial('strict', 'reports'), trial('lenient', 'tolerates'), trial('unasked', 'not-shown')],
  shown: [{ type: 'shown', ...SHOWN_IN, ...FAULT, title: 'no id', findings: ['it has no id'], answer: [] }],
};

const FINDING = {
  exchange: 1,
  event: 2,
  path: 'id',
  message: 'it has no id',
  found: '(absent)',
  expected: '',
  offset: null,
};
const MISSING = verdict({ findings: [FINDING], findingCount: 1 });

function blocksOf(targets: readonly string[], verdicts: readonly VerdictRecord[]): string[] {
  const conversations = targets.map((target) => conversation({ target }));
  const results = resultsOf(conversations, verdicts, { checks: checkRecords(['openai-chat']) });
  return clientBlocks(results, 80, () => MEASURED).map(stripVTControlCharacters);
}

test('who breaks stands first, with the checks that break it; what was tried on nobody is counted', () => {
  const untried = verdict({ check: 'usage/sums', findings: [], findingCount: 0 });
  expect(blocksOf(['p/m'], [MISSING, untried])).toEqual([
    [
      'clients with p/m',
      '  break      strict (ids/present)',
      '  go on      lenient',
      '  not tried  1 deviation of this target',
    ].join('\n'),
  ]);
});

test('a deviation that was tried on no client has no block', () => {
  const other = { ...MISSING, findings: [{ ...FINDING, message: 'the id is a number' }] };
  expect(blocksOf(['p/m'], [other])).toEqual([]);
});

test('a run without failures reads no measurements, and one of many targets has no block', () => {
  const many = ['a/m', 'b/m', 'c/m', 'd/m'];
  expect([blocksOf(['p/m'], []), blocksOf(many, [{ ...MISSING, target: 'a/m' }])]).toEqual([[], []]);
});
