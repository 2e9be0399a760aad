/** Reading a value from the wire never throws, whatever the value is and however deeply it is nested. */
import { visit } from 'jsonc-parser';
import { append } from '../../src/text/append.ts';
import { numberOf, wordOf } from '../../src/text/json.ts';
import { canonicalText, jsonText, sameJson } from '../../src/text/json-text.ts';
import { repeatedKeys } from '../../src/text/repeated-keys.ts';
import { parseJson } from '../../src/text/wire-text.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

test('words are texts, numbers and booleans; nothing else is one', () => {
  const values = ['stop', 1, true, null, undefined, ['stop'], { toString: 1 }, { toString: () => 'stop' }];
  expect(values.map(wordOf)).toEqual(['stop', '1', 'true', '', '', '', '', '']);
});

test('numbers are numbers and texts of them; nothing else is one', () => {
  const values = [1, '2', 'x', true, null, undefined, [3], { valueOf: 1 }, { valueOf: () => 4 }];
  const none = Number.NaN;
  expect(values.map(numberOf)).toEqual([1, 2, none, none, none, none, none, none, none]);
});

test('a text is JSON where JSON.parse takes it, and undefined where not', () => {
  const parsed = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  };
  const texts = fc.oneof(
    fc.json(),
    fc.string({ unit: fc.constantFrom(...' \t\n\r\u00a0\ufeff-01.e"[]{}:,tfnx') }),
  );
  fc.assert(
    fc.property(texts, (text) => expect(parseJson(text)).toEqual(parsed(text))),
    { numRuns: 2000 },
  );
});

const DEEP = 100_000;
const DEEP_TEXT = `${'{"b":1,"a":['.repeat(DEEP)}"x"${']}'.repeat(DEEP)}`;
const DEEP_SORTED = `${'{"a":['.repeat(DEEP)}"x"${'],"b":1}'.repeat(DEEP)}`;

test('a value 200,000 levels deep is written and compared', () => {
  const value: unknown = JSON.parse(DEEP_TEXT);
  expect(jsonText(value) === DEEP_TEXT).toBe(true);
  expect(canonicalText(value) === DEEP_SORTED).toBe(true);
  expect(sameJson(value, JSON.parse(DEEP_SORTED))).toBe(true);
  expect(sameJson(value, JSON.parse(DEEP_SORTED.replace('"x"', '"y"')))).toBe(false);
});

test('a canonical text is the same JSON, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalText(value);
      expect(sameJson(JSON.parse(text), JSON.parse(JSON.stringify(value)))).toBe(true);
      expect(canonicalText(JSON.parse(text))).toBe(text);
    }),
  );
  expect(canonicalText({ b: [1, { d: null, c: undefined }], 10: 'x', 9: {}, a: [] })).toBe(
    '{"10":"x","9":{},"a":[],"b":[1,{"d":null}]}',
  );
  expect(canonicalText(undefined)).toBe('');
});

test('keys that repeat at any depth', () => {
  const text = `${'{"a":['.repeat(DEEP)}{"b":1,"\\u0062":2}${']}'.repeat(DEEP)}`;
  expect(repeatedKeys(text).map(({ key, path }) => ({ key, depth: path.length }))).toEqual([
    { key: 'b', depth: 2 * DEEP },
  ]);
});

test('keys that repeat are those that a parser sees', () => {
  const key = fc.constantFrom('a', 'b', '{', '"', '\\', ':', ',', '');
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      key.map((text) => JSON.stringify(text)),
      fc.array(tie('tree'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc
        .array(fc.tuple(key, tie('tree')), { maxLength: 4 })
        .map(
          (members) => `{${members.map(([name, value]) => `${JSON.stringify(name)} :${value}`).join(',')}}`,
        ),
    ),
  }));
  fc.assert(
    fc.property(tree, (text) => {
      const open: Set<string>[] = [];
      const seen: unknown[] = [];
      visit(`${text}`, {
        onObjectBegin: () => void open.push(new Set()),
        onObjectEnd: () => void open.pop(),
        onObjectProperty: (name, offset, _length, _line, _character, pathSupplier) => {
          if (open.at(-1)?.has(name) === true) seen.push({ key: name, offset, path: pathSupplier() });
          open.at(-1)?.add(name);
        },
      });
      expect(repeatedKeys(`${text}`)).toEqual(seen);
    }),
  );
});

test('a list longer than the arguments of any call is added to another', () => {
  const list = [0];
  append(
    list,
    Array.from({ length: 1_000_000 }, () => 1),
  );
  expect(list.length).toBe(1_000_001);
});
