/** Limits of a provider: how many requests are under way, how they are spaced, and how long to wait. */
import { ProviderLimits } from '../../src/transports/limits.ts';
import { retryAfter } from '../../src/transports/live-retry.ts';
import { expect, test } from '../support/test.ts';

const NOON = Date.parse('2026-03-19T12:00:00Z');

const waits: readonly [string, string, number | undefined][] = [
  ['Retry-After', '3', 3000],
  ['Retry-After', '0', 0],
  ['retry-after', '1.5', 1500],
  ['retry-after-ms', '250', 250],
  ['Retry-After', 'Thu, 19 Mar 2026 12:00:05 GMT', 5000],
  ['Retry-After', 'Thu, 19 Mar 2026 11:00:00 GMT', 0],
  ['Retry-After', '-5', undefined],
  ['Retry-After', 'soon', undefined],
  ['Retry-After', '', undefined],
];

for (const [name, value, ms] of waits) {
  test(`${name}: ${JSON.stringify(value)} asks for ${ms} ms`, () => {
    expect(retryAfter([[name, [value]]], NOON)).toBe(ms);
  });
}

test('limits: never more in flight than allowed, first come first served', async () => {
  const limits = new ProviderLimits({ inFlight: 2 });
  const order: number[] = [];
  let [running, most] = [0, 0];
  await Promise.all(
    [1, 2, 3, 4, 5].map((number) =>
      limits.run(async () => {
        order.push(number);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      }),
    ),
  );
  expect({ order, most }).toEqual({ order: [1, 2, 3, 4, 5], most: 2 });
});

/** Time that stands still until it is told to pass; sleepers wake in the order of their times. */
function steppedClock() {
  const sleepers: { at: number; wake: () => void }[] = [];
  let now = 0;
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    monotonic: () => now,
    epoch: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: now + ms, wake })),
    async passUntilIdle() {
      for (await settle(); sleepers.length > 0; await settle()) {
        sleepers.sort((left, right) => left.at - right.at);
        const next = sleepers.shift();
        now = Math.max(now, next?.at ?? now);
        next?.wake();
      }
    },
  };
}

test('limits: attempts leave evenly spaced, and not while the provider asked to wait', async () => {
  const clock = steppedClock();
  const limits = new ProviderLimits({ requestsPerMinute: 60 }, clock);
  const left: [number, number][] = [];
  const leaving = [1, 2, 3, 4].map((number) =>
    limits.run(async () => {
      left.push([number, clock.monotonic()]);
      if (number === 2) limits.holdOff(5000);
    }),
  );
  await clock.passUntilIdle();
  await Promise.all(leaving);
  expect(left).toEqual([
    [1, 0],
    [2, 1000],
    [3, 6000],
    [4, 7000],
  ]);
});

test('limits: who is cancelled in the queue leaves it', async () => {
  const limits = new ProviderLimits({ inFlight: 1 });
  const cancel = new AbortController();
  const ran: string[] = [];
  const first = limits.run(async () => {
    await expect(limits.run(async () => ran.push('second'), cancel.signal)).rejects.toThrow('enough');
    ran.push('first');
  });
  cancel.abort(new Error('enough'));
  await first;
  expect(ran).toEqual(['first']);
});
