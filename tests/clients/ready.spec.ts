/** What a target does, held against the faults that were tried on clients. */
import { measuredClients } from '../../src/clients/measured.ts';
import { kindOf } from '../../src/clients/ready.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { expect, test } from '../support/test.ts';

const ALIKE = [
  ['event 8 had finished the choice', 'event 27 had finished the choice'],
  ['the cost is 1.36 of tokens x price', 'the cost is 0.65 of tokens x price'],
  ['6 of 7 chunks leave usage out, this one first', '1,206 of 1,207 chunks leave usage out, this one first'],
  ['/location must be string', '/trip/2/city must be string'],
  ["the arguments must have required property 'b'", "the arguments must have required property 'location'"],
] as const;

for (const [one, other] of ALIKE) {
  test(`of one kind: ${one}`, () => {
    expect(kindOf(one)).toBe(kindOf(other));
  });
}

const UNLIKE = [
  ['the answer stopped with "tool_use"', 'the answer stopped with "end_turn"'],
  ['/location must be string', '/location must be number'],
  ['the call starts without an id', 'no result can name this call'],
] as const;

for (const [one, other] of UNLIKE) {
  test(`of two kinds: ${one}, ${other}`, () => {
    expect(kindOf(one)).not.toBe(kindOf(other));
  });
}

test('every fault that was tried on a client is still one, and is caught by the same check', async () => {
  const caughtBy = new Map<string, string>();
  for (const dialect of dialects()) {
    const { faults } = await dialect.proof();
    for (const { name, catches } of faults) caughtBy.set(`${dialect.id} ${name}`, catches);
  }
  const { shown, trials } = measuredClients();
  const other = [...shown, ...trials].filter(
    ({ dialect, fault, check }) => caughtBy.get(`${dialect} ${fault}`) !== check,
  );
  expect([...new Set(other.map(({ dialect, fault }) => `${dialect} ${fault}`))]).toEqual([]);
});
