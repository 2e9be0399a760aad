/** How a run on a gateway ends: by what is not kept, and by the level that counts. */

import type { FateRecord } from '../../src/gateway/record.ts';
import { gatewayDecision } from '../../src/gateway/summary.ts';
import { expect, test } from '../support/test.ts';

const fate: FateRecord = {
  type: 'fate',
  gateway: 'mine',
  outer: { dialect: 'openai-chat', extension: null },
  inner: { dialect: 'openai-chat', extension: null },
  thing: 'headers',
  delivery: 'buffered',
  fate: 'lost',
  level: 'SHOULD',
  counts: { kept: 0, changed: 0, lost: 1, invented: 0, 'not-carried': 0 },
  places: [],
};
const FAILED = 'conformance failures: the gateway does not keep all that it is held to';
const wouldFail = (level: string) =>
  `passed: the gateway keeps what it is held to; with --fail-on ${level} it would not pass`;

const CASES = [
  ['should', { fate: 'kept' }, 'passed: the gateway keeps all that matters'],
  ['must', {}, wouldFail('should')],
  ['should', {}, FAILED],
  ['must', { level: 'MUST' }, FAILED],
  ['never', { level: 'MUST' }, wouldFail('must')],
] as const;

test('the last line names what was counted', () => {
  const said = CASES.map(([failOn, changed]) => gatewayDecision([{ ...fate, ...changed }], failOn));
  expect(said).toEqual(CASES.map(([, , line]) => line));
});
