/**
 * The assistant message that repeats an answer. Members that came with the calls are returned unchanged: without the
 * thoughts, DeepSeek, Moonshot and MiniMax refuse the request or degrade; OpenRouter requires unmodified
 * reasoning_details; Google's compatible endpoint requires the signature in extra_content.
 */
import type { Chunk } from '../../../evidence/frames/event-stream.ts';
import { isPresent, listOf } from '../../../reading/presence.ts';
import type { ToolCall } from '../../../reading/reading.ts';
import { groupBy } from '../../../text/group-by.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import type { ChatReading } from './read.ts';

/** The members of a message in which servers put thoughts. */
const THOUGHTS = ['reasoning', 'reasoning_content', 'reasoning_details', 'thinking_blocks'] as const;

/** Members of a call that are handled separately, or that only a stream has. */
const OWN_MEMBERS: ReadonlySet<string> = new Set(['index', 'id', 'type', 'function', 'custom']);

/**
 * Returns the answer with its ids unchanged. A call without an id is repeated without one; the suite never invents an
 * id.
 */
export function repeatedAnswer(answer: ChatReading): JsonObject {
  const { turn, chunks, delivery } = answer;
  const text = turn.choices[0]?.text ?? '';
  if (turn.calls.length === 0) return { role: 'assistant', content: text };
  const pieces = chunks.flatMap((chunk) => messageIn(chunk, delivery === 'streaming' ? 'delta' : 'message'));
  const thoughts = THOUGHTS.flatMap((name) => {
    const value = joined(pieces.flatMap((piece) => (isPresent(piece[name]) ? [piece[name]] : [])));
    return isEmpty(value) ? [] : [[name, value] as const];
  });
  return {
    role: 'assistant',
    ...(text === '' ? {} : { content: text }),
    ...Object.fromEntries(thoughts),
    tool_calls: repeatedCalls(answer, pieces),
  };
}

/** Returns the same message as from a client that drops thoughts. */
export function withoutThoughts(message: Json): Json {
  if (!isObject(message) || message['role'] !== 'assistant') return message;
  const kept = Object.entries(message).filter(([name]) => !THOUGHTS.some((thought) => thought === name));
  const calls = listOf(message['tool_calls']).map((call) =>
    isObject(call)
      ? Object.fromEntries(Object.entries(call).filter(([name]) => name !== 'extra_content'))
      : call,
  );
  return { ...Object.fromEntries(kept), ...(calls.length === 0 ? {} : { tool_calls: calls }) };
}

function repeatedCalls(
  { turn, callDeltas, delivery }: ChatReading,
  pieces: readonly JsonObject[],
): JsonObject[] {
  const whole = pieces.flatMap((piece) => listOf(piece['tool_calls']).filter(isObject));
  const deltas = groupBy(
    callDeltas.filter(({ choice }) => choice === 0),
    ({ call }) => call,
  );
  return turn.calls.map((call, at) => {
    const own = deltas.get(at)?.map(({ json }) => json) ?? [];
    return repeatedCall(call, additionsTo(delivery === 'streaming' ? own : whole.slice(at, at + 1)));
  });
}

function repeatedCall(call: ToolCall, additions: JsonObject): JsonObject {
  return {
    ...(call.id === null ? {} : { id: call.id.value }),
    ...(call.input === undefined
      ? { type: 'function', function: { name: call.name?.value ?? '', arguments: call.arguments } }
      : { type: 'custom', custom: { name: call.name?.value ?? '', input: call.input } }),
    ...additions,
  };
}

/**
 * Returns the additional members of a call.
 * @param own the pieces of the call
 */
function additionsTo(own: readonly JsonObject[]): JsonObject {
  const additions = own.flatMap((json) =>
    Object.entries(json).filter(([name, value]) => !OWN_MEMBERS.has(name) && isPresent(value)),
  );
  return Object.fromEntries(additions);
}

/** Returns the message of the first choice, which the conversation continues with. */
function messageIn({ json }: Chunk, part: 'delta' | 'message'): JsonObject[] {
  const first = listOf(json['choices']).find((choice) => isObject(choice) && (choice['index'] ?? 0) === 0);
  const message = isObject(first) ? first[part] : undefined;
  return isObject(message) ? [message] : [];
}

/** Returns true for an empty text or list, which makes no difference to the server. */
function isEmpty(value: Json): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/**
 * Joins the pieces of one value in order: texts are concatenated, lists are merged part by part, and of any other type
 * the last piece is used.
 */
function joined(pieces: readonly Json[]): Json {
  if (pieces.length < 2) return pieces[0];
  if (pieces.every((piece) => typeof piece === 'string')) return pieces.join('');
  if (!pieces.every((piece) => Array.isArray(piece))) return pieces.at(-1);
  const parts: Json[] = [];
  for (const part of pieces.flat()) {
    const last = parts.at(-1);
    if (isObject(last) && isObject(part) && isSamePart(last, part))
      parts.splice(-1, 1, joinedPart(last, part));
    else parts.push(part);
  }
  return parts;
}

/** OpenRouter numbers the parts of reasoning_details, and sends each part in pieces. */
function isSamePart(last: JsonObject, next: JsonObject): boolean {
  return isPresent(next['index']) && last['index'] === next['index'] && last['type'] === next['type'];
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'summary', 'data', 'thinking']);

function joinedPart(last: JsonObject, next: JsonObject): JsonObject {
  const members = Object.entries(next)
    .filter(([, value]) => isPresent(value))
    .map(([name, value]) => {
      const before = last[name];
      const runsOn = TEXTS.has(name) && typeof before === 'string' && typeof value === 'string';
      return [name, runsOn ? before + value : value];
    });
  return { ...last, ...Object.fromEntries(members) };
}
