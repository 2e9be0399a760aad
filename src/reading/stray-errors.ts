/** Finds errors in a stream that are not in an event with a JSON object. */
import type { EventStream, StreamEvent } from '../evidence/frames/event-stream.ts';
import { isObject, type Json } from '../text/json.ts';
import { isFilled, isFilledText } from './presence.ts';
import type { AnswerError, Turn } from './reading.ts';

/**
 * Finds stray errors. Ignores other text outside the events, and other data in them.
 *
 * @param others the events that are not JSON objects
 */
export function strayErrors(
  others: readonly StreamEvent[],
  { unframed }: Pick<EventStream, 'unframed'>,
): AnswerError[] {
  const strange = others.flatMap(({ event, sse, json, done }): AnswerError[] => {
    if (done || (sse.name !== 'error' && !isListOfErrors(json))) return [];
    return [{ value: json ?? sse.data, event, path: '', stray: 'no-object' }];
  });
  const beside = unframed.flatMap(({ event, json }): AnswerError[] => {
    if (isFilled(json['error'])) return [{ value: json['error'], event, path: 'error', stray: 'unframed' }];
    const isTyped = json['type'] === 'error' || json['object'] === 'error';
    const isSaid = SAID.some((name) => isFilledText(json[name]));
    return isTyped || isSaid ? [{ value: json, event, path: '', stray: 'unframed' }] : [];
  });
  return [...strange, ...beside];
}

/** The members in which gateways, AWS and FastAPI describe an error. */
const SAID = ['message', 'Message', 'detail'];

/** The numbers of the events that are errors; only errors/midstream judges their shape. Null stands for a whole body. */
export function errorEvents({ errors }: Turn): ReadonlySet<number | null> {
  return new Set(errors.filter(({ stray }) => stray !== 'unframed').map(({ event }) => event));
}

function isListOfErrors(json: Json): boolean {
  return Array.isArray(json) && json.some((item: Json) => isObject(item) && isFilled(item['error']));
}
