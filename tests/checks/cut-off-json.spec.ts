/** Tests texts that are the beginning of a JSON text, and texts that are wrong in another way. */
import { isBeginningOfJson } from '../../src/checks/cut-off-json.ts';
import { expect, test } from '../support/test.ts';

const BEGINNINGS = [
  '{',
  '{"a"',
  '{"a":',
  '{"a": "b',
  '{"a": "b\\',
  '{"a": tr',
  '{"a": -',
  '[1, 2',
  '{"a": [{"b": nul',
];

const OTHERS = [
  '',
  ' ',
  '{}',
  '{"a": 1}',
  '{"a": "b\n}',
  '{"a": "b\n"}',
  '{a: 1',
  '{"a": tru, "b"',
  '{"a": 1}}',
  'true',
];

for (const [texts, isBeginning] of [
  [BEGINNINGS, true],
  [OTHERS, false],
] as const) {
  for (const text of texts) {
    test(`is ${isBeginning ? 'a' : 'no'} beginning: ${JSON.stringify(text)}`, () => {
      expect(isBeginningOfJson(text)).toBe(isBeginning);
    });
  }
}
