/** What an exchange of a recording is taken for: its target, its dialect, its time, and what the recorder kept of it. */
import type { Fidelity } from '../../src/evidence/recordings/recorded.ts';
import type { JsonObject } from '../../src/text/json.ts';
import { bytesOf } from '../support/conversation-evidence.ts';
import { answers, asks, judged, recorded, USER } from '../support/recorded-chats.ts';
import { expect, test } from '../support/test.ts';

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
  const { conversations } = judged(recording);
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
  const failsItsRow = (host: string) => {
    const url = `https://${host}/api/v1/chat/completions`;
    const said = { messages: [USER], more: { usage: { include: true } }, url };
    const [conversation] = judged([recorded(said)]).conversations;
    return conversation?.result.verdicts.some(
      ({ check, outcome }) => check === 'cost/present' && outcome === 'fail',
    );
  };
  expect([failsItsRow('openrouter.ai'), failsItsRow('llm.test')]).toEqual([true, false]);
});

test('the time is that of the first server', () => {
  const [conversation] = judged([recorded({ messages: [USER] })]).conversations;
  expect(conversation?.result.conversation.recordedAt).toBe('2026-03-02T10:00:00.000Z');
});

test('nothing is said of bytes that the recorder made up', () => {
  const exchange = recorded({ messages: [USER] });
  const outcomeOf = (fidelity: Fidelity) => {
    const [conversation] = judged([{ ...exchange, fidelity }]).conversations;
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
  const { conversations, skipped } = judged(recording);
  expect([conversations, skipped.map(({ kind }) => kind)]).toEqual([[], OTHERS.map(([, kind]) => kind)]);
});

test('Chat Completions at another path is told by what was asked and answered', () => {
  const chat = {
    'https://x.test/weather': 'openai-chat',
    'https://x.test/v1/messages': 'anthropic-messages',
  };
  const dialects = Object.keys(chat).map((url) => {
    const { conversations } = judged([recorded({ messages: [USER], url })]);
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
  const { conversations } = judged([streamed]);
  expect(conversations.map(({ target }) => target.dialect)).toEqual(['openai-chat']);
});

test('an error alone is of Chat Completions where the request could be of no other format', () => {
  const error = { error: { message: 'overloaded' } };
  const chat = recorded({ messages: [USER], url: 'https://x.test/weather', answered: error });
  const asking = (more: JsonObject) => {
    const asked = { model: 'm', messages: [USER], ...more };
    const request = { ...chat.exchange.request, body: bytesOf(JSON.stringify(asked)) };
    const { conversations } = judged([{ ...chat, exchange: { ...chat.exchange, request } }]);
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
    const { conversations } = judged(recording);
    const positions = conversations
      .filter(({ target }) => target.dialect === 'openai-chat')
      .map((conversation) => conversation.positions);
    expect(positions, url).toEqual([[0, 1, 2]]);
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
  const { conversations, skipped } = judged(recording);
  expect([conversations, skipped.map(({ kind }) => kind)]).toEqual([
    [],
    ['other', 'Chat Completions without messages', 'Chat Completions without messages'],
  ]);
});
