/** Chat Completions: which parts of an answer an assistant message repeats. */

import { codec } from '../../src/dialects/openai-chat/codec/codec.ts';
import { withoutThoughts } from '../../src/dialects/openai-chat/codec/repeated.ts';
import type { Json, JsonObject } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

const CALL = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"at":"Oslo"}' } };
const SIGNED = { ...CALL, extra_content: { google: { thought_signature: 'c2lnbmVk' } } };

/** Returns what is sent back of a buffered answer. */
function repeated(message: JsonObject): readonly Json[] {
  return repeatedOf(JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] }), false);
}

/** Returns what is sent back of a streamed answer. */
function repeatedStream(...deltas: readonly JsonObject[]): readonly Json[] {
  const chunks = deltas.map((delta) => ({ choices: [{ index: 0, delta, finish_reason: null }] }));
  return repeatedOf(chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join(''), true);
}

function repeatedOf(body: string, stream: boolean): readonly Json[] {
  const request = { method: 'POST', url: 'https://llm.test/v1/chat/completions', headers: [] };
  const asked = JSON.stringify({ model: 'm', messages: [], stream });
  const response = { status: 200, headers: [], body: Buffer.from(body), provenComplete: true };
  const exchange = { request: { ...request, body: Buffer.from(asked) }, response };
  return codec.answerMessages(codec.read(exchange, 1));
}

const BUFFERED: readonly (readonly [name: string, message: JsonObject, goesBack: JsonObject])[] = [
  [
    'the thoughts behind a call',
    { content: null, reasoning_content: 'I look it up.', tool_calls: [CALL] },
    { role: 'assistant', reasoning_content: 'I look it up.', tool_calls: [CALL] },
  ],
  [
    'details of reasoning, as they came',
    { content: '', reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }], tool_calls: [CALL] },
    {
      role: 'assistant',
      reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }],
      tool_calls: [CALL],
    },
  ],
  [
    'the signature of a call',
    { content: null, tool_calls: [CALL, SIGNED] },
    { role: 'assistant', tool_calls: [CALL, SIGNED] },
  ],
  [
    'nothing that is empty',
    { content: 'I look.', reasoning: '', reasoning_details: [], tool_calls: [CALL] },
    { role: 'assistant', content: 'I look.', tool_calls: [CALL] },
  ],
  [
    'no thoughts without a call',
    { content: 'Warm.', reasoning_content: 'It is 40.' },
    { role: 'assistant', content: 'Warm.' },
  ],
];

for (const [name, message, goesBack] of BUFFERED) {
  test(`an answer goes back with ${name}`, () => {
    expect(repeated(message)).toEqual([goesBack]);
  });
}

test('the pieces of a stream go back as one', () => {
  const detail = (index: number, piece: JsonObject) => ({
    reasoning_details: [{ type: 'reasoning.text', index, ...piece }],
  });
  const goesBack = repeatedStream(
    { role: 'assistant', reasoning: 'I ' },
    { reasoning: 'look.', ...detail(0, { text: 'I ' }) },
    detail(0, { text: 'look.', signature: null }),
    detail(0, { signature: 'c2ln' }),
    detail(1, { text: 'Now.' }),
    { tool_calls: [{ index: 0, ...SIGNED, function: { name: 'weather', arguments: '' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '{"at":"Oslo"}' } }] },
    { tool_calls: [{ index: 1, ...CALL }] },
  );
  expect(goesBack).toEqual([
    {
      role: 'assistant',
      reasoning: 'I look.',
      reasoning_details: [
        { type: 'reasoning.text', index: 0, text: 'I look.', signature: 'c2ln' },
        { type: 'reasoning.text', index: 1, text: 'Now.' },
      ],
      tool_calls: [SIGNED, CALL],
    },
  ]);
});

test('a client that keeps no thoughts leaves them and their signatures out', () => {
  const message = { role: 'assistant', reasoning: 'I look.', thinking_blocks: [], tool_calls: [SIGNED] };
  const result = { role: 'tool', tool_call_id: 'call_1', content: '40' };
  expect([message, result].map(withoutThoughts)).toEqual([{ role: 'assistant', tool_calls: [CALL] }, result]);
});
