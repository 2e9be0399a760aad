import { judgeRecording } from '../../src/audit/judge-recording.ts';
import type { Fidelity, RecordedExchange } from '../../src/evidence/recordings/recorded.ts';
import type { JsonObject } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

const USER = { role: 'user', content: 'How warm is it?' };
/** Each by its id, and a city behind it where the call has one. */
const asks = (...calls: string[]) => ({
  role: 'assistant',
  tool_calls: calls.map((call) => {
    const [id, city] = call.split(' ');
    return { id, type: 'function', function: { name: 'weather', arguments: JSON.stringify({ city }) } };
  }),
});
const answers = (id: string) => ({ role: 'tool', tool_call_id: id, content: '40' });

const TOOLS = [{ type: 'function', function: { name: 'weather' } }];

interface Said {
  readonly messages: readonly object[];
  /** The ids of the calls that come back; none: text. */
  readonly calls?: readonly string[];
  readonly status?: number;
  readonly more?: object;
  readonly url?: string;
  /** The whole body of the answer, where it is none of Chat Completions. */
  readonly answered?: object;
}

const URL = 'https://llm.test/v1/chat/completions';

function recorded({
  messages,
  calls = [],
  status = 200,
  more = {},
  url = URL,
  answered,
}: Said): RecordedExchange {
  const message = {
    role: 'assistant',
    content: calls.length > 0 ? null : 'Warm.',
    ...(calls.length > 0 ? asks(...calls) : {}),
  };
  const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10 };
  const completion = {
    id: 'a',
    object: 'chat.completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
    usage,
  };
  const body = answered ?? (status === 200 ? completion : { error: { message: 'busy', code: null } });
  return {
    exchange: {
      request: {
        method: 'POST',
        url,
        headers: [],
        body: bytesOf(JSON.stringify({ model: 'm', messages, ...more })),
      },
      response: {
        status,
        headers: [['Date', ['Mon, 02 Mar 2026 10:00:00 GMT']]],
        body: bytesOf(JSON.stringify(body)),
        provenComplete: false,
      },
    },
    line: 1,
    fidelity: 'bytes',
  };
}

function* names(): Generator<string, string> {
  for (let number = 1; ; number += 1) yield `x#${number}`;
}

/** The recording with its conversations: which exchange, from 1, is in which. */
function grouped(said: readonly Said[]): number[][] {
  const recording = said.map((one, at) => ({ ...recorded(one), line: at + 1 }));
  return judgeRecording(recording, 'x', names()).conversations.map(({ lines }) => lines.map(Number));
}

const CASES: readonly (readonly [
  name: string,
  said: readonly Said[],
  groups: readonly (readonly number[])[],
])[] = [
  [
    'a tool loop',
    [{ messages: [USER], calls: ['a'] }, { messages: [USER, asks('a'), answers('a')] }],
    [[1, 2]],
  ],
  [
    'messages continued with ids that the client rewrote',
    [{ messages: [USER], calls: ['a'] }, { messages: [USER, asks('z'), answers('z')] }],
    [[1, 2]],
  ],
  [
    'ids repeated in messages that the client rewrote',
    [
      { messages: [{ role: 'system', content: 'It is 10:00.' }, USER], calls: ['a'] },
      { messages: [{ role: 'system', content: 'It is 10:01.' }, USER, asks('a'), answers('a')] },
    ],
    [[1, 2]],
  ],
  [
    'a prompt used again',
    [{ messages: [USER] }, { messages: [USER] }, { messages: [USER] }],
    [[1], [2], [3]],
  ],
  [
    'two loops with one prompt, one after the other, with the same ids',
    [
      { messages: [USER], calls: ['0'] },
      { messages: [USER, asks('0'), answers('0')] },
      { messages: [USER], calls: ['0'] },
      { messages: [USER, asks('0'), answers('0')] },
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'two loops with one prompt at the same time',
    [
      { messages: [USER], calls: ['a'] },
      { messages: [USER], calls: ['b'] },
      { messages: [USER, asks('a'), answers('a')] },
      { messages: [USER, asks('b'), answers('b')] },
    ],
    [
      [1, 3],
      [2, 4],
    ],
  ],
  [
    'two loops with one prompt at the same time, whose calls have the same id and other arguments',
    [
      { messages: [USER], calls: ['0 Oslo'] },
      { messages: [USER], calls: ['0 Rome'] },
      { messages: [USER, asks('0 Oslo'), answers('0')] },
      { messages: [USER, asks('0 Rome'), answers('0')] },
    ],
    [
      [1, 3],
      [2, 4],
    ],
  ],
  [
    'two loops with one prompt and one id, and a client that repeats other arguments than both have',
    [
      { messages: [USER], calls: ['0 Oslo'] },
      { messages: [USER], calls: ['0 Rome'] },
      { messages: [USER, asks('0 Bergen'), answers('0')] },
    ],
    [[1], [2, 3]],
  ],
  [
    'a request sent again after a 429',
    [{ messages: [USER], status: 429 }, { messages: [USER], status: 429 }, { messages: [USER] }],
    [[1, 2, 3]],
  ],
  [
    'a retry in the middle',
    [
      { messages: [USER], calls: ['a'] },
      { messages: [USER, asks('a'), answers('a')], status: 500 },
      { messages: [USER, asks('a'), answers('a')] },
    ],
    [[1, 2, 3]],
  ],
  [
    'a request that was changed after a failure',
    [
      { messages: [USER], status: 400 },
      { messages: [USER], more: { temperature: 0 } },
    ],
    [[1], [2]],
  ],
  [
    'another question',
    [{ messages: [USER] }, { messages: [{ role: 'user', content: 'And tomorrow?' }] }],
    [[1], [2]],
  ],
  [
    'calls whose ids the client rewrites in every request',
    [
      { messages: [USER], calls: ['a'] },
      { messages: [USER, asks('x'), answers('x')], calls: ['b'] },
      { messages: [USER, asks('y'), answers('y'), asks('z'), answers('z')] },
    ],
    [[1, 2, 3]],
  ],
  [
    'a loop that goes on in the other delivery',
    [
      { messages: [USER], calls: ['a'] },
      { messages: [USER, asks('a'), answers('a')], more: { stream: true }, calls: ['b'] },
      { messages: [USER, asks('a'), answers('a'), asks('z'), answers('z')] },
    ],
    [[1, 2, 3]],
  ],
  [
    'one prompt in both deliveries, with the same ids, at the same time',
    [
      { messages: [USER], calls: ['0'], more: { stream: true } },
      { messages: [USER], calls: ['0'] },
      { messages: [USER, asks('0'), answers('0')], more: { stream: true } },
      { messages: [USER, asks('0'), answers('0')] },
    ],
    [
      [1, 3],
      [2, 4],
    ],
  ],
  [
    'another model, host or upstream',
    [
      { messages: [USER], calls: ['a'] },
      { messages: [USER, asks('a'), answers('a')], more: { model: 'n' } },
      { messages: [USER, asks('a'), answers('a')], url: 'https://other.test/v1/chat/completions' },
      { messages: [USER, asks('a'), answers('a')], more: { provider: { only: ['p'] } } },
    ],
    [[1], [2], [3], [4]],
  ],
  [
    'a question that becomes a list of parts',
    [
      { messages: [USER], calls: ['a'] },
      {
        messages: [
          { role: 'user', content: [{ type: 'text', text: USER.content }] },
          asks('a'),
          answers('a'),
        ],
      },
    ],
    [[1, 2]],
  ],
  [
    'a title that is asked for without tools while a call waits for its result',
    [
      { messages: [USER], calls: ['a'], more: { tools: TOOLS } },
      { messages: [USER, { role: 'user', content: 'Write a title.' }] },
      { messages: [USER, asks('a'), answers('a')], more: { tools: TOOLS } },
    ],
    [[1, 3], [2]],
  ],
  [
    'a prompt in the place of the result, with the tools and without any before',
    [
      { messages: [USER], calls: ['a'], more: { tools: TOOLS } },
      { messages: [USER, { role: 'user', content: 'Go on.' }], more: { tools: TOOLS } },
      { messages: [{ role: 'user', content: 'Hello' }], calls: ['a'] },
      {
        messages: [
          { role: 'user', content: 'Hello' },
          { role: 'user', content: 'Go on.' },
        ],
      },
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    'a last word without tools, behind a text and behind the result',
    [
      { messages: [USER], more: { tools: TOOLS } },
      { messages: [USER, { role: 'user', content: 'Write a title.' }] },
      { messages: [{ role: 'user', content: 'Hello' }], calls: ['a'], more: { tools: TOOLS } },
      { messages: [{ role: 'user', content: 'Hello' }, asks('z'), answers('z')] },
    ],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['no question at all', [{ messages: [] }, { messages: [] }], [[1], [2]]],
];

for (const [name, said, groups] of CASES) {
  test(`groups ${name}`, () => {
    expect(grouped(said)).toEqual(groups);
  });
}

test('names targets by host, model and pinned upstream', () => {
  const azure = 'https://x.azure.test/openai/deployments/gpt/chat/completions?api-version=1';
  const pinned = { provider: { only: ['p'] } };
  const recording = [
    recorded({ messages: [USER] }),
    recorded({ messages: [USER], more: pinned }),
    recorded({ messages: [USER], more: { provider: { only: ['p', 'q'] } } }),
    recorded({ messages: [USER], more: { model: undefined }, url: azure }),
    recorded({
      messages: [USER],
      more: { model: undefined },
      url: 'http://localhost:8080/v1/chat/completions',
    }),
    recorded({ messages: [USER], url: '<HOST>/v1/chat/completions/' }),
  ];
  const { conversations } = judgeRecording(recording, 'x', names());
  expect(conversations.map(({ target }) => target.id)).toEqual([
    'llm.test/m',
    'llm.test/m@p',
    'llm.test/m',
    'x.azure.test/gpt',
    'localhost:8080/(no model)',
    '<HOST>/m',
  ]);
});

test('the host openrouter.ai turns its rows on', () => {
  const judged = (host: string) => {
    const url = `https://${host}/api/v1/chat/completions`;
    const said = { messages: [USER], more: { usage: { include: true } }, url };
    const [conversation] = judgeRecording([recorded(said)], 'x', names()).conversations;
    return conversation?.result.verdicts.some(
      ({ check, outcome }) => check === 'cost/present' && outcome === 'fail',
    );
  };
  expect([judged('openrouter.ai'), judged('llm.test')]).toEqual([true, false]);
});

test('the time is that of the first server', () => {
  const [conversation] = judgeRecording([recorded({ messages: [USER] })], 'x', names()).conversations;
  expect(conversation?.result.conversation.recordedAt).toBe('2026-03-02T10:00:00.000Z');
});

test('nothing is said of bytes that the recorder made up', () => {
  const exchange = recorded({ messages: [USER] });
  const outcomeOf = (fidelity: Fidelity) => {
    const [conversation] = judgeRecording([{ ...exchange, fidelity }], 'x', names()).conversations;
    const { verdicts, conversation: record } = conversation?.result ?? {};
    if (record?.passed.includes('shape/json-padding')) return 'pass';
    if (record?.notApplicable.includes('shape/json-padding')) return 'not applicable';
    return verdicts?.find(({ check }) => check === 'shape/json-padding')?.outcome;
  };
  expect([outcomeOf('bytes'), outcomeOf('values')]).toEqual(['pass', 'not applicable']);
});

/** What no dialect speaks, so that it stays so whichever are there. */
const OTHERS: readonly (readonly [url: string, kind: string])[] = [
  ['https://x.test/v1/embeddings', 'embeddings'],
  ['https://x.test/v1/moderations', 'moderations'],
  ['https://x.test/v1/traces/ingest', 'traces'],
  ['https://x.test/v1/completions', 'Completions (legacy)'],
  ['https://x.test/v1/models', 'models'],
  ['https://x.test/weather', 'other'],
];

test('counts other traffic and does not judge it', () => {
  const recording = OTHERS.map(([url]) => recorded({ messages: [USER], url, answered: { output: 'Warm.' } }));
  const { conversations, skipped } = judgeRecording(recording, 'x', names());
  expect([conversations, skipped.map(({ kind }) => kind)]).toEqual([[], OTHERS.map(([, kind]) => kind)]);
});

test('Chat Completions at another path is told by what was asked and answered', () => {
  const chat = {
    'https://x.test/weather': 'openai-chat',
    'https://x.test/v1/messages': 'anthropic-messages',
  };
  const dialects = Object.keys(chat).map((url) => {
    const { conversations } = judgeRecording([recorded({ messages: [USER], url })], 'x', names());
    return conversations[0]?.target.dialect;
  });
  expect(dialects).toEqual(Object.values(chat));
  const stream = 'event: message\ndata: {"choices":[]}\n\n';
  const { exchange } = recorded({ messages: [USER], url: 'https://x.test/weather' });
  const response = {
    status: 200,
    headers: [],
    body: bytesOf(`: hello\n\n${stream}`),
    provenComplete: false,
  };
  const streamed = {
    exchange: { ...exchange, response },
    line: null,
    remade: false,
    fidelity: 'bytes' as const,
  };
  const { conversations } = judgeRecording([streamed], 'x', names());
  expect(conversations.map(({ target }) => target.dialect)).toEqual(['openai-chat']);
});

test('an error alone is of Chat Completions where the request could be of no other format', () => {
  const error = { error: { message: 'overloaded' } };
  const chat = recorded({ messages: [USER], url: 'https://x.test/weather', answered: error });
  const asking = (more: JsonObject) => {
    const asked = { model: 'm', messages: [USER], ...more };
    const request = { ...chat.exchange.request, body: bytesOf(JSON.stringify(asked)) };
    const { conversations } = judgeRecording(
      [{ ...chat, exchange: { ...chat.exchange, request } }],
      'x',
      names(),
    );
    return conversations.map(({ target }) => target.dialect);
  };
  expect(asking({ tools: [{ type: 'function', function: { name: 'weather' } }] })).toEqual(['openai-chat']);
  expect(asking({ stream_options: { include_usage: true } })).toEqual(['openai-chat']);
  expect(asking({ tools: [{ name: 'weather', input_schema: {} }] })).toEqual([]);
  expect(asking({})).toEqual([]);
});

test('what an address of Chat Completions refuses is of it, whatever comes first', () => {
  for (const url of ['https://x.test/weather', 'https://x.test/api/chat', 'https://x.test/v1/responses']) {
    const recording = [
      recorded({ messages: [USER], url, status: 429 }),
      recorded({ messages: [USER], url, calls: ['a'] }),
      recorded({ messages: [USER, asks('a'), answers('a')], url, answered: { error: { message: 'gone' } } }),
      recorded({ messages: [USER], url, answered: { reply: 'Warm.' } }),
      recorded({ messages: [USER], url: 'https://x.test/elsewhere', status: 429 }),
    ];
    const { conversations } = judgeRecording(recording, 'x', names());
    const judged = conversations
      .filter(({ target }) => target.dialect === 'openai-chat')
      .map(({ positions }) => positions);
    expect(judged, url).toEqual([[0, 1, 2]]);
  }
});

test('a chat request is a POST, with messages', () => {
  const { exchange } = recorded({ messages: [USER] });
  const requests = [
    { ...exchange.request, method: 'GET' },
    { ...exchange.request, body: bytesOf('{"prompt":"x"}') },
    { ...exchange.request, body: bytesOf('not JSON') },
  ];
  const recording = requests.map((request) => ({
    exchange: { ...exchange, request },
    line: null,
    fidelity: 'bytes' as const,
  }));
  const { conversations, skipped } = judgeRecording(recording, 'x', names());
  expect([conversations, skipped.map(({ kind }) => kind)]).toEqual([
    [],
    ['other', 'Chat Completions without messages', 'Chat Completions without messages'],
  ]);
});

test('calls without ids are told apart by their arguments', () => {
  const asked = { role: 'user', parts: [{ text: 'How warm is it?' }] };
  const call = (city: string) => ({ functionCall: { name: 'weather', args: { city } } });
  const result = { functionResponse: { name: 'weather', response: { output: '40' } } };
  const said = (contents: readonly object[], part: object): Said => ({
    messages: [],
    url: 'https://llm.test/v1beta/models/gemini-2.5-flash:generateContent',
    more: { contents },
    answered: { candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP' }] },
  });
  const returns = (city: string) =>
    said([asked, { role: 'model', parts: [call(city)] }, { role: 'user', parts: [result] }], {
      text: 'Warm.',
    });
  expect(
    grouped([said([asked], call('Oslo')), said([asked], call('Bergen')), returns('Oslo'), returns('Bergen')]),
  ).toEqual([
    [1, 3],
    [2, 4],
  ]);
});
