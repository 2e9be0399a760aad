/** The measuring, measured: what must not be done to a history, as the reference provider is told, is what is found. */
import assert from 'node:assert/strict';
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { FACTS } from '../../src/profile/catalogue.ts';
import type { Fact } from '../../src/profile/fact.ts';
import type { Finding } from '../../src/profile/finding.ts';
import { flagsOf } from '../../src/profile/flags.ts';
import { rehearse } from '../../src/profile/rehearsal.ts';
import { requestBodyOf } from '../../src/profile/trial-request.ts';
import { TRIED_NAMES } from '../../src/profile/tried-names.ts';
import { profileRulesSchema } from '../../src/provider/profile-rules.ts';
import { wilson } from '../../src/results/rates.ts';
import { jsonText } from '../../src/text/json-text.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const CONTRACT = FACTS.filter(({ area }) => area === 'contract');

const plain = new Map<string, ReadonlyMap<string, Finding>>();
for (const dialect of dialects()) {
  const { measured } = await rehearse(CONTRACT, dialect);
  plain.set(dialect.id, new Map(measured.map(({ fact, finding }) => [fact.id, finding])));
}

/** What the conforming provider takes, and can be told to refuse; who refuses the usual history answers nothing. */
const BREAKABLE = dialects().flatMap((dialect) =>
  ['results-reversed', ...dialect.historyEdits.flatMap(({ id, isUsual }) => (isUsual === true ? [] : [id]))]
    .filter((name) => plain.get(dialect.id)?.get(`contract/${name}`)?.kind === 'accepted')
    .map((name) => ({ dialect: dialect.id, name })),
);

function expected(name: string, leavesOut: boolean, what: 'refused' | 'degraded'): Finding {
  if (what === 'degraded') {
    const [rate, control] = [
      { yes: 0, of: 5, ...wilson(0, 5) },
      { yes: 5, of: 5, ...wilson(5, 5) },
    ];
    return { kind: 'degraded', rate, control };
  }
  const said = `The history is not as it was issued: ${name}.`;
  const rate = { yes: 3, of: 3, ...wilson(3, 3) };
  return { kind: leavesOut ? 'required' : 'refused', status: 400, said, rate };
}

/** A history of others has no thoughts, whatever its ids are. */
const LOST_TOO: Finding = {
  kind: 'accepted',
  because: 'unaltered, no answer says what the results say, so that a loss cannot be seen',
  rate: { yes: 0, of: 3, ...wilson(0, 3) },
};

test('the ids of facts are permanent: each is there once', () => {
  const ids = FACTS.map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test('every part of a contract is found, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...BREAKABLE),
      fc.constantFrom('refused' as const, 'degraded' as const),
      fc.subarray([...CONTRACT], { minLength: 1, maxLength: 4 }),
      async ({ dialect: id, name }, what, others) => {
        const dialect = dialectOf(id);
        const { messagesOf } = await dialect.service();
        const edit = dialect.historyEdits.find((each) => each.id === name);
        const facts = CONTRACT.filter((fact) => fact.id === `contract/${name}` || others.includes(fact));
        const rules = profileRulesSchema.parse({ contract: { [name]: what } });
        const { measured } = await rehearse(facts, dialect, rules);
        // Another alteration may do the same: who forgets all thoughts forgets the signature.
        const isSame = (fact: Fact) => {
          const trial = measured
            .find((each) => each.fact === fact)
            ?.trials.find((each) => each.id === fact.id);
          const messages = (trial && messagesOf(requestBodyOf(trial, dialect))) ?? null;
          return (
            edit !== undefined &&
            messages !== null &&
            !name.endsWith('-altered') &&
            jsonText(edit.edit(messages)) === jsonText(messages)
          );
        };
        for (const { fact, finding, trials } of measured) {
          const before = plain.get(id)?.get(fact.id);
          const isHit = fact.id === `contract/${name}` || (before?.kind === 'accepted' && isSame(fact));
          const leavesOut = fact.id.endsWith('-left-out');
          const isOfOthers = fact.id.startsWith('contract/from-');
          const hit: Finding = isOfOthers && what === 'degraded' ? LOST_TOO : expected(name, leavesOut, what);
          assert.deepEqual(finding, isHit ? hit : before, fact.id);
          assert.ok(trials.length <= fact.mostRequests, fact.id);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('ids of a form that is refused are found out', async () => {
  const rules = profileRulesSchema.parse({ 'refused-ids': '^functions\\.|^.{41,}$' });
  const ids = CONTRACT.filter(({ id }) => id.startsWith('contract/ids-'));
  const { measured } = await rehearse(ids, dialectOf('openai-chat'), rules);
  expect(measured.flatMap(({ fact, finding }) => (finding.kind === 'refused' ? [fact.id] : []))).toEqual([
    'contract/ids-kimi',
    'contract/ids-vllm',
    'contract/ids-over-40',
    'contract/ids-over-64',
  ]);
});

test('the pattern of names is found out, character by character', async () => {
  const names = FACTS.filter(({ id }) => id.startsWith('limits/tool-name-'));
  for (const pattern of [
    '^[a-z_]+$',
    '^[A-Za-z_][A-Za-z0-9_.:-]*$',
    '^[\\w/ -]+$',
    '^\\p{L}[\\p{L}0-9_]{0,20}$',
  ]) {
    const rules = profileRulesSchema.parse({ 'tool-names': pattern });
    const { measured } = await rehearse(names, dialectOf('ollama'), rules);
    const facts = measured.map(({ fact, finding }) => ({ ...fact, revision: 1, finding, evidence: [] }));
    const flag = flagsOf({ facts }).find(({ name }) => name === 'tool_name_pattern');
    const found = new RegExp(typeof flag?.value === 'string' ? flag.value : '', 'u');
    for (const [, name] of Object.values(TRIED_NAMES)) {
      expect([pattern, name, found.test(name)]).toEqual([pattern, name, new RegExp(pattern, 'u').test(name)]);
    }
  }
});
