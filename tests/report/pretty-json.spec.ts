/** JSON laid out for people: its tokens as they stood, its places found again. */
import { partsOf, pointedJson, prettyJson } from '../../src/report/site/conversation/pretty-json.ts';
import { piecesOf } from '../../src/text/display.ts';
import fc from '../support/property.ts';
import { shownText } from '../support/shown-conversation.ts';
import { expect, test } from '../support/test.ts';

test('JSON is laid out with its tokens as they stood', () => {
  const json = '{"n":1.50,"e":1E2,"a":1,"a":2,"u":"\\u202e","list":[],"o":{"deep":["x",{"y":null}]}}';
  expect(prettyJson(json, new Set(), 20).text).toBe(
    [
      '{',
      '  "n": 1.50,',
      '  "e": 1E2,',
      '  "a": 1,',
      '  "a": 2,',
      '  "u": "\\u202e",',
      '  "list": [],',
      '  "o": {',
      '    "deep": ["x", { "y": null }]',
      '  }',
      '}',
    ].join('\n'),
  );
});

const marked: readonly (readonly [path: string, wanted: readonly string[]])[] = [
  ['choices[0].delta.id', ['"id": ""']],
  ['choices[1]', ['7']],
  ['usage', ['"usage": {', '"total": 3', '}']],
  ['choices[0].delta.absent', []],
  ['', []],
];

for (const [path, wanted] of marked) {
  test(`the value at ${path || 'the empty path'} is found again in laid-out JSON`, () => {
    const json = '{"choices":[{"delta":{"id":"","id2":"id"}},7],"usage":{"total":3}}';
    const { text: laidOut, marks } = prettyJson(json, new Set([path]), 8);
    expect(marks.map(([start, end]) => laidOut.slice(start, end))).toEqual(wanted);
  });
}

test('laid-out JSON means the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(80), (value, oneLine) => {
      expect(JSON.parse(prettyJson(JSON.stringify(value), new Set(), oneLine).text)).toEqual(
        JSON.parse(JSON.stringify(value)),
      );
    }),
  );
});

test('no nesting is too deep', () => {
  const depth = 100_000;
  const json = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  expect(prettyJson(json).text.replaceAll(/\s/g, '')).toBe(json);
});

const pointed: readonly (readonly [path: string, wanted: string])[] = [
  ['a[0].b.id', '{ "a": [{ "b": { «"id": ""» } }], "u": { "n": 3 } }'],
  ['a[0].b.absent.deep', '{ "a": [{ «"b": {» "id": "" } }], "u": { "n": 3 } }'],
  ['u.n', '{ "a": [{ "b": { "id": "" } }], "u": { «"n": 3» } }'],
  ['a[3].b', '{ «"a": [»{ "b": { "id": "" } }], "u": { "n": 3 } }'],
  ['absent', '{ "a": [{ "b": { "id": "" } }], "u": { "n": 3 } }'],
];

for (const [path, wanted] of pointed) {
  test(`what a finding at ${path} points at is marked`, () => {
    const { text, marks } = pointedJson('{"a":[{"b":{"id":""}}],"u":{"n":3}}', new Set([path]));
    expect(shownText(piecesOf(text, 1000, marks))).toBe(wanted);
  });
}

test('the parts of an object or a list are those of the wire', () => {
  expect(partsOf(' {"a" : [1, "]"], "a":{"b":"}"},"c" : -1.50 } ')).toEqual([
    { key: '"a"', json: '[1, "]"]' },
    { key: '"a"', json: '{"b":"}"}' },
    { key: '"c"', json: '-1.50' },
  ]);
  expect(partsOf('"text"')).toEqual([]);
  fc.assert(
    fc.property(fc.array(fc.jsonValue()), (values) => {
      expect(partsOf(JSON.stringify(values)).map(({ json }): unknown => JSON.parse(json))).toEqual(
        values.map((value): unknown => JSON.parse(JSON.stringify(value))),
      );
    }),
  );
});
