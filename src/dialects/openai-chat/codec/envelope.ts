/** The parts of an answer's envelope, each with its place: what the checks of shape look at. */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { isObject, type JsonObject } from '../../../text/json.ts';
import { isError } from './assemble.ts';

export interface ChoicePart {
  readonly chunk: Chunk;
  readonly choice: JsonObject;
  readonly path: string;
}

export interface MessagePart extends ChoicePart {
  /** The delta, or the message of a buffered answer. */
  readonly message: JsonObject;
}

export interface ChatEnvelope {
  /** The chunks that are part of the answer proper: not those that carry an error. */
  readonly chunks: readonly Chunk[];
  /** Every choice that is an object; the path is that of the choice. */
  readonly choices: readonly ChoicePart[];
  /** Every delta or message that is an object; the path is that of the message. */
  readonly messages: readonly MessagePart[];
  /** All chunks whose usage is an object. */
  readonly usageCarriers: readonly Chunk[];
}

/** @param part the name of the member of a choice that carries the message */
export function openEnvelope(all: readonly Chunk[], part: 'delta' | 'message'): ChatEnvelope {
  const chunks = all.filter(({ json }) => !isError(json['error']));
  const choices: ChoicePart[] = [];
  const messages: MessagePart[] = [];
  for (const chunk of chunks) {
    const list = chunk.json['choices'];
    if (!Array.isArray(list)) continue;
    for (const [position, choice] of list.entries()) {
      if (!isObject(choice)) continue;
      const path = `choices[${position}]`;
      const message = choice[part];
      choices.push({ chunk, choice, path });
      if (isObject(message)) messages.push({ chunk, choice, message, path: `${path}.${part}` });
    }
  }
  const usageCarriers = all.filter(({ json }) => isObject(json['usage']));
  return { chunks, choices, messages, usageCarriers };
}
