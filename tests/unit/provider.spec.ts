/** The reference provider keeps every promise, plays every scenario, and breaks the one promise that it is told to. */
import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@playwright/test';
import type { Extension } from '../../src/check.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import { BASE_PATHS } from '../../src/dialects/openai-chat/service.ts';
import { drive } from '../../src/drive/drive.ts';
import type { Delivery, Exchange, HttpRequest } from '../../src/evidence.ts';
import type { SeededFault } from '../../src/faults/fault.ts';
import { baseOf } from '../../src/faults/proof.ts';
import { CREDENTIAL } from '../../src/faults/stories.ts';
import { judge } from '../../src/judge.ts';
import {
  createReferenceProvider,
  REFERENCE_MODEL,
  REFERENCE_PRICE,
  REFERENCE_UPSTREAM,
  type ReferenceProviderOptions,
} from '../../src/provider/reference-provider.ts';
import { recognise } from '../../src/provider/scripted-model.ts';
import { SCRIPTS } from '../../src/provider/scripts.ts';
import { whyNotServed } from '../../src/provider/unserved-faults.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { canHold } from '../../src/scenarios/held.ts';
import { copyOf, type Scenario } from '../../src/scenarios/scenario.ts';
import type { Transport } from '../../src/transports/transport.ts';
import type { Verdict } from '../../src/verdict.ts';

const dialect = dialectOf('openai-chat');
const proof = await dialect.proof();
const HELD = SCENARIOS.filter((scenario) => canHold(dialect, scenario));

/** The least that can carry a conversation: fetch, one retry after 429, and hanging up once where it is asked for. */
class FetchTransport implements Transport {
  readonly exchanges: Exchange[] = [];
  #hangUpAfter: number | null;

  constructor(hangUpAfter: number | null) {
    this.#hangUpAfter = hangUpAfter;
  }

  async send(request: HttpRequest): Promise<Exchange> {
    if (this.#hangUpAfter !== null) {
      this.exchanges.push(await this.#hangUp(request, this.#hangUpAfter));
      this.#hangUpAfter = null;
    }
    const exchange = await this.#attempt(request);
    this.exchanges.push(exchange);
    const isThrottled = exchange.response?.status === 429 && this.exchanges.length === 1;
    return isThrottled ? this.send(request) : exchange;
  }

  finish(): void {}

  async #attempt(request: HttpRequest): Promise<Exchange> {
    try {
      const response = await fetch(request.url, fetchOptions(request));
      const body = new Uint8Array(await response.arrayBuffer());
      const headers = [...response.headers].map(([name, value]) => [name, [value]] as const);
      return { request, response: { status: response.status, headers, body, provenComplete: true } };
    } catch (error) {
      return { request, response: null, failure: String(error) };
    }
  }

  async #hangUp(request: HttpRequest, after: number): Promise<Exchange> {
    const hangingUp = new AbortController();
    const response = await fetch(request.url, { ...fetchOptions(request), signal: hangingUp.signal });
    let received = 0;
    for await (const piece of response.body ?? []) {
      received += piece.length;
      if (received >= after) break;
    }
    hangingUp.abort();
    return { request, response: null, failure: 'the client hung up' };
  }
}

function fetchOptions({ method, headers, body }: HttpRequest): RequestInit {
  return {
    method,
    headers: headers.map(([name, [value = '']]): [string, string] => [name, value]),
    body: Buffer.from(body),
  };
}

/** Who is asked, and how. */
interface Setting {
  readonly extension: Extension | 'plain';
  readonly delivery: Delivery;
  readonly model?: string;
  readonly upstream?: string;
}

const PLAIN = { extension: 'plain', delivery: 'buffered' } as const;
const STREAMED = { extension: 'plain', delivery: 'streaming' } as const;
const ROUTED = { extension: 'openrouter', delivery: 'buffered' } as const;

async function exchangesOf(url: string, scenario: Scenario, setting: Setting): Promise<readonly Exchange[]> {
  const { extension, delivery, model = REFERENCE_MODEL, upstream = null } = setting;
  const transport = new FetchTransport(scenario.hangUpAfter ?? null);
  const baseUrl = `${url}${BASE_PATHS[extension]}`;
  const headers = { Authorization: `Bearer ${CREDENTIAL}` };
  const settings = { model, delivery, extensions: extensionsOf(setting), upstream };
  await drive(openaiChat, scenario, { baseUrl, headers }, settings, transport);
  return transport.exchanges;
}

function verdictsOf(
  scenario: Scenario,
  setting: Setting,
  exchanges: readonly Exchange[],
  counterpart?: Exchange,
): readonly Verdict[] {
  return judge(openaiChat, {
    exchanges,
    extensions: extensionsOf(setting),
    scenario,
    ...(counterpart === undefined ? {} : { counterpart }),
    price: setting.extension === 'openrouter' && setting.model === undefined ? REFERENCE_PRICE : null,
    unsupported: new Map(),
  }).verdicts;
}

/** Drives and judges a scenario. @param counterpart the first exchange of the other delivery, where it is known */
async function play(
  url: string,
  scenario: Scenario,
  setting: Setting,
  counterpart?: Exchange,
): Promise<readonly Verdict[]> {
  return verdictsOf(scenario, setting, await exchangesOf(url, scenario, setting), counterpart);
}

function extensionsOf({ extension }: Setting): ReadonlySet<Extension> {
  return new Set(extension === 'plain' ? [] : [extension]);
}

/** One that lets in who has the credential, and whose clock stands still. */
async function withProvider<T>(
  options: ReferenceProviderOptions,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const provider = createReferenceProvider({ apiKey: CREDENTIAL, now: () => 1_760_000_000_000, ...options });
  const { url } = await provider.listen();
  try {
    return await use(url);
  } finally {
    await provider.close();
  }
}

function scenarioCalled(id: string): Scenario {
  const scenario = SCENARIOS.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`no scenario is called ${id}`);
  return copyOf(scenario, 1);
}

/** What is wrong, and what is merely there. */
function complaintsOf(verdicts: readonly Verdict[]): string[] {
  return verdicts
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'error')
    .map(({ level, check, reason, findings: [found] }) =>
      [level, check, reason ?? `${found?.path}: ${found?.message}`].join(' '),
    );
}

interface Played {
  readonly scenario: string;
  readonly setting: Setting;
  readonly verdicts: readonly Verdict[];
}

/** Every scenario in both deliveries under both extensions, by a provider that keeps its promises. */
async function everything(): Promise<Played[]> {
  return withProvider({}, async (url) => {
    const played: Played[] = [];
    for (const extension of ['plain', 'openrouter'] as const) {
      for (const scenario of HELD.map((each) => copyOf(each, 1))) {
        let counterpart: Exchange | undefined;
        for (const delivery of ['buffered', 'streaming'] as const) {
          const setting = { extension, delivery };
          const exchanges = await exchangesOf(url, scenario, setting);
          const verdicts = verdictsOf(scenario, setting, exchanges, counterpart);
          played.push({ scenario: scenario.id, setting, verdicts });
          [counterpart] = exchanges;
        }
      }
    }
    return played;
  });
}

let conforming: readonly Played[] = [];

test.beforeAll(async () => {
  conforming = await everything();
});

/** The plain dialect has no field for thoughts, and clients are to see some. */
const THOUGHTS: Readonly<Record<Delivery, string>> = {
  buffered: 'MAY shape/unknown-fields choices[].message.reasoning: a field of no reference',
  streaming: 'MAY shape/unknown-fields choices[].delta.reasoning: a field of no reference',
};

test('no promise is broken, in any scenario, delivery or extension', () => {
  expect(conforming).toHaveLength(4 * HELD.length);
  for (const { scenario, setting, verdicts } of conforming) {
    const isKnown = setting.extension === 'plain' && scenario === 'reasoning-with-tools';
    expect
      .soft(complaintsOf(verdicts), `${scenario}, ${setting.extension}, ${setting.delivery}`)
      .toEqual(isKnown ? [THOUGHTS[setting.delivery]] : []);
  }
});

test('every check passes somewhere', async () => {
  const weather = scenarioCalled('weather');
  const further = await withProvider({ throttle: { requests: 1, retryAfter: 0 } }, async (url) => [
    await play(url, weather, PLAIN),
    await play(url, weather, { ...ROUTED, upstream: REFERENCE_UPSTREAM.slug }),
    await play(url, weather, { ...ROUTED, model: `${REFERENCE_MODEL}:free` }),
  ]);
  expect(further.map(complaintsOf)).toEqual([[], [], []]);
  // Without an error in a stream there is nothing to ask of one, so errors/midstream needs a provider at fault.
  const atFault = await withProvider({ fault: 'errors/in-the-stream' }, (url) =>
    play(url, scenarioCalled('choice-none'), STREAMED),
  );
  const passed = new Set(
    [...conforming.map(({ verdicts }) => verdicts), ...further, atFault].flatMap((verdicts) =>
      verdicts.filter(({ outcome }) => outcome === 'pass').map(({ check }) => check),
    ),
  );
  expect(openaiChat.checks.map(({ id }) => id).filter((id) => !passed.has(id))).toEqual([]);
});

/** Where a fault shows: the stage of the story that it was written for. */
function stageOf({ base }: SeededFault): { scenario: Scenario; setting: Setting } {
  const { story, delivery } = baseOf(proof, base);
  return {
    scenario: scenarioCalled(story.stage),
    setting: {
      extension: story.extensions?.[0] ?? 'plain',
      delivery,
      ...(story.model?.endsWith(':free') === true ? { model: `${REFERENCE_MODEL}:free` } : {}),
      ...(story.pinnedTo === undefined ? {} : { upstream: REFERENCE_UPSTREAM.slug }),
    },
  };
}

test('every fault that a provider can show is shown, and the right check fails', async () => {
  const missed: string[] = [];
  const broken: string[] = [];
  const [counterpart] = await withProvider({}, (url) => exchangesOf(url, scenarioCalled('weather'), PLAIN));
  for (const fault of proof.faults.filter((each) => whyNotServed(each, dialect, proof) === null)) {
    const { name, catches } = fault;
    const { scenario, setting } = stageOf(fault);
    const known = catches === 'usage/parity' ? counterpart : undefined;
    const verdicts = await withProvider({ fault: name }, (url) => play(url, scenario, setting, known));
    const isCaught = verdicts.some(({ check, outcome }) => check === catches && outcome === 'fail');
    if (!isCaught) missed.push(name);
    broken.push(
      ...verdicts.filter(({ outcome }) => outcome === 'error').map(({ check }) => `${name}: ${check}`),
    );
  }
  expect({ missed, broken }).toEqual({ missed: [], broken: [] });
});

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

test('a fault that no provider can show is refused with the reason, an unknown one by its name', async () => {
  for (const fault of proof.faults) {
    const reason = whyNotServed(fault, dialect, proof);
    if (reason === null) continue;
    await expect
      .soft(createReferenceProvider({ fault: fault.name }).listen())
      .rejects.toThrow(`the fault ${fault.name} is not for a provider to show: ${reason}`);
  }
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
  const scripted = SCENARIOS.map(({ id }) => id).filter((id) => SCRIPTS[id] !== undefined);
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
        content: 'I am a scripted model: I know the scenarios of toolcall-conformance, and little else.',
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
  });
});

const BAD_REQUESTS: readonly (readonly [what: string, status: number, body: unknown])[] = [
  ['no JSON', 400, '{"model":'],
  ['a list', 400, []],
  ['no messages', 400, { model: REFERENCE_MODEL }],
  ['no message', 400, { ...HELLO, messages: [] }],
  ['a role of nobody', 400, { ...HELLO, messages: [{ role: 'nobody', content: '' }] }],
  ['another model', 404, { ...HELLO, model: 'another' }],
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
