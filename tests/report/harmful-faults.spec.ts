/** The faults that have a page: who is harmed by them, and who is not. */
import type { TrialRecord } from '../../src/clients/record.ts';
import { harmfulFaults } from '../../src/report/site/clients/harmful-faults.ts';
import { expect, test } from '../support/test.ts';

function trial(client: string, fault: string, outcome: TrialRecord['outcome'], report: string | null) {
  return {
    ...({ type: 'trial', dialect: 'openai-chat', extension: null, delivery: 'streaming' } as const),
    ...{ client, fault, outcome, report, scenario: 'weather', check: 'ids/present', harms: [], next: null },
  };
}

test('clients that did the same are one, the gravest first; a fault that harms nobody is left out', () => {
  const trials = [
    trial('a', 'ids/dropped', 'reports', 'no id'),
    trial('b', 'ids/dropped', 'hangs', null),
    trial('c', 'ids/dropped', 'reports', 'no id'),
    trial('d', 'ids/dropped', 'tolerates', null),
    trial('a', 'ids/empty', 'tolerates', null),
  ];
  const pages = harmfulFaults({ sound: [], trials, shown: [] });
  expect(pages.map(({ dialect, check, faults }) => [dialect, check, faults.length])).toEqual([
    ['openai-chat', 'ids/present', 1],
  ]);
  const [fault] = pages[0]?.faults ?? [];
  expect(fault?.harmed.map((alike) => alike.map(({ client }) => client))).toEqual([['b'], ['a', 'c']]);
  expect(fault?.unharmed.map(({ client }) => client)).toEqual(['d']);
});
