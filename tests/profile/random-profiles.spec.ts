/** The measuring, measured: whatever the reference provider refuses and ignores, its profile says just that. */
import assert from 'node:assert/strict';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { FACTS } from '../../src/profile/catalogue.ts';
import type { Fact } from '../../src/profile/fact.ts';
import type { Finding } from '../../src/profile/finding.ts';
import { KEYWORDS, plainSchema, schemaOf } from '../../src/profile/keywords.ts';
import { rehearse } from '../../src/profile/rehearsal.ts';
import { type ProfileRules, profileRulesSchema } from '../../src/provider/profile-rules.ts';
import { wilson } from '../../src/results/rates.ts';
import { isObject, type Json } from '../../src/text/json.ts';
import fc from '../support/property.ts';
import { test } from '../support/test.ts';

const DIALECTS = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'gemini',
  'bedrock-converse',
  'ollama',
];

const LIMITS = profileRulesSchema.shape.limits.unwrap().keyof().options;

/** From where on each is no hindrance to what other facts send, and small enough that little is sent. */
const BETWEEN: Readonly<Record<(typeof LIMITS)[number], readonly [number, number]>> = {
  'answer-tokens': [2048, 9000],
  'argument-length': [64, 300],
  'enum-values': [3, 40],
  'parallel-calls': [1, 9],
  'result-length': [64, 300],
  'schema-depth': [2, 20],
  'schema-properties': [64, 90],
  'schema-size': [32_768, 33_100],
  'tool-description-length': [64, 300],
  'tool-name-length': [9, 70],
  tools: [1, 40],
  turns: [1, 40],
};

/** What has no limit is asked up to the greatest number, which takes long: few have none. */
const limits = fc.record(
  Object.fromEntries(
    LIMITS.map((name) => {
      const [min, max] = BETWEEN[name];
      return [name, fc.option(fc.integer({ min, max }), { nil: undefined, freq: 8 })];
    }),
  ),
);

const WORDS = [...new Set(KEYWORDS.flatMap((keyword) => Object.keys(keyword.value)))].filter(
  (word) => !['type', 'items', 'properties', 'description'].includes(word),
);
const keywords = fc.dictionary(
  fc.constantFrom(...WORDS),
  fc.constantFrom('refused' as const, 'ignored' as const),
  { maxKeys: 6 },
);

const rulesOf = fc
  .record({ limits, schemas: keywords, 'strict-schemas': keywords })
  .map((rules) => profileRulesSchema.parse(rules));

const ASKED = FACTS.filter(({ area }) => area === 'schemas' || area === 'limits');

const known = new Map<string, ReadonlyMap<string, Finding>>();

/** What is found where nothing but the reference of the dialect stands in the way. */
async function unhindered(dialect: string): Promise<ReadonlyMap<string, Finding>> {
  const found =
    known.get(dialect) ??
    new Map(
      (await rehearse(ASKED, dialectOf(dialect))).measured.map(({ fact, finding }) => [fact.id, finding]),
    );
  known.set(dialect, found);
  return found;
}

function expected({ id }: Fact, plain: Finding | undefined, rules: ProfileRules): Finding | undefined {
  const name = LIMITS.find((each) => id === `limits/${each}`);
  if (name !== undefined) {
    if (name === 'enum-values' && rules.schemas['enum'] === 'refused') {
      const why = 'HTTP 400: The schema keyword enum is not supported.';
      return { kind: 'unknown', reason: `the smallest request is refused too (${why})` };
    }
    const most = rules.limits[name];
    if (most === undefined || plain?.kind !== 'number' || most >= plain.most) return plain;
    const said = `${name}: at most ${most} are allowed, and there are ${most + 1}.`;
    const refusal = name === 'parallel-calls' ? null : { status: 400, said };
    return { kind: 'number', most, refusedAt: most + 1, refusal, open: null };
  }
  const strict = id.endsWith('-strict');
  const keyword = KEYWORDS.find((each) => id === `schemas/${each.name}${strict ? '-strict' : ''}`);
  if (keyword === undefined || plain === undefined || plain.kind === 'not-applicable') return plain;
  const own = strict ? rules['strict-schemas'] : rules.schemas;
  const refusing = (schema: Json) => wordsIn(schema).find((word) => own[word] === 'refused');
  const said = (word: string) => `The schema keyword ${word} is not supported.`;
  const control = refusing(plainSchema(keyword.tempts ?? 'text', strict));
  if (control !== undefined) {
    const why = `the same request without it is refused too (HTTP 400: ${said(control)})`;
    return { kind: 'unknown', reason: why };
  }
  const word = keyword.absent === true ? undefined : refusing(schemaOf(keyword, strict));
  if (word !== undefined) {
    // What forbids nothing is asked once.
    const rate = keyword.tempts === null ? {} : { rate: { yes: 3, of: 3, ...wilson(3, 3) } };
    return { kind: 'refused', status: 400, said: said(word), ...rate };
  }
  const isOtherwise =
    keyword.name === 'recursion' && ['$ref', 'anyOf'].some((each) => own[each] === 'ignored');
  if (isOtherwise && plain.kind === 'honoured')
    return { kind: 'accepted', because: 'the answers break it, but otherwise than without it' };
  const isIgnored =
    keyword.tempts !== null && Object.keys(keyword.value).some((each) => own[each] === 'ignored');
  if (!isIgnored || plain.kind !== 'honoured') return plain;
  return { kind: 'ignored', rate: { yes: 0, of: 3, ...wilson(0, 3) } };
}

/** Every keyword of a schema, from the outermost inwards. */
function wordsIn(schema: Json): string[] {
  if (Array.isArray(schema)) return schema.flatMap(wordsIn);
  if (!isObject(schema)) return [];
  const inner = Object.entries(schema).flatMap(([word, value]) =>
    isObject(value) && ['properties', '$defs', 'patternProperties'].includes(word)
      ? Object.values(value).flatMap(wordsIn)
      : wordsIn(value),
  );
  return [...Object.keys(schema), ...inner];
}

test('the profile of 200 random providers says what each refuses and ignores', async () => {
  await fc.assert(
    fc.asyncProperty(
      rulesOf,
      fc.constantFrom(...DIALECTS),
      fc.subarray(ASKED, { minLength: 2, maxLength: 4 }),
      async (rules, dialect, facts) => {
        const plain = await unhindered(dialect);
        const { measured } = await rehearse(facts, dialectOf(dialect), rules);
        assert.deepEqual(
          measured.map(({ fact, finding }) => [fact.id, finding]),
          facts.map((fact) => [fact.id, expected(fact, plain.get(fact.id), rules)]),
        );
        for (const { fact, finding, trials } of measured) {
          const bound = finding.kind === 'number' ? 2 * Math.log2(finding.most) + 4 : fact.mostRequests;
          assert.ok(trials.length <= Math.min(bound, fact.mostRequests), fact.id);
        }
      },
    ),
    { numRuns: 200 },
  );
});
