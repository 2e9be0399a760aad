/** Computes latency and speed from the recorded arrival times of an answer. */
import type { Exchange } from '../evidence/exchange.ts';
import type { Reading, Seen } from '../reading/reading.ts';
import type { TimingRecord } from './results.ts';

/** Returns the times of each answer. Refusals and recordings without times have none. */
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
 * Returns the milliseconds from sending the request to the arrival of one byte of the body.
 *
 * @param byteOffset the offset of the byte, from 0
 * @returns undefined when the body does not have the byte, or the recording has no times
 */
export function timeTo({ response }: Exchange, byteOffset: number): number | undefined {
  let end = 0;
  for (const { bytes, at } of response?.chunks ?? []) {
    end += bytes;
    if (byteOffset < end) return at;
  }
  return undefined;
}

/**
 * Returns when the client had the first of these completely; null for a buffered answer, whose parts arrive together.
 */
function timeToFirst({ exchange, stream }: Reading, seen: readonly Pick<Seen, 'event'>[]): number | null {
  const events = seen.flatMap(({ event }) => event ?? []);
  if (events.length === 0) return null;
  const end = stream?.events[Math.min(...events) - 1]?.end;
  return end === undefined ? null : (timeTo(exchange, end - 1) ?? null);
}

/** Returns the completion tokens per second of a stream, from its first byte to its last. */
function tokensPerSecond({ exchange, delivery, turn }: Reading, firstByteMs: number): number | null {
  const tokens = turn.usages.at(-1)?.completion;
  const ms = (exchange.response?.chunks?.at(-1)?.at ?? firstByteMs) - firstByteMs;
  if (delivery !== 'streaming' || typeof tokens !== 'number' || ms <= 0) return null;
  return Number(((tokens * 1000) / ms).toPrecision(6));
}
