/** Since when a check stands as it does, and the days without data between. */
import { withGaps } from '../../src/report/site/history/gaps.tsx';
import {
  absenceAt,
  signAt,
  spellsOf,
  standingAt,
  standingText,
} from '../../src/report/site/history/spells.ts';
import fc from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

test('the spells of a strip cover every day, and say what the strip says', () => {
  const strips = fc.array(fc.constantFrom('M', 'P', 'K', '-'), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(strips, (letters) => {
      const strip = letters.join('');
      const spells = spellsOf(strip);
      same(
        spells.reduce((sum, { days }) => sum + days, 0),
        strip.length,
      );
      for (const { sign, at, days } of spells) {
        for (let day = at; day < at + days; day += 1) expect(signAt(strip, day)).toBe(sign);
      }
    }),
    { numRuns: 100 },
  );
});

test('a day without data interrupts nothing, and is not taken for what was before it', () => {
  expect(standingAt('PMM-M', 4)).toEqual({ sign: 'must', day: 4, since: 1, always: false });
  expect(standingAt('PMM--', 4)).toEqual({ sign: 'must', day: 2, since: 1, always: false });
  expect(standingAt('--P-P', 4)).toEqual({ sign: 'pass', day: 4, since: 2, always: true });
  expect(standingAt('--P', 1)).toBeNull();
  expect(standingText('PMM-M', '2025-11-01')).toBe('MUST fails since 2025-11-02');
});

test('a night without an answer ends nothing and starts nothing', () => {
  expect(standingAt('PM?M', 3)).toEqual({ sign: 'must', day: 3, since: 1, always: false });
  expect(standingAt('PM??', 3)).toEqual({ sign: 'must', day: 1, since: 1, always: false });
  expect(standingAt('?P-?P', 4)).toEqual({ sign: 'pass', day: 4, since: 1, always: true });
  expect([0, 1, 2].map((day) => absenceAt('?-P', day))).toEqual(['no answer', 'no data', 'no data']);
});

test('gaps stand between the nights and after the last one, the newest first', () => {
  const nights = ['2025-10-30', '2025-10-31', '2025-11-04'].map((date) => ({ date }));
  expect(withGaps(nights, '2025-11-06')).toEqual([
    { from: '2025-11-05', to: '2025-11-06', days: 2 },
    { date: '2025-11-04' },
    { from: '2025-11-01', to: '2025-11-03', days: 3 },
    { date: '2025-10-31' },
    { date: '2025-10-30' },
  ]);
});
