import type { AskedRequest } from '../../../answers/asked-request.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../answers/response.ts';
import { bearerKey, routeBelow } from '../../../answers/routes.ts';
import type { ScriptedResponse } from '../../../answers/script.ts';
import type { Completed, Service } from '../../../answers/service.ts';
import { textOrNull } from '../../../reading/presence.ts';
import { textOf } from '../../../reading/request-body.ts';
import { isObject } from '../../../text/json.ts';
import { openaiError, openaiModels } from '../../openai/refusals.ts';
import { inputOf, readRequest } from './read-request.ts';
import { buffered, responsesRenderer, streamed } from './render.ts';

export const BASE_PATHS = { plain: '/v1', openrouter: '/openrouter/v1' } as const;

export const service: Service = {
  basePaths: BASE_PATHS,
  routeOf: ({ path }) => routeBelow(BASE_PATHS, { answer: '/responses', models: '/models' }, path),
  keyOf: bearerKey,
  readRequest,
  ids: {
    answer: (letters, extension) =>
      extension === 'openrouter' ? `gen-${letters(24)}` : `resp_${letters(30)}`,
    call: (letters) => `call_${letters(24)}`,
    signature: (letters) => `gAAAAA${letters(32)}`,
  },
  renderer: responsesRenderer,
  render,
  refusal: (refusal) => refusedWith(refusal, { error: openaiError(refusal) }),
  models: openaiModels,
  stored: {
    continues: (json) => textOrNull(json['previous_response_id']),
    keeps: (json) => json['store'] !== false,
    path: 'previous_response_id',
  },
  openingOf: (json) => {
    const [first] = inputOf(json) ?? [];
    const content = isObject(first) ? first['content'] : undefined;
    return { system: json['instructions'], prompt: Array.isArray(content) ? textOf(content) : content };
  },
  messagesOf: inputOf,
  withMessages: (json, messages) => ({ ...json, input: messages }),
};

function render({ envelope, answers: [answer] }: Completed, { streaming }: AskedRequest): ScriptedResponse {
  const response = streaming
    ? streamResponse(streamed(envelope, answer), envelope)
    : jsonResponse(buffered(envelope, answer), envelope);
  return {
    ...response,
    headers: [...response.headers, ['X-Request-Id', `req_${envelope.id.replace(/^[a-z]+[_-]/u, '')}`]],
  };
}
