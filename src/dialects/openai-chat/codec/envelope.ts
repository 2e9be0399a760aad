/** The parts of an answer's envelope, each with its place, for the shape checks. */

import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { listOf } from '../../../reading/presence.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { isError, isErrorEvent } from './assemble.ts';
import { choicePath, messagePath, type Part } from './paths.ts';

export interface ChoicePart {
  readonly chunk: Chunk;
  readonly choice: JsonObject;
  readonly path: string;
}

export interface MessagePart extends ChoicePart {
  /** The delta of a chunk, or the message of a buffered answer. */
  readonly message: JsonObject;
}

export interface ChatEnvelope {
  /** The chunks without an error. */
  readonly chunks: readonly Chunk[];
  /** Every choice that is an object; the path is that of the choice. */
  readonly choices: readonly ChoicePart[];
  /** Every delta or message that is an object; the path is that of the message. */
  readonly messages: readonly MessagePart[];
  /** All chunks whose usage is an object. */
  readonly usageCarriers: readonly Chunk[];
}

/** @param part the member of a choice that has the message */
export function openEnvelope(all: readonly Chunk[], part: Part): ChatEnvelope {
  const chunks: Chunk[] = [];
  const choices: ChoicePart[] = [];
  const messages: MessagePart[] = [];
  const usageCarriers: Chunk[] = [];
  for (const chunk of all) {
    const { json } = chunk;
    if (isObject(json['usage'])) usageCarriers.push(chunk);
    if (part === 'delta' && carriesError(chunk)) continue;
    chunks.push(chunk);
    let position = -1;
    for (const choice of listOf(json['choices'])) {
      position += 1;
      if (!isObject(choice)) continue;
      const message = choice[part];
      choices.push({ chunk, choice, path: choicePath(position) });
      if (isObject(message)) messages.push({ chunk, choice, message, path: messagePath(position, part) });
    }
  }
  return { chunks, choices, messages, usageCarriers };
}

function carriesError({ sse, json }: Chunk): boolean {
  if (isError(json['error']) || isErrorEvent(sse?.name, json)) return true;
  return listOf(json['choices']).some(isFailed);
}

function isFailed(choice: Json): boolean {
  return isObject(choice) && isError(choice['error']);
}
