import type { HttpResponse } from '../../../evidence/exchange.ts';
import { isPresent, listOf } from '../../../reading/presence.ts';
import { readBody } from '../../../reading/request-body.ts';
import { unknownRequest } from '../../../reading/unknown-request.ts';
import { isObject, type JsonObject } from '../../../text/json.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../../../text/wire-text.ts';
import type { FoundAnswer, FoundRequest, Recognised, RecognisedAnswer } from '../../dialect.ts';

/**
 * Recognises `/api/chat` with a model and messages with roles. Chat applications use the same path, but their answers
 * differ.
 */
export function recognise({ request, response, path }: FoundRequest): Recognised | null {
  if (!path.endsWith('/api/chat')) return null;
  const { json } = readBody(request);
  const messages = isObject(json) ? listOf(json['messages']) : [];
  const asksModel = isObject(json) && typeof json['model'] === 'string';
  const isOurs =
    asksModel && messages.every((message) => isObject(message) && typeof message['role'] === 'string');
  if (!isOurs || !answersInObjects(response)) return null;
  // A request without messages only loads or unloads a model.
  if (messages.length === 0) return { kind: 'Ollama without messages', judged: null };
  return { kind: 'Ollama', judged: { extensions: [], modelInUrl: null } };
}

/** An error response may have any content. */
function answersInObjects(response: HttpResponse | null): boolean {
  if (response === null || response.status > 299 || response.body.length === 0) return true;
  const text = decodeText(response.body).trimStart();
  const [line = ''] = text.split('\n', 1);
  const framed = parseJson(line.replace(/^data:/u, ''));
  // Server-sent events with Ollama's members are a fault to judge. Other events are not an Ollama answer.
  if (line.startsWith('data:')) return isObject(framed) && isAnswer(framed);
  const json = parseJson(text) ?? parseJson(line);
  // `choices` mean a Chat Completions answer of an application at the same path.
  return firstByte(response.body) === OPENING_BRACE && !(isObject(json) && isPresent(json['choices']));
}

/** An answer has a model, a message and a `done` flag. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  if (!isAnswer(first)) return null;
  const request = unknownRequest('/api/chat', { messages: [], stream: streaming });
  return { request, extensions: [] };
}

function isAnswer({ model, message, done }: JsonObject): boolean {
  return typeof model === 'string' && isObject(message) && typeof done === 'boolean';
}
