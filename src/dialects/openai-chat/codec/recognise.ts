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

/** Paths that end with `/chat/completions` (Azure's name the model), and others that ask and answer in the same words. */
export function recognise({ request, response, hostname, path, told }: FoundRequest): Recognised | null {
  const isPath = path.endsWith('/chat/completions');
  const first = isPath ? undefined : firstObject(response);
  const isFailed = first !== undefined && isError(first['error']);
  if (!isPath && !isInChoices(first) && !isFailed && !(told === true && first === undefined)) return null;
  const { json } = readBody(request);
  // An error is of any format: what was asked has to tell, where no other exchange does.
  if (isFailed && told !== true && !asksInOurWords(json)) return null;
  if (!isObject(json) || !Array.isArray(json['messages'])) {
    return isPath ? { kind: 'Chat Completions without messages', judged: null } : null;
  }
  const modelInUrl = /\/deployments\/([^/]+)\//u.exec(path)?.[1] ?? null;
  const judged = { extensions: extensionsOf(hostname), modelInUrl };
  return { kind: 'Chat Completions', judged, ...(isPath ? {} : { byContent: true }) };
}

/** It offers functions, or asks for the usage of its stream, as no other format does. */
function asksInOurWords(json: Json): boolean {
  if (!isObject(json)) return false;
  const isFunction = (tool: Json) =>
    isObject(tool) && tool['type'] === 'function' && isObject(tool['function']);
  return isObject(json['stream_options']) || listOf(json['tools']).some(isFunction);
}

/** A completion or a chunk of one. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  const { object, choices } = first;
  const isOurs = object === 'chat.completion' || object === 'chat.completion.chunk' || hasMessages(choices);
  if (!isOurs) return null;
  const request = unknownRequest('/chat/completions', { messages: [], stream: streaming });
  return { request, extensions: isOfOpenRouter(first) ? ['openrouter'] : [] };
}

/** It names the upstream, and its ids are those of a generation. */
function isOfOpenRouter({ id, provider }: JsonObject): boolean {
  return typeof provider === 'string' && typeof id === 'string' && id.startsWith('gen-');
}

function hasMessages(choices: Json): boolean {
  return listOf(choices).some(
    (choice) => isObject(choice) && (isObject(choice['message']) || isObject(choice['delta'])),
  );
}

/** So many bytes of a stream tell. */
const TELLING_BYTES = 65_536;

/** The body of a success, or the first event of its stream. */
function firstObject(response: HttpResponse | null): JsonObject | undefined {
  if (response === null || response.status > 299) return undefined;
  const { body } = response;
  const json =
    firstByte(body) === OPENING_BRACE
      ? parseJson(decodeText(body))
      : chunksOf(readStream(body.subarray(0, TELLING_BYTES)).events)[0]?.json;
  return isObject(json) ? json : undefined;
}

/** It has `choices`, or says that it is a `chat.completion`. */
function isInChoices(first: JsonObject | undefined): boolean {
  if (first === undefined) return false;
  const { object, choices } = first;
  return Array.isArray(choices) || object === 'chat.completion' || object === 'chat.completion.chunk';
}
