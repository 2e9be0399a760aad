/** Long integers in the input of a call are sent back with all their digits. A double would lose some. */

import { anthropicMessages } from '../../src/dialects/anthropic-messages/index.ts';
import { bedrockConverse } from '../../src/dialects/bedrock-converse/index.ts';
import type { Codec } from '../../src/drive/codec.ts';
import { requestOf } from '../../src/drive/drive.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { expect, test } from '../support/test.ts';

const INPUT = '{"id":9007199254740993123,"of":[-12345678901234567890,1.5],"as":"9007199254740993123"}';

function answered(url: string, request: object, body: string): Exchange {
  return {
    request: { method: 'POST', url, headers: [], body: Buffer.from(JSON.stringify(request)) },
    response: { status: 200, headers: [], body: Buffer.from(body), provenComplete: true },
  };
}

/** Returns the body of a request that repeats the answer. */
function repeated(codec: Codec, exchange: Exchange): string {
  const messages = codec.answerMessages(codec.read(exchange, 1));
  const { body } = requestOf('/', { baseUrl: 'https://x.example', headers: {} }, { messages });
  return Buffer.from(body).toString();
}

const MESSAGES_URL = 'https://x.example/v1/messages';
const CALL = '"type":"tool_use","id":"toolu_1","name":"find"';

test('Messages: of a body', () => {
  const body = `{"type":"message","content":[{${CALL},"input":${INPUT}}],"stop_reason":"tool_use"}`;
  expect(repeated(anthropicMessages, answered(MESSAGES_URL, { messages: [] }, body))).toContain(INPUT);
});

test('Messages: of a stream, in pieces or whole, and of a call that the provider ran', () => {
  const streamed = (start: string, pieces: readonly string[]) =>
    [
      `{"type":"content_block_start","index":0,"content_block":{${start}}}`,
      ...pieces.map(
        (piece) =>
          `{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":${JSON.stringify(piece)}}}`,
      ),
    ]
      .map((data) => `data: ${data}\n\n`)
      .join('');
  const served = CALL.replace('tool_use', 'server_tool_use');
  for (const body of [
    streamed(`${CALL},"input":{}`, [INPUT.slice(0, 12), INPUT.slice(12)]),
    streamed(`${CALL},"input":${INPUT}`, []),
    streamed(`${served},"input":{}`, [INPUT]),
  ]) {
    const exchange = answered(MESSAGES_URL, { messages: [], stream: true }, body);
    expect(repeated(anthropicMessages, exchange)).toContain(`"input":${INPUT}`);
  }
});

test('Converse: of a body', () => {
  const body = `{"output":{"message":{"role":"assistant","content":[{"toolUse":{"toolUseId":"t_1","name":"find","input":${INPUT}}}]}},"stopReason":"tool_use"}`;
  const url = 'https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/converse';
  expect(repeated(bedrockConverse, answered(url, { messages: [] }, body))).toContain(INPUT);
});

test('a text that looks like the mark of a number goes back as text', () => {
  const text = '{"id":"\\u0000whole-0.5:12345678901234567890"}';
  const body = `{"type":"message","content":[{${CALL},"input":${text}}],"stop_reason":"tool_use"}`;
  expect(repeated(anthropicMessages, answered(MESSAGES_URL, { messages: [] }, body))).toContain(text);
});
