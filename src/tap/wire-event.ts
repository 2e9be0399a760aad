/** The events that a tap emits for what passes on a wire. */
import * as z from 'zod';

const id = z.int();
const headers = z.array(z.tuple([z.string(), z.array(z.string())])).readonly();
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const chunk = z.object({ bytes: z.int(), at: z.number() });

/**
 * The kinds of events:
 * - `request`: the head of a request, as it leaves.
 * - `sent`: a piece of its body.
 * - `head`: the head of the answer.
 * - `arrived`: one or more pieces of the answer, `at` in milliseconds after the request left.
 * - `end`: the exchange is over. `failure` is the cause of an early end, `broken` says how much of the answer came
 *   then, and `requestCut` is true if the request exceeded the size limit.
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

/** Merges all `arrived` events of one answer into one. */
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

/** Receives the events of a tap. */
export interface WireListener {
  /** Resolves when another exchange may begin; the listener has limited space. */
  ready(): Promise<void>;
  /** Takes an event. Returns false if earlier events are still being delivered; then wait for {@link heard}. */
  tell(event: WireEvent): boolean;
  /** Resolves when all events so far have left this process. */
  heard(): Promise<void>;
}
