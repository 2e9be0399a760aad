/** Serves Gemini below `/v1beta` of the reference provider: a strict model, which validates signatures. */

import type { AskedRequest } from '../../../answers/asked-request.ts';
import type { Refusal } from '../../../answers/refusal.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../answers/response.ts';
import { SHARED_BASE_PATH } from '../../../answers/routes.ts';
import { isDraft, type ScriptedEvent, type ScriptedResponse } from '../../../answers/script.ts';
import type { Completed, Service } from '../../../answers/service.ts';
import { write } from '../../../proof/json-path.ts';
import { listOf } from '../../../reading/presence.ts';
import { textOf } from '../../../reading/request-body.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { readAddress } from '../codec/address.ts';
import { readRequest } from './read-request.ts';
import { buffered, geminiRenderer, streamed } from './render.ts';

const BASE_PATH = '/v1beta';

export const service: Service = {
  basePaths: { plain: BASE_PATH },
  routeOf: ({ path }) => {
    if (path === `${BASE_PATH}/models`) return { extension: null, endpoint: 'models' };
    const isBelow = [BASE_PATH, SHARED_BASE_PATH].some((base) => path.startsWith(`${base}/models/`));
    const isAnswer = isBelow && readAddress(path).model !== null;
    return isAnswer ? { extension: null, endpoint: 'answer' } : null;
  },
  keyOf: ({ headers, query }) => headers['x-goog-api-key'] ?? new URLSearchParams(query).get('key'),
  readRequest,
  ids: {
    answer: (letters) => letters(22),
    call: (letters) => letters(12),
    signature: (letters) => letters(32),
  },
  renderer: geminiRenderer,
  render,
  refusal: refusalResponse,
  models,
  openingOf: ({ systemInstruction, contents }) => ({
    system: partsText(systemInstruction),
    prompt: partsText(listOf(contents)[0]),
  }),
  messagesOf: ({ contents }) => (Array.isArray(contents) ? contents : null),
  withMessages: (json, contents) => ({ ...json, contents }),
};

/** Streams the candidates one after the other, or puts all into one body. */
function render({ envelope, answers }: Completed, request: AskedRequest): ScriptedResponse {
  if (!request.streaming) {
    const bodies = answers.map((answer) => buffered(envelope, answer));
    const candidates = bodies.flatMap((body, index) =>
      listOf(body['candidates']).flatMap((each) => (isDraft(each) ? [{ ...each, index }] : [])),
    );
    return jsonResponse({ ...bodies[0], candidates }, envelope);
  }
  const events = streamOf({ envelope, answers });
  const response = streamResponse(events, envelope);
  if (request.streamsArray !== true) return response;
  return {
    ...response,
    headers: [['Content-Type', 'application/json']],
    body: { kind: 'stream', events, framing: 'json-array' },
  };
}

/**
 * With several candidates, only the last chunk has counts; otherwise, the counts of each candidate would start again
 * and shrink.
 */
function streamOf({ envelope, answers }: Completed): ScriptedEvent[] {
  const events = answers.flatMap((answer, index) => {
    const stream = streamed(envelope, answer);
    for (const { data } of stream) write(data, 'candidates[0].index', index);
    return stream;
  });
  if (answers.length === 1) return events;
  for (const { data } of events.slice(0, -1)) if (isDraft(data)) delete data['usageMetadata'];
  return events;
}

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  402: 'FAILED_PRECONDITION',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  405: 'UNIMPLEMENTED',
  413: 'INVALID_ARGUMENT',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
};

function refusalResponse(refusal: Refusal): ScriptedResponse {
  const { status, message: text } = refusal;
  const error = { code: status, message: text, status: STATUSES[status] ?? 'UNKNOWN' };
  return refusedWith(refusal, { error });
}

function models(ids: readonly string[]): ScriptedResponse {
  const list = ids.map((id) => ({
    name: `models/${id}`,
    displayName: id,
    supportedGenerationMethods: ['generateContent'],
  }));
  return jsonResponse({ models: list }, null);
}

function partsText(content: Json): Json {
  return isObject(content) ? textOf(content['parts']) : undefined;
}
