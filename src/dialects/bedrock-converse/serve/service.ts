/** Serves Converse below `/bedrock` of the reference provider. */

import { createHash } from 'node:crypto';
import type { AskedRequest } from '../../../answers/asked-request.ts';
import { inMessages } from '../../../answers/messages-member.ts';
import type { Refusal, RefusalReason } from '../../../answers/refusal.ts';
import { jsonResponse, refusedWith, streamResponse } from '../../../answers/response.ts';
import { bearerKey, SHARED_BASE_PATH } from '../../../answers/routes.ts';
import type { ScriptedResponse } from '../../../answers/script.ts';
import type { Completed, ProviderRequest, Route, Service } from '../../../answers/service.ts';
import { listOf } from '../../../reading/presence.ts';
import { textOf } from '../../../reading/request-body.ts';
import { isObject } from '../../../text/json.ts';
import { addressIn } from '../codec/address.ts';
import { readRequest } from './read-request.ts';
import { buffered, converseRenderer, streamed } from './render.ts';

const BASE_PATH = '/bedrock';

export const service: Service = {
  basePaths: { plain: BASE_PATH },
  routeOf,
  keyOf: (request) => accessKey(request) ?? bearerKey(request),
  readRequest,
  ids: {
    answer: (letters) => letters(24),
    call: (letters) => `tooluse_${letters(22)}`,
    signature: (letters) => Buffer.from(letters(30)).toString('base64'),
  },
  renderer: converseRenderer,
  render,
  refusal: refusalResponse,
  models,
  openingOf: ({ system, messages }) => {
    const [first] = listOf(messages);
    return { system: textOf(system), prompt: textOf(isObject(first) ? first['content'] : undefined) };
  },
  ...inMessages,
};

function routeOf({ path }: Pick<ProviderRequest, 'path'>): Route | null {
  const base = [BASE_PATH, SHARED_BASE_PATH].find((each) => path.startsWith(`${each}/`));
  if (base === undefined) return null;
  if (addressIn(path) !== null) return { extension: null, endpoint: 'answer' };
  return path === `${BASE_PATH}/foundation-models` ? { extension: null, endpoint: 'models' } : null;
}

/** The access key that signed the request. The reference provider does not check signatures. */
function accessKey({ headers }: ProviderRequest): string | null {
  return /^AWS4-HMAC-SHA256 .*?Credential=([^/,\s]+)/u.exec(headers['authorization'] ?? '')?.[1] ?? null;
}

function render({ envelope, answers: [answer] }: Completed, { streaming }: AskedRequest): ScriptedResponse {
  const response = streaming
    ? streamResponse(streamed(envelope, answer), envelope, 'aws-frames')
    : jsonResponse(buffered(envelope, answer), envelope);
  return { ...response, headers: [...response.headers, ['x-amzn-RequestId', requestId(envelope.id)]] };
}

/** The error of each status in the Converse reference. */
const ERRORS: Readonly<Record<number, string>> = {
  400: 'ValidationException',
  403: 'AccessDeniedException',
  404: 'ResourceNotFoundException',
  408: 'ModelTimeoutException',
  424: 'ModelErrorException',
  429: 'ThrottlingException',
  500: 'InternalServerException',
  503: 'ServiceUnavailableException',
};

/** The refusals for which AWS uses a different status. */
const STATUSES: Readonly<Partial<Record<RefusalReason, number>>> = {
  'wrong-key': 403,
  'no-credits': 403,
  'no-such-model': 400,
};

function refusalResponse(refusal: Refusal): ScriptedResponse {
  const status = STATUSES[refusal.reason] ?? refusal.status;
  const message =
    refusal.reason === 'no-such-model' ? 'The provided model identifier is invalid.' : refusal.message;
  const type = ERRORS[status] ?? (status >= 500 ? 'InternalFailure' : 'InvalidRequestException');
  const response = refusedWith({ ...refusal, status }, { message });
  const headers: [string, string][] = [
    ['x-amzn-ErrorType', `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`],
    ['x-amzn-RequestId', requestId(`${status} ${message}`)],
  ];
  return { ...response, headers: [...response.headers, ...headers] };
}

/** Derived from the response, so that repeated runs give the same id. */
function requestId(response: string): string {
  const hex = createHash('sha256').update(response).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function models(ids: readonly string[]): ScriptedResponse {
  const modelSummaries = ids.map((id) => ({
    modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${id}`,
    modelId: id,
    modelName: id,
    providerName: 'Reference',
    responseStreamingSupported: true,
  }));
  return jsonResponse({ modelSummaries }, null);
}
