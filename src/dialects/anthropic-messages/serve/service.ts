/** Serves Messages below `/anthropic/v1` of the reference provider, and OpenRouter's form next to its chat. */

import { createHash } from 'node:crypto';
import type { AskedRequest } from '../../../answers/asked-request.ts';
import { inMessages } from '../../../answers/messages-member.ts';
import type { Refusal, RefusalReason } from '../../../answers/refusal.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../answers/response.ts';
import { bearerKey, routeBelow, SHARED_BASE_PATH } from '../../../answers/routes.ts';
import type { ScriptedResponse } from '../../../answers/script.ts';
import type { Completed, Service } from '../../../answers/service.ts';
import { listOf, textOrNull } from '../../../reading/presence.ts';
import { textOf } from '../../../reading/request-body.ts';
import { isObject } from '../../../text/json.ts';
import { readRequest } from './read-request.ts';
import { buffered, messagesRenderer, streamed } from './render.ts';

export const BASE_PATHS = { plain: '/anthropic/v1', openrouter: '/openrouter/v1' } as const;

export const service: Service = {
  basePaths: BASE_PATHS,
  routeOf: ({ path }) =>
    path === `${SHARED_BASE_PATH}/messages`
      ? { extension: null, endpoint: 'answer' }
      : routeBelow(BASE_PATHS, { answer: '/messages', models: '/models' }, path),
  keyOf: (request) => request.headers['x-api-key'] ?? bearerKey(request),
  readRequest,
  ids: {
    answer: (letters) => `msg_${letters(24)}`,
    call: (letters) => `toolu_${letters(24)}`,
    signature: (letters) => Buffer.from(letters(30)).toString('base64'),
  },
  renderer: messagesRenderer,
  render,
  refusal: refusalResponse,
  models,
  stored: {
    continues: ({ thread }) =>
      isObject(thread) && thread['type'] === 'continue' ? textOrNull(thread['previous_message_id']) : null,
    keeps: ({ thread }) => isObject(thread),
    keptFields: ['system', 'tools'],
    path: 'thread.previous_message_id',
  },
  openingOf: ({ system, messages }) => {
    const [first] = listOf(messages);
    const prompt = isObject(first) ? first['content'] : undefined;
    return { system, prompt: typeof prompt === 'string' ? prompt : textOf(prompt) };
  },
  ...inMessages,
};

function render({ envelope, answers: [answer] }: Completed, { streaming }: AskedRequest): ScriptedResponse {
  const response = streaming
    ? streamResponse(streamed(envelope, answer), envelope)
    : jsonResponse(buffered(envelope, answer), envelope);
  return { ...response, headers: [...response.headers, ['request-id', requestId(envelope.id)]] };
}

const TYPES: Partial<Record<RefusalReason, string>> = {
  'wrong-key': 'authentication_error',
  'no-credits': 'billing_error',
  'not-found': 'not_found_error',
  'no-such-model': 'not_found_error',
  'too-large': 'request_too_large',
  throttled: 'rate_limit_error',
  broken: 'api_error',
};

function refusalResponse(refusal: Refusal): ScriptedResponse {
  const { reason, message, status } = refusal;
  const lost =
    refusal.param === 'thread.previous_message_id' ? { details: { error_code: 'thread_not_found' } } : {};
  const error = { type: TYPES[reason] ?? 'invalid_request_error', message, ...lost };
  return refusedWith(refusal, { type: 'error', error, request_id: requestId(`${status} ${message}`) });
}

/** Derived from the response, so that repeated runs give the same id. */
function requestId(response: string): string {
  return `req_${createHash('sha256').update(response).digest('hex').slice(0, 24)}`;
}

function models(ids: readonly string[]): ScriptedResponse {
  const data = ids.map((id) => ({
    type: 'model',
    id,
    display_name: id,
    created_at: '2025-10-09T08:53:20Z',
  }));
  return jsonResponse({ data, has_more: false, first_id: ids[0], last_id: ids.at(-1) }, null);
}
