/** Requests and answers whose tokens and costs are known, for budgets. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { defineProviders, type Target, targetsOf } from '../../src/config/providers.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import type { Price } from '../../src/judge/price.ts';
import type { Budget } from '../../src/live/budget.ts';
import type { Admission, Attempt } from '../../src/transports/live.ts';
import fc, { share } from './property.ts';

/** One dollar for a million tokens of either kind: a token costs a millionth of a dollar. */
export const FLAT: Price = { promptPerMillion: 1, completionPerMillion: 1 };
export const A_TOKEN = 1e-6;

/** What so many tokens cost, but for the dust of binary fractions. */
export const dollarsOf = (tokens: number): unknown => expect.closeTo(tokens * A_TOKEN, 12);

interface TargetOptions {
  readonly model?: string;
  readonly price?: Price | null;
  readonly openrouter?: boolean;
}

/** The one target of a configuration with one model. */
export function targetWith({ model = 'm', price = FLAT, openrouter = true }: TargetOptions = {}): Target {
  const source = { source: 'https://example.com/prices', date: '2025-11-20' };
  const [target] = targetsOf(
    defineProviders({
      providers: [
        {
          id: openrouter ? 'router' : 'local',
          name: 'Test',
          baseUrl: 'https://example.com/v1',
          dialect: 'openai-chat',
          extensions: openrouter ? ['openrouter'] : [],
          models: [{ id: model, ...(price === null ? {} : { price: { ...price, ...source } }) }],
        },
      ],
    }),
  );
  if (target === undefined) throw new Error('one model makes one target');
  return target;
}

/** The prompts of these tests: 1 000 bytes, so 500 tokens, and the 500 that providers may add. */
export const PROMPT = 1000;
const BODY_BYTES = 1000;

/** A request that may take so many tokens in all. */
export function attemptFor(tokens: number, limit: object = { max_tokens: tokens - PROMPT }): Attempt {
  const bare = JSON.stringify({ ...limit, messages: '' });
  const messages = 'x'.repeat(BODY_BYTES - bare.length);
  const body = Buffer.from(JSON.stringify({ ...limit, messages }));
  const request = { method: 'POST', url: 'https://example.com/v1/chat/completions', headers: [], body };
  return { request, number: 1, previous: null };
}

/** @param usage null where the answer tells none */
export function answerTo({ request }: Attempt, usage: object | null, status = 200): Exchange {
  const json = { choices: [], ...(usage === null ? {} : { usage }) };
  const body = Buffer.from(JSON.stringify(json));
  return { request, response: { status, headers: [], body, provenComplete: true } };
}

/** The counts of an answer. */
export function used(prompt: number, completion: number, more: object = {}): object {
  const counts = { prompt_tokens: prompt, completion_tokens: completion };
  return { ...counts, total_tokens: prompt + completion, ...more };
}

/** What OpenRouter reports: the cost, and the upstream's parts of it. */
export function billed(prompt: number, completion: number, price: Price): object {
  const promptCost = (prompt * price.promptPerMillion) / 1e6;
  const completionCost = (completion * price.completionPerMillion) / 1e6;
  return used(prompt, completion, {
    cost: promptCost + completionCost,
    cost_details: {
      upstream_inference_prompt_cost: promptCost,
      upstream_inference_completions_cost: completionCost,
    },
  });
}

/** Lets the requests leave one after the other, each answered at once. */
export async function sendAll(budget: Budget, target: Target, sent: readonly [Attempt, Exchange][]) {
  const admissions: Admission[] = [];
  for (const [attempt, exchange] of sent) {
    const purse = budget.of(target);
    const admission = await purse.beforeAttempt(attempt);
    if (admission === 'admitted') purse.afterAttempt(attempt, exchange);
    admissions.push(admission);
  }
  return admissions;
}

export const REFUSED = { refused: 'budget' };

/** The admission if it is decided by now. */
export async function byNow(admission: Promise<Admission>): Promise<Admission | 'waiting'> {
  await nextTurn();
  return Promise.race([admission, Promise.resolve('waiting' as const)]);
}

/** Requests: how much each may take, how much of that it does, and how it ends. */
export const anyRequests = fc.array(
  fc.record({
    target: fc.nat(2),
    answer: fc.integer({ min: 1, max: 4000 }),
    share,
    end: fc.constantFrom('usage', 'usage', 'bill', 'broken', 'refused'),
  }),
  { minLength: 1, maxLength: 40 },
);
