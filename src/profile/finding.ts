/** What is found out about a fact: never a guess. */
import * as z from 'zod';

const count = z.int().min(0);

/** So many of so many samples, and where the share lies at 95 %. */
export const rateSchema = z.strictObject({
  yes: count,
  of: z.int().min(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
});

const said = {
  status: z.int(),
  /** The provider's own words. */
  said: z.string(),
};

/** Of requests that were refused, where the same one was sent several times. */
const refusals = { rate: rateSchema.optional() };

export const findingSchema = z.discriminatedUnion('kind', [
  /** Without it the request is refused. */
  z.strictObject({ kind: z.literal('required'), ...said, ...refusals }),
  /**
   * The request is answered; whether it has an effect is not shown, for the reason given. The rate is that of answers
   * that say what the results say, where there are such.
   */
  z.strictObject({ kind: z.literal('accepted'), because: z.string(), rate: rateSchema.optional() }),
  /** With it the request is refused, and without it answered. */
  z.strictObject({ kind: z.literal('refused'), ...said, ...refusals }),
  /** Every answer keeps to it, and an answer without it did not. */
  z.strictObject({ kind: z.literal('honoured'), rate: rateSchema }),
  /** The request is answered, and every answer is as it is without it. */
  z.strictObject({ kind: z.literal('ignored'), rate: rateSchema }),
  /** Answered, but worse than without it. */
  z.strictObject({ kind: z.literal('degraded'), rate: rateSchema, control: rateSchema }),
  /** Some answers keep to it. */
  z.strictObject({ kind: z.literal('rate'), rate: rateSchema }),
  /**
   * The greatest number that is accepted lies from `most` up to one below `refusedAt`; exact where the two are
   * neighbours. Without `refusedAt` nothing was refused up to the greatest number that is tried.
   */
  z.strictObject({
    kind: z.literal('number'),
    most: count,
    refusedAt: count.nullable(),
    /** What was said at `refusedAt`; null where it was answered, but with less. */
    refusal: z.strictObject(said).nullable(),
    /** Why the interval is not narrower; null where it is exact, or nothing was refused. */
    open: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('unknown'), reason: z.string() }),
  /** The dialect has no word for it. */
  z.strictObject({ kind: z.literal('not-applicable'), reason: z.string() }),
]);

export type Finding = z.output<typeof findingSchema>;
export type RateFound = z.output<typeof rateSchema>;

/** Whether it says anything about the endpoint. */
export function isTold({ kind }: Finding): boolean {
  return kind !== 'unknown' && kind !== 'not-applicable';
}

export function unknown(reason: string): Finding {
  return { kind: 'unknown', reason };
}
