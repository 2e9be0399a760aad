import assert from 'node:assert/strict';
import type { Exchange } from '../../../src/evidence/exchange.ts';
import { read, testBrokenFiles, testDamage, textOf } from '../../support/recording-samples.ts';
import { outcomesOf, RECORDED, testSameVerdicts } from '../../support/recording-verdicts.ts';
import { expect, test } from '../../support/test.ts';
import { answerIn, askedIn, type ChatMessage } from '../../support/traced-messages.ts';

type Value = string | number | readonly unknown[] | { readonly [key: string]: unknown };
type Attributes = Readonly<Record<string, Value | undefined>>;

/** Returns the attributes in OTLP's JSON form. */
function attributesOf(attributes: Attributes): object[] {
  return Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

function anyValue(value: unknown): object {
  if (typeof value === 'number') return { intValue: `${value}` };
  if (typeof value === 'boolean') return { boolValue: value };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } };
  if (typeof value === 'object' && value !== null)
    return {
      kvlistValue: {
        values: attributesOf(Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null))),
      },
    };
  return { stringValue: String(value) };
}

function spanOf(at: number, attributes: Attributes, events: readonly object[] = []): object {
  return {
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: `eee19b7ec3c1b17${at}`,
    name: 'chat reference',
    kind: 3,
    startTimeUnixNano: '1544712660000000000',
    endTimeUnixNano: '1544712661500000000',
    attributes: attributesOf({ 'server.address': 'llm.test', 'server.port': 443, ...attributes }),
    events,
  };
}

function traceOf(spans: readonly object[]): object {
  const scopeSpans = [{ scope: { name: 'instrumentation' }, spans }];
  return {
    resourceSpans: [{ resource: { attributes: attributesOf({ 'service.name': 'agent' }) }, scopeSpans }],
  };
}

const LLM = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'reference',
};

/** Semantic conventions since 1.37, as JSON text or as values. */
function parts({ role, content, tool_calls, tool_call_id }: ChatMessage): object {
  const said = content == null || role === 'tool' ? [] : [{ type: 'text', content }];
  const calls = (tool_calls ?? []).map(({ id, function: { name, arguments: given } }) => ({
    type: 'tool_call',
    id,
    name,
    arguments: JSON.parse(given),
  }));
  const results =
    role === 'tool' ? [{ type: 'tool_call_response', id: tool_call_id, response: content }] : [];
  return { role, parts: [...said, ...calls, ...results] };
}

function newest(exchange: Exchange, as: (value: readonly unknown[]) => Value): Attributes {
  const { messages, tools } = askedIn(exchange);
  const [system, ...others] = messages;
  return {
    ...LLM,
    'gen_ai.system_instructions': as([{ type: 'text', content: system?.content }]),
    'gen_ai.input.messages': as(others.map(parts)),
    'gen_ai.output.messages': as([{ ...parts(answerIn(exchange)), finish_reason: 'tool_call' }]),
    'gen_ai.tool.definitions': as(
      tools.map(({ type, function: { name, description, parameters } }) => ({
        type,
        name,
        description,
        parameters,
      })),
    ),
  };
}

/** OpenLLMetry. */
function flat(exchange: Exchange): Attributes {
  const { messages, tools } = askedIn(exchange);
  const told: Record<string, Value | undefined> = { ...LLM, 'llm.request.type': 'chat' };
  for (const [name, list] of [
    ['gen_ai.prompt', messages],
    ['gen_ai.completion', [answerIn(exchange)]],
  ] as const) {
    for (const [at, { role, content, tool_calls, tool_call_id }] of list.entries()) {
      told[`${name}.${at}.role`] = role;
      told[`${name}.${at}.content`] = content ?? undefined;
      told[`${name}.${at}.tool_call_id`] = tool_call_id;
      for (const [index, { id, function: call }] of (tool_calls ?? []).entries()) {
        told[`${name}.${at}.tool_calls.${index}.id`] = id;
        told[`${name}.${at}.tool_calls.${index}.name`] = call.name;
        told[`${name}.${at}.tool_calls.${index}.arguments`] = call.arguments;
      }
    }
  }
  for (const [
    at,
    {
      function: { name, description, parameters },
    },
  ] of tools.entries()) {
    told[`llm.request.functions.${at}.name`] = String(name);
    told[`llm.request.functions.${at}.description`] = String(description);
    told[`llm.request.functions.${at}.parameters`] = JSON.stringify(parameters);
  }
  return told;
}

/** OpenInference. */
function openInference(exchange: Exchange): Attributes {
  const { messages, tools } = askedIn(exchange);
  const told: Record<string, Value | undefined> = {
    'openinference.span.kind': 'LLM',
    'llm.model_name': 'reference',
  };
  for (const [name, list] of [
    ['llm.input_messages', messages],
    ['llm.output_messages', [answerIn(exchange)]],
  ] as const) {
    for (const [at, { role, content, tool_calls, tool_call_id }] of list.entries()) {
      const of = `${name}.${at}.message`;
      told[`${of}.role`] = role;
      if (role === 'user') told[`${of}.contents.0.message_content.text`] = content ?? undefined;
      else told[`${of}.content`] = content ?? undefined;
      told[`${of}.tool_call_id`] = tool_call_id;
      for (const [index, { id, function: call }] of (tool_calls ?? []).entries()) {
        told[`${of}.tool_calls.${index}.tool_call.id`] = id;
        told[`${of}.tool_calls.${index}.tool_call.function.name`] = call.name;
        told[`${of}.tool_calls.${index}.tool_call.function.arguments`] = call.arguments;
      }
    }
  }
  for (const [at, tool] of tools.entries()) told[`llm.tools.${at}.tool.json_schema`] = JSON.stringify(tool);
  return told;
}

/** Semantic conventions 1.28 to 1.36: one log record for each message, with the id of its span. */
function logsOf(exchange: Exchange, at: number): object {
  const { traceId, spanId } = Object.fromEntries(Object.entries(spanOf(at, {})));
  const record = (eventName: string, body: object) => ({
    traceId,
    spanId,
    eventName,
    attributes: attributesOf({ 'gen_ai.system': 'openai' }),
    body: anyValue(body),
  });
  const logRecords = [
    ...askedIn(exchange).messages.map(({ role, content, tool_calls, tool_call_id }) =>
      record(
        `gen_ai.${role}.message`,
        role === 'tool' ? { id: tool_call_id, content } : { content, tool_calls: tool_calls ?? null },
      ),
    ),
    record('gen_ai.choice', { index: 0, finish_reason: 'stop', message: answerIn(exchange) }),
  ];
  return { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
}

const json = (value: unknown) => JSON.stringify(value);
const lines = (...values: readonly object[]) => values.map(json).join('\n');

const WRITERS: Readonly<Record<string, (exchanges: readonly Exchange[]) => string>> = {
  'conventions from 1.37 on, messages as JSON text': (exchanges) =>
    JSON.stringify(traceOf(exchanges.map((each, at) => spanOf(at, newest(each, json)))), null, 2),
  'conventions from 1.37 on, messages as values': (exchanges) =>
    lines(
      ...exchanges.map((each, at) =>
        traceOf([
          spanOf(
            at,
            newest(each, (value) => value),
          ),
        ]),
      ),
    ),
  'the event of the newest conventions': (exchanges) =>
    lines(
      ...exchanges.map((each) => ({
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  {
                    eventName: 'gen_ai.client.inference.operation.details',
                    attributes: attributesOf(newest(each, json)),
                  },
                ],
              },
            ],
          },
        ],
      })),
    ),
  'conventions 1.28 to 1.36': (exchanges) =>
    lines(...exchanges.flatMap((each, at) => [logsOf(each, at), traceOf([spanOf(at, LLM)])])),
  'conventions before 1.28': (exchanges) =>
    json(
      traceOf(
        exchanges.map((each, at) =>
          spanOf(at, LLM, [
            {
              name: 'gen_ai.content.prompt',
              attributes: attributesOf({ 'gen_ai.prompt': json(askedIn(each).messages) }),
            },
            {
              name: 'gen_ai.content.completion',
              attributes: attributesOf({ 'gen_ai.completion': json([answerIn(each)]) }),
            },
          ]),
        ),
      ),
    ),
  OpenLLMetry: (exchanges) => json(traceOf(exchanges.map((each, at) => spanOf(at, flat(each))))),
  OpenInference: (exchanges) => json(traceOf(exchanges.map((each, at) => spanOf(at, openInference(each))))),
};

for (const [name, write] of Object.entries(WRITERS)) {
  // Without the tools, the request counts as unknown, and each answer is judged alone.
  testSameVerdicts(name, write, /1\.28/u.test(name) ? 'answers' : 'part');
}

testDamage(Object.values(WRITERS).map((write) => write((RECORDED['weather.buffered'] ?? []).slice(0, 1))));

const WEATHER = RECORDED['weather.buffered'] ?? [];
const FIRST = firstOf(WEATHER);
const KNOW_TOOLS = Object.entries(WRITERS).filter(([name]) => !/1\.28/u.test(name));

for (const [name, write] of KNOW_TOOLS) {
  test(`${name}: the schema of a tool is judged by`, () => {
    const [outcomes] = outcomesOf(read(write(WEATHER)) ?? []);
    expect([outcomes?.get('arguments/schema'), outcomes?.get('ids/present')]).toEqual(['pass', 'pass']);
  });
}

test('a span says where, what was asked and how long it took', () => {
  const [first] = read(WRITERS['OpenLLMetry']?.(WEATHER) ?? '') ?? [];
  const { request, ms } = first?.exchange ?? {};
  const asked = JSON.parse(textOf(request?.body));
  const { model, messages, tools } = askedIn(FIRST);
  expect({ url: request?.url, ms, line: first?.line, fidelity: first?.fidelity }).toEqual({
    url: 'https://llm.test/chat/completions',
    ms: 1500,
    line: 1,
    fidelity: 'messages',
  });
  expect({ model: asked.model, messages: asked.messages, tools: asked.tools.length }).toEqual({
    model,
    messages,
    tools: tools.length,
  });
});

function firstOf([first]: readonly Exchange[]): Exchange {
  assert.ok(first !== undefined, 'the cassette has an exchange');
  return first;
}

/** Returns a span of the newest conventions with a change. */
function changed(change: Attributes): string {
  return json(traceOf([spanOf(0, { ...newest(FIRST, json), ...change })]));
}

test('where the trace names no id of a call, nothing is said of the provider', () => {
  const call = { type: 'tool_call', name: 'weather', arguments: { location: 'Florence' } };
  const file = changed({ 'gen_ai.output.messages': json([{ role: 'assistant', parts: [call] }]) });
  const [recorded] = read(file) ?? [];
  expect(recorded?.exchange).toMatchObject({ response: null, failure: 'the trace names no id of a call' });
  const [outcomes] = outcomesOf(read(file) ?? []);
  expect([...(outcomes?.values() ?? [])]).not.toContain('fail');
});

test('where the history names no id, or a tool no parameters, the request is unknown', () => {
  const call = { type: 'tool_call', id: null, name: 'weather', arguments: { location: 'Florence' } };
  const history = changed({ 'gen_ai.input.messages': json([{ role: 'assistant', parts: [call] }]) });
  const bare = changed({ 'gen_ai.tool.definitions': json([{ type: 'function', name: 'weather' }]) });
  expect([history, bare].map((file) => read(file)?.[0]?.requestUnknown)).toEqual([true, true]);
});

test('a message with several results is one for each', () => {
  const results = ['a', 'b'].map((id) => ({ type: 'tool_call_response', id, response: { of: id } }));
  const file = changed({ 'gen_ai.input.messages': json([{ role: 'user', parts: results }]) });
  const asked = JSON.parse(textOf(read(file)?.[0]?.exchange.request.body));
  expect(asked.messages.slice(1)).toEqual([
    { role: 'tool', tool_call_id: 'a', content: '{"of":"a"}' },
    { role: 'tool', tool_call_id: 'b', content: '{"of":"b"}' },
  ]);
});

test('spans around the calls of models are left out', () => {
  const around = [
    { 'gen_ai.operation.name': 'invoke_agent' },
    { 'openinference.span.kind': 'AGENT' },
    { 'traceloop.span.kind': 'workflow' },
    { 'llm.request.type': 'embedding' },
  ];
  expect(around.map((change) => read(changed(change)))).toEqual([null, null, null, null]);
});

test('a trace without a call of a model is no recording', () => {
  expect(read(json(traceOf([spanOf(0, { 'http.request.method': 'GET' })])))).toBeNull();
  expect(read('{"resourceSpans":[]}')).toBeNull();
});

testBrokenFiles([
  [
    'half a file',
    JSON.stringify(traceOf([spanOf(0, LLM)]), null, 2).slice(0, -30),
    /^x: is not whole JSON \(.*\); restore it, or record it again$/,
  ],
  [
    'half a line',
    `${json(traceOf([spanOf(0, LLM)]))}\n{"resourceSpans":[`,
    'x:2: is not whole JSON; restore it, or record it again',
  ],
  [
    'a trace without messages',
    json(traceOf([spanOf(0, LLM)])),
    'x:1: has calls of models without their messages; let the instrumentation capture their content',
  ],
]);
