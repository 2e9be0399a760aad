/** Bedrock's Converse: how it is recognised, how its requests are read, and how answers are assembled and sent back. */
import { recogniseTraffic } from '../../src/audit/traffic.ts';
import { readRequest } from '../../src/dialects/bedrock-converse/codec/request.ts';
import { bedrockConverse } from '../../src/dialects/bedrock-converse/index.ts';
import type { RequestSettings } from '../../src/drive/codec.ts';
import type { HttpRequest } from '../../src/evidence/exchange.ts';
import { framesOf } from '../../src/evidence/frames/aws-event-stream.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { Json, JsonObject } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

const HOST = 'https://bedrock-runtime.eu-west-1.amazonaws.com/model';
const MESSAGES = [{ role: 'user', content: [{ text: 'Hello' }] }];

const SCENARIO: Scenario = {
  id: 'example',
  title: 'Example',
  order: 1,
  maxTokens: 300,
  maxTurns: 2,
  system: 'Be brief.',
  prompts: ['What is it?'],
  tools: [],
  checks: [],
  facts: [],
};

const SETTINGS: RequestSettings = {
  model: 'eu.anthropic.claude-x-v1:0',
  delivery: 'streaming',
  extensions: new Set(),
  upstream: null,
};

function post(path: string, body: Json): HttpRequest {
  return { method: 'POST', url: `${HOST}/${path}`, headers: [], body: Buffer.from(JSON.stringify(body)) };
}

function streamed(events: readonly (readonly [name: string, payload: JsonObject])[]) {
  const body = framesOf(events.map(([name, payload]) => ({ name, payload })));
  return bedrockConverse.read(
    {
      request: post('m/converse-stream', { messages: MESSAGES }),
      response: { status: 200, headers: [], body, provenComplete: true },
    },
    1,
  );
}

function buffered(message: JsonObject) {
  const body = Buffer.from(JSON.stringify({ output: { message }, stopReason: 'tool_use' }));
  return bedrockConverse.read(
    {
      request: post('m/converse', { messages: MESSAGES }),
      response: { status: 200, headers: [], body, provenComplete: true },
    },
    1,
  );
}

test('traffic is recognised by its path, which says the model and the delivery', () => {
  const found = [
    post('eu.anthropic.claude-x-v1%3A0/converse', { messages: MESSAGES }),
    post('arn%3Aaws%3Abedrock%3A%3A1%3Aprofile%2Fp/converse-stream', { messages: MESSAGES }),
    post('arn:aws:bedrock::1:profile/p/converse', { messages: MESSAGES }),
    post('m/converse', { prompt: 'Hello' }),
    post('m/converse/tokens', { messages: MESSAGES }),
  ].map((request) => {
    const { kind, dialect, modelInUrl } = recogniseTraffic({ request, response: null });
    return [kind, dialect, modelInUrl, readRequest(request).streaming];
  });
  expect(found).toEqual([
    ['Bedrock Converse', 'bedrock-converse', 'eu.anthropic.claude-x-v1:0', false],
    ['Bedrock Converse', 'bedrock-converse', 'arn:aws:bedrock::1:profile/p', true],
    ['Bedrock Converse', 'bedrock-converse', 'arn:aws:bedrock::1:profile/p', false],
    ['Bedrock Converse without messages', null, null, false],
    ['other', null, null, false],
  ]);
});

test('the name of a model is one segment of the path', () => {
  expect(bedrockConverse.address(SETTINGS)).toBe('/model/eu.anthropic.claude-x-v1%3A0/converse-stream');
  const arn = { model: 'arn:aws:bedrock::1:profile/p', delivery: 'buffered' } as const;
  expect(bedrockConverse.address(arn)).toBe('/model/arn%3Aaws%3Abedrock%3A%3A1%3Aprofile%2Fp/converse');
});

test('an answer is recognised without its request, as the SDKs of AWS hand it over', () => {
  const recognised = [
    [{ output: { message: { role: 'assistant', content: [] } }, stopReason: 'end_turn' }, false],
    [{ messageStart: { role: 'assistant' } }, true],
    [{ output: 'text', stopReason: 'end_turn' }, false],
    [{ messageStart: { role: 'user' } }, true],
    [{ contentBlockStop: { contentBlockIndex: 0 } }, true],
  ] as const;
  const found = recognised.map(
    ([first, streaming]) => bedrockConverse.recogniseAnswer?.({ first, streaming })?.request.url,
  );
  expect(found).toEqual([
    'https://unknown.invalid/model/unknown/converse',
    'https://unknown.invalid/model/unknown/converse-stream',
    undefined,
    undefined,
    undefined,
  ]);
});

test('a block is put together by its index, and text needs no start', () => {
  const { turn, blocks } = streamed([
    ['messageStart', { role: 'assistant' }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'I ' } }],
    ['contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't_1', name: 'add' } } }],
    ['contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"a":' } } }],
    ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'add.' }, p: 'abcd' }],
    ['contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '2}' } } }],
    ['contentBlockStart', { contentBlockIndex: 2, start: { toolUse: { toolUseId: 't_2', name: 'now' } } }],
    ['contentBlockStop', { contentBlockIndex: 2 }],
    ['messageStop', { stopReason: 'tool_use' }],
    ['metadata', { usage: { inputTokens: 3, outputTokens: 4, totalTokens: 7 }, metrics: { latencyMs: 5 } }],
  ]);
  expect(blocks.map(({ type, stopped }) => [type, stopped])).toEqual([
    ['text', false],
    ['toolUse', false],
    ['toolUse', true],
  ]);
  expect(turn.choices[0]?.text).toBe('I add.');
  expect(turn.calls.map(({ id, name, json }) => [id?.value, name?.value, json])).toEqual([
    ['t_1', 'add', { a: 2 }],
    ['t_2', 'now', {}],
  ]);
  expect(turn.usages.map(({ prompt, completion, total }) => [prompt, completion, total])).toEqual([
    [3, 4, 7],
  ]);
});

test('thoughts go back with their signatures, whose pieces are joined, unless the client forgets them', () => {
  const call = { toolUse: { toolUseId: 't_1', name: 'add', input: { a: 2 } } };
  const [whole] = bedrockConverse.answerMessages(
    streamed([
      ['messageStart', { role: 'assistant' }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { text: 'Sum.' } } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'c2' } } }],
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { signature: 'ln' } } }],
      ['contentBlockStart', { contentBlockIndex: 1, start: { toolUse: { toolUseId: 't_1', name: 'add' } } }],
      ['contentBlockDelta', { contentBlockIndex: 1, delta: { toolUse: { input: '{"a":2}' } } }],
      ['messageStop', { stopReason: 'tool_use' }],
    ]),
  );
  const thought = { reasoningContent: { reasoningText: { text: 'Sum.', signature: 'c2ln' } } };
  expect(whole).toEqual({ role: 'assistant', content: [thought, call] });
  const { messages } = bedrockConverse.body({ ...SCENARIO, dropsSignatures: true }, [whole], SETTINGS, null);
  expect(messages).toEqual([{ role: 'assistant', content: [call] }]);
});

test('a block that no reading knows goes back as it came, and an empty text does not', () => {
  const guarded = { guardContent: { text: { text: 'kept' } } };
  const reading = buffered({ role: 'assistant', content: [{ text: '' }, guarded] });
  expect(bedrockConverse.answerMessages(reading)).toEqual([{ role: 'assistant', content: [guarded] }]);
  expect(bedrockConverse.answerMessages(buffered({ role: 'assistant', content: [] }))).toEqual([]);
});

test('all results go back in one message, with the files that they hold', () => {
  const { turn } = buffered({
    role: 'assistant',
    content: [
      { toolUse: { toolUseId: 't_1', name: 'add', input: {} } },
      { toolUse: { name: 'read', input: {} } },
    ],
  });
  const [first, second] = turn.calls;
  if (first === undefined || second === undefined) throw new Error('two calls are made');
  const file = { name: 'a.pdf', kind: 'pdf', mimeType: 'application/pdf', base64: 'JVBERg==' } as const;
  expect(
    bedrockConverse.resultMessages([
      { call: first, text: '5' },
      { call: second, text: 'read', file },
    ]),
  ).toEqual([
    {
      role: 'user',
      content: [
        { toolResult: { toolUseId: 't_1', content: [{ text: '5' }] } },
        {
          toolResult: {
            content: [
              { text: 'read' },
              { document: { format: 'pdf', name: 'a', source: { bytes: 'JVBERg==' } } },
            ],
          },
        },
      ],
    },
  ]);
});

test('a request says its tools, its choice and its limit, and what of its history does not belong together', () => {
  const { tools, toolChoice, maxTokens, orphans, unanswered, history, returnsResults } = readRequest(
    post('m/converse', {
      messages: [
        ...MESSAGES,
        {
          role: 'assistant',
          content: [
            { toolUse: { toolUseId: 't_1', name: 'add', input: { a: 2 } } },
            { toolUse: { toolUseId: 't_2', name: 'web', input: {}, type: 'server_tool_use' } },
          ],
        },
        { role: 'user', content: [{ toolResult: { toolUseId: 't_9', content: [{ json: { sum: 5 } }] } }] },
      ],
      toolConfig: {
        tools: [{ toolSpec: { name: 'add', inputSchema: { json: { type: 'object' } } } }, { cachePoint: {} }],
        toolChoice: { any: {} },
      },
      inferenceConfig: { maxTokens: 300 },
    }),
  );
  expect({ tools, toolChoice, maxTokens, returnsResults }).toEqual({
    tools: [{ name: 'add', parameters: { type: 'object' }, strict: false }],
    toolChoice: { kind: 'required' },
    maxTokens: 300,
    returnsResults: true,
  });
  expect(history.map(({ role, text, calls, answers }) => [role, text, calls.length, answers])).toEqual([
    ['user', 'Hello', 0, undefined],
    ['assistant', '', 1, undefined],
    ['assistant', '', 0, undefined],
    ['tool', '{"sum":5}', 0, 't_9'],
  ]);
  expect(
    [orphans, unanswered].map((misplaced) => misplaced?.map(({ path, value }) => [path, value])),
  ).toEqual([
    [['request.messages[2].content[0].toolResult.toolUseId', 't_9']],
    [['request.messages[1].content[0].toolUse.toolUseId', 't_1']],
  ]);
});

test('thinking is asked for within the limit, and not beside a forced call', () => {
  const { inferenceConfig, additionalModelRequestFields: fields } = bedrockConverse.body(
    { ...SCENARIO, reasoning: true },
    MESSAGES,
    { ...SETTINGS, extraBody: { inferenceConfig: { temperature: 1 } } },
    null,
  );
  expect([inferenceConfig, fields]).toEqual([
    { maxTokens: 1324, temperature: 1 },
    { thinking: { type: 'enabled', budget_tokens: 1024 } },
  ]);
  const forced = { ...SCENARIO, reasoning: true, toolChoice: { kind: 'required' } } as const;
  const { inferenceConfig: limit, additionalModelRequestFields: none } = bedrockConverse.body(
    forced,
    MESSAGES,
    SETTINGS,
    null,
  );
  expect([limit, none]).toEqual([{ maxTokens: 300 }, undefined]);
});
