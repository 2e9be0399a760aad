/** The cells of a night: how they are written and read, and what they say. */
import { type Cell, EMPTY_CELL, formatCell, parseCell, signOfCell } from '../../src/results/history/cell.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

test('a cell comes back as it was written', () => {
  const count = fc.nat({ max: 60 });
  const cell = fc
    .record({
      passed: count,
      known: count,
      unknown: count,
      inconclusive: count,
      unsupported: count,
      errors: count,
      level: fc.constantFrom('MUST', 'SHOULD', 'MAY'),
    })
    .map(({ passed, known, unknown, level, ...rest }): Cell => {
      const failed = known + unknown;
      const judged = passed + failed + rest.inconclusive + rest.unsupported + rest.errors;
      return { ...rest, judged, failed, known, worst: unknown > 0 ? level : null };
    });
  fc.assert(
    fc.property(cell, (one) => expect(parseCell(formatCell(one))).toEqual(one)),
    { numRuns: 200 },
  );
});

test('the sign of a cell is the gravest thing in it', () => {
  const signs = [
    '9f4k1i1u1e1M',
    '9f4k1i1u1e1S',
    '9f4k1i1u1e1Y',
    '9f1k1i1Y',
    '9i1u1',
    '9u1',
    '9f1Y',
    '9f9Y',
    '-',
  ];
  expect(signs.map((token) => signOfCell(parseCell(token) ?? EMPTY_CELL))).toEqual([
    'must',
    'should',
    'error',
    'known',
    'inconclusive',
    'unsupported',
    'pass',
    'observed',
    'not-applicable',
  ]);
});
