/** The judge copes with any bytes in a response or a request: no exception, no `error`, in bounded time. */

import { dialectOf } from '../../src/dialects/catalogue.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { attackedRecordings } from '../support/attack.ts';
import { call, chunkWith, END, exchangeOf, verdictsOf } from '../support/odd-answers.ts';
import fc, { share } from '../support/property.ts';
import { expect, test } from '../support/test.ts';

/** One recording of each scenario, delivery and dialect, told by its name when a property fails. */
function anyRecording() {
  return fc.constantFrom(
    ...attackedRecordings().map(({ name, target, exchanges }) => ({
      dialect: dialectOf(target.provider.dialect),
      exchanges,
      [fc.toStringMethod]: () => name,
    })),
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
