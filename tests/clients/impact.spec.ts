/** The impact of a check, held against what broken answers do to real clients. */
import { impactWords, measuredImpact } from '../../src/clients/impact.ts';
import { measuredClients } from '../../src/clients/measured.ts';
import type { Harm, TrialRecord } from '../../src/clients/record.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { expect, test } from '../support/test.ts';

const LOST: Harm = { kind: 'call-lost', message: 'weather({}) is lost', exchange: null, asSent: false };

function trial(client: string, outcome: TrialRecord['outcome'], harms: readonly Harm[] = []): TrialRecord {
  return {
    type: 'trial',
    client,
    dialect: 'openai-chat',
    extension: null,
    delivery: 'streaming',
    scenario: 'weather',
    fault: 'finish/tool-use',
    check: 'finish/known',
    outcome,
    harms: [...harms],
    report: outcome === 'reports' ? 'Error: unknown' : null,
    next: null,
  };
}

const CASES = [
  { title: 'no trial', trials: [], impact: null, words: null },
  { title: 'shown to none', trials: [trial('a', 'not-shown')], impact: null, words: null },
  {
    title: 'all go on',
    trials: [trial('a', 'tolerates'), trial('b', 'tolerates')],
    impact: 'minor',
    words: 'Of 2 clients 2 go on as ever',
  },
  {
    title: 'an error',
    trials: [trial('a', 'reports'), trial('b', 'not-shown')],
    impact: 'major',
    words: 'Of 1 client 1 stops with an error',
  },
  {
    title: 'what the answer says itself',
    trials: [trial('a', 'corrupts', [{ ...LOST, asSent: true }])],
    impact: null,
    words: 'Of 1 client 1 does what the answer says',
  },
  {
    title: 'another text',
    trials: [trial('a', 'corrupts', [{ ...LOST, kind: 'text-altered' }]), trial('b', 'hangs')],
    impact: 'major',
    words: 'Of 2 clients 1 goes wrong without a word, 1 hangs',
  },
  {
    title: 'a call that is lost in one delivery',
    trials: [trial('a', 'tolerates'), trial('a', 'corrupts', [LOST]), trial('b', 'tolerates')],
    impact: 'critical',
    words: 'Of 2 clients 1 goes wrong without a word, 1 goes on as ever',
  },
] as const;

for (const { title, trials, impact, words } of CASES) {
  test(`impact: ${title}`, () => {
    expect({ impact: measuredImpact(trials), words: impactWords(trials) }).toEqual({ impact, words });
  });
}

test('where a client loses a call without a word, the catalogue says critical', () => {
  const { trials } = measuredClients();
  const milder = dialects().flatMap(({ id: dialect, rules }) =>
    rules
      .filter(({ id, impact }) => {
        const own = trials.filter((each) => each.dialect === dialect && each.check === id);
        return impact !== 'critical' && measuredImpact(own) === 'critical';
      })
      .map(({ id, impact }) => `${dialect} ${id} is ${impact}`),
  );
  expect(milder).toEqual([]);
});
