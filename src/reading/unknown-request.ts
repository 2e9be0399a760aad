/** What stands in for a request that nobody recorded. */
import type { HttpRequest } from '../evidence/exchange.ts';
import type { JsonObject } from '../text/json.ts';
import { jsonText } from '../text/json-text.ts';

/** @param path tells the dialect, and says no more than the answer does */
export function unknownRequest(path: string, body: JsonObject): HttpRequest {
  return {
    method: 'POST',
    url: `https://unknown.invalid${path}`,
    headers: [],
    body: new TextEncoder().encode(jsonText(body)),
  };
}
