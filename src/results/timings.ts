/** What the arrival times of an answer say, where the recording kept them. */
import type { Exchange } from '../evidence/exchange.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import type { TimingRecord } from './results.ts';

/** The times of each answer; none for refusals and for recordings without times. */
export function timingsOf(readings: readonly Reading[]): TimingRecord[] {
  return readings.flatMap((reading) => {
    const firstByteMs = timeTo(reading.exchange, 0);
    if (reading.standing.kind !== 'answered' || firstByteMs === undefined) return [];
    const { choices, calls } = reading.turn;
    return {
      exchange: reading.number,
      firstByteMs,
      firstContentMs: timeToFirst(
        reading,
        choices.flatMap(({ textPieces }) => textPieces.slice(0, 1)),
      ),
      firstCallMs: timeToFirst(reading, calls),
      tokensPerSecond: tokensPerSecond(reading, firstByteMs),
    };
  });
}

/**
 * Milliseconds from the request's departure to the arrival of one byte of the body.
 *
 * @param byteOffset From 0.
 * @returns undefined when the body has no such byte or the recording has no times.
 */
export function timeTo({ response }: Exchange, byteOffset: number): number | undefined {
  let end = 0;
  for (const { bytes, at } of response?.chunks ?? []) {
    end += bytes;
    if (byteOffset < end) return at;
  }
  return undefined;
}

/** When the first of these was whole at the client; null in a buffered answer, where all come at once. */
function timeToFirst({ exchange, stream }: Reading, seen: readonly Pick<Seen, 'event'>[]): number | null {
  const events = seen.flatMap(({ event }) => event ?? []);
  if (events.length === 0) return null;
  const end = stream?.events[Math.min(...events) - 1]?.end;
  return end === undefined ? null : (timeTo(exchange, end - 1) ?? null);
}

/** Completion tokens over the time that the body of a stream took to arrive. */
function tokensPerSecond({ exchange, delivery, turn }: Reading, firstByteMs: number): number | null {
  const tokens = turn.usages.at(-1)?.completion;
  const ms = (exchange.response?.chunks?.at(-1)?.at ?? firstByteMs) - firstByteMs;
  if (delivery !== 'streaming' || typeof tokens !== 'number' || ms <= 0) return null;
  return Number(((tokens * 1000) / ms).toPrecision(6));
}
