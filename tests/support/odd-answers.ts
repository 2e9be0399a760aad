/** Answers of Chat Completions that hold what no answer should, and what the checks say of them. */
import assert from 'node:assert/strict';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { bareConversation } from './bare-conversation.ts';

const TOOLS = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { place: { type: 'string' } } } },
  },
];

/** A request with a tool, and what is answered to it. */
export function exchangeOf(
  body: Uint8Array | string,
  { stream = true, status = 200, tools = TOOLS as unknown } = {},
): Exchange {
  const request = {
    model: 'm',
    stream,
    stream_options: { include_usage: true },
    tools,
    messages: [{ role: 'user', content: 'hi' }],
  };
  return {
    request: {
      method: 'POST',
      url: 'https://example.com/v1/chat/completions',
      headers: [],
      body: Buffer.from(JSON.stringify(request)),
    },
    response: {
      status,
      headers: [['Content-Type', [stream ? 'text/event-stream' : 'application/json']]],
      body: typeof body === 'string' ? Buffer.from(body) : body,
      provenComplete: true,
    },
  };
}

/** The outcome of every check of the dialect, none of which may break. */
export function verdictsOf(
  exchanges: readonly Exchange[],
  dialect = dialectOf('openai-chat'),
): Map<string, string> {
  const { verdicts } = dialect.judge(
    bareConversation(exchanges, {
      extensions: new Set(['openrouter']),
      scenario: { facts: [['40']] },
      price: { promptPerMillion: 1, completionPerMillion: 2 },
    }),
  );
  assert.equal(verdicts.length, dialect.rules.length);
  const broken = verdicts.filter(({ outcome }) => outcome === 'error');
  assert.deepEqual(broken, []);
  return new Map(verdicts.map(({ check, outcome }) => [check, outcome]));
}

/** An event with a delta. */
export function chunkWith(delta: string): string {
  const head = '"id":"c","object":"chat.completion.chunk","created":1,"model":"m"';
  return `data: {${head},"choices":[{"index":0,"delta":${delta},"finish_reason":null}]}\n\n`;
}

/** The events at the end of a stream that calls. */
export const END =
  'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n';

/** An event that calls the tool. */
export function call(args: string): string {
  return chunkWith(
    `{"role":"assistant","tool_calls":[{"index":0,"id":"call_abcdefgh12345678","type":"function","function":{"name":"weather","arguments":${JSON.stringify(args)}}}]}`,
  );
}
