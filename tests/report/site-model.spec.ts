/** What the pages of a report count, before they are pages. */
import { gravestSign, siteModel, type Tally } from '../../src/report/site/site-model.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import type { Sign } from '../../src/results/signs.ts';
import { checkRecord, conversation, resultsOf, verdict } from '../support/records.ts';
import { expect, test } from '../support/test.ts';

const CHECKS = {
  'ids/present': checkRecord(),
  'ids/echoed': checkRecord({ subject: 'client' }),
  'ids/entropy': checkRecord({ level: 'MAY' }),
  'arguments/json': checkRecord({ subject: 'model' }),
  'usage/total': checkRecord(),
};

/** With the level and the subject that the check has. */
function verdictOf(target: string, check: keyof typeof CHECKS, fields: Partial<VerdictRecord> = {}) {
  const { level, subject } = CHECKS[check];
  return verdict({ target, check, level, subject, ...fields });
}

const results = resultsOf(
  [
    conversation({
      target: 'p/one',
      passed: ['ids/present', 'arguments/json'],
      notApplicable: ['usage/total'],
    }),
    conversation({ target: 'p/two' }),
  ],
  [
    verdictOf('p/one', 'ids/entropy'),
    verdictOf('p/one', 'ids/echoed'),
    verdictOf('p/two', 'ids/present', {
      expectation: { reason: 'known to us', link: null, since: '2025-10-01' },
    }),
    verdictOf('p/two', 'ids/echoed', { outcome: 'error', reason: 'the check broke' }),
    verdictOf('p/two', 'ids/entropy', { outcome: 'inconclusive', reason: 'HTTP 429' }),
    verdictOf('p/two', 'arguments/json'),
    verdictOf('p/two', 'usage/total', { outcome: 'unsupported', reason: 'no usage' }),
  ],
  { targets: {}, checks: CHECKS },
);

function only(tally: Tally): Partial<Record<Sign, number>> {
  return Object.fromEntries(Object.entries(tally).filter(([, count]) => count > 0));
}

test('the matrix keeps the provider apart from the model and the client, and errors are nobody else’s', () => {
  const { families, targets } = siteModel(results);
  expect(families).toEqual(['ids', 'arguments', 'usage']);
  expect(
    targets.map((target) =>
      target.families.map(({ family, sign, tallies, open, passed, notApplicable }) => ({
        family,
        sign,
        provider: only(tallies.provider),
        model: only(tallies.model),
        client: only(tallies.client),
        open: open.map(({ id, sign: own }) => `${id} ${own}`),
        passed: passed.map(({ id }) => id),
        notApplicable: notApplicable.map(({ id }) => id),
      })),
    ),
  ).toEqual([
    [
      {
        family: 'ids',
        sign: 'pass',
        provider: { pass: 1, observed: 1 },
        model: {},
        client: { must: 1 },
        open: ['ids/echoed must', 'ids/entropy observed'],
        passed: ['ids/present'],
        notApplicable: [],
      },
      {
        family: 'arguments',
        sign: 'not-applicable',
        provider: {},
        model: { pass: 1 },
        client: {},
        open: [],
        passed: ['arguments/json'],
        notApplicable: [],
      },
      {
        family: 'usage',
        sign: 'not-applicable',
        provider: { 'not-applicable': 1 },
        model: {},
        client: {},
        open: [],
        passed: [],
        notApplicable: ['usage/total'],
      },
    ],
    [
      {
        family: 'ids',
        sign: 'error',
        provider: { known: 1, error: 1, inconclusive: 1 },
        model: {},
        client: {},
        open: ['ids/echoed error', 'ids/present known', 'ids/entropy inconclusive'],
        passed: [],
        notApplicable: [],
      },
      {
        family: 'arguments',
        sign: 'not-applicable',
        provider: {},
        model: { must: 1 },
        client: {},
        open: ['arguments/json must'],
        passed: [],
        notApplicable: [],
      },
      {
        family: 'usage',
        sign: 'unsupported',
        provider: { unsupported: 1 },
        model: {},
        client: {},
        open: ['usage/total unsupported'],
        passed: [],
        notApplicable: [],
      },
    ],
  ]);
});

test('the catalogue says which targets each check fails, passes and leaves open', () => {
  const model = siteModel(results);
  expect(model.checks.map(({ id, tally, targets }) => ({ id, tally: only(tally), targets }))).toEqual([
    { id: 'ids/present', tally: { pass: 1, known: 1 }, targets: { pass: ['p/one'], known: ['p/two'] } },
    { id: 'ids/echoed', tally: { must: 1, error: 1 }, targets: { must: ['p/one'], error: ['p/two'] } },
    {
      id: 'ids/entropy',
      tally: { observed: 1, inconclusive: 1 },
      targets: { observed: ['p/one'], inconclusive: ['p/two'] },
    },
    { id: 'arguments/json', tally: { pass: 1, must: 1 }, targets: { pass: ['p/one'], must: ['p/two'] } },
    {
      id: 'usage/total',
      tally: { 'not-applicable': 1, unsupported: 1 },
      targets: { 'not-applicable': ['p/one'], unsupported: ['p/two'] },
    },
  ]);
});

test('nothing leaves the denominator: the totals are those of the end record', () => {
  const { totals } = siteModel(results);
  const sum = Object.values(totals)
    .flatMap((tally) => Object.values(tally))
    .reduce((left, right) => left + right, 0);
  const judged = Object.values(results.end.counts.outcomes).reduce((left, right) => left + right, 0);
  expect(sum).toBe(judged);
  expect(gravestSign(totals.provider)).toBe('error');
});
