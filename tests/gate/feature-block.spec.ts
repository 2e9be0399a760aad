/** Which features work, on the terminal. */
import { stripVTControlCharacters } from 'node:util';
import { FEATURES } from '../../src/features/deciding/table.ts';
import { featureBlocks } from '../../src/gate/feature-block.ts';
import type { ConversationRecord, VerdictRecord } from '../../src/results/results.ts';
import { checkRecords } from '../../src/results/run-record.ts';
import { conversation, resultsOf, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

function blocksOf(
  conversations: readonly ConversationRecord[],
  verdicts: readonly VerdictRecord[] = [],
): string[] {
  const run = { targets: {}, checks: checkRecords(['openai-chat']) };
  return featureBlocks(resultsOf(conversations, verdicts, run), 80).map(stripVTControlCharacters);
}

const works = conversation({ scenario: 'weather', passed: ['roundtrip/continues'], exchanges: 2 });

test('what is broken stands first, with the check that decides it, and what was not tested is counted', () => {
  const failing = { scenario: 'add-and-multiply', check: 'ids/unique-in-response' };
  const parallel = conversation({ ...works, scenario: failing.scenario });
  expect(blocksOf([works, parallel], [verdict(failing)])).toEqual([
    [
      'features of p/m',
      '  broken      parallel calls (ids/unique-in-response)',
      '  works       one call, drop-in',
      `  not tested  ${FEATURES.length - 3} features`,
    ].join('\n'),
  ]);
});

test('more than three targets are read in the report', () => {
  const targets = ['a/m', 'b/m', 'c/m', 'd/m'].map((target) => ({ ...works, target }));
  expect([blocksOf(targets.slice(1)).length, blocksOf(targets)]).toEqual([3, []]);
});

test('a target of which nothing can be told has no block', () => {
  expect(blocksOf([conversation({ scenario: 'unknown-model', passed: [] })])).toEqual([]);
});
