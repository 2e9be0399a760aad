/** What is asked of the matrix: while it is typed, when nothing matches, and in the address. */
import { completionsOf } from '../../src/report/site/matrix/completion.ts';
import { CHOICES, formatState, parseState, UNFILTERED } from '../../src/report/site/matrix/state.ts';
import { matrixView } from '../../src/report/site/matrix/view.ts';
import { data } from '../support/matrix-data.ts';
import fc from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

for (const [q, said] of [
  ['provider:aa', 'provider:aa matches nothing: did you mean "a"?'],
  ['provder:a', 'provder:a matches nothing: of the fields, did you mean "provider"?'],
  ['provider:a outcome:fial', 'outcome:fial matches nothing: did you mean "fail"?'],
  ['outcome:error provider:a', 'each part matches something, and nothing matches all of them'],
  ['seq(pass error)', 'seq(pass error) matches nothing'],
  ['nowhere', 'nowhere matches nothing'],
] as const) {
  test(`a query that matches nothing says which part does: ${q}`, () => {
    expect(matrixView(data, { ...UNFILTERED, q }).nothing).toBe(said);
  });
}

for (const [typed, next] of [
  ['pro', ['provider:']],
  ['provider:', ['provider:a', 'provider:b']],
  ['provider:a (outcome:k', ['provider:a (outcome:known']],
  ['seq', ['seq(pass fail)']],
  ['is:', ['is:different']],
  ['check:port', ['check:ids/portable']],
] as const) {
  test(`what may come next is offered: ${typed}`, () => {
    expect(completionsOf(data, typed)).toEqual(next);
  });
}

test('a query is read while it is typed: whatever is cut off, nothing throws', () => {
  const part = fc.constantFrom(
    'and ',
    'or ',
    'not ',
    '(',
    ')',
    '"',
    'seq(',
    'pass',
    'is:',
    'provider:',
    'a:b',
    ' ',
    '-',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const { matching } = matrixView(data, { ...UNFILTERED, q: parts.join('') });
      expect(matching).toBeGreaterThanOrEqual(0);
      completionsOf(data, parts.join(''));
    }),
    { numRuns: 300 },
  );
});

test('the address and the state are the same thing', () => {
  const word = fc.string({ maxLength: 8 });
  const state = fc.record({
    ...Object.fromEntries(CHOICES.map((name) => [name, word])),
    open: fc.array(word, { maxLength: 3 }),
    page: fc.integer({ min: 1, max: 1e6 }),
  });
  fc.assert(
    fc.property(state, (chosen) => {
      const given = { ...UNFILTERED, ...chosen };
      same(parseState(new URLSearchParams(formatState(given).toString())), given);
    }),
    { numRuns: 100 },
  );
});

for (const page of ['0', '-1', '1.5', 'x', '']) {
  test(`the page "${page}" is the first`, () => {
    expect(parseState(new URLSearchParams({ page })).page).toBe(1);
  });
}
