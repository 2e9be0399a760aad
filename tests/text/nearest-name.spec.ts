/** The suggestion for an unknown name. */
import { suggest } from '../../src/text/nearest-name.ts';
import { expect, test } from '../support/test.ts';

const MANY = Array.from({ length: 20 }, (_, index) => `fact-${index}`);

const CASES = [
  { name: 'wether', known: ['weather', 'parallel-off'], said: 'did you mean "weather"?' },
  { name: 'Parallel_calls', known: ['weather', 'parallel-off'], said: 'known: parallel-off' },
  { name: 'bus', known: ['weather', 'parallel-off'], said: 'known: weather, parallel-off' },
  { name: 'bus', known: MANY, said: `known: ${MANY.slice(0, 12).join(', ')} and 8 more` },
  { name: 'bus', known: [], said: 'known: none' },
  { name: 'bus', known: MANY, listedBy: 'facts', said: 'facts prints all' },
  {
    name: 'weather-off',
    known: ['weather', ...MANY],
    listedBy: 'facts',
    said: 'known: weather; facts prints all',
  },
];

for (const { name, known, listedBy, said } of CASES) {
  test(`"${name}" among ${known.length}: ${said}`, () => {
    expect(suggest(name, known, listedBy)).toBe(said);
  });
}
