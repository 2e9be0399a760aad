import { readBody } from '../../../reading/request-body.ts';
import { unknownRequest } from '../../../reading/unknown-request.ts';
import { isObject } from '../../../text/json.ts';
import type { FoundAnswer, FoundRequest, Recognised, RecognisedAnswer } from '../../dialect.ts';
import { addressOf, readAddress } from './address.ts';

/** Recognises paths that end with the method. The rest may vary: Vertex AI has projects, regions and publishers. */
export function recognise({ request, path }: FoundRequest): Recognised | null {
  if (!/(?::|%3A)(?:streamG|g)enerateContent$/iu.test(path)) return null;
  const { json } = readBody(request);
  if (!isObject(json) || !(Array.isArray(json['contents']) || isObject(json['contents']))) {
    return { kind: 'Gemini without contents', judged: null };
  }
  return { kind: 'Gemini', judged: { extensions: [], modelInUrl: readAddress(request.url).model } };
}

/** Recognises a response with candidates, or with the reason why there are none. */
export function recogniseAnswer({ first, streaming }: FoundAnswer): RecognisedAnswer | null {
  if (!Array.isArray(first['candidates']) && !isObject(first['promptFeedback'])) return null;
  const delivery = streaming ? 'streaming' : 'buffered';
  const model = typeof first['modelVersion'] === 'string' ? first['modelVersion'] : 'unknown';
  return { request: unknownRequest(addressOf({ model, delivery }), { contents: [] }), extensions: [] };
}
