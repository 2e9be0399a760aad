/** The reference provider as an HTTP server: what it says to anybody, how it refuses, and what its network does. */
import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { BASE_PATHS } from '../../src/dialects/openai-chat/serve/service.ts';
import { CREDENTIAL } from '../../src/proof/dialogue-parts.ts';
import type { AnsweredRequest } from '../../src/provider/answered-request.ts';
import {
  createReferenceProvider,
  REFERENCE_MODEL,
  type ReferenceProviderOptions,
} from '../../src/provider/reference-provider.ts';
import { recognise } from '../../src/provider/scripted-model.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { copyOf } from '../../src/scenarios/scenario.ts';
import { complaintsOf, exchangesOf, play, scenarioCalled, withProvider } from '../support/played-scenario.ts';
import { expect, test } from '../support/test.ts';

const dialect = dialectOf('openai-chat');
const PLAIN = { dialect, extension: 'plain', delivery: 'buffered' } as const;
const STREAMED = { dialect, extension: 'plain', delivery: 'streaming' } as const;

test('a fault that leaks the key leaks that of the client', async () => {
  const said = await withProvider({ fault: 'errors/key-in-a-header', apiKey: 'a' }, async (url) => {
    const { headers } = await chat(
      url,
      { ...HELLO, stream: true, stream_options: { include_usage: true } },
      { Authorization: 'Bearer a' },
    );
    return headers.get('x-debug-request');
  });
  expect(said).toBe('authorization=Bearer a');
});

test('a request chooses its fault by path or by header, and whether it was shown is told', async () => {
  const told: AnsweredRequest[] = [];
  const idOf = async (answer: Response) => (await answer.json()).choices[0].message.tool_calls?.[0].id;
  await withProvider({ log: (answered) => told.push(answered) }, async (url) => {
    const onPath = `${url}/fault/ids/counter`;
    expect(await idOf(await chat(onPath, FORCED))).toBe('0');
    expect(await idOf(await chat(onPath, FORCED, { 'X-Fault': 'ids/emptied' }))).toBe('');
    expect(await idOf(await chat(url, FORCED, { 'X-Fault': 'ids/null' }))).toBe(null);
    expect(await idOf(await chat(url, FORCED))).toMatch(/^call_\w{24}$/u);
    expect(await idOf(await chat(onPath, HELLO))).toBe(undefined);
    const unknown = await chat(url, HELLO, { 'X-Fault': 'ids/conter' });
    expect([unknown.status, (await unknown.json()).error.message]).toEqual([
      400,
      'there is no fault "ids/conter"; did you mean "ids/counter"?',
    ]);
    await chat(url, HELLO, { 'X-Fault': 'signatures/none' });
    await chat(url, FORCED, { 'X-Fault': 'ids/too-long' });
  });
  expect(
    told.map(({ path, status, fault, shown, why }) => [path.slice(0, 9), status, fault, shown, why]),
  ).toEqual([
    ['/fault/id', 200, 'ids/counter', true, null],
    ['/fault/id', 200, 'ids/emptied', true, null],
    ['/v1/chat/', 200, 'ids/null', true, null],
    ['/v1/chat/', 200, null, null, null],
    ['/fault/id', 200, 'ids/counter', false, 'this answer has no place for it'],
    ['/v1/chat/', 400, 'ids/conter', false, 'there is no fault "ids/conter"; did you mean "ids/counter"?'],
    ['/v1/chat/', 200, 'signatures/none', false, 'openai-chat does not have the fault'],
    ['/v1/chat/', 200, 'ids/too-long', false, 'it is shown in streaming answers, and this one is buffered'],
  ]);
});

test('a page of another origin may ask', async () => {
  await withProvider({}, async (url) => {
    const origin = { Origin: 'https://page.example' };
    const asked = await fetch(`${url}/v1/chat/completions`, { method: 'OPTIONS', headers: origin });
    const answered = await chat(url, HELLO, origin);
    const opened = (response: Response) => response.headers.get('access-control-allow-origin');
    expect([asked.status, opened(asked), answered.status, opened(answered)]).toEqual([204, '*', 200, '*']);
    expect(opened(await chat(url, HELLO))).toBe(null);
  });
});

test('an unknown fault is refused, with the nearest name', async () => {
  await expect(createReferenceProvider({ fault: 'ids/to-long' }).listen()).rejects.toThrow(
    'there is no fault "ids/to-long"; did you mean "ids/too-long"?',
  );
});

test('conversations at the same time do not mix', async () => {
  const copies = Array.from({ length: 4 }, (_, at) => copyOf(scenarioCalled('concurrent'), at + 1));
  await withProvider({ latency: 5 }, async (url) => {
    const all = await Promise.all(copies.map((copy) => play(url, copy, STREAMED)));
    expect(all.map(complaintsOf)).toEqual([[], [], [], []]);
  });
});

test('every scenario that gets an answer has a script, and is recognised by it', () => {
  const refused = SCENARIOS.filter(({ checks }) => checks.includes('errors/shape')).map(({ id }) => id);
  const scripted = SCENARIOS.filter(({ script }) => script !== undefined).map(({ id }) => id);
  expect([...scripted, ...refused].toSorted()).toEqual(SCENARIOS.map(({ id }) => id).toSorted());
  for (const { id, system, prompts } of SCENARIOS) {
    expect.soft(recognise({ system, prompt: prompts[0] })?.id).toBe(id);
  }
});

/** The body of a request that no scenario makes. */
function chat(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${url}${BASE_PATHS.plain}/chat/completions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${CREDENTIAL}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const HELLO = { model: REFERENCE_MODEL, messages: [{ role: 'user', content: 'Hello!' }] };
const POINT = {
  type: 'function',
  function: {
    name: 'draw',
    parameters: {
      type: 'object',
      properties: {
        point: { $ref: '#/$defs/point' },
        on: { type: 'string', format: 'date' },
        size: { type: 'number', exclusiveMinimum: 2, multipleOf: 0.5 },
        tags: { type: 'array', items: { enum: ['a', 'b'] }, minItems: 2 },
        note: { anyOf: [{ type: 'string', minLength: 12 }, { type: 'null' }] },
        free: { type: 'boolean' },
      },
      required: ['point', 'on', 'size', 'tags', 'note'],
      additionalProperties: false,
      $defs: {
        point: { type: 'object', properties: { x: { type: 'integer', minimum: 7 } }, required: ['x'] },
      },
    },
  },
};
const FORCED = { ...HELLO, tools: [POINT], tool_choice: 'required' };

test('to a conversation that nobody scripted it says a sentence, or calls as it is forced to', async () => {
  await withProvider({}, async (url) => {
    const plain = await (await chat(url, HELLO)).json();
    expect(plain.choices[0]).toEqual({
      index: 0,
      message: {
        role: 'assistant',
        content:
          'I am a scripted model: I know the scenarios of toolcall-conformance, and say of other things what I was told.',
        refusal: null,
      },
      logprobs: null,
      finish_reason: 'stop',
    });
    const forced = await (await chat(url, FORCED)).json();
    expect(JSON.parse(forced.choices[0].message.tool_calls[0].function.arguments)).toEqual({
      point: { x: 7 },
      on: '2025-01-31',
      size: 2.5,
      tags: ['a', 'a'],
      note: 'referenceeee',
    });
  });
});

test('several choices have indexes, ids and usage of their own; usage comes only where it was asked for', async () => {
  await withProvider({}, async (url) => {
    const { choices, usage } = await (await chat(url, { ...FORCED, n: 3 })).json();
    const one = await (await chat(url, FORCED)).json();
    const ids = choices.map((choice: (typeof one.choices)[0]) => choice.message.tool_calls[0].id);
    expect([choices.map(({ index }: { index: number }) => index), new Set(ids).size]).toEqual([[0, 1, 2], 3]);
    expect(usage.completion_tokens).toBe(3 * one.usage.completion_tokens);

    const stream = await (await chat(url, { ...FORCED, n: 2, stream: true })).text();
    const chunks = stream.split('\n\n').filter((event) => event.startsWith('data: {'));
    const indexes = chunks.map((event) => JSON.parse(event.slice(6)).choices[0].index);
    expect(new Set(indexes)).toEqual(new Set([0, 1]));
    expect(chunks.filter((event) => event.includes('"usage"'))).toEqual([]);
    const unasked = await (
      await chat(`${url}/fault/arguments/tool-in-capitals`, { ...FORCED, stream: true })
    ).text();
    expect(unasked).not.toContain('"usage"');
  });
});

const BAD_REQUESTS: readonly (readonly [what: string, status: number, body: unknown])[] = [
  ['no JSON', 400, '{"model":'],
  ['a list', 400, []],
  ['no messages', 400, { model: REFERENCE_MODEL }],
  ['no message', 400, { ...HELLO, messages: [] }],
  ['a role of nobody', 400, { ...HELLO, messages: [{ role: 'nobody', content: '' }] }],
  ['another model', 404, { ...HELLO, model: 'no-such-model-anywhere' }],
  ['no tokens at all', 400, { ...HELLO, max_tokens: 0 }],
  ['a choice of no tool', 400, { ...HELLO, tool_choice: 'required' }],
  [
    'a tool that is not offered',
    400,
    { ...FORCED, tool_choice: { type: 'function', function: { name: 'paint' } } },
  ],
];

test('what is wrong with a request is said in an error object, without repeating it', async () => {
  await withProvider({}, async (url) => {
    for (const [what, status, body] of BAD_REQUESTS) {
      const response = await chat(url, body);
      const { error } = await response.json();
      expect
        .soft([response.status, typeof error.message, error.type], what)
        .toEqual([status, 'string', 'invalid_request_error']);
    }
    const stranger = await chat(url, HELLO, { Authorization: 'Bearer key-of-a-stranger-31415926' });
    expect([stranger.status, await stranger.json()]).toEqual([
      401,
      {
        error: {
          message: 'Incorrect API key provided.',
          type: 'invalid_request_error',
          param: null,
          code: 'invalid_api_key',
        },
      },
    ]);
    const [lost, read] = await Promise.all([fetch(`${url}/v2/models`), fetch(`${url}/v1/chat/completions`)]);
    expect([lost.status, read.status, read.headers.get('allow')]).toEqual([404, 405, 'POST']);
    expect((await chat(url, 'x'.repeat(17 * 1024 * 1024))).status).toBe(413);
  });
});

test('the same request gets the same bytes, and another seed other ids', async () => {
  const said = (seed: string) => withProvider({ seed }, async (url) => (await chat(url, FORCED)).text());
  const [one, again, other] = [await said('a'), await said('a'), await said('b')];
  expect(again).toBe(one);
  const idsIn = (text: string) => text.match(/(?:chatcmpl-|call_)\w+/gu) ?? [];
  const [ours, theirs] = [new Set<string>(idsIn(one)), idsIn(other)];
  expect(theirs.filter((id) => ours.has(id))).toEqual([]);
});

test('no event of a stream ends in the middle of a character', async () => {
  const exchanges = await withProvider({}, (url) =>
    exchangesOf(url, scenarioCalled('typed-arguments'), STREAMED),
  );
  const bodies = exchanges.map(({ response }) => Buffer.from(response?.body ?? []).toString());
  expect(bodies.join('').match(/\\ud[89a-f]/giu)).toBeNull();
});

test('a token limit cuts the answer, and the count says so', async () => {
  const [exchange] = await withProvider({}, (url) => exchangesOf(url, scenarioCalled('truncated'), PLAIN));
  const { choices, usage } = JSON.parse(Buffer.from(exchange?.response?.body ?? []).toString());
  expect([choices[0].finish_reason, usage.completion_tokens]).toEqual(['length', 32]);
});

test.describe('the network', () => {
  test('throttles the first requests, with or without a time to come back', async () => {
    const statuses = (throttle: ReferenceProviderOptions['throttle']) =>
      withProvider(throttle === undefined ? {} : { throttle }, async (url) => {
        const answers = [await chat(url, HELLO), await chat(url, HELLO), await chat(url, HELLO)];
        return answers.map(({ status, headers }) => [status, headers.get('retry-after')]);
      });
    expect(await statuses({ requests: 2, retryAfter: 7 })).toEqual([
      [429, '7'],
      [429, '7'],
      [200, null],
    ]);
    expect(await statuses({ requests: 1 })).toEqual([
      [429, null],
      [200, null],
      [200, null],
    ]);
  });

  test('is slow', async () => {
    await withProvider({ latency: 80 }, async (url) => {
      const before = performance.now();
      await (await chat(url, HELLO)).text();
      expect(performance.now() - before).toBeGreaterThan(75);
    });
  });

  test('stalls before the answer, or in the middle of it, and can still be closed', async () => {
    await withProvider({ stall: 'before' }, async (url) => {
      const waiting = chat(url, HELLO);
      const first = await Promise.race([waiting.catch(() => 'lost'), wait(60).then(() => 'nothing')]);
      expect(first).toBe('nothing');
      waiting.catch(() => {});
    });
    await withProvider({ stall: 'during' }, async (url) => {
      const response = await chat(url, HELLO);
      const whole = response.text().catch(() => 'lost');
      expect([response.status, await Promise.race([whole, wait(60).then(() => 'nothing')])]).toEqual([
        200,
        'nothing',
      ]);
    });
  });

  for (const cut of [0, 40]) {
    test(`breaks off after ${cut} bytes`, async () => {
      await withProvider({ cut }, async (url) => {
        const response = await chat(url, { ...HELLO, stream: true });
        const pieces: Uint8Array[] = [];
        const reading = (async () => {
          for await (const piece of response.body ?? []) pieces.push(piece);
        })();
        await expect(reading).rejects.toThrow('terminated');
        expect(Buffer.concat(pieces)).toHaveLength(cut);
      });
    });
  }

  test('closes a connection that it promised to keep', async () => {
    const overOne = (closeKeptAlive: boolean) =>
      withProvider({ closeKeptAlive }, async (url) => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        const told = await new Promise<string | undefined>((resolve, reject) => {
          get(
            `${url}/v1/models`,
            { agent, headers: { Authorization: `Bearer ${CREDENTIAL}` } },
            (response) => {
              response.resume().once('end', () => resolve(response.headers.connection));
            },
          ).once('error', reject);
        });
        await wait(30);
        const kept = Object.values(agent.freeSockets).flat().length;
        agent.destroy();
        return [told, kept];
      });
    expect([await overOne(false), await overOne(true)]).toEqual([
      ['keep-alive', 1],
      ['keep-alive', 0],
    ]);
  });
});
