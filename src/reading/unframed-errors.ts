/** Errors that a server writes into a stream as they are, without making events of them. */
import type { UnframedJson } from '../evidence/frames/event-stream.ts';
import { isFilled } from './presence.ts';
import type { AnswerError } from './reading.ts';

/** JSON that is no error says nothing to anybody, and is left alone. */
export function unframedErrors(unframed: readonly UnframedJson[]): AnswerError[] {
  return unframed.flatMap(({ event, json }) =>
    isFilled(json['error']) ? [{ value: json['error'], event, path: 'error', unframed: true as const }] : [],
  );
}
