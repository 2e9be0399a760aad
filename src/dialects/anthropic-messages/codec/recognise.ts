import { readBody } from '../../../reading/request-body.ts';
import { unknownRequest } from '../../../reading/unknown-request.ts';
import { isObject } from '../../../text/json.ts';
import type { FoundAnswer, FoundRequest, Recognised, RecognisedAnswer } from '../../dialect.ts';
import { extensionsOf } from '../../openrouter/hosts.ts';
import { servedAt } from './variant.ts';

const KINDS = { anthropic: 'Messages', bedrock: 'Messages on Bedrock', vertex: 'Messages on Vertex AI' };

/** The placeholder for a model in Vertex AI's path for token counting; the body names the model. */
const TOKEN_COUNTER = 'count-tokens';

/**
 * Recognises `/messages` with a list of messages (first party and OpenRouter), Bedrock's InvokeModel with Claude's body
 * (`anthropic_version`), and Vertex AI's rawPredict for Anthropic's models.
 */
export function recognise({ request, hostname, path }: FoundRequest): Recognised | null {
  const { variant, model } = servedAt(path);
  if (variant === 'anthropic' && !path.endsWith('/messages')) return null;
  if (variant === 'vertex' && model === TOKEN_COUNTER) return { kind: 'token counting', judged: null };
  const { json } = readBody(request);
  if (variant === 'bedrock') {
    if (isObject(json) && typeof json['prompt'] === 'string' && /(?:^|\.)anthropic\./u.test(model ?? '')) {
      return { kind: 'Text Completions of Claude on Bedrock (legacy)', judged: null };
    }
    // A body without a version has another company's format; the audit recognises its path.
    if (!isObject(json) || typeof json['anthropic_version'] !== 'string') return null;
  }
  if (!isObject(json) || !Array.isArray(json['messages'])) {
    return variant === 'anthropic' ? null : { kind: `${KINDS[variant]} without messages`, judged: null };
  }
  return { kind: KINDS[variant], judged: { extensions: extensionsOf(hostname), modelInUrl: model } };
}

/** Recognises a message, or the event that starts one. An id prefix marks Bedrock's answers. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  const message = first['type'] === 'message_start' ? first['message'] : streaming ? undefined : first;
  if (!isObject(message) || message['type'] !== 'message' || message['role'] !== 'assistant') return null;
  const isBedrock = typeof message['id'] === 'string' && message['id'].startsWith('msg_bdrk_');
  const path = isBedrock ? '/model/unknown/invoke' : '/messages';
  return { request: unknownRequest(path, { messages: [], stream: streaming }), extensions: [] };
}
