import { readBody } from '../../../reading/request-body.ts';
import { isObject } from '../../../text/json.ts';
import type { FoundRequest, Recognised } from '../../dialect.ts';
import { readAddress } from './address.ts';

/** Paths that end with the method, whatever stands before it: Vertex AI has projects, regions and publishers. */
export function recognise({ request, path }: FoundRequest): Recognised | null {
  if (!/(?::|%3A)(?:streamG|g)enerateContent$/iu.test(path)) return null;
  const { json } = readBody(request);
  if (!isObject(json) || !(Array.isArray(json['contents']) || isObject(json['contents']))) {
    return { kind: 'Gemini without contents', judged: null };
  }
  return { kind: 'Gemini', judged: { extensions: [], modelInUrl: readAddress(request.url).model } };
}
