/** Bodies made of what a recorder parsed. Their bytes are ours, so the fidelity of their exchange is `values` at most. */
import type { Json, JsonObject } from '../../text/json.ts';

const encoder = new TextEncoder();

export function jsonBodyOf(json: Json): Uint8Array {
  return encoder.encode(JSON.stringify(json ?? null));
}

/** An event for each value. */
export function eventStreamOf(values: readonly Json[]): Uint8Array {
  return encoder.encode(values.map((json) => `data: ${JSON.stringify(json ?? null)}\n\n`).join(''));
}

/**
 * A buffered answer around a message that a trace kept, in the words of Chat Completions, which traces have. Whoever
 * reads it is shown texts and calls alone, so what stands around them says nothing.
 */
export function messageBodyOf(message: JsonObject): Uint8Array {
  const finish = Array.isArray(message['tool_calls']) ? 'tool_calls' : 'stop';
  return jsonBodyOf({
    object: 'chat.completion',
    choices: [{ index: 0, message, finish_reason: finish }],
  });
}
