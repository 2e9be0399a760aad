/** Drift: what changed between two recordings of the same conversation. */
import { stripVTControlCharacters } from 'node:util';
import { type ConversationDrift, type DriftEntry, driftReport } from '../../src/drift/report.ts';
import { formatDrift } from '../../src/drift/report-text.ts';
import { DEEPEST, MOST_MEMBERS, MOST_PATHS } from '../../src/drift/shape.ts';
import { driftOf, type StructuralDrift } from '../../src/drift/structural-drift.ts';
import { structureOf } from '../../src/drift/structure.ts';
import { type VerdictDrift, verdictDrift } from '../../src/drift/verdict-drift.ts';
import { readCassette } from '../../src/evidence/cassette/read.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import type { ConversationResult } from '../../src/results/conversation-result.ts';
import type { VerdictRecord } from '../../src/results/results.ts';
import { decodeText } from '../../src/text/wire-text.ts';
import { chunkFrame } from '../support/aws-frames.ts';
import fc from '../support/property.ts';
import { expect, same, test } from '../support/test.ts';

type Draft = Record<string, unknown>;

const SEEDS = [
  'deepseek/deepseek-chat-v3.1_free/weather.streaming.yaml',
  'deepseek/deepseek-v3.2/weather.streaming.yaml',
  'moonshotai/kimi-k2-0905@deepinfra/weather.streaming.yaml',
  'qwen/qwen3-235b-a22b-2507/add-and-multiply.streaming.yaml',
  'qwen/qwen3-235b-a22b-2507/weather.streaming.yaml',
].map((file) => readCassette(`cassettes/openrouter/${file}`).interactions.map(({ exchange }) => exchange));

const [seed = []] = SEEDS;

const NO_DRIFT: StructuralDrift = { gone: [], added: [], retyped: [], incomplete: false };
const SAME_VERDICTS: VerdictDrift = {
  newlyFailing: [],
  newlyPassing: [],
  otherwiseChanged: [],
  observations: [],
};

function exchangeOf(
  body: string | Uint8Array,
  { status = 200, headers = ['Content-Type'] }: { status?: number; headers?: readonly string[] } = {},
): Exchange {
  return {
    request: { method: 'POST', url: 'https://example.com', headers: [], body: new Uint8Array() },
    response: {
      status,
      headers: headers.map((name) => [name, ['x']] as const),
      body: typeof body === 'string' ? Buffer.from(body) : body,
      provenComplete: true,
    },
  };
}

function jsonBody(value: unknown, status = 200): Exchange {
  return exchangeOf(JSON.stringify(value), { status });
}

function streamOf(...events: readonly unknown[]): Exchange {
  return exchangeOf(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''));
}

function drift(before: readonly Exchange[], after: readonly Exchange[]): StructuralDrift {
  return driftOf(structureOf(before), structureOf(after));
}

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

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null;
}

function reversedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversedKeys);
  if (!isDraft(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversedKeys(item)]),
  );
}

/** Each path of a part as text: its types, and the number of documents. */
function pathsOf(exchanges: readonly Exchange[]): Record<string, string[]> {
  const { parts } = structureOf(exchanges);
  return Object.fromEntries(
    [...parts].map(([part, { paths }]) => [
      part,
      [...paths].map(([path, { types, documents }]) => `${path}: ${types.join('|')} ${documents}`),
    ]),
  );
}

test.describe('the structure of a recording', () => {
  test('is paths without indices, with types and the number of documents', () => {
    const first =
      ': hello\n\nevent: ping\ndata: {"n":1}\n\ndata: {"n":1.5,"calls":[{"id":"a"},{"id":null}]}\n\ndata: [DONE]\n\n';
    const second = 'data: {"calls":[],"arguments":"{\\"place\\":1}"}\n\n';
    const exchanges = [
      exchangeOf(first, { headers: ['X-Id', 'x-id', 'CF-Ray'] }),
      exchangeOf(second, { headers: [] }),
    ];
    expect(pathsOf(exchanges)).toEqual({
      streamed: [
        ': object 3',
        'n: number 2',
        'calls: array 2',
        'calls[]: object 1',
        'calls[].id: null|string 1',
        'arguments: string 1',
      ],
      header: [': object 2', 'x-id:  1', 'cf-ray:  1'],
      stream: [': object 2', '[DONE]:  1', 'comments:  1', 'event ping:  1'],
    });
  });

  test('keeps streamed answers, buffered ones and refusals apart, by what came', () => {
    const refusal = { error: { code: 429 } };
    const exchanges = [streamOf({ a: 1 }), jsonBody({ b: true }), jsonBody(refusal, 429)];
    expect(pathsOf(exchanges)).toEqual({
      streamed: [': object 1', 'a: integer 1'],
      buffered: [': object 1', 'b: boolean 1'],
      refusal: [': object 1', 'error: object 1', 'error.code: integer 1'],
      header: [': object 3', 'content-type:  3'],
      stream: [': object 1'],
    });
  });

  for (const body of ['', '{"a":', '{"a":\n: b\ndata: c\n\n', '<html>', '\uFEFF', '[1,']) {
    test(`of ${JSON.stringify(body)} is that it is no JSON`, () => {
      expect(pathsOf([exchangeOf(body)])['buffered']).toEqual([': (not JSON) 1']);
    });
  }

  test('tells an event that is no JSON from those that are', () => {
    expect(pathsOf([exchangeOf('data: {"a":1}\n\ndata: {"a\n\n')])['streamed']).toEqual([
      ': (not JSON)|object 2',
      'a: integer 1',
    ]);
  });

  test('of requests that got no response is empty', () => {
    expect(structureOf([{ ...exchangeOf(''), response: null, failure: 'timeout' }])).toEqual({
      responses: 0,
      parts: new Map(),
    });
  });

  test('quotes unusual names, so that no two paths are the same text', () => {
    const names = ['a.b', 'a[]', '', 'é', '*', '\u001b[31m'];
    const body = { a: { b: 1 }, ...Object.fromEntries(names.map((name) => [name, 1])) };
    expect(pathsOf([jsonBody(body)])['buffered']).toEqual([
      ': object 1',
      '[""]: integer 1',
      '["\\u001b[31m"]: integer 1',
      '["*"]: integer 1',
      'a: object 1',
      'a.b: integer 1',
      '["a.b"]: integer 1',
      '["a[]"]: integer 1',
      '["é"]: integer 1',
    ]);
  });
});

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

test.describe('hostile bodies', () => {
  const count = 100_000;
  const members = (length: number, value: unknown) =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, value]));

  const bodies: Readonly<Record<string, { body: () => string; paths: number; cut: boolean }>> = {
    'nested 10,000 deep': {
      body: () => `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      paths: DEEPEST + 1,
      cut: true,
    },
    'objects nested 10,000 deep': {
      body: () => `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
      paths: DEEPEST + 1,
      cut: true,
    },
    'an object of 100,000 keys': { body: () => JSON.stringify(members(count, 1)), paths: 2, cut: false },
    'an array of 100,000 items': {
      body: () => JSON.stringify(Array(count).fill({ a: 1 })),
      paths: 3,
      cut: false,
    },
    'very many paths': {
      body: () => JSON.stringify(members(MOST_MEMBERS, members(MOST_MEMBERS, 1))),
      paths: MOST_PATHS,
      cut: true,
    },
    'a name of a million characters': {
      body: () => JSON.stringify({ ['x'.repeat(1e6)]: { y: 1 } }),
      paths: 3,
      cut: false,
    },
  };

  for (const [title, { body: written, paths, cut }] of Object.entries(bodies)) {
    test(`${title}: bounded`, () => {
      const body = written();
      const shape = structureOf([exchangeOf(body)]).parts.get('buffered');
      expect(shape?.paths.size).toBe(paths);
      expect(shape?.cut).toBe(cut);
      expect(Math.max(...[...(shape?.paths.keys() ?? [])].map((path) => path.length))).toBeLessThan(300);
      expect(drift([exchangeOf(body)], [exchangeOf(body)])).toEqual({ ...NO_DRIFT, incomplete: cut });
    });
  }

  test('what is looked at of too many paths does not hang on the order of keys', () => {
    const many = members(MOST_MEMBERS, members(MOST_MEMBERS, 1));
    expect(drift([jsonBody(many)], [jsonBody(reversedKeys(many))])).toEqual({
      ...NO_DRIFT,
      incomplete: true,
    });
  });

  test('100,000 names of events and headers: bounded', () => {
    const names = Array.from({ length: count }, (_, index) => `n${index}`);
    const body = names.map((name) => `event: ${name}\ndata: 1\n\n`).join('');
    const { parts } = structureOf([exchangeOf(body, { headers: names })]);
    expect(parts.get('stream')?.paths.size).toBe(MOST_PATHS);
    expect(parts.get('header')?.paths.size).toBe(MOST_PATHS);
  });

  test('an object of very many keys is a map: which keys it has is no drift', () => {
    const many = members(MOST_MEMBERS + 1, 1);
    const others = Object.fromEntries(Object.keys(many).map((name) => [`other-${name}`, 1]));
    expect(drift([jsonBody({ scores: many })], [jsonBody({ scores: others })])).toEqual(NO_DRIFT);
  });
});

test.describe('the drift of verdicts', () => {
  const key = { target: 'p/m', scenario: 'weather', delivery: 'streaming', sample: 1 } as const;

  function result(outcomes: Readonly<Record<string, VerdictRecord['outcome'] | 'pass' | 'not-applicable'>>) {
    const those = (wanted: string) => Object.keys(outcomes).filter((check) => outcomes[check] === wanted);
    const verdicts = Object.entries(outcomes).flatMap(([check, outcome]): VerdictRecord[] => {
      if (outcome === 'pass' || outcome === 'not-applicable') return [];
      const level = check.startsWith('may/') ? 'MAY' : 'SHOULD';
      const rest = { findings: [], findingCount: 0, reason: null, expectation: null };
      return [{ type: 'verdict', ...key, check, level, subject: 'provider', outcome, ...rest }];
    });
    const conversation: ConversationResult['conversation'] = {
      type: 'conversation',
      ...key,
      cassette: 'c.yaml',
      recordedAt: null,
      exchanges: 1,
      model: null,
      upstreams: [],
      ms: null,
      usage: null,
      cost: null,
      passed: those('pass'),
      notApplicable: those('not-applicable'),
    };
    return { conversation, verdicts };
  }

  const rules = ['ids/a', 'ids/b', 'ids/c', 'ids/d', 'ids/e', 'ids/new', 'may/f', 'may/g'].map((id) => ({
    id,
    level: id.startsWith('may/') ? ('MAY' as const) : ('MUST' as const),
    subject: 'provider' as const,
  }));

  test('tells newly failing, newly passing and otherwise changed checks, and observations apart', () => {
    const before = result({
      'ids/a': 'pass',
      'ids/b': 'fail',
      'ids/c': 'inconclusive',
      'ids/d': 'pass',
      'ids/e': 'error',
      'may/f': 'pass',
      'may/g': 'fail',
    });
    const after = result({
      'ids/a': 'fail',
      'ids/b': 'pass',
      'ids/c': 'pass',
      'ids/d': 'not-applicable',
      'ids/e': 'error',
      'ids/new': 'fail',
      'may/f': 'fail',
      'may/g': 'fail',
    });
    const subject = 'provider';
    expect(verdictDrift(before, after, rules)).toEqual({
      newlyFailing: [{ check: 'ids/a', level: 'SHOULD', subject, before: 'pass', after: 'fail' }],
      newlyPassing: [{ check: 'ids/b', level: 'SHOULD', subject, before: 'fail', after: 'pass' }],
      otherwiseChanged: [
        { check: 'ids/c', level: 'SHOULD', subject, before: 'inconclusive', after: 'pass' },
        { check: 'ids/d', level: 'MUST', subject, before: 'pass', after: 'not-applicable' },
      ],
      observations: [{ check: 'may/f', level: 'MAY', subject, before: 'pass', after: 'fail' }],
    });
  });

  test('of the same verdicts is none', () => {
    const one = result({ 'ids/a': 'pass', 'ids/b': 'fail', 'may/f': 'fail' });
    expect(verdictDrift(one, one, rules)).toEqual(SAME_VERDICTS);
  });
});

test.describe('the report', () => {
  const changed = (check: string, before: 'pass' | 'fail' | 'inconclusive', after: 'pass' | 'fail') =>
    ({ check, level: 'MUST', subject: 'provider', before, after }) as const;

  function entry(name: string, change: Partial<ConversationDrift> | null, target = 'p/m'): DriftEntry {
    const [scenario = '', delivery] = name.split('.');
    return {
      target,
      scenario,
      delivery: delivery === 'streaming' ? 'streaming' : 'buffered',
      sample: 1,
      drift: change === null ? null : { structure: NO_DRIFT, verdicts: SAME_VERDICTS, ...change },
    };
  }

  const text = (entries: readonly DriftEntry[]) => stripVTControlCharacters(formatDrift(entries));

  const costGone = drift(
    [jsonBody({ usage: { cost: 1, details: { input: 1, output: 1 } } })],
    [jsonBody({ usage: { cost: '1', tokens: 2 } })],
  );

  test('tells what conversations of a target share once, aligned, and the others in a line', () => {
    const verdicts = {
      ...SAME_VERDICTS,
      newlyFailing: [changed('ids/unique', 'pass', 'fail')],
      newlyPassing: [changed('cost/present', 'fail', 'pass')],
      otherwiseChanged: ['a', 'b', 'c', 'd'].map((check) => changed(`ids/${check}`, 'inconclusive', 'pass')),
    };
    const entries = [
      entry('weather.streaming', { structure: costGone, verdicts }),
      entry('same.streaming', {}),
      ...['weather.buffered', 'choice.streaming', 'choice.buffered'].map((name) =>
        entry(name, { structure: costGone }),
      ),
      entry('new.streaming', null),
      entry('weather.streaming', { structure: costGone }, 'p/other'),
      entry('same.buffered', {}),
    ];
    expect(text(entries)).toBe(
      [
        'p/m',
        '  weather.streaming, weather.buffered and 2 more',
        '    -  answer  usage.details            object, 2 fields below',
        '    ~  answer  usage.cost               integer → string',
        '    +  answer  usage.tokens             integer',
        '  weather.streaming',
        '    -  check   ids/unique               pass → fail (MUST)',
        '    +  check   cost/present             fail → pass (MUST)',
        '    ~  check   ids/a, ids/b and 2 more  inconclusive → pass (MUST)',
        'p/other',
        '  weather.streaming',
        '    -  answer  usage.details  object, 2 fields below',
        '    ~  answer  usage.cost     integer → string',
        '    +  answer  usage.tokens   integer',
        'no drift in 2 conversations',
        'new, without an older recording: 1 conversation (p/m · new.streaming)',
      ].join('\n'),
    );
  });

  test('says "sometimes" only when no conversation is sure', () => {
    const rare = drift([jsonBody({ a: 1 }), jsonBody({})], [jsonBody({})]);
    const sure = drift([jsonBody({ a: 1 })], [jsonBody({})]);
    expect(text([entry('x.buffered', { structure: rare })])).toContain('-  answer  a  integer  (sometimes)');
    const both = text([entry('x.buffered', { structure: rare }), entry('y.buffered', { structure: sure })]);
    expect(both).toBe('p/m\n  x.buffered, y.buffered\n    -  answer  a  integer');
  });

  test('lets no provider write on the terminal', () => {
    const hostile = { '\u001b[2J\n\u009b1m\u202e': 1, ['x'.repeat(5000)]: 1 };
    const written = text([entry('x.buffered', { structure: drift([jsonBody({})], [jsonBody(hostile)]) })]);
    expect(written).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(written.split('\n')).toHaveLength(4);
    expect(Math.max(...written.split('\n').map((line) => line.length))).toBeLessThan(140);
  });

  test('shows the first 50 lines of a long drift and says how many more there are', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, 1]));
    const lines = text([entry('x.buffered', { structure: drift([jsonBody({})], [jsonBody(many)]) })]).split(
      '\n',
    );
    expect(lines).toHaveLength(53);
    expect(lines.at(-1)).toBe('    and 10 more');
  });

  test('does not pass over what could be compared in part only', () => {
    const written = text([entry('x.buffered', { structure: { ...NO_DRIFT, incomplete: true } })]);
    expect(written).toContain('~  answer  (too large)  compared in part: up to 5000 paths');
  });

  test('of nothing says so', () => {
    expect(text([])).toBe('no drift in 0 conversations');
  });

  test('has a form for JSON that holds the same', () => {
    const entries = [
      entry('weather.streaming', { structure: costGone }),
      entry('same.streaming', {}),
      entry('new.streaming', null),
    ];
    const key = { target: 'p/m', delivery: 'streaming', sample: 1 };
    const report = driftReport(entries);
    expect(report).toEqual({
      schema: 1,
      drifted: [{ ...key, scenario: 'weather', structure: costGone, verdicts: SAME_VERDICTS }],
      added: [{ ...key, scenario: 'new' }],
      unchanged: 1,
    });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});
