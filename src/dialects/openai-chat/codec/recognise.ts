import type { HttpResponse } from '../../../evidence/exchange.ts';
import { chunksOf, readStream } from '../../../evidence/frames/event-stream.ts';
import { listOf } from '../../../reading/presence.ts';
import { readBody } from '../../../reading/request-body.ts';
import { unknownRequest } from '../../../reading/unknown-request.ts';
import { isObject, type Json, type JsonObject } from '../../../text/json.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../../../text/wire-text.ts';
import type { FoundAnswer, FoundRequest, Recognised, RecognisedAnswer } from '../../dialect.ts';
import { extensionsOf } from '../../openrouter/hosts.ts';
import { isError } from './assemble.ts';

/**
 * Recognises paths that end with `/chat/completions` (Azure's name the model), and other paths whose requests and
 * answers have the same format.
 */
export function recognise({ request, response, hostname, path, told }: FoundRequest): Recognised | null {
  const isPath = path.endsWith('/chat/completions');
  const first = isPath ? undefined : firstObject(response);
  const isFailed = first !== undefined && isError(first['error']);
  if (!isPath && !isInChoices(first) && !isFailed && !(told === true && first === undefined)) return null;
  const { json } = readBody(request);
  // An error may have any format, so the request must identify the dialect unless another exchange does.
  if (isFailed && told !== true && !asksInOurWords(json)) return null;
  if (!isObject(json) || !Array.isArray(json['messages'])) {
    return isPath ? { kind: 'Chat Completions without messages', judged: null } : null;
  }
  const modelInUrl = /\/deployments\/([^/]+)\//u.exec(path)?.[1] ?? null;
  const judged = { extensions: extensionsOf(hostname), modelInUrl };
  return { kind: 'Chat Completions', judged, ...(isPath ? {} : { byContent: true }) };
}

/** Returns true if the request offers functions, or asks for the usage of its stream, as no other format does. */
function asksInOurWords(json: Json): boolean {
  if (!isObject(json)) return false;
  const isFunction = (tool: Json) =>
    isObject(tool) && tool['type'] === 'function' && isObject(tool['function']);
  return isObject(json['stream_options']) || listOf(json['tools']).some(isFunction);
}

/** Recognises a completion, or a chunk of one. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  const { object, choices } = first;
  const isOurs = object === 'chat.completion' || object === 'chat.completion.chunk' || hasMessages(choices);
  if (!isOurs) return null;
  const request = unknownRequest('/chat/completions', { messages: [], stream: streaming });
  return { request, extensions: isOfOpenRouter(first) ? ['openrouter'] : [] };
}

/** Returns true if the answer names an upstream and has the id of an OpenRouter generation. */
function isOfOpenRouter({ id, provider }: JsonObject): boolean {
  return typeof provider === 'string' && typeof id === 'string' && id.startsWith('gen-');
}

function hasMessages(choices: Json): boolean {
  return listOf(choices).some(
    (choice) => isObject(choice) && (isObject(choice['message']) || isObject(choice['delta'])),
  );
}

/** The number of bytes of a stream that are read to recognise it. */
const TELLING_BYTES = 65_536;

/** Returns the body of a success, or the first event of its stream. */
function firstObject(response: HttpResponse | null): JsonObject | undefined {
  if (response === null || response.status > 299) return undefined;
  const { body } = response;
  const json =
    firstByte(body) === OPENING_BRACE
      ? parseJson(decodeText(body))
      : chunksOf(readStream(body.subarray(0, TELLING_BYTES)).events)[0]?.json;
  return isObject(json) ? json : undefined;
}

/** Returns true if the object has `choices`, or says that it is a `chat.completion`. */
function isInChoices(first: JsonObject | undefined): boolean {
  if (first === undefined) return false;
  const { object, choices } = first;
  return Array.isArray(choices) || object === 'chat.completion' || object === 'chat.completion.chunk';
}
