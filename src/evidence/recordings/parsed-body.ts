/** Rebuilds bodies from values that a recorder parsed. Their bytes are ours, so they are not judged. */
import { utf8Bytes } from '../../text/bytes.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { framesOf, namedEvents } from '../frames/aws-event-stream.ts';
import { type Body, parsedBody, writtenAnew } from './fields.ts';

/** A stream with an event for each value; as frames or lines if the values came from those. */
export function parsedEvents(values: readonly Json[]): Body {
  const named = namedEvents(values);
  if (named !== null) return { bytes: framesOf(named), fidelity: 'values' };
  const [before, behind] = values.some(saysDone) ? ['', '\n'] : ['data: ', '\n\n'];
  const events = values.map((json) => `${before}${writtenAnew(json)}${behind}`);
  return { bytes: utf8Bytes(events.join('')), fidelity: 'values' };
}

/** Returns true for a line of Ollama, which always says whether it is the last. */
function saysDone(value: Json): boolean {
  return isObject(value) && typeof value['done'] === 'boolean' && typeof value['model'] === 'string';
}

/**
 * A buffered Chat Completions answer around the message of a trace. Checks see only its texts and calls, so the rest of
 * the envelope does not matter.
 *
 * @param model the model of the answer, if its request is unknown
 */
export function answerAround(message: JsonObject, model?: Json): Body {
  const finish = Array.isArray(message['tool_calls']) ? 'tool_calls' : 'stop';
  const choices = [{ index: 0, message, finish_reason: finish }];
  return { ...parsedBody({ object: 'chat.completion', model, choices }), fidelity: 'messages' };
}
