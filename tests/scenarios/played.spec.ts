/** What is said of a scenario's length is what it takes with the reference provider. */
import { dialects } from '../../src/dialects/catalogue.ts';
import { openRehearsal } from '../../src/provider/rehearsal.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { canHold } from '../../src/scenarios/held.ts';
import { answersIn, resultFor } from '../../src/scenarios/played.ts';
import { copyOf } from '../../src/scenarios/scenario.ts';
import { rehearsedExchanges } from '../support/played-scenario.ts';
import { expect, test } from '../support/test.ts';

for (const scenario of SCENARIOS.filter(({ script }) => script !== undefined)) {
  test(`the conversation takes as many answers as its script has for it: ${scenario.id}`, async () => {
    const dialect = dialects().find((each) => canHold(each, scenario));
    if (dialect === undefined) throw new Error('some dialect holds it');
    const setting = { dialect, extension: 'plain', delivery: 'buffered' } as const;
    const exchanges = await rehearsedExchanges(await openRehearsal(), copyOf(scenario, 1), setting);
    const answered = exchanges.filter(({ response }) => response !== null);
    expect(answered.length).toBe(
      answersIn(copyOf(scenario, 1)) + (scenario.hangUpAfter === undefined ? 0 : 1),
    );
  });
}

test('a tool returns the first result whose argument fits, and nothing where none does', () => {
  const result = [
    { argument: 'city', holds: 'oslo', result: '7' },
    { argument: 'city', holds: 'o', result: '8' },
  ];
  expect(resultFor({ result }, { city: 'Oslo, Norway' })).toBe('7');
  expect(resultFor({ result }, { city: 'Rome' })).toBe('8');
  expect(resultFor({ result }, { city: 'Paris' })).toBe(null);
  expect(resultFor({ result: '9' }, undefined)).toBe('9');
});
