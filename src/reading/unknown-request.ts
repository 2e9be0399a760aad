/** Creates a placeholder for a request that was not recorded. */
import type { HttpRequest } from '../evidence/exchange.ts';
import type { JsonObject } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

/** @param path identifies the dialect, without adding anything that the answer does not say */
export function unknownRequest(path: string, body: JsonObject): HttpRequest {
  return {
    method: 'POST',
    url: `https://unknown.invalid${path}`,
    headers: [],
    body: new TextEncoder().encode(jsonText(body)),
  };
}
