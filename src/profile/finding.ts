/** The finding about a fact. It is never a guess. */
import * as z from 'zod';

const count = z.int().min(0);

/** `yes` of `of` samples, and the 95 % confidence interval of the share. */
export const rateSchema = z.strictObject({
  yes: count,
  of: z.int().min(1),
  low: z.number().min(0).max(1),
  high: z.number().min(0).max(1),
});

const said = {
  status: z.int(),
  /** The provider's message. */
  said: z.string(),
};

/** The rate of refused requests, when the same request was sent several times. */
const refusals = { rate: rateSchema.optional() };

export const findingSchema = z.discriminatedUnion('kind', [
  /** The request is refused when the tested part is omitted. */
  z.strictObject({ kind: z.literal('required'), ...said, ...refusals }),
  /**
   * The request is answered, but no effect is proven, for the given reason. The rate is that of answers that repeat the
   * content of the results, when this was measured.
   */
  z.strictObject({ kind: z.literal('accepted'), because: z.string(), rate: rateSchema.optional() }),
  /** The request is refused with the tested part, and answered without it. */
  z.strictObject({ kind: z.literal('refused'), ...said, ...refusals }),
  /** Every answer obeys, and the answer to the request without the demand does not. */
  z.strictObject({ kind: z.literal('honoured'), rate: rateSchema }),
  /** The request is answered, and no answer obeys. */
  z.strictObject({ kind: z.literal('ignored'), rate: rateSchema }),
  /** The request is answered, but worse than without the alteration. */
  z.strictObject({ kind: z.literal('degraded'), rate: rateSchema, control: rateSchema }),
  /** Some answers obey. */
  z.strictObject({ kind: z.literal('rate'), rate: rateSchema }),
  /**
   * The maximum accepted number is at least `most` and less than `refusedAt`. It is exact when the two are adjacent. A
   * null `refusedAt` means that no tried number was refused.
   */
  z.strictObject({
    kind: z.literal('number'),
    most: count,
    refusedAt: count.nullable(),
    /** The refusal at `refusedAt`; null when the request was answered with less than was asked for. */
    refusal: z.strictObject(said).nullable(),
    /** Why the search stopped early; null when the number is exact, or nothing was refused. */
    open: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('unknown'), reason: z.string() }),
  /** The dialect cannot express it, or the endpoint's histories do not contain it. */
  z.strictObject({ kind: z.literal('not-applicable'), reason: z.string() }),
]);

export type Finding = z.output<typeof findingSchema>;
export type RateFound = z.output<typeof rateSchema>;

/** Returns true when the finding says something about the endpoint. */
export function isTold({ kind }: Finding): boolean {
  return kind !== 'unknown' && kind !== 'not-applicable';
}

export function unknown(reason: string): Finding {
  return { kind: 'unknown', reason };
}
