/** The flags of the reference provider, as it is and as it is told to be. */
import { dialectOf, dialects } from '../../src/dialects/catalogue.ts';
import { compareDeclared, comparedWords } from '../../src/profile/against.ts';
import { FACTS } from '../../src/profile/catalogue.ts';
import { flagsOf } from '../../src/profile/flags.ts';
import { modelsDevToml } from '../../src/profile/models-dev.ts';
import type { Profile } from '../../src/profile/profile.ts';
import { rehearse } from '../../src/profile/rehearsal.ts';
import { profileRulesSchema } from '../../src/provider/profile-rules.ts';
import { expect, test } from '../support/test.ts';

const RULES = profileRulesSchema.parse({
  limits: { 'answer-tokens': 8192, tools: 9, 'tool-name-length': 20, 'parallel-calls': 1 },
  contract: { 'reasoning-left-out': 'refused' },
  schemas: { pattern: 'refused', minLength: 'ignored' },
});

let profile: Profile;

test.beforeAll(async () => {
  const { measured } = await rehearse(
    FACTS.filter(
      ({ id }) => !/-length$|-size$|-depth$|-properties$|-values$|turns$/u.test(id) || /name-l/u.test(id),
    ),
    dialectOf('openai-chat'),
    RULES,
  );
  profile = {
    type: 'profile',
    schemaVersion: 1,
    version: '0',
    measuredAt: '2026-11-29T12:00:00Z',
    target: { id: 'local/m', baseUrl: 'http://127.0.0.1:8080/v1', model: 'm', dialect: 'openai-chat' },
    delivery: 'buffered',
    spent: { requests: 0, tokens: 0, dollars: 0 },
    stopped: null,
    facts: measured.map(({ fact: { id, area, question }, finding, trials }) => ({
      id,
      area,
      revision: 1,
      question,
      finding,
      evidence: trials.map((trial) => `${trial.id}.yaml`),
    })),
  };
});

test('flags say what the facts say, and nothing of what is not known', () => {
  const told = flagsOf(profile).filter(({ value }) => value !== null);
  expect(Object.fromEntries(told.map(({ name, value }) => [name, value]))).toEqual({
    requires_thoughts: true,
    requires_reasoning: true,
    requires_call_type: true,
    accepts_null_content: true,
    accepts_empty_content: true,
    accepts_result_name: true,
    accepts_foreign_ids: true,
    accepts_histories_of_others: false,
    accepts_ids_over_40: true,
    accepts_ids_over_64: true,
    supports_tools: true,
    supports_reasoning: true,
    supports_structured_output: true,
    supports_temperature: true,
    supports_tool_choice_required: true,
    supports_tool_choice_named: true,
    supports_tool_choice_none: true,
    supports_allowed_tools: true,
    supports_parallel_tool_calls: false,
    max_parallel_tool_calls: 1,
    max_tools: 9,
    max_tool_name_length: 20,
    max_answer_tokens: 8192,
    tool_name_pattern: '^[A-Za-z0-9_][A-Za-z0-9_-]{0,19}$',
    refused_schema_keywords: ['pattern', 'propertyNames'],
    ignored_schema_keywords: ['minLength', 'contains', 'minProperties'],
    refused_strict_schema_keywords: [],
    ignored_strict_schema_keywords: ['contains', 'minProperties'],
  });
});

test('what was not measured says why', () => {
  const words = comparedWords(compareDeclared({ requires_encrypted_content: true }, profile));
  expect(words).toBe(
    'unknown  requires_encrypted_content  declared true, not measured (contract/encrypted_content-left-out: not applicable: Chat Completions has no such field)',
  );
});

test('a pattern is right when it takes the same names, however it is written', () => {
  const outcomes = ['^[a-zA-Z0-9_-]{1,20}$', '^[\\w-]{1,20}$', '^[a-zA-Z0-9_-]{1,64}$', '^[a-z', '.'].map(
    (pattern) => compareDeclared({ tool_name_pattern: pattern }, profile)[0]?.outcome,
  );
  expect(outcomes).toEqual(['right', 'right', 'wrong', 'wrong', 'wrong']);
});

test('the fields of models.dev stand behind their evidence', () => {
  expect(modelsDevToml(profile)).toBe(`# m at http://127.0.0.1:8080/v1, measured 2026-11-29
# surface/tool-calls: accepted (1 call where two were asked for)
# <contract/base.yaml>
tool_call = true
# surface/thoughts: accepted (the answer holds thoughts)
# <contract/base.yaml>
reasoning = true
# surface/answer-schema: honoured (3 of 3)
# <surface/answer-schema.yaml>
structured_output = true
# surface/temperature: accepted (one answer does not show what it changes)
# <surface/temperature.yaml>
temperature = true

[limit]
# limits/answer-tokens: 8,192 (at 8,193: HTTP 400: answer-tokens: at most 8192 are allowed, and there are 8193.)
# <limits/answer-tokens-8193.yaml>
output = 8192
`);
});

/** What a dialect has no word for is not asked. */
for (const dialect of dialects()) {
  test(`${dialect.id}: the reference provider keeps to all that it is asked for, and sees what results hold`, async () => {
    const surface = FACTS.filter(({ area }) => area === 'surface');
    const { measured: found } = await rehearse(surface, dialect);
    const others = found.filter(({ finding }) => !['honoured', 'not-applicable'].includes(finding.kind));
    expect(others.map(({ fact, finding }) => [fact.id, finding])).toEqual([
      ['surface/temperature', { kind: 'accepted', because: 'one answer does not show what it changes' }],
      ['surface/thoughts', { kind: 'accepted', because: 'the answer holds thoughts' }],
      ['surface/tool-calls', { kind: 'accepted', because: '2 calls where two were asked for' }],
    ]);
  });
}
