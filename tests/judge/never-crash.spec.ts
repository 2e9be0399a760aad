/** The judge copes with any bytes in a response or a request: no exception, no `error`, in bounded time. */

import assert from 'node:assert/strict';
import config from '../../providers.config.ts';
import { targetsOf } from '../../src/config/providers.ts';
import { dialectOf } from '../../src/dialects/catalogue.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { planConversations } from '../../src/replay/plan.ts';
import { SCENARIOS } from '../../src/scenarios/catalogue.ts';
import fc, { share } from '../support/property.ts';
import { expect, test } from '../support/test.ts';

const TOOLS = [
  {
    type: 'function',
    function: { name: 'weather', parameters: { type: 'object', properties: { place: { type: 'string' } } } },
  },
];

function exchangeOf(
  body: Uint8Array | string,
  { stream = true, status = 200, tools = TOOLS as unknown } = {},
): Exchange {
  const request = {
    model: 'm',
    stream,
    stream_options: { include_usage: true },
    tools,
    messages: [{ role: 'user', content: 'hi' }],
  };
  return {
    request: {
      method: 'POST',
      url: 'https://example.com/v1/chat/completions',
      headers: [],
      body: Buffer.from(JSON.stringify(request)),
    },
    response: {
      status,
      headers: [['Content-Type', [stream ? 'text/event-stream' : 'application/json']]],
      body: typeof body === 'string' ? Buffer.from(body) : body,
      provenComplete: true,
    },
  };
}

function verdictsOf(exchanges: readonly Exchange[], dialect = dialectOf('openai-chat')): Map<string, string> {
  const { verdicts } = dialect.judge({
    exchanges,
    extensions: new Set(['openrouter']),
    scenario: { facts: [['40']] },
    price: { promptPerMillion: 1, completionPerMillion: 2 },
    unsupported: new Map(),
  });
  assert.equal(verdicts.length, dialect.rules.length);
  const broken = verdicts.filter(({ outcome }) => outcome === 'error');
  assert.deepEqual(broken, []);
  return new Map(verdicts.map(({ check, outcome }) => [check, outcome]));
}

let recordings: ReturnType<typeof everyRecording> | undefined;

/** One recording of each scenario, delivery and dialect, told by its name when a property fails. */
function anyRecording() {
  recordings ??= everyRecording();
  return fc.constantFrom(...recordings.values());
}

function everyRecording() {
  return new Map(
    planConversations('cassettes', targetsOf(config), SCENARIOS).map(
      ({ target, scenario, delivery, folder, cassette }) => {
        const { dialect } = target.provider;
        const { interactions } = readCassette(`${folder}/${cassette}`);
        const name = `${dialect} ${scenario.id} ${delivery}`;
        const exchanges = interactions.map(({ exchange }) => exchange);
        return [name, { dialect: dialectOf(dialect), exchanges, [fc.toStringMethod]: () => name }];
      },
    ),
  );
}

test('any bytes as a response', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.boolean(),
      fc.constantFrom(200, 204, 302, 400, 429, 500),
      (body, stream, status) => {
        verdictsOf([exchangeOf(body, { stream, status })]);
      },
    ),
    { numRuns: 400 },
  );
});

test('any JSON in the place of any part of a chunk', () => {
  const json = fc.jsonValue({ maxDepth: 3 });
  const choice = fc.record(
    {
      index: json,
      delta: fc.oneof(json, fc.record({ content: json, role: json, tool_calls: fc.array(json) })),
      finish_reason: json,
    },
    { requiredKeys: [] },
  );
  const chunk = fc.oneof(
    json,
    fc.record(
      {
        id: json,
        object: json,
        choices: fc.oneof(json, fc.array(choice)),
        usage: json,
        error: json,
        provider: json,
        model: json,
      },
      { requiredKeys: [] },
    ),
  );
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 6 }), fc.boolean(), (chunks, stream) => {
      const body = stream
        ? chunks.map((each) => `data: ${JSON.stringify(each)}\n\n`).join('')
        : JSON.stringify(chunks[0] ?? {});
      verdictsOf([exchangeOf(body, { stream }), exchangeOf(body, { stream })]);
    }),
    { numRuns: 400 },
  );
});

test('recordings with bytes flipped, cut and doubled', () => {
  fc.assert(
    fc.property(
      anyRecording(),
      fc.array(
        fc.record({
          at: share,
          kind: fc.constantFrom('flip', 'cut', 'double'),
          byte: fc.nat(255),
        }),
        {
          minLength: 1,
          maxLength: 8,
        },
      ),
      ({ dialect, exchanges }, edits) => {
        const mutated = exchanges.map((exchange) => {
          let body = Buffer.from(exchange.response?.body ?? []);
          for (const { at, kind, byte } of edits) {
            const place = Math.floor(at * body.length);
            if (kind === 'flip' && body.length > 0) body[Math.min(place, body.length - 1)] = byte;
            if (kind === 'cut') body = body.subarray(0, place);
            if (kind === 'double')
              body = Buffer.concat([body.subarray(0, place), body.subarray(Math.max(0, place - 300))]);
          }
          return answeredWith(exchange, body);
        });
        verdictsOf(mutated, dialect);
      },
    ),
    { numRuns: 300 },
  );
});

test('recordings with any JSON in the place of any value, asked or answered', () => {
  const edit = fc.record({
    asked: fc.boolean(),
    exchange: share,
    line: share,
    value: share,
    // Undefined removes the value.
    put: fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(
      anyRecording(),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      ({ dialect, exchanges }, edits) => {
        const mutated = [...exchanges];
        for (const { asked, exchange, line, value, put } of edits) {
          const at = Math.floor(exchange * mutated.length);
          const chosen = mutated[at];
          if (chosen === undefined) continue;
          const { request, response } = chosen;
          const body = withValue(Buffer.from((asked ? request : response)?.body ?? []), line, value, put);
          mutated[at] = asked ? { ...chosen, request: { ...request, body } } : answeredWith(chosen, body);
        }
        verdictsOf(mutated, dialect);
      },
    ),
    { numRuns: 600 },
  );
});

function answeredWith(exchange: Exchange, body: Uint8Array): Exchange {
  return exchange.response === null ? exchange : { ...exchange, response: { ...exchange.response, body } };
}

/** Returns the body with one value replaced or removed, in its JSON or in the JSON of one of its events. */
function withValue(body: Buffer, line: number, value: number, put: unknown): Buffer {
  const lines = body.toString().split('\n');
  const holders = [...lines.keys()].filter((at) => /^(?:data: )?(?:\{|\[\{)/u.test(lines[at] ?? ''));
  const at = holders[Math.floor(line * holders.length)];
  if (at === undefined) return body;
  const [, head = '', text = ''] = /^(data: )?(.*)$/u.exec(lines[at] ?? '') ?? [];
  const spread = head === '' && !isJson(text);
  const json: unknown = JSON.parse(spread ? lines.slice(at).join('\n') : text);
  const places = [...placesIn(json)];
  const place = places[Math.floor(value * places.length)];
  if (place === undefined) return body;
  if (put === undefined) Reflect.deleteProperty(place.holder, place.key);
  else Reflect.set(place.holder, place.key, put);
  const changed = `${head}${JSON.stringify(json)}`;
  return Buffer.from((spread ? [...lines.slice(0, at), changed] : lines.with(at, changed)).join('\n'));
}

/** Returns true if the line is complete JSON. A body may span several lines. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function* placesIn(json: unknown): Generator<{ holder: object; key: string }> {
  if (typeof json !== 'object' || json === null) return;
  for (const [key, value] of Object.entries(json)) {
    yield { holder: json, key };
    yield* placesIn(value);
  }
}

function chunkWith(delta: string): string {
  const head = '"id":"c","object":"chat.completion.chunk","created":1,"model":"m"';
  return `data: {${head},"choices":[{"index":0,"delta":${delta},"finish_reason":null}]}\n\n`;
}

const END =
  'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\ndata: [DONE]\n\n';

function call(args: string): string {
  return chunkWith(
    `{"role":"assistant","tool_calls":[{"index":0,"id":"call_abcdefgh12345678","type":"function","function":{"name":"weather","arguments":${JSON.stringify(args)}}}]}`,
  );
}

/** What a response holds, and the verdicts that it must have at least. */
const HOSTILE: Record<string, { body: () => string; verdicts: Record<string, string> }> = {
  'JSON nested 10,000 deep': {
    body: () => chunkWith(`{"content":${'['.repeat(10_000)}${']'.repeat(10_000)}}`) + END,
    verdicts: { 'shape/content': 'fail', 'framing/data-is-json': 'pass' },
  },
  'choices nested 10,000 deep': {
    body: () =>
      `data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":${'['.repeat(10_000)}${']'.repeat(10_000)}}\n\n`,
    verdicts: { 'shape/chunk': 'fail' },
  },
  'arguments nested 10,000 deep': {
    body: () => call(`${'{"place":'.repeat(10_000)}1${'}'.repeat(10_000)}`) + END,
    verdicts: {
      'arguments/json': 'pass',
      'arguments/object': 'pass',
      'arguments/schema': 'fail',
      'arguments/no-duplicate-keys': 'pass',
    },
  },
  'keys named __proto__': {
    body: () => chunkWith('{"__proto__":{"content":"x"},"constructor":{"prototype":1},"content":"hi"}') + END,
    verdicts: { 'shape/content': 'pass', 'shape/unknown-fields': 'fail', 'finish/no-phantom': 'fail' },
  },
  'arguments with __proto__ twice': {
    body: () => call('{"__proto__":1,"__proto__":2}') + END,
    verdicts: { 'arguments/no-duplicate-keys': 'fail', 'arguments/json': 'pass' },
  },
  'numbers beyond all bounds': {
    body: () =>
      `${call('{}')}${END.replace('data: [DONE]\n\n', '')}data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":1e999,"completion_tokens":-1,"total_tokens":"NaN","cost":1e999}}\n\ndata: [DONE]\n\n`,
    verdicts: { 'usage/integers': 'fail', 'usage/total': 'inconclusive' },
  },
  'half surrogate pairs': {
    body: () => call('{"place":"\\ud800"}').replace('call_abcdefgh', '\\udfff_') + END,
    verdicts: { 'ids/portable': 'fail', 'arguments/json': 'pass' },
  },
  '50 MB in one event': {
    body: () => chunkWith(`{"role":"assistant","content":"${'x'.repeat(50_000_000)}"}`) + END,
    verdicts: { 'framing/done': 'pass', 'finish/no-phantom': 'fail' },
  },
  '100,000 calls without an index': {
    body: () => {
      const calls = Array.from(
        { length: 100_000 },
        (_, at) => `{"id":"call_${at}","function":{"name":"weather","arguments":"{}"}}`,
      );
      return chunkWith(`{"tool_calls":[${calls.join(',')}]}`) + END;
    },
    verdicts: { 'deltas/index': 'fail', 'deltas/type-first': 'fail' },
  },
  '100,000 fragments of one call': {
    body: () =>
      call('{"place":"') +
      chunkWith('{"tool_calls":[{"index":0,"function":{"arguments":"x"}}]}').repeat(100_000) +
      chunkWith('{"tool_calls":[{"index":0,"function":{"arguments":"\\"}"}}]}') +
      END,
    verdicts: { 'arguments/json': 'pass', 'arguments/schema': 'pass', 'deltas/no-resend': 'pass' },
  },
};

for (const [name, { body, verdicts }] of Object.entries(HOSTILE)) {
  test(`a response with ${name}`, () => {
    const found = verdictsOf([exchangeOf(body())]);
    expect(Object.fromEntries(Object.keys(verdicts).map((check) => [check, found.get(check)]))).toEqual(
      verdicts,
    );
  });
}

let deepSchema: object = { type: 'object' };
for (let depth = 0; depth < 1200; depth += 1) deepSchema = { allOf: [deepSchema] };

/** Schemas that a request may hold, and what arguments/schema then says. */
const SCHEMAS: Record<string, { parameters: unknown; args: string; outcome: string }> = {
  'no schema at all': { parameters: 'a string', args: '{}', outcome: 'inconclusive' },
  'an unknown type': { parameters: { type: 'objekt' }, args: '{}', outcome: 'inconclusive' },
  'endless recursion': { parameters: { $ref: '#' }, args: '{}', outcome: 'inconclusive' },
  'sound recursion': {
    parameters: {
      $ref: '#/$defs/node',
      $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
    },
    args: '{"next":{"next":{"next":1}}}',
    outcome: 'fail',
  },
  'a remote reference': {
    parameters: { $ref: 'https://example.com/schema.json' },
    args: '{}',
    outcome: 'inconclusive',
  },
  'an unknown draft': {
    parameters: { $schema: 'http://json-schema.org/draft-04/schema#' },
    args: '{}',
    outcome: 'inconclusive',
  },
  'asynchronous validation': {
    parameters: { $async: true, type: 'object' },
    args: '{}',
    outcome: 'inconclusive',
  },
  'a pattern that backtracks for ever': {
    parameters: { type: 'object', properties: { a: { pattern: '^(a+)+$' } } },
    args: `{"a":"${'a'.repeat(60)}!"}`,
    outcome: 'fail',
  },
  'a pattern with look-around': {
    parameters: { type: 'object', properties: { a: { pattern: '(?=x)y' } } },
    args: '{"a":"y"}',
    outcome: 'inconclusive',
  },
  'recursion that doubles at each level': {
    parameters: {
      $ref: '#/$defs/n',
      $defs: {
        n: {
          oneOf: [
            { type: 'object', properties: { a: { $ref: '#/$defs/n' } } },
            { type: 'object', properties: { a: { $ref: '#/$defs/n' } } },
          ],
        },
      },
    },
    args: `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
    outcome: 'inconclusive',
  },
  'a chain of allOf that doubles at each link': {
    parameters: {
      properties: { a: { $ref: '#/$defs/l40' } },
      $defs: Object.fromEntries(
        Array.from({ length: 41 }, (_, at) => [
          `l${at}`,
          at === 0
            ? { type: 'string' }
            : { allOf: [{ $ref: `#/$defs/l${at - 1}` }, { $ref: `#/$defs/l${at - 1}` }] },
        ]),
      ),
    },
    args: '{"a":"x"}',
    outcome: 'inconclusive',
  },
  'items to be unique, 20,000 of them': {
    parameters: { properties: { a: { uniqueItems: true } } },
    args: JSON.stringify({ a: [...Array.from({ length: 20_000 }, (_, at) => ({ at })), { at: 7 }] }),
    outcome: 'fail',
  },
  'a property named like one that objects inherit': {
    parameters: { properties: { constructor: { type: 'string' }, valueOf: false } },
    args: '{}',
    outcome: 'pass',
  },
  'a required property that objects inherit': {
    parameters: { required: ['toString'] },
    args: '{}',
    outcome: 'fail',
  },
  'names that read like the code of the compiler': {
    parameters: { properties: { '={}){': { type: 'string' } } },
    args: '{}',
    outcome: 'inconclusive',
  },
  'more values than can be compiled': {
    parameters: { properties: { a: { enum: Array.from({ length: 60_000 }, (_, at) => at) } } },
    args: '{"a":1}',
    outcome: 'inconclusive',
  },
  'a depth of 1,200': { parameters: deepSchema, args: '{}', outcome: 'inconclusive' },
};

for (const [name, { parameters, args, outcome }] of Object.entries(SCHEMAS)) {
  test(`a request whose tool has ${name}`, () => {
    const tools = [{ type: 'function', function: { name: 'weather', parameters } }];
    expect(verdictsOf([exchangeOf(call(args) + END, { tools })]).get('arguments/schema')).toBe(outcome);
  });
}
