/** What passes on a wire, told piece by piece while it passes. */
import * as z from 'zod';

const id = z.int();
const headers = z.array(z.tuple([z.string(), z.array(z.string())])).readonly();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/**
 * `request`: the head of a request, as it leaves. `sent`: a piece of its body. `head`: the head of the answer. `arrived`: a
 * piece of the answer, `at` in milliseconds after the request left. `end`: nothing more comes; `failure` says what ended it
 * before its end, `broken` what is missing of the answer then, and `requestCut` that the request was longer than what is kept.
 */
const wireEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), id, method: z.string(), url: z.string(), headers }),
  z.object({ kind: z.literal('sent'), id, bytes }),
  z.object({ kind: z.literal('head'), id, status: z.int(), headers }),
  z.object({ kind: z.literal('arrived'), id, bytes, at: z.number() }),
  z.object({
    kind: z.literal('end'),
    id,
    ms: z.number(),
    failure: z.string().nullable(),
    broken: z.object({ received: z.int(), declared: z.int().nullable() }).nullable(),
    requestCut: z.boolean(),
  }),
]);

export const wireEventsSchema = z.array(wireEventSchema);

export type WireEvent = z.infer<typeof wireEventSchema>;

/** Where a tap tells what passes. */
export interface WireListener {
  /** Waits until more may begin: who listens has a limit to what it can keep. */
  ready(): Promise<void>;
  /** False when what was told is still on its way, and whoever tells more should wait for {@link heard}. */
  tell(event: WireEvent): boolean;
  /** Resolves when all that was told so far has left this process. */
  heard(): Promise<void>;
}
