/** How text of others is shown: its controls named, its length bounded, its places marked. */
import { type Piece, piecesOf, plainText } from '../../src/text/display.ts';
import fc, { codePoint } from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

const text = (value: string, marked = false): Piece => ({ kind: 'text', text: value, marked });
const control = (code: string, marked = false): Piece => ({ kind: 'control', code, marked });

const shown: readonly (readonly [name: string, pieces: readonly Piece[], wanted: readonly Piece[]])[] = [
  ['plain text', piecesOf('a\tb\nc 👨‍👩‍👧', 50), [text('a\tb\nc 👨‍👩‍👧')]],
  ['nothing', piecesOf('', 50), []],
  [
    'bidi controls',
    piecesOf('a\u202eb\u2066', 50),
    [text('a'), control('U+202E'), text('b'), control('U+2066')],
  ],
  ['an escape sequence', piecesOf('\u001b[31m\r', 50), [control('U+001B'), text('[31m'), control('U+000D')]],
  ['invisible characters', piecesOf('\u200b\ufeff', 50), [control('U+200B'), control('U+FEFF')]],
  ['half a surrogate pair', piecesOf('a\ud83d', 50), [text('a'), control('U+D83D')]],
  ['long text', piecesOf('abcdef', 4), [text('abcd'), { kind: 'omitted', count: 2, last: true }]],
  [
    'a cut inside a character',
    piecesOf('abc😀', 4),
    [text('abc'), { kind: 'omitted', count: 2, last: true }],
  ],
  ['a marked place', piecesOf('abcdef', 50, [[1, 3]]), [text('a'), text('bc', true), text('def')]],
  [
    'marks that overlap',
    piecesOf('abcdef', 50, [
      [1, 4],
      [2, 3],
    ]),
    [text('a'), text('bcd', true), text('ef')],
  ],
  [
    'marks within marks',
    piecesOf(
      'x'.repeat(200_000),
      200_000,
      Array.from({ length: 100_000 }, (_, at) => [at, 200_000 - at]),
    ),
    [text('x'.repeat(200_000), true)],
  ],
  [
    'a marked place beyond the cut',
    piecesOf(`${'x'.repeat(1000)}here${'y'.repeat(1000)}`, 10, [[1000, 1004]]),
    [
      text('x'.repeat(10)),
      { kind: 'omitted', count: 790, last: false },
      text('x'.repeat(200)),
      text('here', true),
      text('y'.repeat(200)),
      { kind: 'omitted', count: 800, last: true },
    ],
  ],
];

for (const [name, pieces, wanted] of shown) {
  test(`shows ${name}`, () => {
    expect(pieces).toEqual(wanted);
  });
}

test('whatever is shown holds every kept character, and no control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: codePoint, maxLength: 60 }), fc.nat(60), (value, longest) => {
      const pieces = piecesOf(value, longest);
      const length = pieces.reduce((sum, piece) => {
        if (piece.kind === 'text') return sum + piece.text.length;
        if (piece.kind === 'omitted') return sum + piece.count;
        return sum + String.fromCodePoint(Number.parseInt(piece.code.slice(2), 16)).length;
      }, 0);
      same(length, value.length);
      expect(plainText(value, longest)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u);
    }),
  );
});
