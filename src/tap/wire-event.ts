/** What passes on a wire, told piece by piece while it passes. */
import * as z from 'zod';

const id = z.int();
const headers = z.array(z.tuple([z.string(), z.array(z.string())])).readonly();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const chunk = z.object({ bytes: z.int(), at: z.number() });

/**
 * `request`: the head of a request, as it leaves. `sent`: a piece of its body. `head`: the head of the answer. `arrived`: one or
 * more pieces of the answer, `at` in milliseconds after the request left. `end`: nothing more comes; `failure` says what ended
 * it before its end, `broken` what is missing of the answer then, and `requestCut` that the request was longer than what is kept.
 */
const wireEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('request'), id, method: z.string(), url: z.string(), headers }),
  z.object({ kind: z.literal('sent'), id, bytes }),
  z.object({ kind: z.literal('head'), id, status: z.int(), headers }),
  z.object({ kind: z.literal('arrived'), id, bytes, chunks: z.array(chunk) }),
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
type Arrived = Extract<WireEvent, { kind: 'arrived' }>;

/** The same in fewer events: all that arrived of one answer is one. */
export function inFewerEvents(told: readonly WireEvent[]): WireEvent[] {
  const arrived = new Map<number, [Arrived, ...Arrived[]]>();
  const others = told.filter((event) => {
    if (event.kind !== 'arrived') return true;
    const before = arrived.get(event.id);
    before?.push(event);
    if (before === undefined) arrived.set(event.id, [event]);
    return before === undefined;
  });
  return others.map((event) => (event.kind === 'arrived' ? asOne(arrived.get(event.id) ?? [event]) : event));
}

function asOne([first, ...more]: readonly [Arrived, ...Arrived[]]): Arrived {
  if (more.length === 0) return first;
  const all = [first, ...more];
  return {
    ...first,
    bytes: Buffer.concat(all.map((each) => each.bytes)),
    chunks: all.flatMap(({ chunks }) => chunks),
  };
}

/** Where a tap tells what passes. */
export interface WireListener {
  /** Waits until more may begin: who listens has a limit to what it can keep. */
  ready(): Promise<void>;
  /** False when what was told is still on its way, and whoever tells more should wait for {@link heard}. */
  tell(event: WireEvent): boolean;
  /** Resolves when all that was told so far has left this process. */
  heard(): Promise<void>;
}
