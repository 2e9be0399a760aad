import type { NewInteraction } from '../../src/evidence/cassette/cassette.ts';
import { parseCassette } from '../../src/evidence/cassette/parse.ts';
import { formatCassette } from '../../src/evidence/cassette/write.ts';
import type { Exchange, HttpRequest } from '../../src/evidence/exchange.ts';
import { SuiteError } from '../../src/system/failure.ts';
import { ReplayMismatch, ReplayTransport } from '../../src/transports/replay.ts';
import { expect, test } from '../support/test.ts';

const url = 'https://x.test/v1/chat/completions';
const NEXT_STEP = 'record the conversation again if the scenario changed on purpose';

function post(body: unknown, rest: Partial<HttpRequest> = {}): HttpRequest {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', url, headers: [], body: new TextEncoder().encode(text), ...rest };
}

function answered(request: HttpRequest, status = 200, body = '{}'): Exchange {
  const bytes = new TextEncoder().encode(body);
  return { request, response: { status, headers: [], body: bytes, provenComplete: false } };
}

function unanswered(request: HttpRequest): Exchange {
  return { request, response: null, failure: 'connection reset' };
}

/** The transport of a cassette that was written to YAML and read back. */
function replay(...exchanges: readonly Exchange[]): ReplayTransport {
  const interactions = exchanges.map((exchange): NewInteraction => ({ exchange }));
  return new ReplayTransport(parseCassette(formatCassette({ interactions }), 'cassettes/x.yaml'));
}

async function refusal(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof ReplayMismatch && error instanceof SuiteError) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

const first = post({ model: 'm', messages: [{ role: 'user', content: 'a' }] });
const second = post({ model: 'm', messages: [{ role: 'user', content: 'b' }] });

test('answers in order, whatever the order of keys and the headers', async () => {
  const transport = replay(answered(first, 200, '1'), answered(second, 200, '2'));
  const reordered = post('{"messages": [{"content": "a", "role": "user"}], "model": "m"}', {
    headers: [['A', ['b']]],
  });
  expect(await transport.send(reordered)).toEqual(answered(first, 200, '1'));
  expect(await transport.send(second)).toEqual(answered(second, 200, '2'));
  expect(transport.exchanges).toEqual([answered(first, 200, '1'), answered(second, 200, '2')]);
  transport.finish();
});

const retries: readonly [
  title: string,
  recorded: readonly Exchange[],
  sent: readonly [HttpRequest, Exchange][],
][] = [
  [
    'a 429 that was sent again',
    [answered(first, 429), answered(first, 503), answered(first), answered(second)],
    [
      [first, answered(first)],
      [second, answered(second)],
    ],
  ],
  ['a lost answer that was sent again', [unanswered(first), answered(first)], [[first, answered(first)]]],
  [
    'a broken answer that was sent again',
    [{ ...answered(first), failure: 'connection reset' }, answered(first)],
    [[first, answered(first)]],
  ],
  [
    'a failure that was given up',
    [answered(first, 429), answered(second)],
    [
      [first, answered(first, 429)],
      [second, answered(second)],
    ],
  ],
  ['a failure at the end', [unanswered(first)], [[first, unanswered(first)]]],
  [
    'the same request after a success',
    [answered(first), answered(first, 200, '2')],
    [
      [first, answered(first)],
      [first, answered(first, 200, '2')],
    ],
  ],
];

for (const [title, recorded, sent] of retries) {
  test(`retries: ${title}`, async () => {
    const transport = replay(...recorded);
    for (const [request, answer] of sent) expect(await transport.send(request)).toEqual(answer);
    expect(transport.exchanges).toEqual(recorded);
    transport.finish();
  });
}

const long = 'x'.repeat(500);
const mismatches: readonly [
  title: string,
  recorded: HttpRequest,
  sent: HttpRequest,
  differences: readonly string[],
][] = [
  ['method', first, { ...first, method: 'PUT' }, ['method: recorded "POST", sent "PUT"']],
  ['URL', first, { ...first, url: `${url}?a=1` }, [`url: recorded "${url}", sent "${url}?a=1"`]],
  [
    'every JSON path',
    post({ a: 1, b: [1, { c: null }], d: true, 'e f': 'x', g: [1] }),
    post({ a: '1', b: [1, { c: {} }, 3], 'e f': 'y', g: {}, h: [] }),
    [
      'a: recorded 1, sent "1"',
      'b[1].c: recorded null, sent {}',
      'b[2]: recorded (absent), sent 3',
      'd: recorded true, sent (absent)',
      '["e f"]: recorded "x", sent "y"',
      'g: recorded [1], sent {}',
      'h: recorded (absent), sent []',
    ],
  ],
  [
    'shortened around the difference',
    post({ a: `${long}1${long}` }),
    post({ a: `${long}2${long}` }),
    [`a: recorded ...${'x'.repeat(40)}1${'x'.repeat(79)}..., sent ...${'x'.repeat(40)}2${'x'.repeat(79)}...`],
  ],
  ['the whole body', post([1]), post('5'), ['body: recorded [1], sent 5']],
  ['no JSON on one side', post('{}'), post('{'), ['body: recorded "{}", sent "{"']],
  ['no JSON on either side', post('a'), post('b'), ['body: recorded "a", sent "b"']],
  [
    'a member that all objects inherit',
    post('{}'),
    post('{"toString":1}'),
    ['body: recorded "{}", sent "{\\"toString\\":1}"'],
  ],
  [
    'a recorded member that all objects inherit',
    post('{"constructor":{"type":"string"}}'),
    post('{}'),
    ['constructor: recorded {"type":"string"}, sent (absent)'],
  ],
  [
    'a part of bodies that nest deep',
    post(`{"a":${'['.repeat(50_000)}1${']'.repeat(50_000)}}`),
    post(`{"a":${'['.repeat(50_000)}2${']'.repeat(50_000)}}`),
    [
      `body: recorded ...${'['.repeat(40)}1${']'.repeat(79)}..., sent ...${'['.repeat(40)}2${']'.repeat(79)}...`,
    ],
  ],
];

for (const [title, recorded, sent, differences] of mismatches) {
  test(`a mismatch names ${title}`, async () => {
    const transport = replay(answered(first, 429), answered(first), answered(recorded));
    await transport.send(first);
    const where = 'cassettes/x.yaml:45: request 2 of 2 is not the recorded one';
    expect(await refusal(() => transport.send(sent))).toBe(
      [`${where}; ${NEXT_STEP}`, ...differences].join('\n  '),
    );
    expect(transport.exchanges).toEqual([answered(first, 429), answered(first)]);
  });
}

test('bodies that are no JSON match by their bytes', async () => {
  const request = { ...first, body: Uint8Array.of(0xff, 0) };
  expect(await replay(answered(request)).send(request)).toEqual(answered(request));
  expect(
    await refusal(() => replay(answered(request)).send({ ...first, body: Uint8Array.of(0xfe, 0) })),
  ).toContain('request 1 of 1');
});

test('a request beyond the recorded ones is refused', async () => {
  const transport = replay(answered(first));
  await transport.send(first);
  expect(await refusal(() => transport.send(second))).toBe(
    `cassettes/x.yaml: request 2 (POST ${url}) was not recorded: the cassette ends after 1 request; ${NEXT_STEP}`,
  );
});

test('a recorded request that nobody sent is refused at the end', async () => {
  const transport = replay(answered(first), answered(second));
  await transport.send(first);
  expect(await refusal(() => transport.finish())).toBe(
    `cassettes/x.yaml:21: recorded request 2 of 2 (POST ${url}) was never sent; ${NEXT_STEP}`,
  );
});
