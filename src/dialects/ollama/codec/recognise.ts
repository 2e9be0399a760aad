import type { HttpResponse } from '../../../evidence/exchange.ts';
import { isPresent, listOf } from '../../../reading/presence.ts';
import { readBody } from '../../../reading/request-body.ts';
import { unknownRequest } from '../../../reading/unknown-request.ts';
import { isObject, type JsonObject } from '../../../text/json.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../../../text/wire-text.ts';
import type { FoundAnswer, FoundRequest, Recognised, RecognisedAnswer } from '../../dialect.ts';

/** `/api/chat` with a model and messages that have roles; chat applications have the path too, and answer in other ways. */
export function recognise({ request, response, path }: FoundRequest): Recognised | null {
  if (!path.endsWith('/api/chat')) return null;
  const { json } = readBody(request);
  const messages = isObject(json) ? listOf(json['messages']) : [];
  const asksModel = isObject(json) && typeof json['model'] === 'string';
  const isOurs =
    asksModel && messages.every((message) => isObject(message) && typeof message['role'] === 'string');
  if (!isOurs || !answersInObjects(response)) return null;
  // Without messages a model is only loaded, or unloaded.
  if (messages.length === 0) return { kind: 'Ollama without messages', judged: null };
  return { kind: 'Ollama', judged: { extensions: [], modelInUrl: null } };
}

/** A refusal may be anything. */
function answersInObjects(response: HttpResponse | null): boolean {
  if (response === null || response.status > 299 || response.body.length === 0) return true;
  const text = decodeText(response.body).trimStart();
  const [line = ''] = text.split('\n', 1);
  const framed = parseJson(line.replace(/^data:/u, ''));
  // Events are a fault of Ollama's where they bring its answers, and no answer of its own otherwise.
  if (line.startsWith('data:')) return isObject(framed) && isAnswer(framed);
  const json = parseJson(text) ?? parseJson(line);
  // Choices are an answer of Chat Completions at the path of an application.
  return firstByte(response.body) === OPENING_BRACE && !(isObject(json) && isPresent(json['choices']));
}

/** A message with what says whether it is done. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  if (!isAnswer(first)) return null;
  const request = unknownRequest('/api/chat', { messages: [], stream: streaming });
  return { request, extensions: [] };
}

function isAnswer({ model, message, done }: JsonObject): boolean {
  return typeof model === 'string' && isObject(message) && typeof done === 'boolean';
}
