import { readBody } from '../../../reading/request-body.ts';
import { isObject } from '../../../text/json.ts';
import type { FoundRequest, Recognised } from '../../dialect.ts';
import { addressIn } from './address.ts';

/** `/model/<id>/converse` and `/model/<id>/converse-stream` with a list of messages. */
export function recognise({ request, path }: FoundRequest): Recognised | null {
  const address = addressIn(path);
  if (address === null) return null;
  const { json } = readBody(request);
  if (!isObject(json) || !Array.isArray(json['messages']))
    return { kind: 'Bedrock Converse without messages', judged: null };
  return { kind: 'Bedrock Converse', judged: { extensions: [], modelInUrl: address.model } };
}
