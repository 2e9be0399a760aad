/** Serves Chat Completions below `/v1` of the reference provider, and OpenRouter's extension below `/openrouter/v1`. */

import type { AskedRequest } from '../../../answers/asked-request.ts';
import { inMessages } from '../../../answers/messages-member.ts';
import type { Refusal } from '../../../answers/refusal.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../answers/response.ts';
import { bearerKey, routeBelow } from '../../../answers/routes.ts';
import { type Draft, isDraft, type ScriptedEvent, type ScriptedResponse } from '../../../answers/script.ts';
import type { Completed, Service } from '../../../answers/service.ts';
import type { Extension } from '../../../judge/check.ts';
import { write } from '../../../proof/json-path.ts';
import { isObject, type Json } from '../../../text/json.ts';
import { openaiError, openaiModels } from '../../openai/refusals.ts';
import { readRequest } from './read-request.ts';
import { buffered, chatRenderer, DONE, streamed } from './render.ts';

export const BASE_PATHS = { plain: '/v1', openrouter: '/openrouter/v1' } as const;

export const service: Service = {
  basePaths: BASE_PATHS,
  routeOf: ({ path }) => routeBelow(BASE_PATHS, { answer: '/chat/completions', models: '/models' }, path),
  keyOf: bearerKey,
  readRequest,
  ids: {
    answer: (letters, extension) =>
      extension === 'openrouter' ? `gen-${letters(24)}` : `chatcmpl-${letters(29)}`,
    call: (letters) => `call_${letters(24)}`,
  },
  renderer: chatRenderer,
  render,
  refusal: refusalResponse,
  models: openaiModels,
  openingOf: ({ messages }) => ({ system: contentAt(messages, 0), prompt: contentAt(messages, 1) }),
  ...inMessages,
};

/** Streams the choices one after the other, then one chunk of usage for all; or puts all into one body. */
function render({ envelope, answers }: Completed, { streaming }: AskedRequest): ScriptedResponse {
  const response = streaming
    ? streamResponse(streamOf({ envelope, answers }), envelope)
    : jsonResponse(bodyOf({ envelope, answers }), envelope);
  return {
    ...response,
    headers: [...response.headers, ['X-Request-Id', `req_${envelope.id.replace(/^.*-/u, '')}`]],
  };
}

function bodyOf({ envelope, answers }: Completed): Draft {
  const bodies = answers.map((answer) => buffered(envelope, answer));
  const choices = bodies.flatMap((body, index) =>
    listOf(body['choices']).map((choice) => ({ ...choice, index })),
  );
  return { ...bodies[0], choices };
}

function streamOf({ envelope, answers }: Completed): ScriptedEvent[] {
  const streams = answers.map((answer) => streamed(envelope, answer));
  const events = streams.flatMap((stream, index) => {
    const own = stream.filter(({ data }) => typeof data !== 'string' && listOf(data['choices']).length > 0);
    for (const { data } of own) write(data, 'choices[0].index', index);
    return own;
  });
  const usage = streams[0]?.filter(({ data }) => typeof data !== 'string' && isObject(data['usage'])) ?? [];
  return [...events, ...usage, { lines: [], data: DONE }];
}

function listOf(value: Json): Draft[] {
  return Array.isArray(value) ? value.filter(isDraft) : [];
}

/** OpenRouter's error code is the status. */
function refusalResponse(refusal: Refusal, extension: Extension | null): ScriptedResponse {
  const { status, message } = refusal;
  const error = extension === 'openrouter' ? { message, code: status } : openaiError(refusal);
  return refusedWith(refusal, { error });
}

function contentAt(messages: Json, at: number): Json {
  const message: Json = Array.isArray(messages) ? messages[at] : undefined;
  return isObject(message) ? message['content'] : undefined;
}
