/** Requests that no client sends: the reference provider refuses them by name, or answers them as any other. */
import { type AskedMessage, joinedAnswers, MOST_LEVELS } from '../../src/answers/asked-request.ts';
import { OpenCalls } from '../../src/answers/open-calls.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { openHandler } from '../../src/provider/request-handler.ts';
import { isDeeperThan } from '../../src/text/nesting.ts';
import fc from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const PATHS: Readonly<Record<string, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
  gemini: '/v1beta/models/m:generateContent',
  'bedrock-converse': '/bedrock/model/m/converse',
  ollama: '/ollama/api/chat',
};

async function answerTo(path: string, body: string) {
  const handler = await openHandler();
  const sent = { method: 'POST', path, query: '', headers: {}, body: Buffer.from(body) };
  const { response } = await handler.answer(sent);
  return typeof response === 'string' ? null : { status: response.status, said: JSON.stringify(response) };
}

/** A schema that nests so many levels. */
function schemaOf(levels: number): string {
  return `${'{"not":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`;
}

for (const { id } of dialects()) {
  test(`a body of a million levels is refused by name (${id})`, async () => {
    for (const body of ['['.repeat(1_000_000), `{"messages":${schemaOf(1_000_000)}}`]) {
      const answer = await answerTo(PATHS[id] ?? '', body);
      expect(answer?.status).toBe(400);
      expect(answer?.said).toContain('The body nests more than 1000 levels.');
    }
  });
}

test('a schema as deep as a body may be is answered', async () => {
  const withSchema = (levels: number) =>
    `{"model":"m","messages":[{"role":"user","content":"Call note."}],"tools":[{"type":"function","function":{"name":"note","parameters":${schemaOf(levels)}}}]}`;
  expect((await answerTo('/v1/chat/completions', withSchema(MOST_LEVELS - 4)))?.status).toBe(200);
  expect((await answerTo('/v1/chat/completions', withSchema(MOST_LEVELS - 3)))?.status).toBe(400);
});

test('brackets in strings nest nothing, and those that are closed do not count', () => {
  expect(isDeeperThan(2, '{"a[[[":"{{{\\"[[[","b":[]}')).toBe(false);
  expect(isDeeperThan(2, '[[],[],[[]]]')).toBe(true);
  expect(isDeeperThan(1, '[{"a":1},{}]')).toBe(true);
  expect(isDeeperThan(1, '"[[["')).toBe(false);
});

test('arguments of a million levels in a history are as if they were no JSON', async () => {
  const messages = [
    { role: 'user', content: 'Call note.' },
    callOf('c', `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`),
    { role: 'tool', tool_call_id: 'c', content: 'kept' },
  ];
  const answer = await answerTo('/v1/chat/completions', JSON.stringify({ model: 'm', messages }));
  expect(answer?.said).toContain('The tools returned: for note, kept.');
});

function callOf(id: string, text = '{}') {
  const call = { id, type: 'function', function: { name: 'note', arguments: text } };
  return { role: 'assistant', content: null, tool_calls: [call] };
}

test('10,000 calls in one answer, and as many one after the other, all have their results', async () => {
  const ids = Array.from({ length: 10_000 }, (_, at) => `c${at}`);
  const result = (id: string) => ({ role: 'tool', tool_call_id: id, content: `of ${id}` });
  const atOnce = {
    role: 'assistant',
    content: null,
    tool_calls: ids.flatMap((id) => callOf(id).tool_calls),
  };
  for (const history of [
    [atOnce, ...ids.toReversed().map(result)],
    ids.flatMap((id) => [callOf(id), result(id)]),
  ]) {
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Go.' }, ...history] });
    const answer = await answerTo('/v1/chat/completions', body);
    expect(answer?.status).toBe(200);
    expect(answer?.said).toContain(ids.map((id) => `for note, of ${id}`).join('; '));
  }
});

test('with a fault, a history too long to be made anew is answered as it is', async () => {
  const ids = Array.from({ length: 3000 }, (_, at) => `c${at}`);
  const history = ids.flatMap((id) => [callOf(id), { role: 'tool', tool_call_id: id, content: `of ${id}` }]);
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Go.' }, ...history] });
  const answer = await answerTo('/fault/ids/too-long/v1/chat/completions', body);
  expect(answer?.said).toContain('for note, of c2999');
});

test('a prompt of a million capitals, names or exclamation marks is read as far as the model reads', async () => {
  for (const part of ['X', 'Xa ', 'Xa, ', '!', 'a']) {
    const content = `Say ${part.repeat(1_000_000 / part.length)}? It is Oslo.`;
    const tools = [{ type: 'function', function: { name: 'get_weather', description: 'Weather of Oslo' } }];
    const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content }], tools });
    expect((await answerTo('/v1/chat/completions', body))?.status, part).toBe(200);
  }
});

test('each result takes the first call that waits: by id, by name, or any', () => {
  const call = fc.record({ id: fc.constantFrom('a', 'b', 'c'), name: fc.constantFrom('f', 'g') });
  const by = fc.oneof(
    fc.constant('any' as const),
    fc.record({ id: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ name: fc.constantFrom('f', 'g') }),
  );
  fc.assert(
    fc.property(fc.array(call), fc.array(fc.oneof(by, call)), (first, steps) => {
      const open = new OpenCalls(first);
      let waiting = [...first];
      for (const step of steps) {
        if (step !== 'any' && 'id' in step && 'name' in step) {
          open.add(step);
          waiting = [...waiting, step];
          continue;
        }
        const wanted = waiting.find(
          (each) => step === 'any' || ('id' in step ? each.id === step.id : each.name === step.name),
        );
        expect(open.take(step)).toBe(wanted);
        waiting = waiting.filter((each) => each !== wanted);
        expect([open.size, open.ids]).toEqual([waiting.length, waiting.map(({ id }) => id)]);
      }
    }),
  );
});

test('the parts of an answer are one message, signed where one of them is', () => {
  const part = (text: string, signed?: boolean): AskedMessage => ({
    role: 'assistant',
    text,
    calls: [{ id: text, name: 'f' }],
    answers: null,
    ...(signed === undefined ? {} : { signed }),
    path: text,
  });
  const user: AskedMessage = { role: 'user', text: 'u', calls: [], answers: null, path: 'u' };
  const calls = ['a', 'b'].map((id) => ({ id, name: 'f' }));
  const joined = { role: 'assistant', text: 'ab', calls, answers: null, path: 'a' };
  expect(joinedAnswers([part('a'), part('b')])).toEqual([joined]);
  expect(joinedAnswers([part('a', false), part('b', true), user, user])).toEqual([
    { ...joined, signed: true },
    user,
    user,
  ]);
  expect(joinedAnswers([part('a', false), part('b')])).toEqual([{ ...joined, signed: false }]);
});
