/** A run stays within its budget, waits rather than gives up, and never waits for nothing. */
import { type Exchange, HUNG_UP, unsent } from '../../src/evidence/exchange.ts';
import { createBudget, unpriced } from '../../src/live/budget.ts';
import {
  A_TOKEN,
  answerTo,
  anyRequests,
  attemptFor,
  billed,
  byNow,
  dollarsOf,
  FLAT,
  PROMPT,
  REFUSED,
  sendAll,
  targetWith,
  used,
} from '../support/budgeted-requests.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

test('input that a cache read costs what the configuration says, and what may be written to one is held at most', async () => {
  const price = { ...FLAT, cacheReadPerMillion: 0.1, cacheWritePerMillion: 2 };
  const target = targetWith({ openrouter: false, price });
  const details = { cached_tokens: 600, cache_write_tokens: 200 };
  const usage = used(1000, 100, { prompt_tokens_details: details });
  const attempt = attemptFor(PROMPT + 1000);
  const atMost = 2 * PROMPT * A_TOKEN + 1000 * A_TOKEN;
  const [tight, enough] = [
    createBudget({ maxCost: atMost * 0.99 }),
    createBudget({ maxCost: atMost * 1.01 }),
  ];
  expect(await sendAll(tight, target, [[attempt, answerTo(attempt, usage)]])).toEqual([REFUSED]);
  expect(await sendAll(enough, target, [[attempt, answerTo(attempt, usage)]])).toEqual(['admitted']);
  // 200 tokens at 1, 600 at 0.1, 200 at 2, and the answer's 100.
  expect(enough.spent).toEqual({ requests: 1, tokens: 1100, cost: dollarsOf(200 + 60 + 400 + 100) });
});

test('a request is admitted when it fits exactly, and refused when it is one token too much', async () => {
  const target = targetWith();
  for (const [limits, tokens] of [
    [{ maxTokens: 3000 }, 3000],
    [{ maxCost: 3000 * A_TOKEN }, 3000],
  ] as const) {
    expect(await createBudget(limits).of(target).beforeAttempt(attemptFor(tokens))).toBe('admitted');
    expect(
      await createBudget(limits)
        .of(target)
        .beforeAttempt(attemptFor(tokens + 1)),
    ).toEqual(REFUSED);
  }
});

test('sums that binary fractions cannot hold are no reason to refuse', async () => {
  const budget = createBudget({ maxCost: 0.3 });
  const [first, second] = [attemptFor(100_000), attemptFor(200_000)];
  const admissions = await sendAll(budget, targetWith(), [
    [first, answerTo(first, used(50_000, 50_000))],
    [second, answerTo(second, null)],
  ]);
  expect(admissions).toEqual(['admitted', 'admitted']);
});

test('what answers report is spent, and the rest can be spent again', async () => {
  const budget = createBudget({ maxTokens: 3000 });
  const [first, second, third] = [attemptFor(3000), attemptFor(2900), attemptFor(2801)];
  const admissions = await sendAll(budget, targetWith(), [
    [first, answerTo(first, used(60, 40))],
    [second, answerTo(second, used(60, 40))],
    [third, answerTo(third, used(60, 40))],
  ]);
  expect(admissions).toEqual(['admitted', 'admitted', REFUSED]);
  expect(budget.spent).toEqual({ cost: dollarsOf(200), tokens: 200, requests: 2 });
});

const attempt = attemptFor(3000);

/** What an exchange is charged, at a millionth of a dollar for a token where it does not say. */
const CHARGES: readonly [what: string, exchange: Exchange, cost: number, tokens: number][] = [
  ['a refusal', answerTo(attempt, used(60, 40), 429), 0, 0],
  ['a request that nobody answered', { request: attempt.request, response: null, failure: 'reset' }, 0, 0],
  ['an answer that broke off', answerTo(attempt, null), 3000 * A_TOKEN, 3000],
  ['an answer without its cost', answerTo(attempt, used(60, 40)), 100 * A_TOKEN, 100],
  ['an answer with its cost', answerTo(attempt, used(60, 40, { cost: 0.00005 })), 0.00005, 100],
  [
    'an answer served with a key of our own',
    answerTo(
      attempt,
      used(60, 40, { cost: 0.00001, is_byok: true, cost_details: { upstream_inference_cost: 0.0002 } }),
    ),
    0.00021,
    100,
  ],
  [
    'thoughts that stand in the total alone',
    answerTo(attempt, { prompt_tokens: 60, completion_tokens: 40, total_tokens: 400 }),
    400 * A_TOKEN,
    400,
  ],
  [
    'a prompt that was not counted',
    answerTo(attempt, { completion_tokens: 40 }),
    (PROMPT + 40) * A_TOKEN,
    PROMPT + 40,
  ],
  [
    'counts that are none',
    answerTo(attempt, { prompt_tokens: -1, completion_tokens: '40', cost: Number.NaN }),
    3000 * A_TOKEN,
    3000,
  ],
];

for (const [what, exchange, cost, tokens] of CHARGES) {
  test(`${what} is charged ${tokens} tokens and ${cost} dollars`, async () => {
    const budget = createBudget({ maxCost: 1 });
    const purse = budget.of(targetWith());
    expect(await purse.beforeAttempt(attempt)).toBe('admitted');
    const charged = purse.afterAttempt(attempt, exchange);
    expect(charged).toEqual({ cost: expect.closeTo(cost, 12), tokens });
    expect(budget.spent).toEqual({ ...charged, requests: 1 });
  });
}

test('a request that would fit if those under way took less waits for them, then leaves or is refused', async () => {
  for (const [usage, outcome] of [
    [used(600, 400), 'admitted'],
    [used(601, 400), REFUSED],
  ] as const) {
    const budget = createBudget({ maxTokens: 3000 });
    const purse = budget.of(targetWith());
    const [first, second] = [attemptFor(2500), attemptFor(2000)];
    expect(await purse.beforeAttempt(first)).toBe('admitted');
    const waiting = budget.of(targetWith({ model: 'other' })).beforeAttempt(second);
    expect(await byNow(waiting)).toBe('waiting');
    purse.afterAttempt(first, answerTo(first, usage));
    expect(await waiting).toEqual(outcome);
  }
});

test('what was admitted and never left frees what it held', async () => {
  const budget = createBudget({ maxTokens: 2000 });
  const purse = budget.of(targetWith());
  const [first, second] = [attemptFor(2000), attemptFor(2000)];
  await purse.beforeAttempt(first);
  const waiting = purse.beforeAttempt(second);
  purse.afterAttempt(first, unsent(first.request, 'cancelled'));
  expect(await waiting).toBe('admitted');
  expect(budget.spent).toEqual({ cost: 0, tokens: 0, requests: 0 });
});

test('a signal ends the waiting, and nothing is admitted after it', async () => {
  const budget = createBudget({ maxTokens: 2000 });
  const stop = new AbortController();
  const purse = budget.of(targetWith(), stop.signal);
  await purse.beforeAttempt(attemptFor(2000));
  const waiting = Array.from({ length: 20 }, () => purse.beforeAttempt(attemptFor(2000)));
  stop.abort();
  expect(await Promise.all(waiting)).toEqual(waiting.map(() => ({ refused: 'cancelled' })));
  expect(await purse.beforeAttempt(attemptFor(1001))).toEqual({ refused: 'cancelled' });
});

test('a model that is free goes on when the money is spent', async () => {
  const budget = createBudget({ maxCost: 0.01 });
  const overspent = attemptFor(2000);
  await sendAll(budget, targetWith({ model: 'dear', price: null }), [
    [overspent, answerTo(overspent, used(60, 40, { cost: 0.02 }))],
  ]);
  const free = targetWith({ model: 'm:free', price: null });
  const nothing = targetWith({ price: { promptPerMillion: 0, completionPerMillion: 0 } });
  expect(await budget.of(free).beforeAttempt(attemptFor(900_000))).toBe('admitted');
  expect(await budget.of(nothing).beforeAttempt(attemptFor(900_000))).toBe('admitted');
  expect(await budget.of(targetWith({ model: 'paid' })).beforeAttempt(attemptFor(1001))).toEqual(REFUSED);
  expect(await budget.of(targetWith({ price: null, model: 'x' })).beforeAttempt(attemptFor(1001))).toEqual(
    REFUSED,
  );
});

test('a request without a limit counts as a very long one, and several choices as several answers', async () => {
  const purse = createBudget({ maxTokens: 129_000 }).of(targetWith());
  expect(await purse.beforeAttempt(attemptFor(0, { max_tokens: 1000, n: 129 }))).toEqual(REFUSED);
  const other = createBudget({ maxTokens: 128_999 }).of(targetWith());
  expect(await other.beforeAttempt(attemptFor(0, {}))).toEqual(REFUSED);
  expect(await purse.beforeAttempt(attemptFor(0, {}))).toBe('admitted');
});

test('spending is told by target and by provider, and recordings of before can be charged', () => {
  const [router, local] = [targetWith(), targetWith({ openrouter: false })];
  const budget = createBudget();
  const one = attemptFor(3000);
  budget.charge(router, answerTo(one, used(60, 40)));
  budget.charge(router, unsent(one.request, 'budget'));
  budget.charge(router, { request: one.request, response: null, failure: HUNG_UP });
  budget.charge(local, answerTo(one, used(10, 10)));
  expect(budget.spentOf('router')).toEqual({ cost: dollarsOf(100), tokens: 100, requests: 2 });
  expect(budget.spentOf(local.id)).toEqual({ cost: dollarsOf(20), tokens: 20, requests: 1 });
  expect(budget.spent).toEqual({ cost: dollarsOf(120), tokens: 120, requests: 3 });
});

test('only targets with neither a price nor a cost in their answers cannot be held to a cost', () => {
  const targets = [
    targetWith(),
    targetWith({ price: null }),
    targetWith({ openrouter: false }),
    targetWith({ openrouter: false, price: { promptPerMillion: 0, completionPerMillion: 0 } }),
    targetWith({ openrouter: false, price: null, model: 'bare' }),
    targetWith({ openrouter: false, price: null, model: 'bare:free' }),
  ];
  expect(unpriced(targets)).toEqual(['local/bare', 'local/bare:free']);
});

test('however requests overlap, no limit is passed, nothing waits for ever, and only what cannot fit is refused', async () => {
  const prices = [FLAT, { promptPerMillion: 0.3, completionPerMillion: 2.5 }, null];
  const targets = prices.map((price, at) =>
    targetWith(price === null ? { model: 'm:free', price } : { model: `m${at}`, price }),
  );
  await fc.assert(
    fc.asyncProperty(
      anyRequests,
      fc.double({ min: 0.001, max: 0.05, noNaN: true }),
      fc.integer({ min: 1000, max: 60_000 }),
      fc.scheduler(),
      async (planned, maxCost, maxTokens, scheduler) => {
        const budget = createBudget({ maxCost, maxTokens });
        const held = planned.map(async ({ target: at, answer, share, end }) => {
          const [target, price] = [targets[at] ?? targetWith(), prices[at] ?? null];
          const own = attemptFor(PROMPT + answer);
          const purse = budget.of(target);
          const rates = price ?? { promptPerMillion: 0, completionPerMillion: 0 };
          if ((await purse.beforeAttempt(own)) !== 'admitted') {
            const most = (PROMPT * rates.promptPerMillion + answer * rates.completionPerMillion) / 1e6;
            const { cost, tokens } = budget.spent;
            expect(most > maxCost - cost || PROMPT + answer > maxTokens - tokens).toBe(true);
            return;
          }
          await scheduler.schedule(Promise.resolve());
          const [prompt, completion] = [Math.floor(PROMPT * share), Math.floor(answer * share)];
          const usage = end === 'bill' ? billed(prompt, completion, rates) : used(prompt, completion);
          const isWhole = end === 'usage' || end === 'bill';
          purse.afterAttempt(own, answerTo(own, isWhole ? usage : null, end === 'refused' ? 503 : 200));
        });
        await scheduler.waitFor(Promise.all(held));
        expect(budget.spent.cost).toBeLessThanOrEqual(maxCost + 1e-9);
        expect(budget.spent.tokens).toBeLessThanOrEqual(maxTokens);
      },
    ),
    { numRuns: 60 },
  );
});
