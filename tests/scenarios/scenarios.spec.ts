/** The scenario catalogue: a file each, checks that exist, schemas that compile, copies without a gap. */
import { readdirSync } from 'node:fs';
import { familyOf } from '../../src/checks/family.ts';
import { compileSchema } from '../../src/checks/schema.ts';
import { dialects } from '../../src/dialects/catalogue.ts';
import { openaiChat } from '../../src/dialects/openai-chat/index.ts';
import { addAndMultiply } from '../../src/scenarios/all/add-and-multiply.ts';
import { weather } from '../../src/scenarios/all/weather.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import { notHeldBy } from '../../src/scenarios/held.ts';
import { copyOf, type Need, type Scenario } from '../../src/scenarios/scenario.ts';
import { isObject, type Json, type JsonObject } from '../../src/text/json.ts';
import { expect, test } from '../support/test.ts';

/** Of every dialect: those that it has, and those that it says it has no use for. */
const CHECK_IDS = [
  ...new Set(
    dialects().flatMap(({ rules, notApplicable }) => [
      ...rules.map(({ id }) => id),
      ...Object.keys(notApplicable),
    ]),
  ),
];

test('each has a file of its own, named after it, and a place of its own in reports', () => {
  const files = readdirSync('src/scenarios/all').filter((file) => file !== 'index.ts');
  expect(SCENARIOS.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  expect(new Set(SCENARIOS.map(({ order }) => order)).size).toBe(SCENARIOS.length);
});

test('weather and add-and-multiply ask what their recordings were asked', () => {
  const bodies = [weather, addAndMultiply].map((scenario) =>
    openaiChat.body(
      scenario,
      openaiChat.openingMessages(scenario),
      { model: 'm', delivery: 'streaming', extensions: new Set(['openrouter']), upstream: null },
      null,
    ),
  );
  const common = {
    model: 'm',
    tool_choice: 'auto',
    max_tokens: 4000,
    stream: true,
    stream_options: { include_usage: true },
    usage: { include: true },
  };
  expect(bodies).toEqual([
    {
      ...common,
      messages: [
        { role: 'system', content: 'You are a helpful assistant' },
        { role: 'user', content: "What's the weather in Florence,Italy?" },
      ],
      tools: [
        offered('weather', 'Get weather information for a location', {
          location: { type: 'string', description: 'the city' },
        }),
      ],
    },
    {
      ...common,
      messages: [
        {
          role: 'system',
          content: 'You are a helpful assistant. Always use both add and multiply at the same time.',
        },
        { role: 'user', content: 'Add and multiply the number 2 and 3' },
      ],
      tools: [
        offered('add', 'Add two numbers', NUMBERS),
        offered('multiply', 'Multiply two numbers', NUMBERS),
      ],
    },
  ]);
});

const NUMBERS = {
  a: { type: 'integer', description: 'first number' },
  b: { type: 'integer', description: 'second number' },
};

function offered(name: string, description: string, properties: JsonObject): JsonObject {
  const parameters = { type: 'object', properties, required: Object.keys(properties) };
  return { type: 'function', function: { name, description, parameters, strict: false } };
}

test('the checks that a scenario names exist', () => {
  const families = new Set(CHECK_IDS.map((id) => `${familyOf(id)}/*`));
  const unknown = SCENARIOS.flatMap(({ id, checks }) =>
    checks
      .filter((check) => !CHECK_IDS.includes(check) && !families.has(check))
      .map((check) => `${id}: ${check}`),
  );
  expect(unknown).toEqual([]);
});

test('every check has a scenario that is there for it, but for those of a provider in trouble', () => {
  const named = new Set(SCENARIOS.flatMap(({ checks }) => checks));
  const nameless = openaiChat.checks
    .map(({ id }) => id)
    .filter((id) => !named.has(id) && !named.has(`${familyOf(id)}/*`));
  expect(nameless).toEqual(['errors/midstream', 'errors/retry-after']);
});

test('a scenario whose need a dialect lacks is not held in it, and the reason is that of the dialect', () => {
  expect(notHeldBy(openaiChat, SCENARIOS)).toMatchObject({
    'stored-history': 'every request brings its whole history',
    'image-result': 'a tool message is a string or a list of text parts',
    signatures: 'a call has no field for the signature of a thought',
    'signatures-dropped': 'a call has no field for the signature of a thought',
  });
  const { lacks: missing } = openaiChat;
  const isHeld = ({ needs = [] }: Scenario) => needs.every((need) => missing[need] === undefined);
  expect(Object.keys(notHeldBy(openaiChat, SCENARIOS))).toEqual(
    SCENARIOS.filter((scenario) => !isHeld(scenario)).map(({ id }) => id),
  );
  expect(notHeldBy({ lacks: {} }, SCENARIOS)).toEqual({});
  const lacks: Partial<Record<Need, string>> = { 'parallel-tool-calls-off': 'no such switch' };
  expect(notHeldBy({ lacks }, SCENARIOS)).toEqual({ 'parallel-off': 'no such switch' });
});

test('no two scenarios open alike, and each says what it is', () => {
  const openings = SCENARIOS.map(({ system, prompts }) => `${system}\n${prompts[0]}`);
  expect(new Set(openings).size).toBe(SCENARIOS.length);
  expect(new Set(SCENARIOS.map(({ title }) => title)).size).toBe(SCENARIOS.length);
});

test('every schema compiles, and keeps the rules of strict mode where the tool is strict', () => {
  for (const { id, tools } of SCENARIOS) {
    for (const { name, parameters, strict } of tools) {
      expect.soft(compileSchema(parameters), `${id}: ${name}`).toHaveProperty('validate');
      if (strict) expect.soft(looseObjects(parameters), `${id}: ${name}`).toEqual([]);
    }
  }
});

/** Strict mode wants every property required and nothing else allowed, in every object. */
function looseObjects(schema: Json, path = ''): string[] {
  if (Array.isArray(schema)) return schema.flatMap((each: Json, at) => looseObjects(each, `${path}[${at}]`));
  if (!isObject(schema)) return [];
  const inside = Object.entries(schema).flatMap(([key, value]) => looseObjects(value, `${path}.${key}`));
  if (schema['type'] !== 'object') return inside;
  const properties = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const required: Json[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const isStrict =
    schema['additionalProperties'] === false && properties.every((name) => required.includes(name));
  return isStrict ? inside : [path, ...inside];
}

test('a copy has its own word wherever a secret stands, and no other copy has it', () => {
  for (const scenario of SCENARIOS) {
    const copies = Array.from({ length: scenario.copies ?? 1 }, (_, at) => copyOf(scenario, at + 1));
    expect.soft(JSON.stringify(copies), scenario.id).not.toContain('{secret}');
    if (scenario.copies === undefined) continue;
    const secrets = copies.map(({ facts }) => JSON.stringify(facts));
    expect.soft(new Set(secrets).size, scenario.id).toBe(scenario.copies);
  }
});

test('a fact can come from the tools alone: no prompt gives it away', () => {
  const told = SCENARIOS.map((scenario) => copyOf(scenario, 1)).flatMap(({ id, system, prompts, facts }) =>
    facts
      .flat()
      .filter((fact) => mentions([system, ...prompts].join('\n'), fact))
      .map((fact) => `${id}: ${fact}`),
  );
  expect(told).toEqual([]);
});

function mentions(text: string, fact: string): boolean {
  return new RegExp(`(?<!\\d)${fact.replaceAll('.', '\\.')}(?!\\d)`, 'iu').test(text);
}

test('what the model is to do can be done: turns enough, names of tools that exist', () => {
  for (const scenario of SCENARIOS) {
    expect.soft(scenario.maxTurns, scenario.id).toBeGreaterThanOrEqual(scenario.prompts.length);
    expect.soft(strangers(scenario), scenario.id).toEqual([]);
  }
});

/** Tools that the scenario names and does not offer. */
function strangers({ tools, toolChoice, history = [] }: Scenario): string[] {
  const named = [
    ...(toolChoice?.kind === 'named' ? [toolChoice.name] : []),
    ...history.flatMap((message) =>
      message.role === 'assistant' ? (message.calls ?? []).map(({ name }) => name) : [],
    ),
  ];
  return named.filter((name) => !tools.some((tool) => tool.name === name));
}
