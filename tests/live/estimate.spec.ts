/** What a plan is said to take is what a run of it takes, and nothing leaves the process to find out. */

import { defineProviders, type Target, targetsOf } from '../../src/config/providers.ts';
import type { Delivery } from '../../src/evidence/exchange.ts';
import type { Price } from '../../src/judge/price.ts';
import { createBudget } from '../../src/live/budget.ts';
import { estimatePlan } from '../../src/live/estimate.ts';
import { hold } from '../../src/live/hold.ts';
import { planHolding } from '../../src/live/live-plan.ts';
import { planTable } from '../../src/live/plan-table.ts';
import { createReferenceProvider, REFERENCE_MODEL } from '../../src/provider/reference-provider.ts';
import { createRedactor } from '../../src/redact/redact.ts';
import type { ConversationId } from '../../src/replay/judge-conversation.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { copyOf, type Scenario } from '../../src/scenarios/scenario.ts';
import { LiveConnections } from '../../src/transports/live-connections.ts';
import { expect, test } from '../support/test.ts';

/** What one conversation is going to take. */
const estimateConversation = async (id: ConversationId) => (await estimatePlan([id])).total;

const PRICE: Price = { promptPerMillion: 1, completionPerMillion: 4 };

/** Targets at an address where nobody is, one for each price. */
function targetsWith(prices: Readonly<Record<string, Price | null>>, baseUrl = 'https://example.invalid/v1') {
  const source = { source: 'https://example.com/prices', date: '2025-11-20' };
  return targetsOf(
    defineProviders({
      providers: [
        {
          id: 'p',
          name: 'P',
          baseUrl,
          dialect: 'openai-chat',
          extensions: ['openrouter'],
          models: Object.entries(prices).map(([id, price]) => ({
            id,
            ...(price === null ? {} : { price: { ...price, ...source } }),
          })),
        },
      ],
    }),
  );
}

function conversation(target: Target, scenarioId: string, delivery: Delivery): ConversationId {
  return { target, scenario: copyOf(scenarioCalled(scenarioId), 1), delivery, sample: 1 };
}

function scenarioCalled(id: string): Scenario {
  const scenario = SCENARIOS.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  return scenario;
}

function only(targets: readonly Target[]): Target {
  const [target] = targets;
  if (target === undefined || targets.length > 1) throw new Error('one model makes one target');
  return target;
}

for (const scenario of ['weather', 'three-turns', 'truncated', 'malformed-request']) {
  for (const delivery of ['streaming', 'buffered'] as const) {
    test(`${scenario}, ${delivery}, takes what a run of it takes`, async () => {
      const provider = createReferenceProvider();
      const { url } = await provider.listen();
      const connections = new LiveConnections();
      try {
        const target = only(targetsWith({ [REFERENCE_MODEL]: PRICE }, `${url}/openrouter/v1`));
        const id = conversation(target, scenario, delivery);
        const budget = createBudget();
        const options = budget.of(target);
        await hold(id, { connections, options, key: null, redactor: createRedactor([]) });
        const { requests, promptTokens, completionTokens, dollars } = await estimateConversation(id);
        expect({ requests, tokens: promptTokens + completionTokens, cost: dollars }).toEqual({
          ...budget.spent,
          cost: expect.closeTo(budget.spent.cost, 12),
        });
      } finally {
        await connections.close();
        await provider.close();
      }
    });
  }
}

test('an answer that the client hangs up on is expected to be charged like one that it hears to its end', async () => {
  const id = conversation(only(targetsWith({ m: PRICE })), 'cancelled', 'streaming');
  const { hangUpAfter: _, ...patient } = id.scenario;
  const opening = { ...patient, maxTurns: 1 };
  const [cancelled, whole, first] = await Promise.all(
    [id.scenario, patient, opening].map((scenario) => estimateConversation({ ...id, scenario })),
  );
  expect(cancelled?.requests).toBe(3);
  expect([cancelled?.atMost.requests, whole?.atMost.requests]).toEqual([5, 4]);
  expect(cancelled?.promptTokens).toBe((whole?.promptTokens ?? 0) + (first?.promptTokens ?? 0));
  expect(cancelled?.completionTokens).toBe((whole?.completionTokens ?? 0) + (first?.completionTokens ?? 0));
});

test('at most is every turn, every answer at its limit, and each of them repeated in the turns after it', async () => {
  const id = conversation(only(targetsWith({ m: PRICE })), 'three-turns', 'buffered');
  const { maxTurns, maxTokens } = id.scenario;
  const { atMost } = await estimateConversation(id);
  expect([maxTurns, maxTokens]).toEqual([8, 2000]);
  expect(atMost.requests).toBe(8);
  expect(atMost.completionTokens).toBe(16_000);
  const repeated = (1 + 2 + 3 + 4 + 5 + 6 + 7) * 2000;
  expect(atMost.promptTokens).toBeGreaterThan(repeated + 8 * 500);
  expect(atMost.promptTokens).toBeLessThan(repeated + 8 * 2000);
  expect(atMost.dollars).toBeCloseTo((atMost.promptTokens + 4 * 16_000) / 1e6, 12);
});

test('no scenario is expected to take more than it can', async () => {
  const target = only(targetsWith({ m: PRICE }));
  for (const scenario of SCENARIOS) {
    const { atMost, ...expected } = await estimateConversation(
      conversation(target, scenario.id, 'streaming'),
    );
    expect(expected.requests, scenario.id).toBeGreaterThan(0);
    expect(expected.requests, scenario.id).toBeLessThanOrEqual(atMost.requests);
    expect(expected.promptTokens, scenario.id).toBeLessThan(atMost.promptTokens);
    expect(expected.completionTokens, scenario.id).toBeLessThanOrEqual(atMost.completionTokens);
  }
});

test('a plan has one row for each target, which differ in price alone, and their sum', async () => {
  const targets = targetsWith({ paid: PRICE, 'gift:free': null, secret: null });
  const scenarios = [scenarioCalled('weather'), scenarioCalled('concurrent')];
  const plan = planHolding({ targets, scenarios, deliveries: ['streaming', 'buffered'], samples: 2 });
  const conversations = plan.flatMap((held) => held.conversations);
  const { rows, total } = await estimatePlan(conversations);
  const [paid, gift, secret] = rows;
  expect(rows.map(({ target }) => target)).toEqual(['p/paid', 'p/gift:free', 'p/secret']);
  expect(paid).toMatchObject({ conversations: 20, requests: 40 });
  expect(paid?.dollars).toBeCloseTo(
    ((paid?.promptTokens ?? 0) + 4 * (paid?.completionTokens ?? 0)) / 1e6,
    12,
  );
  const { promptTokens, completionTokens } = paid ?? {};
  expect(gift).toMatchObject({ conversations: 20, requests: 40, promptTokens, completionTokens, dollars: 0 });
  expect(secret).toMatchObject({ promptTokens, completionTokens, dollars: null, atMost: { dollars: null } });
  expect(total).toMatchObject({ conversations: 60, requests: 120, dollars: null, atMost: { dollars: null } });
  expect(total.promptTokens).toBe(3 * (promptTokens ?? 0));

  const known = await estimatePlan(conversations.filter(({ target }) => target.model !== 'secret'));
  expect(known.total.dollars).toBe(paid?.dollars);
  expect(known.total.atMost.dollars).toBe(paid?.atMost.dollars);
});

test('the table tells what is expected, what it is at most, and what is not in it', () => {
  const amount = { requests: 2, promptTokens: 1200, completionTokens: 34, dollars: 0.00003 };
  const atMost = { requests: 4, promptTokens: 9000, completionTokens: 1_000_000, dollars: 1.25 };
  const row = { conversations: 1, ...amount, atMost };
  const unknown = { ...row, dollars: null, atMost: { ...atMost, dollars: null } };
  const linesOf = (table: string) => table.split('\n').map((line) => line.replaceAll(/ +/gu, ' '));
  expect(linesOf(planTable({ rows: [{ target: 'p/\u001bm', ...row }], total: row })).slice(1)).toEqual([
    '│ target │ conversations │ requests │ expected tokens │ tokens at most │ expected dollars │ dollars at most │',
    expect.stringMatching(/^├/u),
    '│ p/<U+001B>m │ 1 │ 2 │ 1,234 │ 1,009,000 │ < 0.0001 │ 1.2500 │',
    '│ total │ 1 │ 2 │ 1,234 │ 1,009,000 │ < 0.0001 │ 1.2500 │',
    expect.stringMatching(/^└/u),
    'Expected: the model answers as scripted, at four characters a token; models that think take more.',
    'At most: every turn is used, and every answer as long as it may be.',
    'Neither: requests that are sent again after a failure.',
  ]);
  const withUnknown = linesOf(planTable({ rows: [{ target: 'p/m', ...unknown }], total: unknown }));
  expect(withUnknown[3]).toBe('│ p/m │ 1 │ 2 │ 1,234 │ 1,009,000 │ unknown │ unknown │');
  expect(withUnknown.at(-1)).toBe('unknown: the configuration has no price for the model; add one.');
});
