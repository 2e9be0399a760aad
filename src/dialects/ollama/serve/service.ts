/** Serves Ollama below `/ollama` of the reference provider: `/api/chat` and `/api/tags`. */

import type { AskedRequest } from '../../../answers/asked-request.ts';
import { inMessages } from '../../../answers/messages-member.ts';
import type { Refusal } from '../../../answers/refusal.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../answers/response.ts';
import { bearerKey, routeBelow, SHARED_BASE_PATH } from '../../../answers/routes.ts';
import type { ScriptedResponse } from '../../../answers/script.ts';
import type { Completed, Service } from '../../../answers/service.ts';
import { lineLengths } from '../../../evidence/frames/json-lines.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { CHAT_PATH } from '../codec/codec.ts';
import { readRequest } from './read-request.ts';
import { buffered, ollamaRenderer, streamed } from './render.ts';

const BASE_PATH = '/ollama';
const ENDPOINTS = { answer: CHAT_PATH, models: '/api/tags' };

export const service: Service = {
  basePaths: { plain: BASE_PATH },
  routeOf: ({ path }) =>
    routeBelow({ plain: BASE_PATH }, ENDPOINTS, path) ??
    routeBelow({ plain: SHARED_BASE_PATH }, ENDPOINTS, path),
  keyOf: bearerKey,
  readRequest,
  ids: {
    answer: (letters) => letters(12),
    call: (letters) => `call_${letters(8)}`,
  },
  renderer: ollamaRenderer,
  render,
  refusal: refusalResponse,
  models,
  piecesOf: lineLengths,
  openingOf: ({ messages }) => ({ system: contentAt(messages, 0), prompt: contentAt(messages, 1) }),
  ...inMessages,
};

function render({ envelope, answers: [answer] }: Completed, { streaming }: AskedRequest): ScriptedResponse {
  return streaming
    ? streamResponse(streamed(envelope, answer), envelope, 'json-lines')
    : jsonResponse(buffered(envelope, answer), envelope);
}

function refusalResponse(refusal: Refusal): ScriptedResponse {
  return refusedWith(refusal, { error: refusal.message });
}

function models(ids: readonly string[]): ScriptedResponse {
  return jsonResponse({ models: ids.map((id) => ({ name: id, model: id })) }, null);
}

function contentAt(messages: Json, at: number): Json {
  const message: Json = Array.isArray(messages) ? messages[at] : undefined;
  return isObject(message) ? message['content'] : undefined;
}
