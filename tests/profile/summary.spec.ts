/** The account of a profile on a terminal. */
import { dialects } from '../../src/dialects/catalogue.ts';
import { FACTS } from '../../src/profile/catalogue.ts';
import { type Profile, profileSchema } from '../../src/profile/profile.ts';
import { rehearse } from '../../src/profile/rehearsal.ts';
import { profileSummary } from '../../src/profile/summary.ts';
import { profileRulesSchema } from '../../src/provider/profile-rules.ts';
import { expect, test } from '../support/test.ts';

const RULES = profileRulesSchema.parse({
  limits: { tools: 9, 'tool-name-length': 20, 'parallel-calls': 2, turns: 9, 'schema-size': 40_000 },
  contract: { 'results-reversed': 'degraded' },
  schemas: { pattern: 'refused', enum: 'ignored' },
  'strict-schemas': { format: 'refused' },
});

/** What takes long where nothing is refused. */
const LONG = /(?:result|argument|description)-length$|-properties$|-values$/u;

async function profiled(
  dialect: ReturnType<typeof dialects>[number],
  only?: readonly string[],
): Promise<Profile> {
  const facts = FACTS.filter(({ id }) => only?.includes(id) ?? !LONG.test(id));
  const { measured } = await rehearse(facts, dialect, RULES);
  return profileSchema.parse({
    type: 'profile',
    schemaVersion: 1,
    version: '0',
    measuredAt: '2026-11-29T12:00:00Z',
    target: { id: 'local/m', baseUrl: 'http://127.0.0.1:8080/v1', model: 'm', dialect: dialect.id },
    delivery: 'buffered',
    spent: { requests: 20, tokens: 3000, dollars: 0 },
    stopped: null,
    facts: measured.map(({ fact: { id, area, question }, finding }) => ({
      id,
      area,
      question,
      finding,
      evidence: [],
    })),
  });
}

for (const dialect of dialects()) {
  test(`${dialect.id}: every fact fits a screen`, async () => {
    const lines = profileSummary(await profiled(dialect)).split('\n');
    expect(lines.length).toBeLessThanOrEqual(50);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });
}

test('what was answered alike stands in one line, and what stands alone says why', async () => {
  const [chat] = dialects();
  const only = ['pattern', 'enum', 'format', '$ref'].flatMap((name) => [
    `schemas/${name}`,
    `schemas/${name}-strict`,
  ]);
  const profile = chat && (await profiled(chat, [...only, 'limits/tools', 'contract/results-reversed']));
  expect(profile && profileSummary(profile).replaceAll('\u00a0', ' ')).toBe(`local/m, in openai-chat

contract
  results-reversed              degraded (0 of 5 (0 to 43 %); unaltered 5 of 5 (57 to 100 %))

schemas
  refused, 400                  format (strict), pattern (plain)
  enum (plain)                  ignored (0 of 3 keep to it)
  honoured, 3 of 3              $ref, enum (strict), format (plain), pattern (strict)

limits
  tools                         9 (at 10: HTTP 400: tools: at most 9 are allowed, and there are 10.)

honoured: the answers keep to it, and without it they do not; ignored: answered as without it; degraded: answered, but
  worse than without it
10 of 10 facts measured with 20 requests, 3,000 tokens`);
});

test('where nothing was measured, the cause stands alone', async () => {
  const [chat] = dialects();
  const profile = chat && (await profiled(chat, ['limits/tools', 'schemas/enum']));
  const unknown = { kind: 'unknown', reason: 'the connection was refused' } as const;
  const silent = profile && {
    ...profile,
    facts: profile.facts.map((fact) => ({ ...fact, finding: unknown })),
    stopped: 'nothing listens at 127.0.0.1:9: start the server, or correct the base URL',
  };
  expect(silent && profileSummary(silent)).toBe(`local/m, in openai-chat

0 of 2 facts measured with 20 requests, 3,000 tokens
nothing listens at 127.0.0.1:9: start the server, or correct the base URL`);
});
