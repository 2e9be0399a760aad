import type { HttpResponse } from '../../../evidence/exchange.ts';
import { chunksOf, readStream } from '../../../evidence/frames/event-stream.ts';
import { readBody } from '../../../reading/request-body.ts';
import { isObject } from '../../../text/json.ts';
import { decodeText, firstByte, OPENING_BRACE, parseJson } from '../../../text/wire-text.ts';
import type { FoundRequest, Recognised } from '../../dialect.ts';
import { extensionsOf } from '../../openrouter/hosts.ts';

/** Paths that end with `/chat/completions` (Azure's name the model), and others that ask and answer in the same words. */
export function recognise({ request, response, hostname, path }: FoundRequest): Recognised | null {
  const isPath = path.endsWith('/chat/completions');
  if (!isPath && !answersInChoices(response)) return null;
  const { json } = readBody(request);
  if (!isObject(json) || !Array.isArray(json['messages'])) {
    return isPath ? { kind: 'Chat Completions without messages', judged: null } : null;
  }
  const modelInUrl = /\/deployments\/([^/]+)\//u.exec(path)?.[1] ?? null;
  const judged = { extensions: extensionsOf(hostname), modelInUrl };
  return { kind: 'Chat Completions', judged, ...(isPath ? {} : { byContent: true }) };
}

/** So many bytes of a stream tell. */
const TELLING_BYTES = 65_536;

/** The body, or the first event of a stream, has `choices`, or says that it is a `chat.completion`. */
function answersInChoices(response: HttpResponse | null): boolean {
  if (response === null || response.status > 299) return false;
  const { body } = response;
  const json =
    firstByte(body) === OPENING_BRACE
      ? parseJson(decodeText(body))
      : chunksOf(readStream(body.subarray(0, TELLING_BYTES)).events)[0]?.json;
  if (!isObject(json)) return false;
  const { object, choices } = json;
  return Array.isArray(choices) || object === 'chat.completion' || object === 'chat.completion.chunk';
}
