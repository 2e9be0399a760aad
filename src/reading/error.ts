/** Reads the error object of a refusal, for dialects that have it in the member `error`. */

import { isObject, type Json } from '../text/json.ts';
import type { ErrorObject, Standing } from './reading.ts';

export function errorMember({ kind }: Standing, body: Json): ErrorObject | null {
  if (kind !== 'refused' || !isObject(body) || !isObject(body['error'])) return null;
  return { json: body['error'], path: 'error' };
}
