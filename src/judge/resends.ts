/** Requests that were sent again, unchanged, because they failed. */
import type { Reading } from '../reading/reading.ts';
import { canonicalText } from '../text/json-text.ts';

/** For each exchange, the index of the one that sends its request again; null if none does. */
export function resendsIn(readings: readonly Reading[]): (number | null)[] {
  const first = readings.findIndex(hasFailed);
  const resends: (number | null)[] = readings.map(() => null);
  if (first < 0) return resends;
  const nextOf = new Map<string, number>();
  for (let at = readings.length - 1; at >= first; at -= 1) {
    const reading = readings[at];
    const request = reading === undefined ? null : requestText(reading);
    if (reading === undefined || request === null) continue;
    if (hasFailed(reading)) resends[at] = nextOf.get(request) ?? null;
    nextOf.set(request, at);
  }
  return resends;
}

function hasFailed({ standing }: Reading): boolean {
  return standing.kind === 'refused' || standing.kind === 'lost';
}

/** A text that is equal for equal requests, whatever the order of their keys; null if the request cannot be compared. */
function requestText({ exchange: { request }, request: { json } }: Reading): string | null {
  const text = json === undefined ? '' : canonicalText(json);
  return text === '' ? null : `${request.method} ${request.url} ${text}`;
}
