/** Compares patterns on RE2 with the engine's own RegExp: both give the same answer, or RE2 gives none. */
import { linearPattern } from '../../src/checks/pattern.ts';
import fc from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

/** Characters that the two engines may treat differently. */
const TELLING = [...'ab_-0 \t\n\r\v\f\u00a0\u2028\ufeff\u0085\u180eéλ𝄞"\'/.]{}^$:[\\&~'];

/** Has no nested repetition, so that the engine's own RegExp cannot backtrack for long. */
const single = fc.constantFrom(
  ...[
    'a',
    'b',
    '_',
    ' ',
    'é',
    '𝄞',
    '.',
    '\\s',
    '\\S',
    '\\d',
    '\\D',
    '\\w',
    '\\W',
    '\\.',
    '\\/',
    '\\-',
    '\\t',
  ],
  ...[
    '\\x41',
    '\\u00a0',
    '\\u{1d11e}',
    '\\cJ',
    '\\0',
    '\\p{L}',
    '\\P{Lu}',
    '\\$',
    '\\[',
    '\\]',
    '\\{',
    '-',
    ':',
  ],
);
const member = fc.constantFrom(
  ...[
    'a',
    'b',
    '0-9',
    'a-f',
    '\\s',
    '\\S',
    '\\d',
    '\\W',
    '\\b',
    '.',
    '$',
    '^',
    '[',
    '[:alpha:',
    '\\]',
    '\\\\',
    '\\-',
  ],
  ...['é', '𝄞', '\\u00a0-\\u2028', '\\p{L}', '&', '~', '"', '/', '(', '|', '*', '{', '\\n'],
);
const charClass = fc
  .tuple(fc.constantFrom('', '^'), fc.array(member, { maxLength: 4 }), fc.constantFrom('', '-'))
  .map(([not, members, dash]) => `[${not}${members.join('')}${dash}]`);
const times = fc.constantFrom('', '', '*', '+', '?', '+?', '{2}', '{1,}', '{0,3}', '{1,40}');
const atom = fc.tuple(fc.oneof(single, charClass), times).map((parts) => parts.join(''));
const group = fc
  .tuple(fc.constantFrom('(', '(?:', '(?<n>'), atom, fc.constantFrom('', '|'), atom, fc.constantFrom('', '?'))
  .map(([open, one, or, two, maybe]) => `${open}${one}${or}${two})${maybe}`);
const pattern = fc
  .tuple(
    fc.constantFrom('', '^', '\\b'),
    fc.array(fc.oneof({ arbitrary: atom, weight: 4 }, group), { maxLength: 3 }),
    fc.constantFrom('', '$', '\\B'),
  )
  .map(([start, parts, end]) => `${start}${parts.join('')}${end}`);
const text = fc.array(fc.constantFrom(...TELLING), { maxLength: 6 }).map((all) => all.join(''));

test('what both read, both read alike', () => {
  let compared = 0;
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 8, maxLength: 8 }), (source, texts) => {
      fc.pre(isUnicode(source));
      compared += 1;
      const [theirs, ours] = [new RegExp(source, 'u'), linearPattern(source)];
      same(
        texts.map((each) => ours.test(each)),
        texts.map((each) => theirs.test(each)),
      );
    }),
    { numRuns: 2000 },
  );
  expect(compared).toBeGreaterThan(1000);
});

function isUnicode(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

const REFUSED = {
  'a back reference': '(a)\\1',
  'a named back reference': '^(?<q>["\']).*\\k<q>$',
  'look-ahead': '^(?=a)',
  'look-behind': '(?<!a)b',
  'too many repetitions': '^a{1,5000}$',
  'flags of other languages': '(?i)abc',
  'anchors of other languages': '\\Aabc\\z',
  'quotes of other languages': '\\Qa.b\\E',
  'half of a surrogate pair': '\\ud800',
  'what the flag u alone gives a meaning': '\\p{L}\\-',
  'no pattern at all': '(',
};
for (const [name, source] of Object.entries(REFUSED)) {
  test(`refused: ${name}`, () => {
    expect(() => linearPattern(source)).toThrow();
  });
}

const READ = {
  'as many repetitions as RE2 has': ['^a{1,1000}$', 'a'.repeat(1000), true],
  'an escape that Unicode mode forbids': ['^\\@\\_$', '@_', true],
  'a brace that is no repetition': ['^a{$', 'a{', true],
  'white space that RE2 does not know': ['^\\s+$', '\u00a0\ufeff', true],
  'a point before a line separator': ['^.$', '\u2028', false],
  'an empty class': ['[]a', 'a', false],
  'any character': ['^[^]$', '\n', true],
} as const;
for (const [name, [source, value, matches]] of Object.entries(READ)) {
  test(`read: ${name}`, () => {
    expect(linearPattern(source).test(value)).toBe(matches);
  });
}
