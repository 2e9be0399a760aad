/**
 * Runs the reference provider for its parent process: sends the base URL, and on each message the counts of requests.
 */
import { subscribe } from 'node:diagnostics_channel';
import { BASE_PATHS } from '../src/dialects/openai-chat/serve/service.ts';
import { createReferenceProvider } from '../src/provider/reference-provider.ts';
import type { Served } from './provider-process.ts';

const NOTHING: Served = { requests: 0, firstRequest: Number.MAX_VALUE, lastAnswer: 0 };

let served = NOTHING;
subscribe('http.server.request.start', () => {
  served = {
    ...served,
    requests: served.requests + 1,
    firstRequest: Math.min(served.firstRequest, now()),
  };
});
subscribe('http.server.response.finish', () => {
  served = { ...served, lastAnswer: now() };
});

const provider = createReferenceProvider({ latency: Number(process.argv[2]) });
const { url } = await provider.listen();
process.send?.(`${url}${BASE_PATHS.openrouter}`);
process.on('message', () => {
  process.send?.(served);
  served = NOTHING;
});
process.once('disconnect', () => void provider.close());

/** More precise than `Date.now`. */
function now(): number {
  return performance.timeOrigin + performance.now();
}
