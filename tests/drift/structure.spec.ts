/** The structure of a recording, whatever is in its bodies. */
import { DEEPEST, MOST_MEMBERS, MOST_PATHS } from '../../src/drift/shape.ts';
import { structureOf } from '../../src/drift/structure.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { drift, exchangeOf, jsonBody, NO_DRIFT, reversedKeys, streamOf } from '../support/drifted.ts';
import { expect, test } from '../support/test.ts';

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
