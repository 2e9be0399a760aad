/** Bodies made of what a recorder parsed. Their bytes are ours, so nothing is said of them. */
import { utf8Bytes } from '../../text/bytes.ts';
import { isObject, type Json, type JsonObject } from '../../text/json.ts';
import { framesOf, namedEvents } from '../frames/aws-event-stream.ts';
import { type Body, parsedBody, writtenAnew } from './fields.ts';

/** An event for each value; frames, or lines, where they stand for such. */
export function parsedEvents(values: readonly Json[]): Body {
  const named = namedEvents(values);
  if (named !== null) return { bytes: framesOf(named), fidelity: 'values' };
  const [before, behind] = values.some(saysDone) ? ['', '\n'] : ['data: ', '\n\n'];
  const events = values.map((json) => `${before}${writtenAnew(json)}${behind}`);
  return { bytes: utf8Bytes(events.join('')), fidelity: 'values' };
}

/** As each line of Ollama says whether it is the last. */
function saysDone(value: Json): boolean {
  return isObject(value) && typeof value['done'] === 'boolean' && typeof value['model'] === 'string';
}

/**
 * A buffered answer around a message that a trace kept, in the words of Chat Completions, which traces have. Whoever
 * reads it is shown texts and calls alone, so what stands around them says nothing.
 *
 * @param model tells whose the answer is where its request is unknown
 */
export function answerAround(message: JsonObject, model?: Json): Body {
  const finish = Array.isArray(message['tool_calls']) ? 'tool_calls' : 'stop';
  const choices = [{ index: 0, message, finish_reason: finish }];
  return { ...parsedBody({ object: 'chat.completion', model, choices }), fidelity: 'messages' };
}
