import { readBody } from '../../../reading/request-body.ts';
import { unknownRequest } from '../../../reading/unknown-request.ts';
import { isObject } from '../../../text/json.ts';
import type { FoundAnswer, FoundRequest, Recognised, RecognisedAnswer } from '../../dialect.ts';
import { extensionsOf } from '../../openrouter/hosts.ts';

/** Recognises paths that end with `/responses`. Compaction and token counting have paths below it. */
export function recognise({ request, hostname, path }: FoundRequest): Recognised | null {
  if (path.endsWith('/responses/compact')) return { kind: 'Responses, compaction', judged: null };
  if (path.endsWith('/responses/input_tokens')) return { kind: 'token counting', judged: null };
  if (!path.endsWith('/responses')) return null;
  const { json } = readBody(request);
  if (!isObject(json)) return { kind: 'Responses without a body', judged: null };
  // A body with messages instead of input is a Chat Completions request.
  if (Array.isArray(json['messages']) && json['input'] === undefined) return null;
  const modelInUrl = /\/deployments\/([^/]+)\//u.exec(path)?.[1] ?? null;
  return { kind: 'Responses', judged: { extensions: extensionsOf(hostname), modelInUrl } };
}

/** Recognises a response, or an event of one. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  const { object, type } = first;
  const isOurs = streaming ? typeof type === 'string' && type.startsWith('response.') : object === 'response';
  if (!isOurs) return null;
  return { request: unknownRequest('/responses', { input: [], stream: streaming }), extensions: [] };
}
