/** What a verdict is shown as. */
import { countPhrase, signOf } from '../../src/results/signs.ts';
import { expect, test } from '../support/test.ts';

const expectation = { reason: 'known to us', link: null, since: '2025-10-01' };

const signs = [
  [{ outcome: 'fail', level: 'MUST', expectation: null }, 'must'],
  [{ outcome: 'fail', level: 'SHOULD', expectation: null }, 'should'],
  [{ outcome: 'fail', level: 'MUST', expectation }, 'known'],
  [{ outcome: 'fail', level: 'MAY', expectation: null }, 'observed'],
  [{ outcome: 'fail', level: 'MAY', expectation }, 'observed'],
  [{ outcome: 'inconclusive', level: 'MUST', expectation: null }, 'inconclusive'],
  [{ outcome: 'unsupported', level: 'MUST', expectation: null }, 'unsupported'],
  [{ outcome: 'error', level: 'MAY', expectation: null }, 'error'],
] as const;

for (const [verdict, sign] of signs) {
  const { outcome, level } = verdict;
  test(`a ${level} check with outcome ${outcome}${verdict.expectation ? ', expected,' : ''} is shown as ${sign}`, () => {
    expect(signOf(verdict)).toBe(sign);
  });
}

test('counts read as words', () => {
  const phrases = (['must', 'should', 'known', 'inconclusive', 'pass'] as const).flatMap((sign) =>
    [1, 2000].map((count) => countPhrase(sign, count).replaceAll('\u00a0', ' ')),
  );
  expect(phrases).toEqual([
    '1 MUST fails',
    '2,000 MUST fail',
    '1 SHOULD fails',
    '2,000 SHOULD fail',
    '1 known',
    '2,000 known',
    '1 inconclusive',
    '2,000 inconclusive',
    '1 pass',
    '2,000 pass',
  ]);
});
