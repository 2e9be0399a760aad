/**
 * What a recorder kept of an exchange, and readings that show only that. A check is a pure function of what it reads: if
 * it never reads a missing value, its verdict does not depend on that value; if it does, it is not applicable.
 */
import type { Fidelity } from '../evidence/recordings/recorded.ts';
import type { Choice, Reading, RequestReading, Turn } from '../reading/reading.ts';

/** What is known of all exchanges of a conversation. */
export interface Kept {
  /** False if only the answer was recorded; of the request, only whether it asked for a stream is known. */
  readonly request: boolean;
  readonly answer: Fidelity;
}

export const KEPT_WHOLE: Kept = { request: true, answer: 'bytes' };

/** Thrown when a check reads something that was not kept. A single instance, because capturing a stack trace is slow. */
export const NOT_KEPT = new Error('the recorder did not keep it');

/** The reading, limited to what was kept. Reading anything else from it throws {@link NOT_KEPT}. */
export function keptOf<R extends Reading>(reading: R, { request, answer }: Kept): R {
  const shown: Partial<Reading> = {
    ...(request
      ? {}
      : { request: only(reading.request, OF_NO_REQUEST), exchange: withoutRequest(reading.exchange) }),
    ...(answer === 'messages' ? { turn: messagesOf(reading.turn) } : {}),
  };
  if (request && answer !== 'messages') return reading;
  return only(reading, answer === 'messages' ? OF_MESSAGES : null, shown);
}

const OF_NO_REQUEST: ReadonlySet<keyof RequestReading> = new Set(['streaming']);
const OF_MESSAGES: ReadonlySet<keyof Reading> = new Set([
  'number',
  'request',
  'standing',
  'delivery',
  'turn',
  'audio',
]);
const OF_TURN: ReadonlySet<keyof Turn> = new Set(['choices', 'calls']);
const OF_CHOICE: ReadonlySet<keyof Choice> = new Set([
  'index',
  'event',
  'path',
  'text',
  'textPieces',
  'hasAnswer',
  'calls',
]);

function messagesOf(turn: Turn): Turn {
  const choices = turn.choices.map((choice) => only(choice, OF_CHOICE));
  return only(turn, OF_TURN, { choices });
}

function withoutRequest(exchange: Reading['exchange']): Reading['exchange'] {
  return only(exchange, new Set(['response', 'failure', 'ms']));
}

/**
 * @param keys the keys that may be read; null for all
 * @param instead values that replace those of `whole`
 */
function only<T extends object>(
  whole: T,
  keys: ReadonlySet<PropertyKey> | null,
  instead: Readonly<Record<PropertyKey, unknown>> = {},
): T {
  return new Proxy(whole, {
    get(target, key, receiver) {
      if (keys !== null && !keys.has(key)) throw NOT_KEPT;
      return Object.hasOwn(instead, key) ? instead[key] : Reflect.get(target, key, receiver);
    },
  });
}
