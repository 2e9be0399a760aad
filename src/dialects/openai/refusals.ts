/** Errors and model lists, as the reference provider sends them in both of OpenAI's dialects. */

import type { Refusal, RefusalReason } from '../../answers/refusal.ts';
import { jsonResponse } from '../../answers/response.ts';
import type { ScriptedResponse } from '../../answers/script.ts';
import type { JsonObject } from '../../text/json.ts';

const WORDS: Readonly<Partial<Record<RefusalReason, { readonly code?: string; readonly type?: string }>>> = {
  'wrong-key': { code: 'invalid_api_key' },
  'no-such-model': { code: 'model_not_found' },
  'too-large': { code: 'request_too_large' },
  throttled: { code: 'rate_limit_exceeded', type: 'rate_limit_error' },
  broken: { type: 'server_error' },
};

/** The error object of a refusal. */
export function openaiError({ reason, message, param }: Refusal): JsonObject {
  const { code = null, type = 'invalid_request_error' } = WORDS[reason] ?? {};
  return { message, type, param, code };
}

export function openaiModels(ids: readonly string[]): ScriptedResponse {
  const data = ids.map((id) => ({
    id,
    object: 'model',
    created: 1_760_000_000,
    owned_by: 'toolcall-conformance',
  }));
  return jsonResponse({ object: 'list', data }, null);
}
