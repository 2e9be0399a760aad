/** Foreign text stays within one line and is never a command to a program that reads the line. */

import assert from 'node:assert/strict';
import { plain, plainJson, plainLines } from '../../src/text/plain-text.ts';
import fc, { codePoint } from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const READINGS: readonly (readonly [text: string, shown: string])[] = [
  ['weather', 'weather'],
  ['a::b', 'a::b'],
  ['::error file=a.ts,line=1::PWNED', '\\::error file=a.ts,line=1::PWNED'],
  [' \t::stop-commands::x', '  \\::stop-commands::x'],
  ['m\n::error::PWNED\r\n::debug::x', 'm ::error::PWNED<U+000D> ::debug::x'],
  ['##[error]PWNED', '##\\[error]PWNED'],
  ['a ##[add-mask]b', 'a ##\\[add-mask]b'],
  ['##vso[task.setvariable]PWNED', '##\\vso[task.setvariable]PWNED'],
  ['a ##teamcity[x]', 'a ##\\teamcity[x]'],
  ['\u001b[2J\u0007\u009b31m', '<U+001B>[2J<U+0007><U+009B>31m'],
  ['exe\u202egnp\u2066\u200f', 'exe<U+202E>gnp<U+2066><U+200F>'],
  ['a\u2028::error::b\u2029\u0085c', 'a<U+2028>::error::b<U+2029><U+0085>c'],
  ['\ufeff::error::b', '<U+FEFF>::error::b'],
];

for (const [text, shown] of READINGS) {
  test(`${JSON.stringify(text)} as part of a line`, () => {
    expect(plain(text)).toBe(shown);
  });
}

test('lines on purpose stay, and none of them is a command', () => {
  expect(plainLines('one\n::error::two\n  ::debug::three')).toBe('one\n\\::error::two\n  \\::debug::three');
});

test('JSON holds nothing that steers a terminal, and reads as the same', () => {
  const json = JSON.stringify(['\u009b31m\u202e\u2028\u007f', 'a\nb', '\u{e0041}\ud800', 'ü😀'], null, 1);
  expect(plainJson(json)).toBe(
    '[\n "\\u009b31m\\u202e\\u2028\\u007f",\n "a\\nb",\n "\\udb40\\udc41\\ud800",\n "ü😀"\n]',
  );
  expect(JSON.parse(plainJson(json))).toEqual(JSON.parse(json));
});

test('no text begins a line, steers a terminal or is a command', () => {
  const piece = fc.constantFrom(
    ...[
      '::',
      ':',
      'error',
      '##[',
      '##',
      '[',
      ' ',
      '\t',
      '\n',
      '\r',
      '\r\n',
      '\u001b[31m',
      '\u009d',
      '\u0000',
    ],
    ...['\u202e', '\u2069', '\u061c', '\u200e', '\u2028', '\u2029', '\u0085', '\ufeff', '\ud800', '\\', 'x'],
  );
  const text = fc
    .array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: codePoint })))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, (hostile) => {
      const shown = plain(hostile);
      assert.doesNotMatch(shown, /[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u);
      assert.doesNotMatch(shown.trim(), /^::/u);
      assert.ok(!shown.includes('##['), shown);
    }),
    { numRuns: 2000 },
  );
});
