/** Which exchanges of a recording are one conversation. */
import { answers, asks, judged, recorded, type Said, USER } from '../support/recorded-chats.ts';
import { expect, test } from '../support/test.ts';

const TOOLS = [{ type: 'function', function: { name: 'weather' } }];

/** The recording with its conversations: which exchange, from 1, is in which. */
function grouped(said: readonly Said[]): number[][] {
  const recording = said.map((one, at) => ({ ...recorded(one), line: at + 1 }));
  return judged(recording).conversations.map(({ lines }) => lines.map(Number));
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
