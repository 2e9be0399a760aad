/** A budget of money where a price is missing, or is not what is billed. */
import type { Exchange } from '../../src/evidence/exchange.ts';
import { createBudget } from '../../src/live/budget.ts';
import type { Attempt } from '../../src/transports/live.ts';
import {
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

test('a price that nobody configured is learnt from the first cost; until then requests go one at a time', async () => {
  const target = targetWith({ price: null });
  const budget = createBudget({ maxCost: 0.01 });
  const purse = budget.of(target);
  const [first, second, third, last] = [
    attemptFor(900_000),
    attemptFor(3000),
    attemptFor(3000),
    attemptFor(9000),
  ];
  expect(await purse.beforeAttempt(first)).toBe('admitted');
  const waiting = [second, third].map((one) => purse.beforeAttempt(one));
  expect(await Promise.all(waiting.map(byNow))).toEqual(['waiting', 'waiting']);
  purse.afterAttempt(first, answerTo(first, billed(800, 200, FLAT)));
  expect(await Promise.all(waiting)).toEqual(['admitted', 'admitted']);
  for (const one of [second, third]) purse.afterAttempt(one, answerTo(one, billed(100, 100, FLAT)));
  expect(await purse.beforeAttempt(last)).toEqual(REFUSED);
});

test('beside a request without a price only what costs nothing leaves, until others give back what they held', async () => {
  const budget = createBudget({ maxCost: 0.01 });
  const [paid, blind] = [targetWith(), targetWith({ model: 'a', price: null })];
  const [first, second, unknown] = [attemptFor(3000), attemptFor(2000), attemptFor(3000)];
  const purse = budget.of(paid);
  expect(await purse.beforeAttempt(first)).toBe('admitted');
  expect(await budget.of(blind).beforeAttempt(unknown)).toBe('admitted');
  const waiting = purse.beforeAttempt(second);
  const other = budget.of(targetWith({ model: 'b', price: null })).beforeAttempt(attemptFor(1001));
  const free = budget.of(targetWith({ model: 'm:free', price: null })).beforeAttempt(attemptFor(1001));
  expect([await byNow(waiting), await byNow(other), await byNow(free)]).toEqual([
    'waiting',
    'waiting',
    'admitted',
  ]);
  purse.afterAttempt(first, answerTo(first, used(60, 40)));
  expect([await byNow(waiting), await byNow(other)]).toEqual(['admitted', 'waiting']);
});

test('a cost without counts teaches no price', async () => {
  for (const usage of [{ cost: 0.001 }, used(100, 0, { cost: 0.001 })]) {
    const target = targetWith({ price: null });
    const budget = createBudget({ maxCost: 1 });
    const first = attemptFor(3000);
    await sendAll(budget, target, [[first, answerTo(first, usage)]]);
    const next = [attemptFor(3000), attemptFor(3000)].map((one) => budget.of(target).beforeAttempt(one));
    expect(await Promise.all(next.map(byNow))).toEqual(['admitted', 'waiting']);
    expect(budget.spent.cost).toBe(0.001);
  }
});

test('where the cost does not say how it splits, either side may have caused the whole', async () => {
  const target = targetWith({ price: null });
  const first = attemptFor(3000);
  const answer = answerTo(first, used(100, 50, { cost: 0.001 }));
  for (const [tokens, outcome] of [
    [PROMPT + 50, 'admitted'],
    [PROMPT + 51, REFUSED],
  ] as const) {
    // 1 000 tokens at a hundredth of the cost each, and 50 at a fiftieth.
    const budget = createBudget({ maxCost: 0.001 + 0.01 + 0.001 });
    await sendAll(budget, target, [[first, answer]]);
    expect(await budget.of(target).beforeAttempt(attemptFor(tokens))).toEqual(outcome);
  }
});

test('a price that a bill exceeds is raised', async () => {
  const target = targetWith();
  const first = attemptFor(2000);
  const budget = createBudget({ maxCost: 0.0102 });
  await sendAll(budget, target, [[first, answerTo(first, used(60, 40, { cost: 0.0002 }))]]);
  expect(await budget.of(target).beforeAttempt(attemptFor(5001))).toEqual(REFUSED);
  expect(await budget.of(target).beforeAttempt(attemptFor(5000))).toBe('admitted');
});

test('a model that was to be free is held to what it charges', async () => {
  const target = targetWith({ model: 'm:free', price: null });
  const budget = createBudget({ maxCost: 0.0051 });
  const first = attemptFor(2000);
  await sendAll(budget, target, [[first, answerTo(first, billed(60, 40, FLAT))]]);
  expect(await budget.of(target).beforeAttempt(attemptFor(5001))).toEqual(REFUSED);
  expect(await budget.of(target).beforeAttempt(attemptFor(5000))).toBe('admitted');
});

test('answers that broke off before there was a price are paid with it', async () => {
  const target = targetWith({ price: null });
  const budget = createBudget({ maxCost: 1 });
  const [broken, whole] = [attemptFor(3000), attemptFor(3000)];
  await sendAll(budget, target, [[broken, answerTo(broken, null)]]);
  expect(budget.spent).toEqual({ cost: 0, tokens: 3000, requests: 1 });
  await sendAll(budget, target, [[whole, answerTo(whole, billed(60, 40, FLAT))]]);
  expect(budget.spent).toEqual({ cost: dollarsOf(3100), tokens: 3100, requests: 2 });
});

test('a target that keeps its cost to itself is refused after three answers, and only where money counts', async () => {
  const target = targetWith({ price: null });
  const sent = Array.from({ length: 4 }, (): [Attempt, Exchange] => {
    const one = attemptFor(3000);
    return [one, answerTo(one, used(60, 40))];
  });
  const admitted = sent.map(() => 'admitted');
  expect(await sendAll(createBudget({ maxCost: 1 }), target, sent)).toEqual([
    ...admitted.slice(0, 3),
    REFUSED,
  ]);
  expect(await sendAll(createBudget({ maxTokens: 9000 }), target, sent)).toEqual(admitted);
});

test('with prices still to be learnt, a run goes over its limit by less than one request', async () => {
  const targets = ['a', 'b', 'c'].map((model) => targetWith({ model, price: null }));
  await fc.assert(
    fc.asyncProperty(
      anyRequests,
      fc.double({ min: 0.0001, max: 0.05, noNaN: true }),
      fc.scheduler(),
      async (planned, maxCost, scheduler) => {
        const budget = createBudget({ maxCost });
        let dearest = 0;
        const held = planned.map(async ({ target: at, answer, share }) => {
          const price = { promptPerMillion: 1 + at, completionPerMillion: 4 * (1 + at) };
          const own = attemptFor(PROMPT + answer);
          const purse = budget.of(targets[at] ?? targetWith());
          if ((await purse.beforeAttempt(own)) !== 'admitted') return;
          await scheduler.schedule(Promise.resolve());
          const usage = billed(Math.ceil(PROMPT * share), Math.ceil(answer * share), price);
          const { cost } = purse.afterAttempt(own, answerTo(own, usage));
          dearest = Math.max(dearest, cost);
        });
        await scheduler.waitFor(Promise.all(held));
        expect(budget.spent.cost).toBeLessThan(maxCost + dearest + 1e-9);
      },
    ),
    { numRuns: 60 },
  );
});
