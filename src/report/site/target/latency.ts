/** How fast a target answered, and what it took: medians and sums over its conversations. */
import type { Delivery } from '../../../evidence/exchange.ts';
import type { TimingRecord } from '../../../results/results.ts';
import type { ConversationModel } from '../site-model.ts';

export interface Speed {
  readonly delivery: Delivery;
  /** Answers whose arrival was recorded. */
  readonly answers: number;
  /** Medians in milliseconds; null where no answer has the part. */
  readonly firstByteMs: number | null;
  readonly firstContentMs: number | null;
  readonly firstCallMs: number | null;
  /** Median. */
  readonly tokensPerSecond: number | null;
}

export interface Consumption {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** Conversations that report their tokens. */
  readonly counted: number;
  /** US dollars. */
  readonly cost: number;
  /** Conversations that report their cost. */
  readonly priced: number;
  /** Attempts that failed and were sent again. */
  readonly retries: number;
  /** Conversations that went on after such an attempt. */
  readonly recovered: number;
  /** Conversations with a request that was never sent, by reason. */
  readonly notSent: ReadonlyMap<string, number>;
}

/** One entry for each delivery with times, streaming first. */
export function speedOf(conversations: readonly ConversationModel[]): Speed[] {
  return (['streaming', 'buffered'] as const).flatMap((delivery) => {
    const timings = conversations
      .filter(({ record }) => record.delivery === delivery)
      .flatMap(({ record }) => record.timings ?? []);
    if (timings.length === 0) return [];
    const medianOf = (part: keyof TimingRecord) => median(timings.flatMap((timing) => timing[part] ?? []));
    return {
      delivery,
      answers: timings.length,
      firstByteMs: medianOf('firstByteMs'),
      firstContentMs: medianOf('firstContentMs'),
      firstCallMs: medianOf('firstCallMs'),
      tokensPerSecond: medianOf('tokensPerSecond'),
    };
  });
}

export function consumptionOf(conversations: readonly ConversationModel[]): Consumption {
  const records = conversations.map(({ record }) => record);
  const usages = records.flatMap(({ usage }) => usage ?? []);
  const costs = records.flatMap(({ cost }) => cost ?? []);
  const retries = records.flatMap((record) => record.retries ?? []);
  const notSent = new Map<string, number>();
  for (const { notSent: reason } of records) {
    if (reason !== undefined) notSent.set(reason, (notSent.get(reason) ?? 0) + 1);
  }
  return {
    promptTokens: sum(usages.map(({ promptTokens }) => promptTokens)),
    completionTokens: sum(usages.map(({ completionTokens }) => completionTokens)),
    counted: usages.length,
    cost: sum(costs),
    priced: costs.length,
    retries: sum(retries),
    recovered: retries.length,
    notSent,
  };
}

/** The mean of the two in the middle where their number is even; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
