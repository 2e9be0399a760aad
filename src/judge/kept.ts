/**
 * What a recorder kept of an exchange, and readings that show no more than that. A check is a pure function of what it
 * reads, so one that never asked for what is missing says the same whatever that was; one that asks is not applicable.
 */
import type { Fidelity } from '../evidence/recordings/recorded.ts';
import type { Choice, Reading, RequestReading, Turn } from '../reading/reading.ts';

/** What is known of all exchanges of a conversation. */
export interface Kept {
  /** False where only the answer was recorded: all that is known of the request is whether it asked for a stream. */
  readonly request: boolean;
  readonly answer: Fidelity;
}

export const KEPT_WHOLE: Kept = { request: true, answer: 'bytes' };

/** Thrown where a check asks for something that the recorder did not keep. One for all, since a trace takes its time. */
export const NOT_KEPT = new Error('the recorder did not keep it');

/** The reading without what was not kept. It throws {@link NOT_KEPT} where a check asks for that. */
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
 * @param keys what may be read; null for everything
 * @param instead what is shown instead of a value
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
