/** The Messages dialect: how it is recognised, how its requests are read, and how histories are sent back. */

import { recogniseTraffic } from '../../src/audit/traffic.ts';
import { readRequest } from '../../src/dialects/anthropic-messages/codec/request.ts';
import { anthropicMessages } from '../../src/dialects/anthropic-messages/index.ts';
import type { RequestSettings } from '../../src/drive/codec.ts';
import type { Exchange, HttpRequest } from '../../src/evidence/exchange.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import type { Json } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

const BEDROCK = 'https://bedrock-runtime.eu-west-1.amazonaws.com/model';
const VERTEX =
  'https://eu-aiplatform.googleapis.com/v1/projects/p/locations/eu/publishers/anthropic/models/claude-x@1';
const TOKEN_COUNTER = VERTEX.replace('claude-x@1', 'count-tokens');
const MESSAGES = [{ role: 'user', content: 'Hello' }];

function post(url: string, body: Json, headers: HttpRequest['headers'] = []): HttpRequest {
  return { method: 'POST', url, headers, body: Buffer.from(JSON.stringify(body)) };
}

test('traffic is recognised by its path, and on Bedrock by the version in its body', () => {
  const kinds = [
    post('https://api.anthropic.com/v1/messages?beta=true', { messages: MESSAGES }),
    post('https://openrouter.ai/api/v1/messages', { messages: MESSAGES }),
    post('https://api.anthropic.com/v1/messages/count_tokens', { messages: MESSAGES }),
    post('https://chat.example/v1/threads/t_1/messages', { role: 'user', content: 'Hello' }),
    post(`${BEDROCK}/eu.anthropic.claude-x-v1%3A0/invoke`, { anthropic_version: 'b', messages: MESSAGES }),
    post(`${BEDROCK}/anthropic.claude-v2/invoke`, { prompt: 'Human: Hello' }),
    post(`${BEDROCK}/amazon.titan-text/invoke`, { inputText: 'Hello' }),
    post(`${VERTEX}:streamRawPredict`, { anthropic_version: 'v', messages: MESSAGES }),
    post(`${TOKEN_COUNTER}:rawPredict`, { anthropic_version: 'v', model: 'm', messages: MESSAGES }),
  ].map((request) => {
    const { kind, dialect, extensions, modelInUrl } = recogniseTraffic({ request, response: null });
    return [kind, dialect, [...extensions], modelInUrl];
  });
  expect(kinds).toEqual([
    ['Messages', 'anthropic-messages', [], null],
    ['Messages', 'anthropic-messages', ['openrouter'], null],
    ['token counting', null, [], null],
    ['other', null, [], null],
    ['Messages on Bedrock', 'anthropic-messages', [], 'eu.anthropic.claude-x-v1:0'],
    ['Text Completions of Claude on Bedrock (legacy)', null, [], null],
    ['Bedrock InvokeModel of another format', null, [], null],
    ['Messages on Vertex AI', 'anthropic-messages', [], 'claude-x@1'],
    ['token counting', null, [], null],
  ]);
});

test('the path says what a body of Bedrock need not', () => {
  const { model, streaming, variant } = readRequest(
    post(`${BEDROCK}/anthropic.claude-x-v1%3A0/invoke-with-response-stream`, { messages: MESSAGES }),
  );
  expect({ model, streaming, variant }).toEqual({
    model: 'anthropic.claude-x-v1:0',
    streaming: true,
    variant: 'bedrock',
  });
});

const CALL = { type: 'tool_use', id: 'toolu_1', name: 'weather', input: {} };
const OTHER_CALL = { ...CALL, id: 'toolu_2' };
const result = (id: string) => ({ type: 'tool_result', tool_use_id: id, content: '21' });

function pairing(messages: Json): { orphans: Json[]; unanswered: Json[] } {
  const { orphans, unanswered } = readRequest(post('https://x.example/v1/messages', { messages }));
  return { orphans: orphans.map(({ value }) => value), unanswered: unanswered.map(({ value }) => value) };
}

test('results pair with the turn just before, over adjacent messages of one role', () => {
  const asked = { role: 'user', content: 'Weather?' };
  const called = { role: 'assistant', content: [CALL] };
  const paired = { orphans: [], unanswered: [] };
  expect(
    pairing([
      asked,
      called,
      { role: 'assistant', content: [OTHER_CALL] },
      { role: 'user', content: [result('toolu_1')] },
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: [result('toolu_2')] },
    ]),
  ).toEqual(paired);
  expect(pairing([asked, called])).toEqual(paired);
  expect(
    pairing([
      asked,
      called,
      { role: 'user', content: [result('toolu_1')] },
      { role: 'assistant', content: 'It is 21.' },
      { role: 'user', content: [result('toolu_1')] },
    ]),
  ).toEqual({ orphans: ['toolu_1'], unanswered: [] });
  expect(pairing([asked, called, { role: 'user', content: 'Never mind.' }])).toEqual({
    orphans: [],
    unanswered: ['toolu_1'],
  });
});

test('the history has an entry for each call, each result and each run of other blocks', () => {
  const { history, returnsResults } = readRequest(
    post('https://x.example/v1/messages', {
      messages: [
        { role: 'user', content: 'Weather?' },
        { role: 'assistant', content: [{ type: 'text', text: 'Let me see.' }, CALL, OTHER_CALL] },
        {
          role: 'user',
          content: [
            { ...result('toolu_1'), content: [{ type: 'text', text: '21' }] },
            { type: 'text', text: 'So?', cache_control: { type: 'ephemeral' } },
          ],
        },
      ],
    }),
  );
  expect(
    history.map(({ role, text, calls, answers, path }) => [
      role,
      text,
      calls.map(({ id }) => id),
      answers,
      path,
    ]),
  ).toEqual([
    ['user', 'Weather?', [], undefined, 'messages[0].content'],
    ['assistant', 'Let me see.', [], undefined, 'messages[1].content[0]'],
    ['assistant', '', ['toolu_1'], undefined, 'messages[1].content[1]'],
    ['assistant', '', ['toolu_2'], undefined, 'messages[1].content[2]'],
    ['tool', '21', [], 'toolu_1', 'messages[2].content[0]'],
    ['user', 'So?', [], undefined, 'messages[2].content[1]'],
  ]);
  expect(history.at(-1)?.json).toEqual({ role: 'user', content: [{ type: 'text', text: 'So?' }] });
  expect(returnsResults).toBe(true);
});

const SETTINGS: RequestSettings = {
  model: 'm',
  delivery: 'streaming',
  extensions: new Set(),
  upstream: null,
};

const SCENARIO: Scenario = {
  id: 'test',
  title: 'a test',
  order: 0,
  checks: [],
  system: 'Be brief.',
  prompts: ['Weather?'],
  history: [
    {
      role: 'assistant',
      calls: [
        { id: 'a', name: 'weather', arguments: '{"city":"Oslo"}' },
        { id: 'b', name: 'weather', arguments: '' },
      ],
    },
    { role: 'tool', answers: 'a', text: '21' },
    { role: 'tool', answers: null, text: '12' },
    { role: 'assistant', text: 'It is 21.' },
    { role: 'user', text: 'And now?' },
  ],
  tools: [],
  reasoning: true,
  maxTokens: 300,
  maxTurns: 2,
  facts: [],
};

test('adjacent results of a history go into one message, and one that names no call stays nameless', () => {
  expect(anthropicMessages.openingMessages(SCENARIO)).toEqual([
    { role: 'user', content: 'Weather?' },
    {
      role: 'assistant',
      content: [
        { type: 'tool_use', id: 'a', name: 'weather', input: { city: 'Oslo' } },
        { type: 'tool_use', id: 'b', name: 'weather', input: {} },
      ],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'a', content: '21' },
        { type: 'tool_result', content: '12' },
      ],
    },
    { role: 'assistant', content: [{ type: 'text', text: 'It is 21.' }] },
    { role: 'user', content: 'And now?' },
  ]);
});

const ANSWERED: Exchange = {
  request: post('https://x.example/v1/messages', { messages: MESSAGES }),
  response: {
    status: 200,
    headers: [],
    body: Buffer.from(
      JSON.stringify({
        type: 'message',
        content: [
          { type: 'thinking', thinking: '', signature: 'c2ln' },
          { type: 'redacted_thinking', data: 'ZGF0YQ==' },
          { type: 'text', text: '' },
          CALL,
        ],
        stop_reason: 'tool_use',
      }),
    ),
    provenComplete: true,
  },
};

test('thoughts go back untouched, unless the scenario has the client forget them', () => {
  const reading = anthropicMessages.read(ANSWERED, 1);
  const [repeated] = anthropicMessages.answerMessages(reading);
  expect(repeated).toEqual({
    role: 'assistant',
    content: [
      { type: 'thinking', thinking: '', signature: 'c2ln' },
      { type: 'redacted_thinking', data: 'ZGF0YQ==' },
      CALL,
    ],
  });
  const body = anthropicMessages.body({ ...SCENARIO, dropsSignatures: true }, [repeated], SETTINGS, null);
  expect(body['messages']).toEqual([{ role: 'assistant', content: [CALL] }]);
  expect(anthropicMessages.resultMessages(reading.turn.calls.map((call) => ({ call, text: '21' })))).toEqual([
    { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: '21' }] },
  ]);
});

test('thinking is asked for within the limit, and not beside a forced call', () => {
  const { max_tokens: limit, thinking, stream } = anthropicMessages.body(SCENARIO, MESSAGES, SETTINGS, null);
  expect({ limit, thinking, stream }).toEqual({
    limit: 1324,
    thinking: { type: 'enabled', budget_tokens: 1024 },
    stream: true,
  });
  const forced = anthropicMessages.body(
    { ...SCENARIO, toolChoice: { kind: 'required' } },
    MESSAGES,
    SETTINGS,
    null,
  );
  expect([forced['thinking'], forced['max_tokens']]).toEqual([undefined, 300]);
});

test('reports of usage in a stream are merged: what the last leaves out is as it was before', () => {
  const events = [
    {
      type: 'message_start',
      message: { usage: { input_tokens: 3, cache_read_input_tokens: 40, output_tokens: 1 } },
    },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 12 } },
  ];
  const body = events.map((json) => `event: ${json.type}\ndata: ${JSON.stringify(json)}\n\n`).join('');
  const { turn } = anthropicMessages.read(
    {
      request: post('https://x.example/v1/messages', { messages: MESSAGES, stream: true }),
      response: { status: 200, headers: [], body: Buffer.from(body), provenComplete: true },
    },
    1,
  );
  expect(turn.usages.map(({ prompt, completion, cached }) => [prompt, completion, cached])).toEqual([
    [43, 1, 40],
    [43, 12, 40],
  ]);
});
