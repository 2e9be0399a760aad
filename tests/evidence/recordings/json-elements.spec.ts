import { elementsOf } from '../../../src/evidence/recordings/json-elements.ts';
import fc from '../../support/property.ts';
import { bytesOf } from '../../support/recording-samples.ts';
import { expect, test } from '../../support/test.ts';

function found(json: string, keys: readonly string[] = ['log', 'entries']) {
  const bytes = bytesOf(json);
  return elementsOf(bytes, keys)?.map(({ start, end, line }) => ({
    json: JSON.parse(new TextDecoder().decode(bytes.subarray(start, end))),
    line,
  }));
}

test('the elements of a list are found with their lines, whatever they and the rest of the file hold', () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.json(), fc.constantFrom(0, 2), (elements, other, indent) => {
      const entries = elements.map((text) => JSON.parse(text));
      const file = JSON.stringify(
        { other: JSON.parse(other), log: { entries: other, x: 1, y: { entries } } },
        null,
        indent,
      );
      expect(found(file, ['log', 'y', 'entries'])?.map(({ json }) => json)).toEqual(entries);
      expect(found(file, ['y', 'entries'])).toBeUndefined();
    }),
  );
  expect(found('{"log": {"entries": [\n1,\n\n{"a": "]\\\\"}, "\\"," ]}}')).toEqual([
    { json: 1, line: 2 },
    { json: { a: ']\\' }, line: 4 },
    { json: '",', line: 4 },
  ]);
});

const BROKEN = [
  '',
  '{"log":{"entries":[1',
  '{"log":{"entries":["1]}}',
  '{"log":{"entries":[]}}}',
  '{"log":{"entries":{}}}',
  '{"entries":[]}',
];
for (const file of BROKEN) {
  test(`no elements in ${file}`, () => {
    expect(elementsOf(bytesOf(file), ['log', 'entries'])).toBeNull();
  });
}
