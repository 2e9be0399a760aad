/** What the reference provider says to clients that no scenario knows. */
import { CREDENTIAL } from '../../src/proof/dialogue-parts.ts';
import { madeArguments } from '../../src/provider/made-arguments.ts';
import { withProvider } from '../support/played-scenario.ts';
import { expect, test } from '../support/test.ts';

function tool(name: string, description: string, properties: object, required: readonly string[]) {
  return {
    type: 'function',
    function: { name, description, parameters: { type: 'object', properties, required } },
  };
}

const TEXT = { type: 'string' };
const WEATHER = tool(
  'get_weather',
  'Current weather of a city',
  {
    city: TEXT,
    unit: { enum: ['celsius', 'fahrenheit'] },
    days: { type: 'integer', minimum: 1, maximum: 7 },
  },
  ['city'],
);
const CLOCK = tool('clock', 'The time in a zone', { zone: TEXT }, ['zone']);
const BOOKING = tool(
  'book_table',
  'Book a table',
  { restaurant: TEXT, party_size: { type: 'integer' }, code: { type: 'string', pattern: '^[A-Z]{3}$' } },
  ['restaurant', 'party_size', 'code'],
);

async function answerOf(url: string, body: object, path = '/v1/chat/completions') {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${CREDENTIAL}`, 'x-goog-api-key': CREDENTIAL },
    body: JSON.stringify({ model: 'any', ...body }),
  });
  return response.json();
}

const user = (content: string) => ({ role: 'user', content });

/** The calls as `name {arguments}`, or the text. */
async function said(url: string, body: object): Promise<string[] | string> {
  const { choices, error } = await answerOf(url, body);
  if (error !== undefined) return error.message;
  const { tool_calls: calls, content } = choices[0].message;
  return (
    calls?.map(
      ({ function: { name, arguments: values } }: typeof BOOKING & { function: { arguments: string } }) =>
        `${name} ${values}`,
    ) ?? content
  );
}

const CALLS: readonly (readonly [prompt: string, more: object, said: string[] | string])[] = [
  ["What's the weather in Florence, Italy?", {}, ['get_weather {"city":"Florence, Italy"}']],
  ['weather in paris please', {}, ['get_weather {"city":"paris"}']],
  [
    'Compare the weather in Oslo, Rome and New York in fahrenheit.',
    {},
    ['Oslo', 'Rome', 'New York'].map((city) => `get_weather {"city":"${city}","unit":"fahrenheit"}`),
  ],
  [
    "What's the weather AND the clock in Tokyo? Call both tools.",
    {},
    ['get_weather {"city":"Tokyo"}', 'clock {"zone":"Tokyo"}'],
  ],
  [
    "What's the weather AND the clock in Tokyo?",
    { parallel_tool_calls: false },
    ['get_weather {"city":"Tokyo"}'],
  ],
  [
    'Book a table at Chez Nous for 4 people.',
    {},
    ['book_table {"restaurant":"Chez Nous","party_size":4,"code":"ABC"}'],
  ],
  ['Good morning!', {}, /scripted/u.source],
  ['Good morning!', { tool_choice: 'required' }, ['get_weather {"city":"reference"}']],
  ['What is the weather in Oslo?', { tool_choice: 'none' }, /scripted/u.source],
];

for (const [prompt, more, expected] of CALLS) {
  test(`it calls what the prompt speaks of: ${prompt} ${JSON.stringify(more)}`, async () => {
    const body = { messages: [user(prompt)], tools: [WEATHER, CLOCK, BOOKING], ...more };
    const answer = await withProvider({}, (url) => said(url, body));
    if (typeof expected === 'string') expect(answer).toContain(expected);
    else expect(answer).toEqual(expected);
  });
}

test('it goes on with the next call, and says what the calls returned', async () => {
  const called = (id: string, name: string, values: object) => ({
    role: 'assistant',
    tool_calls: [{ id, type: 'function', function: { name, arguments: JSON.stringify(values) } }],
  });
  const prompt = user('Look up the weather in Oslo, then the clock there.');
  const first = [
    prompt,
    called('a', 'get_weather', { city: 'Oslo' }),
    { role: 'tool', tool_call_id: 'a', content: '7 °C' },
  ];
  const both = [
    ...first,
    called('b', 'clock', { zone: 'Oslo' }),
    { role: 'tool', tool_call_id: 'b', content: '09:47' },
  ];
  const tools = [WEATHER, CLOCK];
  const answers = await withProvider({}, async (url) => [
    await said(url, { messages: [prompt], tools }),
    await said(url, { messages: first, tools }),
    await said(url, { messages: both, tools }),
  ]);
  expect(answers).toEqual([
    ['get_weather {"city":"Oslo"}'],
    ['clock {"zone":"Oslo"}'],
    'The tools returned: for Oslo, 7 °C; for Oslo, 09:47.',
  ]);
});

test('with a fault too, a result is said of its own call, whatever the order in which a client repeats the calls', async () => {
  const called = (id: string, city: string) => ({
    id,
    type: 'function',
    function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
  });
  const result = (tool_call_id: string, content: string) => ({ role: 'tool', tool_call_id, content });
  const calls = [called('a', 'Oslo'), called('b', 'Rome')];
  const results = [result('a', '7 °C'), result('b', '19 °C')];
  const wordsOf = (url: string, inOrder: boolean) => {
    const [tool_calls, returned] = inOrder ? [calls, results] : [calls.toReversed(), results.toReversed()];
    const messages = [
      user('What is the weather in Oslo and in Rome? Look both up at once.'),
      { role: 'assistant', tool_calls },
      ...returned,
    ];
    return streamedText(url, { messages, tools: [WEATHER] });
  };
  const words = await withProvider({ fault: 'deltas/indexes-backwards' }, async (url) => [
    await wordsOf(url, true),
    await wordsOf(url, false),
  ]);
  for (const text of words)
    expect(text).toMatch(/for Oslo, 7 °C; for Rome, 19 °C|for Rome, 19 °C; for Oslo, 7 °C/u);
});

async function streamedText(url: string, body: object): Promise<string> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${CREDENTIAL}` },
    body: JSON.stringify({ model: 'any', stream: true, ...body }),
  });
  const deltas = (await response.text()).matchAll(/"content":"(.*?)"/gu);
  return Array.from(deltas, ([, text = '']) => text).join('');
}

const CALLED = [
  user('What is the weather in Oslo?'),
  {
    role: 'assistant',
    tool_calls: [
      { id: 'a', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } },
    ],
  },
  { role: 'tool', tool_call_id: 'a', content: '7 °C' },
];

const BEHIND_RESULTS: readonly (readonly [messages: readonly string[], said: string[] | string])[] = [
  [['Go on, please.'], 'The tools returned: for Oslo, 7 °C.'],
  [['Now answer with the weather.'], 'The tools returned: for Oslo, 7 °C.'],
  [['So, what is the weather in Oslo?'], 'The tools returned: for Oslo, 7 °C.'],
  [['My name is Ada.', 'Say: I am Ada.'], 'I am Ada'],
  [['My name is Ada.', 'What is my name?'], 'The tools returned: for Oslo, 7 °C. Ada'],
  [['And the weather in Bergen?'], ['get_weather {"city":"Bergen"}']],
  [['And the clock in Bergen?'], ['clock {"zone":"Bergen"}']],
];

for (const [words, expected] of BEHIND_RESULTS) {
  test(`it keeps what the tools returned when the user speaks after them: ${words.join(' ')}`, async () => {
    const body = { messages: [...CALLED, ...words.map(user)], tools: [WEATHER, CLOCK] };
    expect(await withProvider({}, (url) => said(url, body))).toEqual(expected);
  });
}

test('it keeps results that stand in one message with what the user says (Messages)', async () => {
  const messages = [
    user('What is the weather in Oslo?'),
    {
      role: 'assistant',
      content: [{ type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: { city: 'Oslo' } }],
    },
    {
      role: 'user',
      content: [
        { type: 'tool_result', tool_use_id: 'toolu_1', content: '7 °C' },
        { type: 'text', text: 'Go on, please.' },
      ],
    },
  ];
  const tools = [{ name: 'get_weather', input_schema: { type: 'object', properties: { city: TEXT } } }];
  const body = { messages, tools, max_tokens: 100 };
  const answer = await withProvider({}, (url) => answerOf(url, body, '/v1/messages'));
  expect(answer.content).toEqual([{ type: 'text', text: 'The tools returned: for Oslo, 7 °C.' }]);
});

const WORDS: readonly (readonly [messages: readonly string[], more: object, said: string])[] = [
  [['Say exactly: alpha beta gamma'], {}, 'alpha beta gamma'],
  [['Say exactly: alpha beta gamma'], { stop: 'beta' }, 'alpha '],
  [['Say exactly: alpha beta gamma'], { stop: ['gamma', 'alpha'] }, ''],
  [['Count from 1 to 5.'], {}, '1, 2, 3, 4, 5'],
  [['What is 12 + 30? Reply with just the number.'], {}, '42'],
  [['My name is Ada. Remember it.', 'What is my name?'], {}, 'Ada'],
  [['The code of the day is QX-17.', 'Nice.', 'What was the code?'], {}, 'QX-17'],
  [
    ['Return a JSON object with keys "name" (a string) and "age" (a number).'],
    { response_format: { type: 'json_object' } },
    '{"name":"name","age":1}',
  ],
  [
    ['Ada is 36.'],
    {
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'person',
          schema: {
            type: 'object',
            properties: { name: TEXT, age: { type: 'integer' } },
            required: ['name', 'age'],
          },
        },
      },
    },
    '{"name":"reference","age":36}',
  ],
];

for (const [messages, more, expected] of WORDS) {
  test(`it says what it is told to: ${messages.join(' ')} ${JSON.stringify(more)}`, async () => {
    const answer = await withProvider({}, (url) => said(url, { messages: messages.map(user), ...more }));
    expect(answer).toBe(expected);
  });
}

/** What the dialects have not, and where their errors say so. */
const REFUSED: readonly (readonly [dialect: string, path: string, body: object, named: string])[] = [
  ['openai-chat', '/v1/chat/completions', { messages: [user('Hi')], logprobs: true }, 'logprobs'],
  ['openai-chat', '/v1/chat/completions', { messages: [user('Hi')], temperature: 3 }, 'temperature'],
  ['openai-chat', '/v1/chat/completions', { messages: [user('Hi')], frobnicate: 1 }, 'frobnicate'],
  ['openai-responses', '/v1/responses', { input: 'Hi', conversation: 'conv_1' }, 'conversation'],
  ['openai-responses', '/v1/responses', { input: 'Hi', top_logprobs: 3 }, 'top_logprobs'],
  [
    'openai-responses',
    '/v1/responses',
    { input: 'Hi', include: ['message.output_text.logprobs'] },
    'include[0]',
  ],
  [
    'anthropic-messages',
    '/v1/messages',
    { messages: [user('Hi')], max_tokens: 9, mcp_servers: [] },
    'mcp_servers',
  ],
  [
    'gemini',
    '/v1beta/models/any:generateContent',
    {
      contents: [{ parts: [{ text: 'Hi' }] }],
      model: undefined,
      generationConfig: { responseLogprobs: true },
    },
    'generationConfig.responseLogprobs',
  ],
];

for (const [dialect, path, body, named] of REFUSED) {
  test(`${dialect} refuses what it has not: ${named}`, async () => {
    const { error } = await withProvider({}, (url) => answerOf(url, body, path));
    expect(error.message).toContain(named);
  });
}

test('Messages says which sequence stopped it', async () => {
  const body = {
    messages: [user('Say exactly: alpha beta gamma')],
    max_tokens: 99,
    stop_sequences: ['beta'],
  };
  const { content, stop_reason, stop_sequence } = await withProvider({}, (url) =>
    answerOf(url, body, '/v1/messages'),
  );
  expect([content, stop_reason, stop_sequence]).toEqual([
    [{ type: 'text', text: 'alpha ' }],
    'stop_sequence',
    'beta',
  ]);
});

test('a Responses request recalls what the stored conversation said', async () => {
  const text = await withProvider({}, async (url) => {
    const { id } = await answerOf(url, { input: 'My name is Ada. Remember it.' }, '/v1/responses');
    const { output } = await answerOf(
      url,
      { input: 'What is my name?', previous_response_id: id },
      '/v1/responses',
    );
    return output[0].content[0].text;
  });
  expect(text).toBe('Ada');
});

test('arguments that a fault brings are the pieces that they come in', async () => {
  const tools = [
    {
      type: 'function',
      name: 'weather',
      strict: true,
      parameters: {
        type: 'object',
        properties: { location: TEXT },
        required: ['location'],
        additionalProperties: false,
      },
    },
  ];
  const body = { model: 'any', stream: true, input: 'What is the weather in Florence, Italy?', tools };
  const text = await withProvider({}, async (url) => {
    const path = '/fault/arguments/wrong-type-though-strict/v1/responses';
    const headers = { Authorization: `Bearer ${CREDENTIAL}` };
    return (await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).text();
  });
  const events = text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)));
  const pieces = events.flatMap(({ type, delta }) =>
    type === 'response.function_call_arguments.delta' ? [delta] : [],
  );
  const whole = events.find(({ type }) => type === 'response.function_call_arguments.done');
  expect([pieces.length, pieces.join('')]).toEqual([3, whole.arguments]);
});

test('arguments for a schema that refers to itself come to an end that fits it', () => {
  const next = { anyOf: [{ $ref: '#' }, { type: 'null' }] };
  const schema = { properties: { value: { type: 'string' }, next }, required: ['value', 'next'] };
  expect(madeArguments(schema, 'with value "blue"')).toEqual({ value: 'blue', next: null });
});
