import { readBody } from '../../../reading/request-body.ts';
import { unknownRequest } from '../../../reading/unknown-request.ts';
import { isObject, type JsonObject } from '../../../text/json.ts';
import type { FoundAnswer, FoundRequest, Recognised, RecognisedAnswer } from '../../dialect.ts';
import { addressIn, addressOf } from './address.ts';

/** Recognises `/model/<id>/converse` and `/model/<id>/converse-stream` with a list of messages. */
export function recognise({ request, path }: FoundRequest): Recognised | null {
  const address = addressIn(path);
  if (address === null) return null;
  const { json } = readBody(request);
  if (!isObject(json) || !Array.isArray(json['messages']))
    return { kind: 'Bedrock Converse without messages', judged: null };
  return { kind: 'Bedrock Converse', judged: { extensions: [], modelInUrl: address.model } };
}

/** Recognises a message with a stop reason, or the event that starts one, as the AWS SDKs return them. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  if (!(streaming ? isStart(first) : isAnswer(first))) return null;
  return { request: unknownRequest(addressOf('unknown', streaming), { messages: [] }), extensions: [] };
}

function isStart({ messageStart: start }: JsonObject): boolean {
  return isObject(start) && start['role'] === 'assistant';
}

function isAnswer({ output, stopReason }: JsonObject): boolean {
  const message = isObject(output) ? output['message'] : undefined;
  return typeof stopReason === 'string' && isObject(message) && Array.isArray(message['content']);
}
