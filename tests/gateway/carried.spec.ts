/** What a gateway carries is found however deep it lies. */
import { proofsIn } from '../../src/gateway/carried.ts';
import { expect, test } from '../support/test.ts';

test('proofs are found in their order, wherever they stand', () => {
  const json = [
    { signature: 'a', thoughts: [{ signature: 'b' }, 'signature'] },
    { signature: '' },
    { data: { signature: 'c' } },
  ];
  expect(proofsIn(json, ['signature'])).toEqual(['a', 'b', 'c']);
});

test('100,000 levels are no more than many', () => {
  let json: unknown = { signature: 'deep' };
  for (let level = 0; level < 100_000; level += 1) json = [json];
  expect(proofsIn(json, ['signature'])).toEqual(['deep']);
});
