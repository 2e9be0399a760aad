import { readBody } from '../../../reading/request-body.ts';
import { isObject } from '../../../text/json.ts';
import type { FoundRequest, Recognised } from '../../dialect.ts';
import { extensionsOf } from '../../openrouter/hosts.ts';

/** Paths that end with `/chat/completions`; Azure's name the model. */
export function recognise({ request, hostname, path }: FoundRequest): Recognised | null {
  if (!path.endsWith('/chat/completions')) return null;
  const { json } = readBody(request);
  if (!isObject(json) || !Array.isArray(json['messages'])) {
    return { kind: 'Chat Completions without messages', judged: null };
  }
  const modelInUrl = /\/deployments\/([^/]+)\//u.exec(path)?.[1] ?? null;
  return { kind: 'Chat Completions', judged: { extensions: extensionsOf(hostname), modelInUrl } };
}
