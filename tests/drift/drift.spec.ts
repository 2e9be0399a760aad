/** The structural drift: what changed between two recordings of the same conversation. */
import type { StructuralDrift } from '../../src/drift/structural-drift.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { decodeText } from '../../src/text/wire-text.ts';
import { chunkFrame } from '../support/aws-frames.ts';
import {
  type Draft,
  drift,
  exchangeOf,
  isDraft,
  jsonBody,
  NO_DRIFT,
  reversedKeys,
  streamOf,
} from '../support/drifted.ts';
import fc from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

const SEEDS = [
  'deepseek/deepseek-chat-v3.1_free/weather.streaming.yaml',
  'deepseek/deepseek-v3.2/weather.streaming.yaml',
  'moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml',
  'qwen/qwen3-235b-a22b-2507/add-and-multiply.streaming.yaml',
  'qwen/qwen3-235b-a22b-2507/weather.streaming.yaml',
].map((file) => readCassette(`cassettes/openrouter/${file}`).interactions.map(({ exchange }) => exchange));

const [seed = []] = SEEDS;

/** The drift in a few words: symbol, part, path. */
function told({ gone, added, retyped }: StructuralDrift): string[] {
  return [
    ...gone.map(({ part, path }) => `- ${part} ${path}`),
    ...added.map(({ part, path }) => `+ ${part} ${path}`),
    ...retyped.map(
      ({ part, path, before, after }) => `~ ${part} ${path} ${before.join('|')} ${after.join('|')}`,
    ),
  ];
}

/** The exchanges with each event rewritten. */
function rewritten(exchanges: readonly Exchange[], rewrite: (data: string) => string): Exchange[] {
  return exchanges.map((exchange) => {
    const { response } = exchange;
    if (response === null) return exchange;
    const body = decodeText(response.body).replaceAll(/^data: (\{.*)$/gmu, (_, data: string) =>
      rewrite(data),
    );
    return { ...exchange, response: { ...response, body: Buffer.from(body) } };
  });
}

function edited(exchanges: readonly Exchange[], edit: (event: Draft) => void): Exchange[] {
  return rewritten(exchanges, (data) => {
    const event: Draft = JSON.parse(data);
    edit(event);
    return `data: ${JSON.stringify(event)}`;
  });
}

/** Runs on the usage of an event that has one. */
function onUsage(edit: (usage: Draft) => void): (event: Draft) => void {
  return ({ usage }) => {
    if (isDraft(usage)) edit(usage);
  };
}

test.describe('the structural drift', () => {
  test('from a real recording to itself is none', () => {
    for (const exchanges of SEEDS) expect(drift(exchanges, exchanges)).toEqual(NO_DRIFT);
  });

  test('tells a field that is gone, exactly', () => {
    const after = edited(
      seed,
      onUsage((usage) => delete usage['is_byok']),
    );
    expect(drift(seed, after)).toEqual({
      ...NO_DRIFT,
      gone: [
        {
          part: 'streamed',
          path: 'usage.is_byok',
          types: ['boolean'],
          fields: 0,
          documents: 2,
          of: 2,
          sometimes: false,
        },
      ],
    });
  });

  test('tells a field that is new, and that it stood only sometimes', () => {
    let events = 0;
    const after = edited(seed, (event) => {
      events += 1;
      if (events === 1) event['service_tier'] = 'flex';
    });
    const added = {
      part: 'streamed',
      path: 'service_tier',
      types: ['string'],
      fields: 0,
      documents: 1,
      of: events,
      sometimes: true,
    };
    expect(drift(seed, after)).toEqual({ ...NO_DRIFT, added: [added] });
  });

  test('tells a number that became a string', () => {
    const after = edited(
      seed,
      onUsage((usage) => {
        usage['cost'] = String(usage['cost']);
      }),
    );
    expect(drift(seed, after)).toEqual({
      ...NO_DRIFT,
      retyped: [
        {
          part: 'streamed',
          path: 'usage.cost',
          before: ['integer'],
          after: ['string'],
          fieldsGone: 0,
          fieldsAdded: 0,
          sometimes: false,
        },
      ],
    });
  });

  test('tells the topmost path alone, with the number of fields below', () => {
    const before = [jsonBody({ a: 1, choices: [{ message: { text: 'x' }, logprobs: [[1]] }] })];
    const [gone, ...others] = drift(before, [jsonBody({ a: 1 })]).gone;
    expect(others).toEqual([]);
    expect(gone).toMatchObject({ path: 'choices', types: ['array'], fields: 3, sometimes: false });
  });

  test('tells what went with the type of its object as a part of that', () => {
    expect(
      drift([jsonBody({ error: { code: 1, metadata: { raw: '' } } })], [jsonBody({ error: 'no' })]),
    ).toEqual({
      ...NO_DRIFT,
      retyped: [
        {
          part: 'buffered',
          path: 'error',
          before: ['object'],
          after: ['string'],
          fieldsGone: 3,
          fieldsAdded: 0,
          sometimes: false,
        },
      ],
    });
  });

  test('says that chance may have retyped what shares a type with before', () => {
    const retyped = (before: unknown, after: unknown) =>
      drift([jsonBody({ a: before })], [jsonBody({ a: after })]).retyped.map(({ sometimes }) => sometimes);
    expect(retyped(0, 0.5)).toEqual([true]);
    expect(retyped(null, 'x')).toEqual([false]);
    expect(
      drift([jsonBody({ a: null }), jsonBody({ a: 'x' })], [jsonBody({ a: 'y' })]).retyped,
    ).toMatchObject([{ before: ['null', 'string'], after: ['string'], sometimes: true }]);
  });

  test('tells a part that is gone as a whole, and says whether all answers were like that', () => {
    const stream = streamOf({ id: 'x', choices: [] });
    const { gone, added } = drift([stream, stream], [stream, jsonBody({ id: 'x' })]);
    expect(gone).toEqual([]);
    expect(added).toMatchObject([
      { part: 'buffered', path: '', fields: 1, documents: 1, of: 2, sometimes: true },
    ]);
    expect(told(drift([stream], [jsonBody({}, 500)]))).toEqual(['- streamed ', '+ refusal ']);
  });

  test('tells headers by name, whatever their case, and what streams consist of', () => {
    const before = exchangeOf('event: delta\ndata: {}\n\ndata: [DONE]\n\n', {
      headers: ['Server', 'X-Old', 'Age'],
    });
    const after = exchangeOf(': ping\n\ndata: {}\n\n', { headers: ['server', 'cf-ray'] });
    expect(told(drift([before], [after]))).toEqual([
      '- header age',
      '- header x-old',
      '- stream [DONE]',
      '- stream event delta',
      '+ header cf-ray',
      '+ stream comments',
    ]);
  });

  test('is none when keys stand in another order', () => {
    for (const exchanges of SEEDS) {
      const after = rewritten(exchanges, (data) => `data: ${JSON.stringify(reversedKeys(JSON.parse(data)))}`);
      expect(drift(exchanges, after)).toEqual(NO_DRIFT);
    }
  });

  test('is none when the same comes in other pieces: more events, other chunks, other line ends', () => {
    for (const exchanges of SEEDS) {
      const twice = rewritten(exchanges, (data) => `data: ${data}\r\n\r\ndata: ${data}\r`);
      const after = twice.map((exchange) =>
        exchange.response === null
          ? exchange
          : { ...exchange, response: { ...exchange.response, chunks: [{ bytes: 1, at: 0 }] } },
      );
      expect(drift(exchanges, after)).toEqual(NO_DRIFT);
    }
  });

  test('is none when the same events come in frames of AWS', () => {
    const events = ['{"type":"message_start","message":{"id":"msg_1"}}', '{"type":"message_stop"}'];
    const plain = exchangeOf(events.map((data) => `data: ${data}\n\n`).join(''));
    const framed = exchangeOf(Buffer.concat(events.map(chunkFrame)));
    expect(drift([plain], [framed])).toEqual(NO_DRIFT);
    expect(drift([plain], [exchangeOf(chunkFrame('{"type":"message_stop"}'))])).not.toEqual(NO_DRIFT);
  });

  test('of anything to itself is none, and with the sides exchanged gone and added change places', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'a.b');
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(null, true, 1, 1.5, 'x'),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(name, tie('node'), { maxKeys: 3 }),
      ),
    }));
    const exchange = fc.oneof(
      fc.tuple(node, fc.constantFrom(200, 429)).map(([value, status]) => jsonBody(value, status)),
      fc.array(node, { maxLength: 3 }).map((events) => streamOf(...events)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => exchangeOf(bytes)),
    );
    const recording = fc.array(exchange, { maxLength: 3 });
    fc.assert(
      fc.property(recording, recording, (one, other) => {
        same(drift(one, one), NO_DRIFT);
        const [there, back] = [drift(one, other), drift(other, one)];
        same(back.gone, there.added);
        same(back.added, there.gone);
        expect(back.retyped).toEqual(
          there.retyped.map(({ before, after, fieldsGone, fieldsAdded, ...rest }) => ({
            ...rest,
            before: after,
            after: before,
            fieldsGone: fieldsAdded,
            fieldsAdded: fieldsGone,
          })),
        );
      }),
      { numRuns: 300 },
    );
  });
});
