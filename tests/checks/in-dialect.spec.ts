/** How a dialect's tables and the catalogue become its checks, and which mistakes are rejected. */

import { reference } from '../../src/checks/authorities.ts';
import { checksOf, type RulesInDialect } from '../../src/checks/in-dialect.ts';
import { EITHER, type RuleRecord } from '../../src/checks/record.ts';
import { terms } from '../../src/dialects/openai-chat/terms.ts';
import { HOLDS } from '../../src/judge/check.ts';
import type { StreamedReading } from '../../src/reading/stream.ts';
import { expect, test } from '../support/test.ts';

type Tables = readonly RulesInDialect<StreamedReading>[];

const standard = reference('A standard', 'https://standard.test');
const manual = reference('The manual', 'https://manual.test');
const run = () => HOLDS;

const RECORD = {
  ...EITHER,
  title: ({ id }) => `Has an ${id}`,
  level: 'MUST',
  impact: 'major',
} satisfies RuleRecord;
const RULES = {
  'ids/present': { ...RECORD, authority: [standard('It has.')], run },
  'ids/echoed': { ...RECORD, run },
  'ids/length': RECORD,
} satisfies Record<string, RuleRecord>;

function checks(tables: Tables, notApplicable: Readonly<Record<string, string>> = {}) {
  return checksOf({ terms, notApplicable }, tables, RULES);
}

test('a rule that stands by a standard is in every dialect, and a rule without a way to judge in none', () => {
  const [present, ...others] = checks([], { 'ids/echoed': 'nothing comes back' });
  expect(others).toEqual([]);
  expect(present).toEqual({
    id: 'ids/present',
    title: 'Has an id',
    level: 'MUST',
    impact: 'major',
    subject: 'provider',
    answer: 'either',
    authority: [standard('It has.')],
    run,
  });
});

test('a dialect adds its authority, its words, its way to judge and its departures, in the order of the records', () => {
  const own = () => HOLDS;
  const tables: Tables = [
    { 'ids/length': { authority: [manual('Short.')], run: own, answer: 'buffered' } },
    {
      'ids/echoed': {
        authority: [manual('It comes back.')],
        title: 'Comes back',
        departs: { level: 'MAY', because: 'the manual does not ask for it' },
      },
    },
  ];
  const read = checks(tables).map(
    ({ id, title, level, because, answer, authority: [{ name }], run: judges }) => ({
      id,
      says: [title, level, because, answer, name],
      own: judges === own,
    }),
  );
  expect(read).toEqual([
    { id: 'ids/present', says: ['Has an id', 'MUST', undefined, 'either', 'A standard'], own: false },
    {
      id: 'ids/echoed',
      says: ['Comes back', 'MAY', 'the manual does not ask for it', 'either', 'The manual'],
      own: false,
    },
    { id: 'ids/length', says: ['Has an id', 'MUST', undefined, 'buffered', 'The manual'], own: true },
  ]);
});

const ECHOED = { 'ids/echoed': { authority: [manual('It comes back.')] } } satisfies Tables[number];
const SLIPS: readonly [tables: Tables, notApplicable: Record<string, string>, message: string][] = [
  [[ECHOED, { 'shape/role': {} }], {}, 'shape/role is no rule of the catalogue'],
  [[ECHOED], { 'ids/echoed': 'nothing comes back' }, 'ids/echoed is read and called not applicable'],
  [[ECHOED, ECHOED], {}, 'ids/echoed is read twice'],
  [[{ 'ids/echoed': { title: 'Has an id' } }], {}, 'ids/echoed repeats the title of its record'],
  [[], {}, 'ids/echoed rests on no reference: the dialect says by which it stands'],
  [[ECHOED, { 'ids/length': { authority: [manual('Short.')] } }], {}, 'ids/length has no way to judge'],
];

for (const [tables, notApplicable, message] of SLIPS) {
  test(`refused: ${message}`, () => {
    expect(() => checks(tables, notApplicable)).toThrow(message);
  });
}
