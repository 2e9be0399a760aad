/** Exchanges of the Responses API, and the outcomes of the checks on them. */
import { openaiResponses } from '../../src/dialects/openai-responses/index.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import type { Extension } from '../../src/judge/check.ts';
import { judge } from '../../src/judge/judge.ts';
import type { Outcome } from '../../src/judge/verdict.ts';
import type { JsonObject } from '../../src/text/json.ts';
import { bareConversation } from './bare-conversation.ts';

export const TOOL = { type: 'function', name: 'weather', parameters: { type: 'object' } };

/** @param said the events of a stream, or the body of a buffered answer */
export function exchangeOf(said: readonly unknown[] | JsonObject, request: JsonObject = {}): Exchange {
  const stream = Array.isArray(said);
  const body = stream
    ? said.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
    : JSON.stringify(said);
  return {
    request: {
      method: 'POST',
      url: 'https://llm.test/v1/responses',
      headers: [],
      body: Buffer.from(JSON.stringify({ model: 'm', input: 'hi', tools: [TOOL], stream, ...request })),
    },
    response: {
      status: 200,
      headers: [['Content-Type', [stream ? 'text/event-stream' : 'application/json']]],
      body: Buffer.from(body),
      provenComplete: true,
    },
  };
}

export const completed = (output: readonly unknown[], id = 'resp_1') => ({
  type: 'response.completed',
  response: { id, status: 'completed', output },
});

export const call = (number: number, rest: JsonObject = {}) => ({
  type: 'function_call',
  id: `fc_${number}`,
  call_id: `call_${number}`,
  name: 'weather',
  arguments: `{"n":${number}}`,
  ...rest,
});

/** Returns the outcomes of the checks on a conversation whose requests are all sent unchanged. */
export function outcomes(
  exchanges: readonly Exchange[],
  extensions: Iterable<Extension> = [],
): Record<string, Outcome> {
  const known = { extensions: new Set(extensions) };
  const { verdicts } = judge(openaiResponses, bareConversation(exchanges, known));
  return Object.fromEntries(verdicts.map(({ check, outcome }) => [check, outcome]));
}

export const RESULT = { type: 'function_call_output', call_id: 'call_1', output: '40' };

export const THOUGHT = { id: 'rs_1', type: 'reasoning', summary: [] };

export const SAID = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [] };

export const SUMMARY = { id: 'cmp_1', type: 'compaction', encrypted_content: 'gAAAAA' };

export const added = (item: JsonObject, rest: JsonObject = {}) => ({
  type: 'response.output_item.added',
  item,
  ...rest,
});

export const done = (item: JsonObject, rest: JsonObject = {}) => ({
  type: 'response.output_item.done',
  item,
  ...rest,
});
