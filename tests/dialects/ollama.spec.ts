/** Ollama's own API: how it is recognised, how lines are put together, and how histories without ids pair. */
import { recogniseTraffic } from '../../src/audit/traffic.ts';
import { readRequest } from '../../src/dialects/ollama/codec/request.ts';
import { ollama } from '../../src/dialects/ollama/index.ts';
import type { Exchange, HttpRequest } from '../../src/evidence/exchange.ts';
import type { Json, JsonObject } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

const MESSAGES = [{ role: 'user', content: 'Hello' }];

function post(body: Json, path = '/api/chat'): HttpRequest {
  const url = `http://127.0.0.1:11434${path}`;
  return { method: 'POST', url, headers: [], body: Buffer.from(JSON.stringify(body)) };
}

function answered(request: JsonObject, body: string): Exchange {
  return {
    request: post({ model: 'm', messages: MESSAGES, ...request }),
    response: { status: 200, headers: [], body: Buffer.from(body), provenComplete: true },
  };
}

const lineOf = (message: JsonObject, rest: JsonObject = { done: false }) =>
  JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', message, ...rest });

test('traffic is recognised by its path with what only this API asks and answers', () => {
  const page = '<html></html>';
  const choices = '{"choices":[{"message":{"content":"Hello"}}]}';
  const found = [
    [post({ model: 'm', messages: MESSAGES }), null],
    [post({ model: 'm' }), null],
    [post({ messages: MESSAGES }), null],
    [post({ model: 'm', messages: ['Hello'] }), null],
    [post({ model: 'm', messages: MESSAGES }), page],
    [post({ model: 'm', messages: MESSAGES }), choices],
    [post({ model: 'm', prompt: 'Hello' }, '/api/generate'), null],
  ] as const;
  const kinds = found.map(([request, body]) => {
    const response =
      body === null ? null : { status: 200, headers: [], body: Buffer.from(body), provenComplete: true };
    const { kind, dialect } = recogniseTraffic({ request, response });
    return [kind, dialect];
  });
  expect(kinds).toEqual([
    ['Ollama', 'ollama'],
    ['Ollama without messages', null],
    ['other', null],
    ['other', null],
    ['other', null],
    ['Chat Completions', 'openai-chat'],
    ['other', null],
  ]);
});

test('lines are put together: texts and thoughts joined, each call whole', () => {
  const body = [
    lineOf({ role: 'assistant', content: '', thinking: 'The ' }),
    lineOf({ role: 'assistant', content: '', thinking: 'sum.' }),
    lineOf({ role: 'assistant', content: 'I add.' }),
    lineOf({
      role: 'assistant',
      content: '',
      tool_calls: [{ function: { name: 'add', arguments: { a: 2 } } }],
    }),
    lineOf({ role: 'assistant', content: '', tool_calls: [{ id: 'call_2', function: { name: 'now' } }] }),
    lineOf(
      { role: 'assistant', content: '' },
      { done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 4 },
    ),
  ].join('\n');
  const reading = ollama.read(answered({}, `${body}\n`), 1);
  const [choice] = reading.turn.choices;
  expect([choice?.text, choice?.reasoning, choice?.finishes.map(({ value }) => value)]).toEqual([
    'I add.',
    'The sum.',
    ['stop'],
  ]);
  const calls = reading.turn.calls.map(({ id, name, json, event }) => [id?.value, name?.value, json, event]);
  expect(calls).toEqual([
    [undefined, 'add', { a: 2 }, 4],
    ['call_2', 'now', {}, 5],
  ]);
  expect(reading.turn.usages.map(({ prompt, completion }) => [prompt, completion])).toEqual([[3, 4]]);
  expect(ollama.answerMessages(reading)).toEqual([
    {
      role: 'assistant',
      content: 'I add.',
      thinking: 'The sum.',
      tool_calls: [
        { function: { name: 'add', arguments: { a: 2 } } },
        { id: 'call_2', function: { name: 'now' } },
      ],
    },
  ]);
  expect(ollama.resultMessages(reading.turn.calls.map((call) => ({ call, text: 'done' })))).toEqual([
    { role: 'tool', content: 'done', tool_name: 'add' },
    { role: 'tool', content: 'done', tool_name: 'now', tool_call_id: 'call_2' },
  ]);
});

const DONE = lineOf({ role: 'assistant', content: 'Hi' }, { done: true, done_reason: 'stop' });
const DELIVERIES: Readonly<Record<string, readonly [asked: JsonObject, body: string, delivery: string]>> = {
  'nothing said of a stream, one line': [{}, DONE, 'streaming'],
  'no stream asked for, one line': [{ stream: false }, DONE, 'buffered'],
  'no stream asked for, two lines': [{ stream: false }, `${lineOf({ content: 'H' })}\n${DONE}`, 'streaming'],
  'an object over several lines': [{}, JSON.stringify(JSON.parse(DONE), null, 2), 'buffered'],
};

for (const [name, [asked, body, delivery]] of Object.entries(DELIVERIES)) {
  test(`what was asked tells one line from a body: ${name}`, () => {
    const reading = ollama.read(answered(asked, body), 1);
    expect([reading.delivery, reading.turn.choices[0]?.finishes.map(({ value }) => value)]).toEqual([
      delivery,
      ['stop'],
    ]);
  });
}

test('an error in a stream is no answer, and a refusal says it in its member error', () => {
  const cut = ollama.read(answered({}, `${lineOf({ content: 'H' })}\n{"error":"the model broke"}\n`), 1);
  expect(cut.turn.errors).toEqual([{ value: 'the model broke', event: 2, path: 'error' }]);
  const { request } = answered({}, '');
  const response = {
    status: 404,
    headers: [],
    body: Buffer.from('{"error":"no such model"}'),
    provenComplete: true,
  };
  const refused = ollama.read({ request, response }, 1);
  expect([refused.standing.kind, refused.error]).toEqual([
    'refused',
    { json: { error: 'no such model' }, path: '' },
  ]);
});

test('without ids results pair with calls by their order and the name of the tool', () => {
  const call = (name: string) => ({ function: { name, arguments: {} } });
  const { history, orphans, unanswered } = readRequest(
    post({
      model: 'm',
      messages: [
        ...MESSAGES,
        { role: 'assistant', content: '', tool_calls: [call('add'), call('now')] },
        { role: 'tool', tool_name: 'now', content: '09:00' },
        { role: 'tool', tool_name: 'add', content: '5' },
        { role: 'tool', tool_name: 'add', content: '6' },
      ],
    }),
  );
  const calls = history.flatMap((message) => message.calls.map(({ name, id }) => [name, id]));
  const results = history.flatMap(({ answers, text }) => (answers === undefined ? [] : [[text, answers]]));
  expect({ calls, results }).toEqual({
    calls: [
      ['add', undefined],
      ['now', undefined],
    ],
    results: [
      ['09:00', null],
      ['5', null],
      ['6', null],
    ],
  });
  expect([orphans?.length, unanswered?.length]).toEqual([1, 0]);
});

test('a stream comes unless it is turned off, and a limit below 0 is none', () => {
  const asked = (body: JsonObject) => readRequest(post({ model: 'm', messages: MESSAGES, ...body }));
  expect([asked({}).streaming, asked({ stream: false }).streaming]).toEqual([true, false]);
  const limits = [{}, { num_predict: 5 }, { num_predict: -1 }].map((options) => asked({ options }).maxTokens);
  expect(limits).toEqual([null, 5, null]);
});
